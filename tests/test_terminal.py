"""sttui in a real pseudo-terminal: what a user sees and types, and what must not break it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.terminal import Terminal, running

HOSTILE = "\x1b[2J\x1b]0;owned\x07\x1b]52;c;aGk=\x07\x9b31m[/bold][@click=app.quit]x[/]\u202egnp"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    return tmp_path / "app.py"


def test_an_app_is_shown_and_answers_keys(script: Path) -> None:
    script.write_text(
        "import streamlit as st\n"
        "st.title('My app')\n"
        "if st.button('Say hello'):\n"
        "    st.write('Why hello there')\n"
        "st.text('the end')\n"
    )
    with running(script) as terminal:
        terminal.see("the end")
        assert "My app" in terminal.text
        assert "Why hello" not in terminal.text
        terminal.press("tab", "enter")
        terminal.see("Why hello there")
        terminal.press("q")
        assert terminal.wait() == 0


def test_sixty_quick_presses_of_a_slider_all_arrive(script: Path) -> None:
    script.write_text(
        "import sttui as st\n"
        "x = st.slider('x', 0, 100, 0)\n"
        "st.text(f'value {x}.')\n"
        "for i in range(50): st.text(f'{i} of {x}')\n"
    )
    with running(script) as terminal:
        terminal.see("value 0.")
        terminal.press("tab")
        terminal.press(*["right"] * 60)
        terminal.see("value 60.")


def test_two_hundred_typed_characters_arrive_in_order(script: Path) -> None:
    text = "".join(chr(97 + i % 26) for i in range(200))
    script.write_text(
        "import sttui as st\n"
        "t = st.text_input('t', live='0ms')\n"
        "st.text(f'{len(t)} typed')\n"
        "with open('out.txt', 'w') as f: f.write(t)\n"
    )
    with running(script) as terminal:
        terminal.see("0 typed")
        terminal.press("tab")
        terminal.drain(0.2)
        terminal.press(text)
        terminal.see("200 typed")
    assert (script.parent / "out.txt").read_text() == text


def test_what_a_script_prints_by_any_way_stays_off_the_screen(script: Path) -> None:
    script.write_text(
        "import os, subprocess, sys, logging\n"
        "import sttui as st\n"
        "print('by print')\n"
        "os.write(1, b'by descriptor\\n')\n"
        "subprocess.run(['echo', 'by a program'])\n"
        "logging.getLogger('x').warning('by logging')\n"
        "sys.__stdout__.write('by the old stdout\\n'); sys.__stdout__.flush()\n"
        "st.text('the page')\n"
    )
    with running(script) as terminal:
        terminal.see("the page")
        terminal.drain(0.5)
        assert "by " not in terminal.text
        terminal.press("l")
        for words in ("by print", "by descriptor", "by a program", "by logging", "by the old"):
            terminal.see(words)


def test_hostile_text_is_shown_and_not_obeyed(script: Path) -> None:
    calls = ["text", "title", "markdown", "caption", "code", "error", "json", "toast", "button"]
    lines = [f"st.{name}(T)" for name in calls]
    lines += ["st.expander(T).text(T)", "st.tabs([T])[0].text(T)", "st.popover(T).text(T)"]
    lines += ["st.set_page_config(page_title=T)", "st.sidebar.text(T)", "st.help(T)"]
    lines += ["st.checkbox(T, help=T)", "st.text_input(T, T, placeholder=T)", "print(T)"]
    lines += ["st.selectbox(T, [T])", "st.radio(T, [T, 'b'])", "st.multiselect(T, [T], [T])"]
    script.write_text(
        f"import sttui as st\nT = {HOSTILE!r}\n" + "\n".join(lines) + "\nst.text('the end')\n"
    )
    with running(script, size=(100, 120)) as terminal:
        terminal.see("the end")
        terminal.drain(0.5)
        assert "owned" in terminal.text
        assert b"\x1b]52" not in terminal.output
        assert b"\x1b]0;owned" not in terminal.output
        assert b"\x9b31m" not in terminal.output
        assert terminal.process.poll() is None


def test_a_loop_for_ever_is_stopped_and_the_app_lives(script: Path) -> None:
    script.write_text(
        "import sttui as st\n"
        "if st.button('spin'):\n"
        "    st.text('spinning')\n"
        "    while True: pass\n"
        "st.text('at rest')\n"
    )
    with running(script) as terminal:
        terminal.see("at rest")
        terminal.press("tab", "enter")
        terminal.see("spinning")
        terminal.see("running")
        terminal.press("escape")
        terminal.until(lambda: "running" not in terminal.text)
        terminal.press("r")
        terminal.see("at rest")


def test_ctrl_c_asks_once_and_quits_the_second_time(script: Path) -> None:
    script.write_text("import sttui as st\nst.text('here')\n")
    with running(script) as terminal:
        terminal.see("here")
        terminal.press("ctrl+c")
        terminal.see("again quits")
        terminal.press("ctrl+c")
        assert terminal.wait() == 0


def test_a_terminal_made_tiny_and_large_again(script: Path) -> None:
    script.write_text(
        "import sttui as st\n"
        "a, b = st.columns(2)\n"
        "a.button('left'); b.slider('right', 0, 10)\n"
        "with st.sidebar: st.checkbox('side')\n"
        "st.tabs(['one', 'two'])[0].text('in a tab')\n"
        "st.text_input('name', 'value')\n"
        "st.text('the end')\n"
    )
    with running(script, size=(100, 40)) as terminal:
        terminal.see("the end")
        terminal.resize(20, 5)
        terminal.drain(0.5)
        assert terminal.process.poll() is None
        terminal.resize(100, 40)
        terminal.see("the end")
        assert "left" in terminal.text


def test_exit_closed_stdout_and_threads_do_not_end_the_app(script: Path) -> None:
    script.write_text(
        "import sys, threading\n"
        "import sttui as st\n"
        "def work(): st.text('from a thread')\n"
        "t = threading.Thread(target=work); t.start(); t.join()\n"
        "sys.stdout.close(); print('still fine')\n"
        "if st.button('leave'): sys.exit(3)\n"
        "st.text('the end')\n"
    )
    with running(script) as terminal:
        terminal.see("the end")
        assert "from a thread" in terminal.text
        terminal.press("tab", "enter")
        terminal.see("SystemExit")
        terminal.press("r")
        terminal.see("the end")


def test_an_edited_script_is_noticed_and_errors_are_survived(script: Path) -> None:
    good = "import sttui as st\nst.text('version one')\n"
    script.write_text(good)
    with running(script) as terminal:
        terminal.see("version one")
        terminal.drain(1.0)
        script.write_text("import sttui as st\nst.text('broken'\n")
        terminal.see("Source file changed")
        terminal.press("A")
        terminal.see("SyntaxError")
        script.write_text(good.replace("one", "two"))
        terminal.see("version two")
        script.unlink()
        terminal.drain(1.0)
        terminal.press("r")
        terminal.drain(0.5)
        assert terminal.process.poll() is None
        script.write_text(good.replace("one", "three"))
        terminal.press("r")
        terminal.see("version three")


def test_an_edited_module_is_imported_anew(script: Path) -> None:
    module = script.parent / "my_part.py"
    module.write_text("WORD = 'old'\n")
    script.write_text("import sttui as st\nimport my_part\nst.text(f'word {my_part.WORD}')\n")
    with running(script, "--server.runOnSave", "true") as terminal:
        terminal.see("word old")
        terminal.drain(1.0)
        module.write_text("WORD = 'brandnew'\n")
        terminal.see("word brandnew")


def test_a_terminal_that_is_too_small_is_refused(script: Path) -> None:
    script.write_text("import sttui as st\nst.text('x')\n")
    with running(script, size=(12, 3)) as terminal:
        assert terminal.wait() == 2


@pytest.mark.parametrize("term", ["xterm", "linux", "screen-256color", "tmux-256color"])
def test_other_terminals_and_no_colour(script: Path, term: str) -> None:
    script.write_text("import sttui as st\nst.title('x')\nst.button('b')\nst.text('the end')\n")
    with running(script, env={"TERM": term, "COLORTERM": "", "NO_COLOR": "1"}) as terminal:
        terminal.see("the end")
        terminal.press("q")
        assert terminal.wait() == 0


def test_the_app_ends_with_its_terminal(script: Path) -> None:
    script.write_text("import sttui as st\nst.text('here')\n")
    with running(script) as terminal:
        terminal.see("here")
        os.close(terminal.master)
        terminal.master = os.open(os.devnull, os.O_RDONLY)
        assert terminal.process.wait(30) == 128 + signal.SIGHUP


def test_a_process_that_is_told_to_end_gives_the_terminal_back(script: Path) -> None:
    script.write_text("import sttui as st\nst.text('here')\n")
    with running(script) as terminal:
        terminal.see("here")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait() == 128 + signal.SIGTERM
        assert b"\x1b[?1049l" in terminal.output


def test_input_that_is_no_key_is_dropped(script: Path) -> None:
    script.write_text("import sttui as st\nif st.button('b'): st.text('pressed')\nst.text('end')\n")
    with running(script) as terminal:
        terminal.see("end")
        terminal.press("\x1b[1114112;1;u", "\x1b[99999999999u", "\x1b[97;1:3u")
        terminal.drain(0.5)
        terminal.press("tab", "enter")
        terminal.see("pressed")


def test_ten_megabytes_in_one_string(script: Path) -> None:
    script.write_text(
        "import sttui as st\nst.text('x' * 10_000_000)\nst.button('b' * 5000)\n"
        "st.markdown('word ' * 20_000)\n"
    )
    with running(script) as terminal:
        terminal.see("xxxxxxxx", 60)
        # The end moves while the page is still being laid out.
        terminal.drain(1.0)
        terminal.press("G")
        terminal.see("word word", 60)
        assert terminal.process.poll() is None


def test_the_demo_starts(tmp_path: Path) -> None:
    import sys

    terminal = Terminal([sys.executable, "-m", "sttui", "hello"], size=(100, 30), cwd=tmp_path)
    try:
        terminal.see("sttui")
        terminal.drain(1.0)
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
    finally:
        terminal.close()


def test_keys_that_come_at_once_go_where_each_leads(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text(
        "import sttui as st\n"
        "first = st.text_input('First')\n"
        "second = st.text_input('Second')\n"
        "st.text(f'<{first}> and <{second}>')\n",
        "utf-8",
    )
    with running(script) as terminal:
        terminal.see("<> and <>")
        terminal.press("\tone\ttwo\r")
        terminal.see("<one> and <two>")
