"""Web pages and HTML that a browser would frame: shown as text and links."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sttui import errors
from sttui.core.clean import one_line
from sttui.core.element import Element
from sttui.core.run import P, current, draw
from sttui.core.static import StaticError, is_static, resolve_address
from sttui.elements.arguments import check_height, check_width, verbatim

if TYPE_CHECKING:
    from sttui.elements.component import Component

LONGEST = 200_000
"""Characters of a page that are shown."""
PAGES = (".html", ".htm", ".xhtml")


class Embed(Element, frozen=True, kw_only=True):
    """HTML, of which the text is shown, or the address of a page."""

    html: str = ""
    address: str = ""
    title: str = ""
    lacking: tuple[str, ...] = ()
    """What of it cannot run in a terminal."""
    note: str = ""
    """What is wrong with it."""


def iframe(
    at: P,
    src: str | Path,
    *,
    width: int | Literal["stretch", "content"] = "stretch",
    height: int | Literal["stretch", "content"] = "content",
    tab_index: int | None = None,
    alt: str | None = None,
) -> P:
    """Show what a browser would frame: the text of HTML, or the link of a page.

    Args:
        at: Where to show it.
        src: An address, a `Path` of a file, the address of a static file (`/app/static/...`),
            or HTML.
        width: "stretch", "content", or a number of pixels.
        height: Kept for Streamlit; text is as high as it is.
        tab_index: Kept for Streamlit.
        alt: What it shows, for those who cannot see it.

    Example:
        >>> import sttui as st
        >>> st.iframe("https://docs.streamlit.io", alt="The documentation")
    """
    check_height(height)
    check_tab_index(tab_index)
    title = one_line(alt.strip()) if alt else ""
    return draw(at, _embed(src, title, check_width(width)))


def html(
    at: P,
    html: str,
    width: int | None = None,
    height: int | None = None,
    scrolling: bool = False,
    *,
    tab_index: int | None = None,
) -> P:
    """Show the text of HTML; what runs in it cannot run in a terminal.

    Args:
        at: Where to show it.
        html: The HTML.
        width: A number of pixels; None for all there is.
        height: Kept for Streamlit; text is as high as it is.
        scrolling: Kept for Streamlit.
        tab_index: Kept for Streamlit.
    """
    check_tab_index(tab_index)
    return draw(at, _of_html(str(html), "", check_width("stretch" if width is None else width)))


def page(
    at: P,
    src: str,
    width: int | None = None,
    height: int | None = None,
    scrolling: bool = False,
    *,
    tab_index: int | None = None,
) -> P:
    """Show the link of a web page.

    Args:
        at: Where to show it.
        src: The page's address.
        width: A number of pixels; None for all there is.
        height: Kept for Streamlit.
        scrolling: Kept for Streamlit.
        tab_index: Kept for Streamlit.
    """
    check_tab_index(tab_index)
    width_ = check_width("stretch" if width is None else width)
    return draw(at, Embed(address=verbatim(src), width=width_))


def check_tab_index(value: Any) -> None:
    """Refuse what is no place in the order of the Tab key."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        raise errors.StreamlitInvalidParameterTypeError("tab_index", value, ["int"])
    if value < -1:
        raise errors.StreamlitValueError("tab_index", ["None", "-1", "0 or more"], value)


def web_part(component: Component) -> Embed:
    """Return what is shown of a component that only a browser could run."""
    return Embed(
        html=component.html,
        address=component.address,
        title=component.name,
        lacking=component.lacking,
    )


def _embed(src: Any, title: str, width: Any) -> Embed:
    if isinstance(src, os.PathLike):
        return _of_file(Path(src), title, width)
    source = str(src)
    if is_static(source):
        try:
            folder = current().session.script.path.parent
            return _of_file(resolve_address(source, folder), title, width)
        except StaticError as error:
            return Embed(note=verbatim(str(error)), title=title, width=width)
    if source.startswith("data:"):
        kind = source[5:].partition(",")[0].partition(";")[0] or "text/plain"
        return Embed(title=title or "Embedded data", note=one_line(kind), width=width)
    if source.lower().startswith(("http://", "https://")) or source.startswith("/"):
        return Embed(address=verbatim(source), title=title, width=width)
    return _of_html(source, title, width)


def _of_html(source: str, title: str, width: Any) -> Embed:
    lowered = source.lower()
    lacking = [name for mark, name in _ACTIVE.items() if mark in lowered]
    return Embed(html=verbatim(source[:LONGEST]), title=title, lacking=tuple(lacking), width=width)


_ACTIVE = {"<script": "its JavaScript", "<canvas": "its drawings", "<iframe": "a page within it"}


def _of_file(path: Path, title: str, width: Any) -> Embed:
    try:
        if path.suffix.lower() in PAGES:
            return _of_html(path.read_text("utf-8", "replace"), title or path.name, width)
        size = path.stat().st_size
    except OSError as error:
        reason = error.strerror or str(error)
        raise errors.StreamlitAPIException(f"{path} cannot be read: {reason}.") from None
    note = f"{path.name}, {size:,} bytes"
    return Embed(title=title or one_line(path.name), note=one_line(note), width=width)
