"""Runs a script's app in the terminal that sttui was started in."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.driver import Driver

from sttui.caching import trouble
from sttui.core import config, secrets
from sttui.core.preferences import preferences_path, read_preferences
from sttui.core.session import Session
from sttui.core.source import forget, local_files
from sttui.core.watch import SourceWatch
from sttui.sessions import new_session
from sttui.ui.app import SttuiApp
from sttui.ui.background import Question, Tone
from sttui.ui.terminal import TerminalDriver, own_terminal


def run_terminal(
    script: Path,
    *,
    argv: list[str],
    query: str = "",
    page: str | None = None,
    log_file: Path | None = None,
    record: Path | None = None,
    question: Question | None = None,
    relayed: bool = False,
    guest: bool = False,
) -> int:
    """Show the app of a script until the viewer leaves it; return the exit code.

    Args:
        script: The script's path.
        argv: What stands in the script's `sys.argv` after its path.
        query: The query parameters, as `a=1&b=2`.
        page: The page to begin with: its path in an address, its title or its file.
        log_file: Where all that the script prints is appended to as well.
        record: Where a recording of the terminal is written.
        question: What the terminal was asked already; its answer decides on the colours.
        relayed: Whether textual-serve or textual-web started the process, for somebody elsewhere.
        guest: Whether the viewer is a stranger here, whom this machine's files do not concern.
    """
    with contextlib.ExitStack() as stack:
        # What is frozen is never freed, and some libraries complain of that as Python ends.
        stack.callback(gc.unfreeze)
        log = stack.enter_context(log_file.open("a", encoding="utf-8")) if log_file else None
        driver = stack.enter_context(own_terminal(log, question, _driver(relayed)))
        session = new_session(script, argv=tuple(argv), query=query, page=page, log=log)
        # A thread that is there as Python ends keeps alive what it holds.
        stack.callback(session.join, 1.0)
        stack.callback(session.close)
        driver.session = session
        background = driver.background
        if question is not None:
            question.settle()
        if relayed or guest:
            app = _guests_app(session, background.tone, relayed)
            driver.driver_class.is_here = False
        else:
            app = _own_app(session, background.tone)
        background.changed = lambda tone: app.call_later(app.theming.told, tone)
        app.driver_class = driver.driver_class
        app.always_rerun = app.settings.runs_on_save
        stack.callback(watch(app, script).stop)
        stack.callback(hear_caches(app))
        app.record = record
        app.run()
        return app.return_code or 0


def _driver(relayed: bool) -> type[Driver]:
    if not relayed:
        return TerminalDriver
    from sttui.ui.packets import PacketDriver

    return PacketDriver


def _own_app(session: Session, tone: Tone | None) -> SttuiApp:
    """Return the app for whoever started it, with his settings."""
    path = preferences_path()
    preferences, complaint = read_preferences(path)
    app = SttuiApp(session, preferences=preferences, ground=tone)
    app.settings.path = path
    app.settings.complaint = complaint
    return app


def _guests_app(session: Session, tone: Tone | None, relayed: bool) -> SttuiApp:
    """Return the app for somebody else, whose settings last as long as it."""
    app = SttuiApp(session, ground=tone)
    if relayed:
        from sttui.ui.packets import viewer_environ

        app.environ = viewer_environ()
    app.settings.is_local = False
    return app


def watch(app: SttuiApp, script: Path) -> SourceWatch:
    """Watch a script, its local modules and the config files; tell the app of changes."""
    reruns = [app.settings.runs_on_save]

    def changed(paths: set[Path]) -> None:
        kept = secrets.watched(script.parent)
        edited = paths.difference(config.current.files, kept)
        with contextlib.suppress(Exception):
            if paths & kept:
                app.call_from_thread(_secrets_changed, app, script)
            if paths.intersection(config.current.files):
                mistake = config.current.reload()
                app.call_from_thread(_settings_changed, app, reruns, mistake)
            if edited:
                forget(script.parent, edited)
                app.call_from_thread(app.source_changed)

    first: list[bool] = []

    watching = SourceWatch(
        lambda: {
            script,
            *local_files(script.parent),
            *config.current.files,
            *secrets.watched(script.parent),
            *_page_files(app, first),
        },
        changed,
        folders=[Path(p) for p in _paths("server.folderWatchList")],
        ignored=[Path(p) for p in _paths("server.folderWatchBlacklist")],
        mode=str(config.get_option("server.fileWatcherType")),
    )

    for path in (script, *config.current.files):
        watching.note(path)

    def started() -> None:
        # What is there now stays: it need not be looked through again.
        gc.freeze()
        gc.enable()
        watching.start()
        for warning in secrets.STORE.warnings(script.parent):
            app.notify(warning, title="Secrets", severity="warning", timeout=10, markup=False)
        for problem in (*app.theming.options.problems, *app.settings.problems):
            app.notify(problem, title="Settings", severity="warning", timeout=10, markup=False)
        if config.get_option("server.enableStaticServing"):
            app.run_worker(partial(_look_at_static, app, script), thread=True)

    app.on_started = started
    return watching


def hear_caches(app: SttuiApp) -> Callable[[], None]:
    """Show what storages of caches say, such as that a disk is full; return what ends it."""
    show = partial(app.notify, title="Cache", severity="warning", timeout=10, markup=False)

    def told(text: str) -> None:
        # Whoever says it must not wait for the screen, nor for one that is closing.
        with contextlib.suppress(RuntimeError):
            app.call_later(show, text)

    return trouble.listen(told)


def _settings_changed(app: SttuiApp, reruns: list[bool], mistake: str | None) -> None:
    """Follow the config files, or say why their earlier values stay in force."""
    if mistake:
        app.notify(mistake, title="Config unchanged", severity="error", markup=False)
        return
    app.settings.apply()
    problems = [*app.theming.reread(), *app.settings.problems, *config.current.warnings]
    now = app.settings.runs_on_save
    # What the viewer chose holds until the option itself changes.
    if now != reruns[0]:
        app.always_rerun = reruns[0] = now
    for line in problems:
        app.notify(line, title="Config", severity="warning", timeout=10, markup=False)
    if not problems:
        app.notify("Config read again.", timeout=2, markup=False)
    if app.always_rerun:
        # What the script shows may depend on options, on the theme's tone above all.
        app.action_rerun()


def _look_at_static(app: SttuiApp, script: Path) -> None:
    """Say what is wrong with the folder of static files; a large one takes a while to add up."""
    from sttui.core import static

    if problem := static.warning(script.parent):
        with contextlib.suppress(RuntimeError):
            app.call_from_thread(
                partial(app.notify, severity="warning", timeout=10, markup=False),
                problem,
                title="Static files",
            )


def _secrets_changed(app: SttuiApp, script: Path) -> None:
    """Run the script with its new secrets, or say why the earlier ones stay in force."""
    if problem := secrets.STORE.problem(script.parent):
        app.notify(problem, title="Secrets unchanged", severity="error", markup=False)
    else:
        app.source_changed()


def _paths(option: str) -> list[str]:
    value = config.get_option(option)
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _page_files(app: SttuiApp, first: list[bool]) -> set[Path]:
    """Return the files of pages; `first` is empty until the first of them have come."""
    session = app.session
    folder = session.script.pages
    if session.navigation is None and not (folder is not None and folder.is_dir()):
        return set()
    from sttui.core import pages

    # Pages that come and go are offered at once: that needs no run. The first ones do.
    pages.refresh(session)
    files = pages.files_of(session)
    is_news = bool(files) and session.navigation is None and not first
    if is_news and session.number and not session.is_running:
        first.append(True)
        app.call_later(app.source_changed)
    return files
