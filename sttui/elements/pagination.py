"""Numbers of pages to turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from sttui import errors
from sttui.core.element import Control, LabelVisibility
from sttui.core.run import P, control
from sttui.core.state import Codec
from sttui.elements.arguments import check_on_change, check_width


class Pagination(Control, frozen=True, kw_only=True):
    """Numbers from 1 on, of which one is chosen."""

    num_pages: int = 1
    default: int = 1
    max_visible_pages: int | None = 7
    label_visibility: LabelVisibility = "collapsed"


class PageCodec(Codec):
    """The number of a page; what is none gives the default."""

    def __init__(self, count: int, default: int) -> None:
        self.count = count
        self.default = default

    def decode(self, wire: Any) -> Any:
        """Take the number of a page."""
        if not self._is_page(wire):
            raise ValueError(wire)
        return wire

    def check(self, value: Any) -> Any:
        """Take the number of a page."""
        return self.fit(value)

    def fit(self, value: Any) -> Any:
        """Keep the number of a page that is still there."""
        return value if self._is_page(value) else self.default

    def parse(self, texts: list[str]) -> Any:
        """Read a number."""
        return self.decode(int(texts[-1]))

    def _is_page(self, value: Any) -> bool:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return is_number and 1 <= value <= self.count


def pagination(
    at: P,
    num_pages: int,
    *,
    default: int = 1,
    max_visible_pages: int | None = 7,
    width: int | Literal["stretch", "content"] = "content",
    key: str | int | None = None,
    on_change: Callable[..., Any] | Literal["rerun", "ignore"] | None = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    disabled: bool = False,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> int:
    """Show numbers of pages, one of which is chosen.

    Args:
        at: Where to write.
        num_pages: How many pages there are.
        default: The page at first, counted from 1.
        max_visible_pages: How many numbers are shown at most: None for as many as there is
            room for, 0 for the arrows alone.
        width: "content", "stretch", or a number of pixels.
        key: Tells it from others; also its name in session state.
        on_change: A function that is called first when another page was chosen, "rerun", or
            "ignore" to leave the script alone.
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        disabled: Whether no other page can be chosen.
        bind: "query-params" to keep the page in the query string.
        persist_state: "page" or "session" to keep it while it is not shown.

    Returns:
        The number of the chosen page, counted from 1.

    Example:
        >>> import sttui as st
        >>> page = st.pagination(10)
        >>> st.write("Page", page)
    """
    if not _is_whole(num_pages) or num_pages < 1:
        raise errors.StreamlitAPIException(
            f"`num_pages` is {num_pages!r}, but must be a whole number of at least 1."
        )
    if not _is_whole(default):
        raise errors.StreamlitInvalidParameterTypeError("default", default, ["int"])
    if not 1 <= default <= num_pages:
        raise errors.StreamlitValueOutOfRangeError("default", default, 1, num_pages)
    if max_visible_pages is not None and (
        not _is_whole(max_visible_pages) or max_visible_pages < 0
    ):
        raise errors.StreamlitAPIException(
            f"`max_visible_pages` is {max_visible_pages!r}, but must be None or a whole number "
            "of at least 0."
        )
    element = Pagination(
        num_pages=num_pages,
        default=default,
        max_visible_pages=max_visible_pages,
        disabled=disabled,
        width=check_width(width),
    )
    page: int = control(
        at,
        element,
        key=key,
        identity=(num_pages, default, max_visible_pages, width),
        default=default,
        codec=PageCodec(num_pages, default),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )
    return page


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
