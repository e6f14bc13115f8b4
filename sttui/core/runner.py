"""Runs user code: the only module that does. One thread per session serves its requests."""

from __future__ import annotations

import asyncio
import sys
import threading
import types
import weakref
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Any

from sttui.core.run import (
    Place,
    RerunException,
    Run,
    ScriptControl,
    StopException,
    attach,
    enter,
    on_page,
)
from sttui.core.session import Request, Session
from sttui.errors import FragmentHandledException


class End(Enum):
    """How a run ended."""

    DONE = auto()
    STOPPED = auto()
    RAISED = auto()
    INTERRUPTED = auto()
    RERUN = auto()


def serve(session: Session) -> None:
    """Run a session's script whenever that is asked for, until the session closes."""
    me = threading.current_thread()
    while session.owns(me):
        request = _next_request(session, me)
        if request is None:
            break
        try:
            execute(session, request)
        except BaseException as error:
            # A fault of ours, or a forced stop that came late, must not end the session.
            if session.owns(me) and not isinstance(error, ScriptControl):
                _report_fault(session, error)
    if session.closed and session.owns(me):
        session.release()
        if session.asyncio_loop is not None:
            session.asyncio_loop.close()


def _report_fault(session: Session, error: BaseException) -> None:
    session.error = error
    enter(Run(session, session.number))
    try:
        session.script.report(Place(), error)
    finally:
        session.run = None
        attach(None)


def _next_request(session: Session, me: threading.Thread) -> Request | None:
    """Wait for a request and take it; None once this thread has nothing left to do."""
    with session.changes:
        while not session.pending.due:
            if session.closed or not session.owns(me):
                return None
            if not session.idle.is_set():
                session.idle.set()
                session.outbox.session()
            session.changes.wait()
        if session.closed or not session.owns(me):
            session.idle.set()
            return None
        request, session.pending = session.pending, Request()
        session.interrupt = session.stopping = False
        return request


def execute(session: Session, request: Request) -> End:
    """Do one run: callbacks, then the script or the fragments asked for, then tidying up."""
    session.number += 1
    fragments = () if request.full else tuple(request.fragments)
    run = Run(session, session.number, fragments)
    session.begin(run)
    enter(run)
    session.outbox.session()
    _install_event_loop(session)
    submitted = _submitted_forms(session, request)
    end = End.RAISED
    error: BaseException | None = None
    shown = False
    try:
        if not fragments:
            # Before the callbacks: what they write stands at the top of the page.
            run.tree.begin(run.number)
        body = _fragments_body(run) if fragments else _script_body(run)
        end, error = _attempt(lambda: _call_back_then(run, request, body), session)
        shown = isinstance(error, FragmentHandledException)
        if error is not None and not run.dead and not shown:
            session.script.report(_place_of_error(run), error)
    finally:
        if not run.dead:
            session.error = (error and error.__cause__) if shown else error
            _finish(session, run, end)
            for form in submitted & session.clearing:
                session.clear_form(form)
            session.run = None
        attach(None)
    return end


def _call_back_then(run: Run, request: Request, body: Callable[[], None]) -> None:
    wishes: list[RerunException | None] = []
    run.in_callback = True
    try:
        for call in run.session.apply(request):
            wishes.append(_wish_of(call))
    finally:
        run.in_callback = False
    # Only a callback that asks for fragments, and for nothing else, narrows the run down.
    whole = [wish for wish in wishes if wish is not None and not wish.fragments]
    if whole:
        raise whole[0]
    if wishes and None not in wishes:
        run.fragments = tuple(
            dict.fromkeys(id for wish in wishes if wish is not None for id in wish.fragments)
        )
        body = _fragments_body(run)
    if run.session.interrupt:
        run.check()
    body()


def _wish_of(callback: Callable[[], object]) -> RerunException | None:
    """Call a callback; `st.rerun` ends it, and takes effect once all others were called."""
    try:
        callback()
    except RerunException as wish:
        return wish
    return None


def _attempt(body: Callable[[], None], session: Session) -> tuple[End, BaseException | None]:
    """Call user code and say how it ended."""
    try:
        body()
    except RerunException as wish:
        if wish.newer_request:
            return End.INTERRUPTED, None
        with session.changes:
            known = [id for id in wish.fragments if id in session.fragments]
            session.pending.fragments.update(dict.fromkeys(known))
            session.pending.full |= not known
        return End.RERUN, None
    except StopException:
        return End.STOPPED, None
    except SystemExit as wish:
        # `sys.exit()` in a script ends the run, not the app.
        if wish.code in (None, 0):
            return End.STOPPED, None
        return End.RAISED, wish
    except BaseException as error:
        return End.RAISED, error
    return End.DONE, None


def _script_body(run: Run) -> Callable[[], None]:
    session = run.session
    script = session.script

    def body() -> None:
        if session.turn is not None:
            from sttui.core import pages

            pages.begin(run)
        if script.pages is not None and script.pages.is_dir():
            from sttui.core import pages

            folder = pages.folder_of(script.path, script.pages)
            if folder is not None:
                entry = pages.open_folder(run, folder)
                if not entry.default:
                    run_page(run, entry.key, lambda: run_file(run, Path(entry.file)))
                    return
                pages.clear_left(run, entry.key)
        run_file(run, script.path)

    return body


def run_page(run: Run, key: str, body: Callable[[], Any]) -> None:
    """Run the code of a page, in the place of what another page has drawn."""
    from sttui.core.pages import clear_left

    clear_left(run, key)
    with on_page(key):
        body()


def run_file(run: Run, path: Path) -> None:
    """Run the main script, or the file of a page, as `__main__`."""
    script = run.session.script
    module = PageModule("__main__", run.main) if run.main else types.ModuleType("__main__")
    module.__dict__.update(script.names, __file__=str(path))
    code = script.compile(path)
    run.main = run.main or module
    if script.is_main:
        # Pickle finds the classes of a script by this name.
        sys.modules["__main__"] = module
    exec(code, module.__dict__)


class PageModule(types.ModuleType):
    """The module of a page that the main script runs: pickle finds the classes of both in it."""

    def __init__(self, name: str, main: types.ModuleType) -> None:
        super().__init__(name)
        self.__dict__["__main_script__"] = main

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.__dict__["__main_script__"], name)


def _fragments_body(run: Run) -> Callable[[], None]:
    session = run.session

    def body() -> None:
        ran: set[str] = set()
        for place, id in enumerate(run.fragments):
            fragment = session.fragments.get(id)
            if fragment is None or any(slot.fragment in ran for slot in fragment.slot.ancestors()):
                continue
            ran.add(id)
            with run.tree.lock:
                fragment.slot.run = run.number
                fragment.slot.cursor = 0
            try:
                with on_page(fragment.page):
                    fragment.call()
            except RerunException as wish:
                if wish.newer_request:
                    # It knows only of the fragment it is for: the others are still due.
                    with session.changes:
                        session.pending.fragments.update(dict.fromkeys(run.fragments[place + 1 :]))
                raise
            except FragmentHandledException:
                pass
            except Exception as error:
                session.script.report(Place(fragment.slot), error)
            fragment.prune(run.tree, run.number)
            session.state.prune(run.number, id, session.page)
            session.fragments.prune_below(id, run.number)

    return body


def _place_of_error(run: Run) -> Place:
    """Return where an exception is shown: below what the run has written so far."""
    if not run.fragments:
        return Place()
    fragment = run.session.fragments.get(run.fragments[0])
    if fragment is None:
        return Place()
    if fragment.slot.run != run.number:
        fragment.slot.run, fragment.slot.cursor = run.number, 0
    return Place(fragment.slot)


def _finish(session: Session, run: Run, end: End) -> None:
    """Remove what the run did not draw, as far as its end allows that."""
    interrupted = end in (End.INTERRUPTED, End.RERUN)
    session.state.reset_triggers(run.number if end is End.INTERRUPTED else None)
    if run.fragments:
        return
    if not interrupted:
        for slot in run.tree.roots.values():
            run.tree.prune(slot, run.number)
        session.fragments.prune(run.number)
        if (session.navigation, session.wanted, session.logo) != (None, None, None):
            from sttui.core import pages

            pages.end(run, done=end is End.DONE, raised=end is End.RAISED)
    if end is End.DONE:
        session.state.prune(run.number, None, session.page)


def _submitted_forms(session: Session, request: Request) -> set[str]:
    states = session.state.controls
    return {states[id].form for id in request.triggers if id in states and states[id].form}


def _install_event_loop(session: Session) -> None:
    """Give libraries that ask for "the" event loop one that lasts as long as the session."""
    loop = session.asyncio_loop
    if loop is None or loop.is_closed():
        loop = session.asyncio_loop = asyncio.new_event_loop()
        # When the process ends, the session's own thread may be closing it at that moment.
        weakref.finalize(session, loop.close).atexit = False
    asyncio.set_event_loop(loop)
