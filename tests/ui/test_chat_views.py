"""The chat's field, by keyboard."""

from __future__ import annotations

from typing import Any

from textual import events

from sttui.ui.render.chat import ChatInputView

ECHO = """
log = st.session_state.setdefault("log", [])
if prompt := st.chat_input("[b]Say something[/b]"):
    log.append(prompt)
for number, line in enumerate(log):
    st.text(f"{number}: {line!r}")
"""


async def test_enter_sends_the_message_and_clears_the_field(play: Any) -> None:
    async with play(ECHO) as stage:
        assert "❯ [b]Say something[/b]" in stage.text
        await stage.write("hello quick world")
        await stage.press("enter")
        assert "0: 'hello quick world'" in stage.text
        assert stage.view(ChatInputView).field.text == ""
        await stage.press("enter", "space", "enter")
        assert "1:" not in stage.text
        await stage.write("more")
        await stage.press("enter")
        assert "1: 'more'" in stage.text


async def test_the_field_grows_with_its_lines(play: Any) -> None:
    async with play(ECHO) as stage:
        view = stage.view(ChatInputView)
        assert view.size.height == 1
        await stage.press("a", "ctrl+j", "b", "ctrl+j", "c")
        assert view.size.height == 3
        await stage.press("enter")
        assert "0: 'a\\nb\\nc'" in stage.text and view.size.height == 1
        stage.app.post_message(events.Paste("line\n" * 30))
        await stage.settle()
        assert view.size.height == 8


async def test_messages_sent_in_haste_all_arrive(play: Any) -> None:
    async with play(ECHO) as stage:
        for number in range(10):
            await stage.hammer(*f"m{number}", "enter")
        assert stage.session.state.plain["log"] == [f"m{number}" for number in range(10)]


async def test_the_field_stays_at_the_bottom(play: Any) -> None:
    async with play("st.chat_input()\nfor n in range(50): st.text(f'row {n}')") as stage:
        assert stage.view(ChatInputView).region.bottom == 22
        assert "Your message" in stage.text


async def test_no_message_interrupts_a_run_where_that_is_disabled(play: Any) -> None:
    script = """
import threading
st.session_state.setdefault("go", threading.Event())
if st.chat_input(submit_mode="disable"):
    st.session_state.go.wait()
    st.text("done")
"""
    async with play(script) as stage:
        await stage.pilot.press("a", "enter")
        await stage.until(lambda: stage.session.run is not None)
        await stage.pilot.press("b", "enter")
        assert stage.view(ChatInputView).field.text == "b"
        stage.session.state.plain["go"].set()
        await stage.until(lambda: "done" in stage.text)


async def test_the_program_can_fill_the_field(play: Any) -> None:
    script = """
def fill():
    st.session_state.c = "draft"
st.button("Fill", on_click=fill)
st.chat_input(key="c", max_chars=7)
"""
    async with play(script) as stage:
        stage.view(ChatInputView).screen.set_focus(None)
        await stage.press("tab", "enter")
        assert "❯ draft" in stage.text
        await stage.press("tab", "1", "2", "3")
        assert "❯ draft12" in stage.text and "draft123" not in stage.text


async def test_files_go_with_a_message(play: Any, tmp_path: Any) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("hello")
    script = """
if message := st.chat_input(accept_file="multiple", file_type=["txt"]):
    st.text(f"{message.text!r} {[(f.name, f.getvalue()) for f in message.files]}")
"""
    async with play(script) as stage:
        await stage.press("ctrl+o")
        await stage.write(str(notes)[:-3])
        await stage.press("right", "enter")
        assert "notes.txt" in stage.text
        await stage.write("see")
        await stage.press("enter")
        assert "'see' [('notes.txt', b'hello')]" in stage.text
        stage.app.post_message(events.Paste(str(notes)))
        await stage.settle()
        assert len(stage.view(ChatInputView).attached) == 1
        await stage.press("backspace")
        assert not stage.view(ChatInputView).attached
        stage.app.post_message(events.Paste(str(tmp_path / "app.py")))
        await stage.settle()
        assert not stage.view(ChatInputView).attached
        await stage.press("ctrl+o", "escape", "x", "enter")
        assert "'x' []" in stage.text
