"""Messages about how things are: alerts, exceptions, progress, status, toasts, celebrations."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from sttui import errors
from sttui.core.clean import clean
from sttui.core.element import Element, Empty
from sttui.core.run import P, Place, current, draw, put, root, target
from sttui.core.trace import TraceFrame, trace
from sttui.elements.arguments import check_icon, check_label, check_width, check_word, text_of
from sttui.elements.layout import Expander

STATES = ("running", "complete", "error")


class Alert(Element, frozen=True, kw_only=True):
    """A coloured message: `level` is "success", "info", "warning" or "error"."""

    level: str
    body: str
    icon: str = ""
    title: str = ""


class ExceptionBox(Element, frozen=True, kw_only=True):
    """An exception with the lines of the user's code that led to it."""

    type: str
    message: str
    frames: tuple[TraceFrame, ...] = ()
    hint: str = ""
    is_markdown: bool = False
    is_warning: bool = False


class Progress(Element, frozen=True, kw_only=True):
    """A bar; `value` is from 0 to 1."""

    value: float
    text: str = ""


class Spinner(Element, frozen=True, kw_only=True):
    """A sign that something is under way."""

    text: str
    since: float = 0.0
    """Monotonic time of its start, where the seconds since then are shown; else 0."""


class Toast(Element, frozen=True, kw_only=True):
    """A message that goes by itself."""

    body: str
    icon: str = ""
    duration: float = 4.0
    """Seconds; 0 means until it is dismissed."""
    number: int = 0
    """Tells a toast from the same one of an earlier run."""


class Celebration(Element, frozen=True, kw_only=True):
    """Balloons or snow."""

    kind: str
    number: int = 0


def success(
    at: P,
    body: Any,
    *,
    icon: str | None = None,
    width: int | str = "stretch",
    title: str | None = None,
) -> P:
    """Say that something went well.

    Example:
        >>> import sttui as st
        >>> st.success("This is a success message!", icon="✅")
    """
    return _alert(at, "success", body, icon, width, title)


def info(
    at: P,
    body: Any,
    *,
    icon: str | None = None,
    width: int | str = "stretch",
    title: str | None = None,
) -> P:
    """Say something worth knowing.

    Example:
        >>> import sttui as st
        >>> st.info("This is a purely informational message")
    """
    return _alert(at, "info", body, icon, width, title)


def warning(
    at: P,
    body: Any,
    *,
    icon: str | None = None,
    width: int | str = "stretch",
    title: str | None = None,
) -> P:
    """Warn of something.

    Example:
        >>> import sttui as st
        >>> st.warning("This is a warning")
    """
    return _alert(at, "warning", body, icon, width, title)


def error(
    at: P,
    body: Any,
    *,
    icon: str | None = None,
    width: int | str = "stretch",
    title: str | None = None,
) -> P:
    """Say that something went wrong.

    Example:
        >>> import sttui as st
        >>> st.error("This is an error", icon="🚨")
    """
    return _alert(at, "error", body, icon, width, title)


def _alert(at: P, level: str, body: Any, icon: str | None, width: Any, title: str | None) -> P:
    return draw(
        at,
        Alert(
            level=level,
            body=text_of(body),
            icon=check_icon(icon),
            width=check_width(width),
            title=text_of(title) if title is not None else "",
        ),
    )


def exception(at: P, exception: BaseException, width: int | str = "stretch") -> P:
    """Show an exception with its traceback, less the lines that are not the user's.

    Example:
        >>> import sttui as st
        >>> st.exception(RuntimeError("This is an exception of type RuntimeError"))
    """
    return draw(at, exception_box(exception, width))


def exception_box(exception: BaseException, width: int | str = "stretch") -> ExceptionBox:
    """Return the record that shows an exception."""
    seen = trace(exception)
    return ExceptionBox(
        type=clean(seen.type),
        message=clean(seen.message),
        frames=tuple(
            TraceFrame(
                file=clean(frame.file),
                line=frame.line,
                function=clean(frame.function),
                source=clean(frame.source),
            )
            for frame in seen.frames
        ),
        hint=clean(seen.hint),
        is_markdown=isinstance(exception, errors.MarkdownFormattedException),
        is_warning=isinstance(exception, Warning),
        width=check_width(width),
    )


def report(at: Place, exception: BaseException) -> None:
    """Write the exception that ended a script to the page."""
    put(at, exception_box(exception))


def progress(at: P, value: float, text: str | None = None, width: int | str = "stretch") -> P:
    """Show a progress bar.

    Args:
        at: Where to write.
        value: An int from 0 to 100, or a float from 0.0 to 1.0.
        text: A line of markdown above it.
        width: "stretch" or a number of pixels.

    Returns:
        The bar: its `progress` sets it anew.

    Example:
        >>> import sttui as st
        >>> bar = st.progress(0, text="Operation in progress.")
        >>> bar.progress(50)
    """
    return draw(
        at,
        Progress(
            value=_share(value),
            text=text_of(text) if text is not None else "",
            width=check_width(width),
        ),
    )


def _share(value: Any) -> float:
    number: int | float
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = value
    elif hasattr(value, "__float__") and not isinstance(value, bool | str):
        # numpy's numbers are neither, but have `__index__` or `__float__`.
        number = int(value) if hasattr(value, "__index__") else float(value)
    else:
        raise errors.StreamlitInvalidParameterTypeError("value", value, ["int", "float"])
    low, high = (0, 100) if isinstance(number, int) else (0.0, 1.0)
    if not low - 1e-9 <= number <= high + 1e-9:
        raise errors.StreamlitValueOutOfRangeError("value", value, low, high)
    return min(1.0, max(0.0, number / high))


@contextmanager
def spinner(
    at: Place,
    text: str = "In progress...",
    *,
    show_time: bool = False,
    width: int | str = "content",
    _cache: bool = False,
) -> Iterator[None]:
    """Show that something is under way while a `with` block runs.

    Args:
        at: Where to write.
        text: A line of markdown.
        show_time: Whether the seconds are counted.
        width: "content", "stretch", or a number of pixels.

    Example:
        >>> import sttui as st
        >>> with st.spinner("Reading the log", show_time=True):
        ...     pass
    """
    run = current()
    lasts = target(at, run)[1]
    place = type(at)(put(at, Empty()), single=True)
    element = Spinner(
        text=text_of(text), width=check_width(width), since=time.monotonic() if show_time else 0.0
    )
    # What takes less than a moment does not flash a spinner.
    lock, ended = threading.Lock(), threading.Event()

    def show() -> None:
        with lock:
            if not ended.is_set() and not run.dead and place._slot is not None:
                with run.tree.lock:
                    run.tree.replace(place._slot, element, run.number)

    timer = threading.Timer(0.1, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            ended.set()
            if not run.dead and place._slot is not None:
                with run.tree.lock:
                    if lasts:
                        run.tree.replace(place._slot, Empty(), run.number)
                    else:
                        run.tree.withdraw(place._slot)


class StatusPlace(Place):
    """What the container that `st.status` returns can do besides holding elements."""

    __slots__ = ()

    def __exit__(self, *exc_info: object) -> None:
        super().__exit__(*exc_info)
        slot = self._slot
        known = slot.element if slot is not None else None
        if isinstance(known, Expander) and known.state == "running":
            failed = isinstance(exc_info[1], Exception)
            self.update(state="error" if failed else "complete")

    def update(
        self, *, label: str | None = None, expanded: bool | None = None, state: str | None = None
    ) -> None:
        """Change the label, whether it is open, or the state.

        Args:
            label: A new label.
            expanded: Whether the container is open.
            state: "running", "complete" or "error".
        """
        slot = self._slot
        known = slot.element if slot is not None else None
        if slot is None or not isinstance(known, Expander):
            raise errors.StreamlitAPIException("Only what `st.status` returned can be updated.")
        run = current()
        element = Expander(
            label=known.label if label is None else check_label(label),
            expanded=known.expanded if expanded is None else expanded,
            state=known.state if state is None else check_word("state", state, STATES),
            icon=known.icon,
            compact=known.compact,
            width=known.width,
            key=known.key,
        )
        with run.tree.lock:
            slot.element = element
            run.session.outbox.changed(slot)


S = TypeVar("S", bound=StatusPlace, covariant=True)


class HasStatus(Protocol[S]):
    """A place that knows what `st.status` returns there."""

    @property
    def status_place(self) -> type[S]:
        """The class of it."""
        ...


def status(
    at: HasStatus[S],
    label: str,
    *,
    expanded: bool = False,
    state: str = "running",
    type: str = "default",
    width: int | str = "stretch",
) -> S:
    """Show a longer task: a label with its state, and elements below it that can be opened.

    Used with `with`, it is complete at the block's end, or in error if that raised.

    Args:
        at: Where to write.
        label: The label.
        expanded: Whether it is open at first.
        state: "running", "complete" or "error".
        type: "default", or "compact" for one without a border.
        width: "stretch" or a number of pixels.

    Returns:
        The container; its `update` changes label, state and whether it is open.

    Example:
        >>> import sttui as st
        >>> with st.status("Backing up", expanded=True) as backup:
        ...     st.write("Packing the files")
        ...     backup.update(label="Backed up", state="complete")
    """
    check_word("state", state, STATES)
    element = Expander(
        label=check_label(label),
        expanded=expanded,
        state=state,
        compact=type == "compact",
        width=check_width(width),
    )
    assert isinstance(at, Place)
    return at.status_place(put(at, element))


def toast(at: P, body: Any, *, icon: str | None = None, duration: str | int = "short") -> P:
    """Show a message in a corner for a while.

    Args:
        at: Where it is called; toasts always stand in the corner.
        body: A line of markdown.
        icon: An emoji or `:material/name:`.
        duration: "short" (4 seconds), "long" (10), "infinite", or a number of seconds.

    Example:
        >>> import sttui as st
        >>> st.toast("The backup is done.", icon="💾")
    """
    seconds = {"short": 4.0, "long": 10.0, "infinite": 0.0}.get(str(duration))
    if seconds is None:
        if not isinstance(duration, int | float) or duration <= 0:
            raise errors.StreamlitValueError(
                "duration", ["'short'", "'long'", "'infinite'", "a number of seconds"], duration
            )
        seconds = float(duration)
    return draw(
        root(at, "event"),
        Toast(body=text_of(body), icon=check_icon(icon), duration=seconds, number=current().number),
    )


def balloons(at: P) -> P:
    """Let balloons rise over the page.

    Example:
        >>> import sttui as st
        >>> st.balloons()
    """
    return draw(root(at, "event"), Celebration(kind="balloons", number=current().number))


def snow(at: P) -> P:
    """Let snow fall over the page.

    Example:
        >>> import sttui as st
        >>> st.snow()
    """
    return draw(root(at, "event"), Celebration(kind="snow", number=current().number))
