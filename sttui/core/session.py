"""A session: all that one viewer has, and the one way in to it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any, TextIO

import msgspec

from sttui.core import run as run_module
from sttui.core.clean import clean
from sttui.core.console import Console
from sttui.core.element import Element
from sttui.core.fragment import Fragments
from sttui.core.media import Download
from sttui.core.outbox import Outbox
from sttui.core.query import Query
from sttui.core.run import Place, RerunException, Run, StopException
from sttui.core.state import State, changed
from sttui.core.tree import Tree
from sttui.core.wire import Attached, Changed, Dismissed, Event, Pressed, Rerun, Stop

if TYPE_CHECKING:
    from sttui.core.pages import Logo, Navigation


class PageConfig(msgspec.Struct, frozen=True, kw_only=True):
    """What `st.set_page_config` set."""

    title: str = ""
    icon: str = ""
    layout: str = "centered"
    sidebar: str = "auto"
    menu_items: tuple[tuple[str, str | None], ...] = ()


class Request(msgspec.Struct, kw_only=True):
    """What the next run is to do: requests that come meanwhile are merged into one."""

    full: bool = False
    fragments: dict[str, None] = {}
    values: dict[str, Any] = {}
    triggers: dict[str, Any] = {}
    calls: list[Callable[[], Any]] = []
    """Callbacks of what has no value, such as the closing of a dialog."""

    @property
    def due(self) -> bool:
        """Say whether a run is to begin."""
        return self.full or bool(self.fragments)


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A page that the next run is to show."""

    key: str | None = None
    """Its key, where that is known."""
    name: str | None = None
    """What somebody calls it: it is told if there is no such page."""
    query: str | None = None


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """What a session runs, and how."""

    path: Path
    pages: Path | None = None
    """The folder whose files are pages, if there is one."""
    compile: Callable[[Path], CodeType]
    report: Callable[[Place, BaseException], None]
    """Writes an exception to the page."""
    names: Mapping[str, Any] = {}
    """Names that stand in the script's namespace from the start."""
    argv: tuple[str, ...] = ()
    is_main: bool = True
    """Whether the script's module may stand as `__main__` in `sys.modules`."""

    @property
    def title(self) -> str:
        """What an app without a title of its own is called."""
        return clean(self.path.stem.replace("_", " "))


class Session:
    """Widget states, session state, page, fragments, console and the script of one viewer."""

    def __init__(
        self,
        script: Script,
        *,
        query: str = "",
        page: str | None = None,
        log: TextIO | None = None,
    ) -> None:
        self.script = script
        self.outbox = Outbox()
        self.tree = Tree(self.outbox)
        self.state = State()
        self.query = Query(self, query)
        self.fragments = Fragments()
        self.console = Console(log)
        self.console.on_write = self.outbox.session
        self.page = ""
        """Key of the current page; empty where the app has no pages."""
        self.turn = None if page is None else Turn(name=page, query=query)
        """The page that was asked for and that no run has turned to yet."""
        self.wanted: str | None = None
        """A page that was asked for by name, until the script has said which pages there are."""
        self.missing = ""
        """A page that was asked for and is not there: whoever tells the viewer empties this."""
        self.navigation: Navigation | None = None
        self.drawn_page = ""
        """Key of the page that has written what is in the tree."""
        self.logo: Logo | None = None
        self.config = PageConfig()
        self.viewer = Attached()
        self.secrets: Mapping[str, Any] | None = None
        """What `st.secrets` holds in place of the files, where a test says so."""
        self.facts: Mapping[str, Any] | None = None
        """What `st.context` knows in place of the machine's own, where a test says so."""
        self.user: Mapping[str, Any] | None = None
        """What `st.user` holds: who came in, and by what right."""
        self.drafts: dict[str, dict[str, tuple[int, Any]]] = {}
        """Values in forms that are not submitted yet, by form and control, with their stamps."""
        self.media: dict[str, Download] = {}
        """What download buttons give, by the buttons' ids."""
        self.clearing: set[str] = set()
        """Forms whose controls go back to their defaults once they are submitted."""
        self.number = 0
        self.interrupt = False
        """True while a newer request, or a stop, waits for the running script to yield."""
        self.stopping = False
        self.closed = False
        self.on_close: list[Callable[[], None]] = []
        """Called once the session is closed and its script has ended."""
        self.run: Run | None = None
        self.error: BaseException | None = None
        """What the last run raised."""
        self.asyncio_loop: asyncio.AbstractEventLoop | None = None
        self.pending = Request()
        self.changes = threading.Condition()
        self.idle = threading.Event()
        self.idle.set()
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Say whether a script runs, or is about to."""
        return not self.idle.is_set()

    def send(self, *events: Event) -> None:
        """Take events in: the only way that anything outside reaches the script."""
        with self.changes:
            for event in events:
                self._take(event)
            if self.pending.due and not self.closed:
                self.idle.clear()
                self._ask_to_yield()
                self._start()
                self.changes.notify_all()
        self.outbox.session()

    def _take(self, event: Event) -> None:
        match event:
            case Changed(id=id, value=value):
                self._change(id, value)
            case Pressed(id=id, value=value):
                self._press(id, value)
            case Rerun():
                self._rerun(event)
            case Stop(force=force):
                self.stop(force=force)
            case Dismissed(id=id):
                self.fragments.dismiss(id, self)
            case Attached():
                self.viewer = event

    def _change(self, id: str, wire: Any) -> None:
        state = self.state.controls.get(id)
        if state is None or state.disabled:
            return
        try:
            value = state.codec.decode(wire)
        except (ValueError, IndexError, KeyError):
            return
        if state.form:
            self.drafts.setdefault(state.form, {})[id] = state.stamp, value
        else:
            self.pending.values[id] = value
            if not state.ignore:
                self._request(state.fragment)

    def _press(self, id: str, value: Any) -> None:
        state = self.state.controls.get(id)
        if state is None or state.disabled:
            return
        try:
            value = state.codec.decode(value)
        except (ValueError, IndexError, KeyError):
            return
        if state.form:
            self.pending.values.update(self._drafted(state.form))
            self.drafts.pop(state.form, None)
        if not state.ignore:
            self.pending.triggers[id] = value
            self._request(state.fragment)

    def _drafted(self, form: str) -> dict[str, Any]:
        """Return a form's drafts, less those over which the program has written since."""
        states = self.state.controls
        return {
            id: value
            for id, (stamp, value) in tuple(self.drafts.get(form, {}).items())
            if id in states and states[id].stamp == stamp
        }

    def _rerun(self, event: Rerun) -> None:
        if event.automatic and (self.pending.due or self.run is not None):
            return
        if event.page is not None:
            self.turn = Turn(name=event.page, query=event.query)
        elif event.query is not None:
            self.query.load(event.query)
        self._request(event.fragment)

    @property
    def destination(self) -> str:
        """The page that the session shows, or is about to turn to."""
        with self.changes:
            turn = self.turn
            asked = None if turn is None else turn.key or turn.name
            return asked or self.wanted or self.page

    def turn_to(self, key: str, query: str) -> None:
        """Let the next run, which is due now, show a page."""
        with self.changes:
            self.turn = Turn(key=key, query=query)
            self.pending.full = True

    def _request(self, fragment: str) -> None:
        if fragment and fragment in self.fragments:
            self.pending.fragments[fragment] = None
        else:
            self.pending.full = True

    def begin(self, run: Run) -> None:
        """Note the run that begins; what was asked for since its request was taken ends it."""
        with self.changes:
            self.run = run
            if self.pending.due:
                self._ask_to_yield()

    def _ask_to_yield(self) -> None:
        """Ask the running script to end early, unless only a fragment of it is to run again."""
        run = self.run
        if run is None:
            return
        again = set(self.pending.fragments) & set(run.fragments)
        if self.pending.full or again:
            self.interrupt = True

    def yield_to_request(self) -> None:
        """End the running script: called by its own thread, from one of its commands."""
        self.interrupt = False
        if self.stopping or self.closed:
            raise StopException
        if self.pending.due:
            raise RerunException(newer_request=True)

    def stop(self, *, force: bool = False) -> None:
        """End the running script at its next command; with `force`, now."""
        with self.changes:
            if self.run is None:
                return
            self.stopping = self.interrupt = True
            if force:
                self.abandon()

    def abandon(self) -> None:
        """Leave a run that does not end to itself: its thread ends as soon as Python lets it."""
        import ctypes

        with self.changes:
            run, self.run = self.run, None
            if run is None:
                return
            run.dead = True
            self.state.reset_triggers(run.number)
            self._thread = None
            # The other thread may be within this loop for good.
            self.asyncio_loop = None
            self.stopping = self.interrupt = False
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(run.thread), ctypes.py_object(StopException)
            )
            if self.pending.due:
                self._start()
            else:
                self.idle.set()
        self.outbox.session()

    def close(self) -> None:
        """End the session: the script stops, its thread goes."""
        with self.changes:
            self.closed = True
            self.interrupt = True
            self.changes.notify_all()
        self.outbox.attach(None)
        if self.run is None:
            self.release()

    def join(self, timeout: float) -> None:
        """Wait until a closed session's thread is gone, unless a script still runs in it."""
        thread = self._thread
        if thread is not None and self.idle.is_set():
            thread.join(timeout)

    def release(self) -> None:
        """Let go of what others keep for the session; safe to call twice."""
        while self.on_close:
            self.on_close.pop()()

    def apply(self, request: Request) -> list[Callable[[], Any]]:
        """Give controls the values that a request brings; return the callbacks to call."""
        states = self.state.controls
        brought = {**request.values, **request.triggers}
        for id in request.values:
            # What the script stored before, and no widget has taken over yet, is older.
            if (state := states.get(id)) is not None and state.key in self.state.plain:
                state.value = self.state.plain.pop(state.key)
        pairs = [(states[id], value) for id, value in brought.items() if id in states]
        found = changed(pairs, self.number)
        calls = [
            _callback(state.callback, state.args, state.kwargs) for state in found if state.callback
        ]
        return calls + request.calls

    def clear_form(self, form: str) -> None:
        """Show the controls of a form with their defaults, which its next submission sends.

        The script keeps the values that were submitted until then.
        """
        drafts = {}
        for id, state in tuple(self.state.controls.items()):
            if state.form == form and not state.trigger:
                state.show(state.default)
                drafts[id] = state.stamp, state.default
        # All at once: the screen's thread may be reading them.
        self.drafts[form] = drafts
        self.redraw(form)

    def redraw(self, form: str) -> None:
        """Write the program's values into the records of a form, outside of a run."""
        for slot in self.tree.walk():
            if slot.form != form:
                continue
            state = self.state.controls.get(getattr(slot.element, "id", ""))
            if state is not None:
                slot.element = _rewritten(
                    slot.element, state.codec.encode(state.program), state.stamp
                )
                self.outbox.changed(slot)

    def live(self, id: str) -> Any:
        """Return the value of a control as a screen that has just been attached should show it."""
        state = self.state.controls.get(id)
        if state is None:
            return None
        draft = self._drafted(state.form) if state.form else self.pending.values
        return state.codec.encode(draft.get(id, state.value))

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until no script runs or is due; return False if that took too long."""
        return self.idle.wait(timeout)

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            from sttui.core.runner import serve

            self._thread = threading.Thread(
                target=serve, args=(self,), name="sttui-script", daemon=True
            )
            self._thread.start()

    def owns(self, thread: threading.Thread) -> bool:
        """Say whether a thread is the one that runs this session's script."""
        return self._thread is thread


def _rewritten(element: Element, value: Any, stamp: int) -> Element:
    return msgspec.structs.replace(element, value=value, stamp=stamp)


def _callback(
    function: Callable[..., Any] | None, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Callable[[], Any]:
    assert function is not None
    return lambda: function(*args, **kwargs)


_bare: list[Run] = []


def _bare_run() -> Run:
    """Make the run of a script that was started as `python app.py`: it shows nothing."""
    if not _bare:
        import sys

        print(
            "This script uses sttui but was not started by it, so it shows nothing. "
            f"Start it with: sttui run {sys.argv[0]}",
            file=sys.stderr,
        )
        script = Script(path=Path(sys.argv[0]), compile=_nothing, report=_ignore, is_main=False)
        session = Session(script)
        session.number = 1
        _bare.append(Run(session, 1))
        session.tree.begin(1)
    run = _bare[0]
    run.ids.clear()
    run.keys.clear()
    return run


def _nothing(path: Path) -> CodeType:
    return compile("", str(path), "exec")


def _ignore(place: Place, error: BaseException) -> None:
    del place, error


run_module.bare_run = _bare_run
