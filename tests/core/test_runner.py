"""Runs: how they end, give way, are stopped, and what they leave behind."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sttui.core import console, runner
from sttui.core.element import Control
from sttui.core.session import Session
from sttui.core.wire import Changed, Pressed, Rerun, Stop
from sttui.sessions import new_session


class Gate:
    """A place in a script where it waits until the test lets it go on."""

    def __init__(self) -> None:
        self.reached = threading.Semaphore(0)
        self.go = threading.Semaphore(0)

    def __call__(self) -> None:
        """Wait; called by the script."""
        self.reached.release()
        assert self.go.acquire(timeout=5)

    def wait(self) -> None:
        """Wait until the script is here."""
        assert self.reached.acquire(timeout=5)

    def open(self) -> None:
        """Let the script go on."""
        self.go.release()


class App:
    """A session of a script that is given as text."""

    def __init__(self, code: str, **names: Any) -> None:
        self.session: Session = new_session(
            Path(f"<runner {id(self)}>"),
            code="import sttui as st\n" + code,
            names=names,
            own_process=False,
        )

    def send(self, *events: Any) -> None:
        self.session.send(*events or (Rerun(),))

    def run(self, *events: Any) -> None:
        self.send(*events)
        assert self.session.wait(5)

    @property
    def texts(self) -> list[str]:
        return [
            slot.element.body
            for slot in self.session.tree.walk()
            if type(slot.element).__name__ == "Text"
        ]

    @property
    def errors(self) -> list[str]:
        return [
            slot.element.message
            for slot in self.session.tree.walk()
            if type(slot.element).__name__ == "ExceptionBox"
        ]

    def id(self, label: str) -> str:
        return next(
            slot.element.id
            for slot in self.session.tree.walk()
            if isinstance(slot.element, Control) and slot.element.label == label
        )


@pytest.fixture
def open_app() -> Iterator[Any]:
    """Opens apps and closes them after the test."""
    with contextlib.ExitStack() as stack:

        def opened(code: str, **names: Any) -> App:
            app = App(code, **names)
            stack.callback(app.session.close)
            return app

        yield opened


def test_a_newer_request_ends_the_run_at_its_next_command(open_app: Any) -> None:
    gate = Gate()
    app = open_app(
        """
n = st.number_input("n", 0, 9)
st.text(f"start {n}")
gate() if n < 2 else None
st.text(f"end {n}")
""",
        gate=gate,
    )
    app.send()
    gate.wait()
    number = app.id("n")
    app.send(Changed(id=number, value=1))
    gate.open()
    gate.wait()
    app.send(Changed(id=number, value=2))
    gate.open()
    assert app.session.wait(5)
    assert app.texts == ["start 2", "end 2"]
    assert app.session.number == 3


def test_requests_that_come_meanwhile_are_merged(open_app: Any) -> None:
    gate = Gate()
    app = open_app(
        """
a = st.number_input("a", 0, 9)
b = st.number_input("b", 0, 9)
st.session_state.setdefault("seen", []).append((a, b))
if len(st.session_state.seen) == 1: gate()
st.text("end")
""",
        gate=gate,
    )
    app.send()
    gate.wait()
    for value in range(1, 5):
        app.send(Changed(id=app.id("a"), value=value))
        app.send(Changed(id=app.id("b"), value=value))
    gate.open()
    assert app.session.wait(5)
    assert app.session.state.get("seen", 0) == [(0, 0), (4, 4)]


def test_a_press_is_not_lost_when_the_run_ends_before_its_button(open_app: Any) -> None:
    gate = Gate()
    app = open_app(
        """
n = st.number_input("n", 0, 9)
if st.session_state.get("wait"): gate()
st.text(n)
if st.button("save"):
    st.session_state.saved = n
""",
        gate=gate,
    )
    app.run()
    app.session.state.set("wait", True, -1)
    app.send(Pressed(id=app.id("save")))
    gate.wait()
    # The viewer goes on typing: this ends the run before it comes to the button.
    app.send(Changed(id=app.id("n"), value=5))
    gate.open()
    gate.wait()
    gate.open()
    assert app.session.wait(5)
    assert app.session.state.get("saved", 0) == 5
    app.session.state.set("wait", False, -1)
    app.session.state.delete("saved")
    app.run()
    assert "saved" not in set(app.session.state.keys())


def test_stop_ends_the_run_and_keeps_the_page(open_app: Any) -> None:
    gate = Gate()
    app = open_app("st.text('a')\ngate()\nst.text('b')", gate=gate)
    app.send()
    gate.wait()
    app.send(Stop())
    gate.open()
    assert app.session.wait(5)
    assert app.texts == ["a"]
    assert app.errors == []


def test_an_endless_loop_can_be_made_to_end(open_app: Any) -> None:
    gate = Gate()
    app = open_app(
        """
if st.session_state.get("calm"):
    st.text("calm")
else:
    gate()
    while True: pass
""",
        gate=gate,
    )
    app.send()
    gate.wait()
    gate.open()
    app.send(Stop())
    thread = app.session._thread
    app.send(Stop(force=True))
    assert app.session.wait(5)
    thread.join(5)
    assert not thread.is_alive()
    app.session.state.set("calm", True, -1)
    app.run()
    assert app.texts == ["calm"]


def test_an_endless_loop_with_commands_gives_way_by_itself(open_app: Any) -> None:
    gate = Gate()
    app = open_app(
        """
place = st.empty()
if st.checkbox("stop"):
    st.text("stopped")
else:
    gate()
    while True: place.text("on and on")
""",
        gate=gate,
    )
    app.send()
    gate.wait()
    gate.open()
    app.send(Changed(id=app.id("stop"), value=True))
    assert app.session.wait(5)
    assert app.texts == ["stopped"]


def test_a_script_that_swallows_exceptions_still_gives_way(open_app: Any) -> None:
    gate = Gate()
    app = open_app(
        """
try:
    if not st.checkbox("go"): gate()
    st.text("in try")
except Exception:
    st.text("swallowed")
""",
        gate=gate,
    )
    app.send()
    gate.wait()
    app.send(Changed(id=app.id("go"), value=True))
    gate.open()
    assert app.session.wait(5)
    assert app.texts == ["in try"]


@pytest.mark.parametrize(
    ("call", "errors"),
    [
        ("sys.exit()", []),
        ("sys.exit(0)", []),
        ("exit()", []),
        ("sys.exit('why')", ["why"]),
        ("sys.exit(3)", ["3"]),
        ("raise KeyboardInterrupt", [""]),
        ("raise RuntimeError('no')", ["no"]),
    ],
)
def test_how_scripts_end_themselves(open_app: Any, call: str, errors: list[str]) -> None:
    app = open_app(f"import sys\nst.text('before')\n{call}\nst.text('after')")
    for _ in range(2):
        app.run()
        assert (app.texts, app.errors) == (["before"], errors)


def test_print_and_a_closed_stdout_reach_the_console_alone(
    open_app: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    console.install()
    try:
        app = open_app("""
import sys
print("one", end=""); print(" line")
print("error", file=sys.stderr)
sys.stdout.close()
print("still here")
""")
        app.run()
        sys.stdout.write("of the host")
    finally:
        console.uninstall()
    assert app.session.console.text().splitlines() == ["one line", "error", "still here"]
    assert capsys.readouterr().out == "of the host"


def test_a_run_that_raises_forgets_nothing(open_app: Any) -> None:
    app = open_app("""
bad = st.checkbox("bad")
if bad: raise ValueError("bad")
st.number_input("n", 0, 9, key="n")
""")
    app.run()
    app.run(Changed(id=app.id("n"), value=4))
    app.run(Changed(id=app.id("bad"), value=True))
    assert isinstance(app.session.error, ValueError)
    app.run(Changed(id=app.id("bad"), value=False))
    assert app.session.error is None
    assert app.session.state.get("n", 0) == 4


def test_elements_not_reached_yet_stay_until_the_run_ends(open_app: Any) -> None:
    gate = Gate()
    app = open_app(
        "st.text('top')\nif st.session_state.get('w'): gate()\nst.text('low')", gate=gate
    )
    app.run()
    app.session.state.set("w", True, -1)
    app.send()
    gate.wait()
    runs = [slot.run for slot in app.session.tree.roots["main"].children]
    assert app.texts == ["top", "low"]
    assert runs == [2, 1]
    gate.open()
    assert app.session.wait(5)


def test_threads_outlive_their_run_without_harm(open_app: Any) -> None:
    gate, seen = Gate(), []
    app = open_app(
        """
import threading
def work():
    gate()
    try: st.text("late")
    finally: seen.append("done")
if not seen:
    threading.Thread(target=work).start()
st.text("body")
""",
        gate=gate,
        seen=seen,
    )
    app.run()
    gate.wait()
    workers = [t for t in threading.enumerate() if "work" in t.name]
    gate.open()
    for worker in workers:
        worker.join(5)
    assert seen == ["done"]
    app.run()
    assert app.texts == ["body"]


def test_a_fault_of_ours_is_shown_and_the_session_lives(
    open_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app("st.text('fine')")
    app.run()
    with monkeypatch.context() as patch:
        patch.setattr(runner, "_finish", _fail)
        app.run()
    assert app.errors == ["a fault"]
    app.run()
    assert app.texts == ["fine"]


def _fail(self: object, *args: object) -> None:
    raise RuntimeError("a fault")


def test_a_script_that_is_gone_says_so_and_may_come_back(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("import sttui as st\nst.text('one')")
    session = new_session(script, own_process=False)
    app = App.__new__(App)
    app.session = session
    app.run()
    script.unlink()
    app.run()
    assert "is not there" in app.errors[0]
    script.write_text("import sttui as st\nst.text('two lines')\n")
    app.run()
    assert (app.texts, app.errors) == (["two lines"], [])
    session.close()
