"""Commands that steer a run: stop, rerun, fragments, dialogs, page settings."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Literal, NoReturn, ParamSpec, TypeVar, cast, overload
from urllib.parse import urlsplit

from sttui import errors
from sttui.core.element import Block
from sttui.core.fragment import Fragment
from sttui.core.run import (
    Place,
    RerunException,
    ScriptControl,
    StopException,
    call_in,
    current,
    put,
    slot_of,
)
from sttui.core.session import PageConfig
from sttui.elements.arguments import check_icon, check_word, text_of
from sttui.elements.duration import seconds
from sttui.elements.status import report

Params = ParamSpec("Params")
Result = TypeVar("Result")
F = TypeVar("F", bound=Callable[..., Any])

SIDEBAR_STATES = ("auto", "expanded", "collapsed")


class FragmentBlock(Block, frozen=True, kw_only=True):
    """What a fragment draws; it has no look of its own."""


class Dialog(Block, frozen=True, kw_only=True):
    """A window over the page."""

    title: str
    id: str
    size: str = "small"
    icon: str = ""
    dismissible: bool = True


def stop() -> NoReturn:
    """End the script here; what was drawn stays.

    Example:
        >>> import sttui as st
        >>> host = st.text_input("Host to watch")
        >>> if not host:
        ...     st.info("Nothing to watch yet.")
        ...     st.stop()
    """
    raise StopException


def rerun(scope: str | int | Sequence[str | int] = "app") -> NoReturn:
    """Run the script again from its top, or only some fragments.

    A callback ends here; the rerun begins after all other callbacks were called.

    Args:
        scope: "app"; "fragment" within a fragment's own rerun; or, in a callback, the key or
            a list of keys of fragments.

    Example:
        >>> import sttui as st
        >>> if st.button("Again"):
        ...     st.rerun()
    """
    run = current()
    if scope == "app":
        raise RerunException
    if scope != "fragment":
        raise RerunException(fragments=_with_keys(scope))
    if not run.fragments:
        raise errors.StreamlitInvalidLayoutContextError(
            'st.rerun(scope="fragment") works only within a fragment that runs on its own.'
        )
    now = slot_of(Place()).fragment
    rest = run.fragments[run.fragments.index(now) :] if now in run.fragments else run.fragments
    raise RerunException(fragments=rest)


def _with_keys(scope: str | int | Sequence[str | int]) -> tuple[str, ...]:
    """Return the ids of the fragments with these keys."""
    if not isinstance(scope, str | int | Sequence) or isinstance(scope, bool):
        raise errors.StreamlitInvalidParameterTypeError("scope", scope, ["str", "int", "list"])
    keys = [str(scope)] if isinstance(scope, str | int) else [str(key) for key in scope]
    if not keys or "" in keys or {"app", "fragment"} & set(keys):
        raise errors.StreamlitValueError(
            "scope", ["'app'", "'fragment'", "a fragment's key", "a list of keys"], scope
        )
    run = current()
    if not run.in_callback:
        raise errors.StreamlitAPIException(
            "st.rerun() takes the keys of fragments only in a callback: "
            "elsewhere it would end the run that it is called in."
        )
    return run.session.fragments.with_keys(keys)


@overload
def fragment(func: F, *, run_every: Any = None, parallel: bool = False, key: Any = None) -> F: ...
@overload
def fragment(
    func: None = None, *, run_every: Any = None, parallel: bool = False, key: Any = None
) -> Callable[[F], F]: ...
def fragment(
    func: F | None = None,
    *,
    run_every: float | timedelta | str | None = None,
    parallel: bool = False,
    key: str | None = None,
) -> F | Callable[[F], F]:
    """Let a function run again on its own when one of its widgets changes.

    Args:
        func: The function.
        run_every: Seconds, a timedelta or a string such as "10s": run it again that often.
        parallel: Kept for Streamlit; fragments run one after another.
        key: Tells the fragment from others.

    Returns:
        A function to call in its place.

    Example:
        >>> import sttui as st
        >>> @st.fragment
        ... def counter():
        ...     st.button("Only this runs again")
        >>> counter()
    """
    if func is None:
        return functools.partial(fragment, run_every=run_every, parallel=parallel, key=key)
    every = None if run_every is None else seconds(run_every)

    @functools.wraps(func)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        call = functools.partial(func, *args, **kwargs)
        name = f"{func.__module__}.{func.__qualname__}" if key is None else str(key)
        return _open(Place(), name, FragmentBlock(key=name), call, every)

    return cast("F", wrapped)


def _open(
    at: Place,
    name: str,
    element: Block,
    call: Callable[[], Any],
    every: float | None = None,
    on_dismiss: Callable[[], Any] | str | None = None,
) -> Any:
    """Draw a fragment's block, register the fragment, and call its function for the first time."""
    run = current()
    slot = put(at, element)
    parent = slot.parent
    siblings = parent.children.index(slot) if parent is not None else 0
    slot.fragment = element.id if isinstance(element, Dialog) else f"{name}:{slot.root}:{siblings}"
    if parent is not None and parent.fragment:
        slot.fragment = f"{parent.fragment}/{slot.fragment}"
    place = at.__class__(slot)

    known = Fragment(
        id=slot.fragment,
        call=lambda: call_in(place, call),
        slot=slot,
        annex=FragmentBlock(key=f"of {slot.fragment}"),
        key=element.key,
        every=every,
        on_dismiss=on_dismiss,
        run=run.number,
    )
    run.session.fragments.add(known)
    try:
        return known.call()
    except (ScriptControl, errors.FragmentHandledException):
        raise
    except Exception as error:
        report(place, error)
        raise errors.FragmentHandledException(error) from error


def dialog(
    title: str,
    *,
    width: Literal["small", "medium", "large"] = "small",
    position: str = "center",
    dismissible: bool = True,
    icon: str | None = None,
    on_dismiss: Callable[[], Any] | str = "ignore",
) -> Callable[[Callable[Params, Result]], Callable[Params, None]]:
    """Let a function draw a window over the page when it is called.

    The function is a fragment: its widgets run only it again. `st.rerun()` closes the window.

    Args:
        title: The window's title: a line of markdown.
        width: "small", "medium" or "large".
        position: Kept for Streamlit.
        dismissible: Whether Esc and the cross close it.
        icon: An emoji or `:material/name:`.
        on_dismiss: "ignore", "rerun", or a function to call when it was closed.

    Example:
        >>> import sttui as st
        >>> @st.dialog("Stop the job?")
        ... def ask(job):
        ...     st.write(f"{job} has run for two hours.")
    """
    if not title or not isinstance(title, str):
        raise errors.StreamlitAPIException("A dialog needs a non-empty `title`.")
    check_word("width", width, ("small", "medium", "large"))

    def decorate(function: Callable[Params, Result]) -> Callable[Params, None]:
        @functools.wraps(function)
        def wrapped(*args: Params.args, **kwargs: Params.kwargs) -> None:
            run = current()
            roots = run.tree.roots["event"].children
            if any(isinstance(s.element, Dialog) and s.run == run.number for s in roots):
                raise errors.StreamlitAPIException(
                    "Only one dialog is allowed to be opened at the same time."
                )
            name = f"{function.__module__}.{function.__qualname__}"
            element = Dialog(
                title=text_of(title),
                id=f"dialog:{name}",
                key=name,
                size=width,
                icon=check_icon(icon),
                dismissible=dismissible,
            )
            call = functools.partial(function, *args, **kwargs)
            _open(Place(root="event"), name, element, call, on_dismiss=on_dismiss)

        return wrapped

    return decorate


def set_page_config(
    page_title: str | None = None,
    page_icon: Any = None,
    layout: Literal["centered", "wide"] | None = None,
    initial_sidebar_state: str | int | None = None,
    menu_items: dict[str, str | None] | None = None,
) -> None:
    """Set the page's title, icon, layout and menu. What is not given stays as it is.

    Args:
        page_title: The title in the header and of the terminal's window.
        page_icon: An emoji or `:material/name:`; pictures are not shown.
        layout: "centered" or "wide".
        initial_sidebar_state: "auto", "expanded", "collapsed", or a width in pixels.
        menu_items: For "Get help" and "Report a bug" a web address or `mailto:`, for "About" some
            markdown. None takes an entry out again that was set before.

    Raises:
        StreamlitValueError: There is no such layout, state of the sidebar, or entry of the menu.
        StreamlitInvalidURLError: An entry of the menu leads to no web address and no mail.

    Example:
        >>> import sttui as st
        >>> st.set_page_config(page_title="Ex-stream-ly Cool App", layout="wide")
    """
    if layout is not None:
        check_word("layout", layout, ("centered", "wide"))
    if isinstance(initial_sidebar_state, str):
        check_word("initial_sidebar_state", initial_sidebar_state, SIDEBAR_STATES)
    session = current().session
    known = session.config
    session.config = PageConfig(
        title=known.title if page_title is None else text_of(page_title),
        icon=known.icon if not isinstance(page_icon, str) else check_icon(page_icon),
        layout=layout or known.layout,
        sidebar=str(initial_sidebar_state) if initial_sidebar_state is not None else known.sidebar,
        menu_items=known.menu_items if menu_items is None else _menu(menu_items, known.menu_items),
    )
    session.outbox.session()


MENU_ITEMS = {"get help": "Get help", "report a bug": "Report a bug", "about": "About"}


def _menu(
    items: dict[str, str | None], known: tuple[tuple[str, str | None], ...]
) -> tuple[tuple[str, str | None], ...]:
    """Return the menu's entries with those that a script sets now."""
    if not isinstance(items, dict):
        raise errors.StreamlitInvalidParameterTypeError("menu_items", items, ["dict"])
    made = dict(known)
    for name, text in items.items():
        entry = MENU_ITEMS.get(str(name).strip().lower())
        if entry is None:
            allowed = [f'"{one}"' for one in MENU_ITEMS.values()]
            raise errors.StreamlitValueError("menu_items", allowed, name)
        if text is None:
            made.pop(entry, None)
        elif entry == "About":
            made[entry] = text_of(text)
        else:
            made[entry] = _address(text)
    return tuple((name, made[name]) for name in MENU_ITEMS.values() if made.get(name))


def _address(text: object) -> str:
    """Return an address that an entry of the menu may lead to."""
    try:
        parts = urlsplit(str(text))
    except ValueError:
        parts = urlsplit("")
    where = {"http": parts.netloc, "https": parts.netloc, "mailto": parts.path}.get(parts.scheme)
    if not where:
        raise errors.StreamlitInvalidURLError(str(text))
    return str(text)
