"""The pages of an app: which there are, how files name them, and how a session turns to one."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from sttui.core.clean import clean
from sttui.core.config import get_option
from sttui.core.emoji import split_emoji
from sttui.core.picture import Picture
from sttui.core.source import read
from sttui.core.wire import Rerun
from sttui.errors import Error, StreamlitAPIException

if TYPE_CHECKING:
    from sttui.core.run import Run
    from sttui.core.session import Session

Position = Literal["sidebar", "top", "hidden"]
FOLDER = "pages"
"""The folder beside the main script whose files are pages."""
SHOWN = 10
"""Pages that a list shows while it is not unfolded, if the script says nothing else."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A page as the screen lists it."""

    key: str
    """Its identity: the path that it has in an address, also where that of the default is `/`."""
    title: str
    icon: str = ""
    help: str = ""
    section: str = ""
    file: str = ""
    """The page's file; empty for a function."""
    url: str = ""
    """Where the entry leads out of the app."""
    default: bool = False
    hidden: bool = False

    @property
    def url_path(self) -> str:
        """The page's path in an address, without a slash; empty for the default page."""
        return "" if self.default else self.key[1:]


class Logo(msgspec.Struct, frozen=True, kw_only=True):
    """The app's logo: pictures, or emoji and icons."""

    image: Picture | str
    small: Picture | str | None = None
    """What stands for it where there is little room."""
    size: str = "medium"
    link: str = ""
    run: int = 0
    """Number of the run that showed it last."""


class Navigation(msgspec.Struct, frozen=True, kw_only=True):
    """The pages of a session, and which one it shows."""

    pages: tuple[Entry, ...]
    current: str
    position: Position = "sidebar"
    shown: int = SHOWN
    """How many pages are listed until the viewer unfolds the list; 0 for all."""
    folder: bool = False
    """True where the pages are the files of a folder."""

    @property
    def listed(self) -> tuple[Entry, ...]:
        """The pages that a viewer is offered."""
        return tuple(entry for entry in self.pages if not entry.hidden)

    @property
    def sections(self) -> dict[str, list[Entry]]:
        """What a viewer is offered, by section."""
        found: dict[str, list[Entry]] = {}
        for entry in self.listed:
            found.setdefault(entry.section, []).append(entry)
        return found

    @property
    def is_shown(self) -> bool:
        """Say whether there is something to choose from, and the script lets it be seen."""
        return self.position != "hidden" and len(self.listed) > 1

    def entry(self, key: str) -> Entry | None:
        """Return the page with a key."""
        return next((entry for entry in self.pages if entry.key == key), None)


# -- names from files


def parts_of_name(name: str) -> tuple[str, str]:
    """Split the name of a file into the number that orders it and its label."""
    head, _, _ = name.rpartition(".py")
    label = head.lstrip("0123456789")
    return head[: len(head) - len(label)], label.lstrip("_ -")


def icon_and_name(path: Path) -> tuple[str, str]:
    """Return the icon and the path in an address that a page has by the name of its file."""
    number, label = parts_of_name(path.name)
    return split_emoji(re.sub("[_ ]+", "_", label).strip() or number)


def order(path: Path) -> tuple[float, str]:
    """Return by what files of pages are sorted: numbers first, then labels."""
    number, label = parts_of_name(path.name)
    return float(number) if number else float("inf"), label.lower()


def page_files(folder: Path) -> list[Path]:
    """Return the pages of a folder in their order."""
    try:
        found = [
            path
            for path in folder.glob("*.py")
            if not path.name.startswith(".") and path.name != "__init__.py" and path.is_file()
        ]
    except OSError:
        return []
    return sorted(found, key=order)


def entry_of(path: Path, *, default: bool = False) -> Entry:
    """Return the page that a file is by its name."""
    icon, name = icon_and_name(path)
    title = name.replace("_", " ").strip() or path.stem
    return Entry(
        key=f"/{name or path.stem}",
        title=clean(title),
        icon=icon,
        file=str(path),
        default=default,
    )


# -- the folder


def folder_of(script: Path, folder: Path | None) -> Path | None:
    """Return the folder with a script's pages, unless the script has its own navigation."""
    if folder is None or not folder.is_dir() or _navigates(script):
        return None
    return folder


def entries_of(script: Path, folder: Path) -> tuple[Entry, ...]:
    """Return the main script and the files of the folder as pages."""
    main = entry_of(Path(os.path.realpath(script)), default=True)
    return (main, *(entry_of(path) for path in page_files(Path(os.path.realpath(folder)))))


def open_folder(run: Run, folder: Path) -> Entry:
    """Offer the pages of the folder, and return the one that is to run."""
    entries = entries_of(run.session.script.path, folder)
    shows = get_option("client.showSidebarNavigation") is not False
    return navigate(run, entries, position="sidebar" if shows else "hidden", folder=True)


def files_of(session: Session) -> set[Path]:
    """Return the files of a session's pages, those of the folder as they are now."""
    known, script = session.navigation, session.script
    folder = folder_of(script.path, script.pages)
    found = (
        {Path(entry.file) for entry in known.pages if entry.file} if known is not None else set()
    )
    if folder is not None and (known is None or known.folder):
        found = set(page_files(Path(os.path.realpath(folder))))
    return found


def refresh(session: Session) -> bool:
    """Offer the files that are in the folder now, without a run; say whether there are others.

    A page whose file has gone gives way to the default page.
    """
    known, folder = session.navigation, session.script.pages
    if known is None or not known.folder or folder is None:
        return False
    pages = entries_of(session.script.path, folder)
    if pages == known.pages:
        return False
    session.navigation = msgspec.structs.replace(known, pages=pages)
    session.outbox.session()
    if session.navigation.entry(known.current) is None:
        session.send(Rerun(page=known.current))
    return True


def problem_with(script: Path, name: str) -> str | None:
    """Say what is wrong with the name of a page, as far as that can be told without a run."""
    folder = folder_of(script, script.absolute().parent / FOLDER)
    if folder is None:
        return None
    entries = entries_of(script, folder)
    return None if find(entries, name) is not None else not_found(name, entries)


def not_found(name: str, entries: Sequence[Entry]) -> str:
    """Return what is said of a page that somebody asked for and that is not there."""
    names = ", ".join(entry.title for entry in entries if not (entry.url or entry.hidden))
    if len(entries) < 2:
        return f"There is no page {clean(name)!r}: the app has one page only."
    return f"There is no page {clean(name)!r}. There are: {names}."


_navigating: set[str] = set()
"""Scripts that have called `st.navigation`: their folder does not count."""
_looked: dict[str, tuple[tuple[int, int], bool]] = {}


def note_navigation(script: Path) -> None:
    """Remember that a script has called `st.navigation`, for all sessions."""
    _navigating.add(str(script))


def _navigates(script: Path) -> bool:
    """Say whether a script lists its pages itself.

    Its text is looked at, since its pages may be opened before it has run at all.
    """
    path = str(script)
    if path in _navigating:
        return True
    try:
        status = script.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        known = _looked.get(path)
        if known is None or known[0] != stamp:
            text = read(script)
            found = "navigation" in text and calls_navigation(text)
            known = _looked[path] = (stamp, found)
    except (OSError, SyntaxError, ValueError, Error):
        return False
    return known[1]


def calls_navigation(text: str) -> bool:
    """Say whether a script calls Streamlit's `navigation` under one of the names it imports."""
    modules, functions = set(), set()
    calls = []
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=names):
                modules |= {a.asname or a.name for a in names if a.name in ("streamlit", "sttui")}
            case ast.ImportFrom(module="streamlit" | "sttui", names=names):
                functions |= {a.asname or a.name for a in names if a.name == "navigation"}
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="navigation")):
                calls.append((owner, ""))
            case ast.Call(func=ast.Name(id=name)):
                calls.append(("", name))
    return any(owner in modules or name in functions for owner, name in calls)


# -- turning to a page


def find(entries: Iterable[Entry], wanted: str) -> Entry | None:
    """Return the page that somebody means: by key, path in an address, title or file."""
    entries = [entry for entry in entries if not entry.url]
    path = wanted.strip().strip("/")
    name = path.casefold()
    tests = (
        lambda entry: entry.key == wanted,
        lambda entry: entry.url_path == path,
        lambda entry: entry.key == f"/{path}",
        lambda entry: entry.title.casefold() == name,
        lambda entry: bool(entry.file) and _is_named(Path(entry.file), path),
    )
    for test in tests:
        found = next((entry for entry in entries if test(entry)), None)
        if found is not None:
            return found
    return None


def _is_named(file: Path, name: str) -> bool:
    return name in (file.name, file.stem) or file.parts[-2:] == Path(name).parts


def begin(run: Run) -> None:
    """Turn to the page that was asked for since the last run began."""
    session = run.session
    with session.changes:
        turn, session.turn = session.turn, None
        if turn is None:
            return
        key, left = turn.key, session.page
        if key is None and turn.name is not None:
            known = session.navigation
            found = find(known.pages, turn.name) if known is not None else None
            session.wanted, key = (turn.name, None) if found is None else (None, found.key)
        if key is not None:
            session.page = key
    if key is not None and key != left:
        _leave(run, key)
    elif key is None and turn.query is None and left:
        session.query.leave()
    if turn.query is not None:
        session.query.load(turn.query)


def _leave(run: Run, key: str) -> None:
    """Forget what belongs to the page that a session turns away from to the one with `key`."""
    session = run.session
    everything = session.navigation is not None and session.navigation.folder
    session.state.leave(key, run.number, everything=everything)
    session.fragments.leave(run.number, everything=everything)
    session.query.leave()
    if session.config is run.config:
        session.config = type(run.config)()


def navigate(
    run: Run,
    entries: Sequence[Entry],
    *,
    position: Position = "sidebar",
    shown: int = SHOWN,
    folder: bool = False,
) -> Entry:
    """Let a session have these pages; return the one that it shows.

    One that was asked for and is not there gives way to the default page.

    Raises:
        StreamlitAPIException: Two pages have the same path.
    """
    session = run.session
    check_distinct(entries, session.script.path.parent)
    default = next(entry for entry in entries if entry.default)
    wanted, session.wanted = session.wanted, None
    if wanted is not None:
        found = find(entries, wanted)
        session.missing = wanted if found is None else ""
    else:
        found = next((entry for entry in entries if entry.key == session.page), None)
    entry = default if found is None or found.url else found
    if entry.key != session.page:
        if session.page:
            _leave(run, entry.key)
        session.page = entry.key
    session.navigation = Navigation(
        pages=tuple(entries), current=entry.key, position=position, shown=shown, folder=folder
    )
    run.navigated = True
    session.outbox.session()
    return entry


def check_distinct(entries: Sequence[Entry], folder: Path) -> None:
    """See to it that each page has a path of its own."""
    known: dict[str, Entry] = {}
    for entry in entries:
        first = known.setdefault(entry.key, entry)
        if first is not entry:
            reserved = (
                " The default page is at the app's root, but keeps its path for itself."
                if first.default or entry.default
                else ""
            )
            raise StreamlitAPIException(
                f"Two pages have the URL pathname `{entry.key}`: {_described(first, folder)} and "
                f"{_described(entry, folder)}. It comes from the name of the file or function, "
                f"or from the title of a page elsewhere.{reserved} Give one of them another "
                "`url_path` in `st.Page`."
            )


def _described(entry: Entry, folder: Path) -> str:
    if entry.url:
        text = f"the address `{entry.url}`"
    elif entry.file:
        file, root = Path(entry.file), Path(os.path.realpath(folder))
        text = f"`{file.relative_to(root) if file.is_relative_to(root) else file}`"
    else:
        text = f'the function titled "{entry.title}"'
    facts = [f'section "{entry.section}"'] if entry.section else []
    facts += ["hidden"] * entry.hidden + ["default page"] * entry.default
    return f"{text} ({', '.join(facts)})" if facts else text


def clear_left(run: Run, key: str) -> None:
    """Take off the screen what another page has written there, before page `key` runs."""
    session = run.session
    if session.drawn_page == key:
        return
    if session.drawn_page:
        with run.tree.lock:
            for slot in run.tree.roots.values():
                run.tree.prune(slot, run.number)
    session.drawn_page = key


def end(run: Run, *, done: bool, raised: bool) -> None:
    """Drop the pages that a run of the whole script, now at its end, has not offered any more.

    After an error they stay: the viewer should get to another page.
    """
    session = run.session
    if not run.navigated and not raised:
        session.navigation = None
        session.drawn_page = ""
        if done:
            session.page = ""
    if session.logo is not None and session.logo.run != run.number and not raised:
        session.logo = None
        session.outbox.session()
    if done and session.wanted is not None:
        session.missing, session.wanted = session.wanted, None
