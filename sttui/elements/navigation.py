"""Commands for apps of several pages: `Page`, `navigation`, `switch_page`, and `logo`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn

from sttui import errors
from sttui.core import pages as core
from sttui.core.clean import clean
from sttui.core.config import get_option
from sttui.core.emoji import split_emoji
from sttui.core.picture import Picture
from sttui.core.query import query_text
from sttui.core.run import RerunException, Run, current
from sttui.elements.arguments import check_help, check_icon, check_word, text_of

POSITIONS = ("sidebar", "hidden", "top")
SIZES = ("small", "medium", "large")
_WEB = re.compile(r"(?i)https?://[^\s/]")

Source = str | Path | Callable[[], Any]


class Page:
    """A page of the app, for `st.navigation`.

    Args:
        page: A file (its path starts at the folder of the main script), a function without
            arguments, or an address that starts with http:// or https://.
        title: What the page is called: a line of markdown. By default it comes from the name
            of the file or function; an address needs one.
        icon: An emoji or `:material/name:`; by default the emoji that the file's name begins
            with. "" is for none.
        url_path: The page's path in an address, one part without slashes; by default it comes
            from the name, too.
        default: Whether the app begins with this page.
        visibility: "visible", or "hidden" for a page that is not listed.
        help: A sentence on what the page is for.

    Raises:
        StreamlitPageNotFoundError: There is no such file.
        StreamlitMissingRequiredParameterError: No title or no path can be told from `page`.
        StreamlitAPIException: `url_path` has several parts.

    Example:
        >>> import sttui as st
        >>> def about():
        ...     st.title("About")
        >>> page = st.Page(about, title="About us", icon=":material/info:")
        >>> page.url_path
        'about'
    """

    def __init__(
        self,
        page: Source,
        *,
        title: str | None = None,
        icon: str | None = None,
        url_path: str | None = None,
        default: bool = False,
        visibility: Literal["visible", "hidden"] = "visible",
        help: str | None = None,
    ) -> None:
        check_word("visibility", visibility, ("visible", "hidden"))
        self._default = default
        self._visibility: Literal["visible", "hidden"] = visibility
        self._help = check_help(help)
        self._can_run = False
        self._url = page if isinstance(page, str) and _WEB.match(page) else None
        self._source: Path | Callable[[], Any] | None = None
        if self._url is not None:
            self._title = _title_of_address(self._url, title, default)
            self._icon = check_icon(icon)
            self._path = _path_of_address(self._title, url_path)
            return
        self._source = _file(page) if isinstance(page, str | Path) else page
        found_icon, name = _name(self._source, title)
        self._title = title or name.replace("_", " ")
        if not self._title.strip():
            raise errors.StreamlitMissingRequiredParameterError(
                "The page needs a `title`: its name holds nothing but underscores and spaces."
            )
        self._icon = check_icon(found_icon if icon is None else icon)
        self._path = name if url_path is None else _checked_path(url_path, empty=default)

    @property
    def title(self) -> str:
        """What the page is called."""
        return self._title

    @property
    def icon(self) -> str:
        """Its icon, or ""."""
        return self._icon

    @property
    def help(self) -> str:
        """What it is for, or ""."""
        return self._help

    @property
    def url_path(self) -> str:
        """Its path in an address; "" for the default page."""
        return "" if self._default else self._path

    @property
    def visibility(self) -> Literal["visible", "hidden"]:
        """Whether it is listed: "visible" or "hidden"."""
        return self._visibility

    @property
    def is_external(self) -> bool:
        """Whether it leads out of the app."""
        return self._url is not None

    @property
    def external_url(self) -> str | None:
        """The address that it leads to, or None."""
        return self._url

    def run(self) -> None:
        """Run the page's code here: only for what `st.navigation` returned, and only once.

        Raises:
            StreamlitAPIException: It is another page, or has run already.
        """
        if not self._can_run:
            raise errors.StreamlitAPIException(
                "This page cannot be run: only the one that `st.navigation` returned can, once."
            )
        self._can_run = False
        source, run = self._source, current()
        if source is None:
            return
        from sttui.core.runner import run_file, run_page

        run_page(
            run,
            self._key,
            (lambda: run_file(run, source)) if isinstance(source, Path) else source,
        )

    @property
    def _key(self) -> str:
        return f"/{self._path}"

    def _entry(self, section: str) -> core.Entry:
        return core.Entry(
            key=self._key,
            title=text_of(self._title),
            icon=self._icon,
            help=self._help,
            section=text_of(section),
            file=str(self._source) if isinstance(self._source, Path) else "",
            url=self._url or "",
            default=self._default,
            hidden=self._visibility == "hidden",
        )


StreamlitPage = Page
"""The name that it has in older scripts."""


def _file(page: str | Path) -> Path:
    """Return the file that a script names, as `st.Page` does."""
    _check_safe(page)
    path = Path(os.path.realpath(_folder() / page))
    if not path.is_file():
        raise errors.StreamlitPageNotFoundError(clean(str(page)), clean(str(_folder())))
    return path


def _check_safe(page: str | Path) -> None:
    if "\0" in str(page):
        raise errors.StreamlitAPIException("The path of a page must not contain null bytes.")


def _folder() -> Path:
    return current().session.script.path.absolute().parent


def _name(source: Any, title: str | None) -> tuple[str, str]:
    """Return the icon and the name that a file or a function brings along."""
    if isinstance(source, Path):
        return core.icon_and_name(source) if ".py" in source.name else ("", "")
    name = getattr(source, "__name__", None)
    if name is None and title is None:
        raise errors.StreamlitMissingRequiredParameterError(
            "The page needs a `title`: what it is made from has no name."
        )
    return "", "" if name is None else str(name)


def _checked_path(url_path: str, *, empty: bool) -> str:
    path = url_path.strip().strip("/")
    if not path.strip() and not empty:
        raise errors.StreamlitMissingRequiredParameterError(
            "The page needs a `url_path`: only that of the default page can be empty."
        )
    if "/" in path:
        raise errors.StreamlitAPIException(
            f"The `url_path` `{path}` cannot include `/`: it is one part, such as `foo_bar`."
        )
    return path


def _title_of_address(url: str, title: str | None, default: bool) -> str:
    if title is None or not title.strip():
        raise errors.StreamlitMissingRequiredParameterError(
            f"The page needs a `title`: an address such as {url} has no name."
        )
    if default:
        raise errors.StreamlitIncompatibleParametersError(
            "`default=True` does not go with an address: the app begins with a page of its own."
        )
    return title


def _path_of_address(title: str, url_path: str | None) -> str:
    if url_path is None:
        url_path = re.sub(r"[&#?/\\:*\"<>|']", "", re.sub(r"\s+", "_", title.lower()))
        url_path = re.sub("_+", "_", url_path.strip("_"))
    return _checked_path(url_path, empty=False)


def navigation(
    pages: Sequence[Source | Page] | Mapping[str, Sequence[Source | Page]],
    *,
    position: Literal["sidebar", "hidden", "top"] = "sidebar",
    expanded: bool | int = False,
) -> Page:
    """Say which pages the app has, and return the one to run.

    Args:
        pages: What `st.Page` makes, or takes: files, functions. A dictionary puts them into
            sections, by their headings.
        position: Where they are listed: "sidebar", "top", or "hidden" for nowhere. One page
            alone is never listed.
        expanded: Whether a long list in the sidebar shows all pages; a number is how many it
            shows before it is unfolded. `False` is for ten.

    Returns:
        The current page: call its `run()`.

    Raises:
        StreamlitMissingRequiredParameterError: There are no pages.
        StreamlitAPIException: Two have the same path, or more than one is the default.

    Example:
        >>> import sttui as st
        >>> def first():
        ...     st.title("First")
        >>> def second():
        ...     st.title("Second")
        >>> st.navigation([first, second]).run()
    """
    check_word("position", position, POSITIONS)
    run = current()
    core.note_navigation(run.session.script.path)
    found = [(section, _page(page)) for section, page in _listed(pages)]
    if not found:
        raise errors.StreamlitMissingRequiredParameterError(
            "`pages` is empty: give `st.navigation` at least one `st.Page`."
        )
    _choose_default([page for _, page in found])
    shown = _shown(expanded)
    if position == "sidebar" and get_option("client.showSidebarNavigation") is False:
        position = "hidden"
    entries = [page._entry(section) for section, page in found]
    entry = core.navigate(run, entries, position=position, shown=shown)
    page = next(page for _, page in found if page._key == entry.key)
    page._can_run = True
    return page


def _listed(pages: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(pages, Mapping):
        return [(str(name), page) for name, those in pages.items() for page in those]
    if isinstance(pages, str | bytes) or not isinstance(pages, Iterable):
        raise errors.StreamlitInvalidParameterTypeError("pages", pages, ["list", "dict"])
    return [("", page) for page in pages]


def _page(page: Any) -> Page:
    if isinstance(page, Page):
        return page
    if isinstance(page, str | Path) or callable(page):
        return Page(page)
    raise errors.StreamlitInvalidParameterTypeError(
        "pages", page, ["str", "Path", "callable", "st.Page"]
    )


def _choose_default(pages: list[Page]) -> None:
    chosen = [page for page in pages if page._default]
    if len(chosen) > 1:
        raise errors.StreamlitAPIException(
            "More than one page has `default=True`: the app begins with one of them."
        )
    if not chosen:
        inside = [page for page in pages if not page.is_external]
        if not inside:
            raise errors.StreamlitAPIException(
                "All pages lead out of the app: it needs at least one of its own."
            )
        inside[0]._default = True


def _shown(expanded: bool | int) -> int:
    if not isinstance(expanded, int):
        raise errors.StreamlitInvalidParameterTypeError("expanded", expanded, ["bool", "int"])
    if expanded is True:
        return 0
    if expanded < 0:
        raise errors.StreamlitValueError(
            "expanded", ["True", "False", "a non-negative integer"], expanded
        )
    return int(expanded) or core.SHOWN


def switch_page(
    page: str | Path | Page,
    *,
    query_params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
) -> NoReturn:
    """End this run, and go on with another page.

    Args:
        page: A page, or its file, whose path starts at the folder of the main script.
        query_params: The query parameters that the page begins with; none if not given.

    Raises:
        StreamlitPageNotFoundError: The app has no page of this file.
        StreamlitAPIException: The page leads out of the app.

    Example:
        >>> import sttui as st
        >>> def first():
        ...     if st.button("Go on"):
        ...         st.switch_page(there)
        >>> def second():
        ...     st.title("Second")
        >>> there = st.Page(second)
        >>> st.navigation([first, there]).run()
    """
    run = current()
    if isinstance(page, Page) and page.is_external:
        raise errors.StreamlitAPIException(
            "`st.switch_page` stays within the app: for an address there is `st.page_link`."
        )
    key = _registered(page, run) if isinstance(page, Page) else entry_of(page).key
    run.session.turn_to(key, query_text(query_params))
    raise RerunException


def entry_of(page: Page | str | Path) -> core.Entry:
    """Return the page that a command names, as the screen lists it.

    Raises:
        StreamlitPageNotFoundError: The app has no page of this file.
        StreamlitAPIException: Its path belongs to another page.
    """
    run = current()
    if isinstance(page, Page):
        if not page.is_external:
            _registered(page, run)
        return page._entry("")
    _check_safe(page)
    file = os.path.realpath(_folder() / page)
    known = run.session.navigation
    entries = known.pages if known is not None else (_lone(run),)
    found = next((entry for entry in entries if entry.file == file), None)
    if found is None:
        raise errors.StreamlitPageNotFoundError(clean(str(page)), clean(str(_folder())))
    return found


def _lone(run: Run) -> core.Entry:
    """Return the only page of an app that has no others."""
    script = run.session.script
    path = os.path.realpath(script.path)
    return core.Entry(key=run.session.page, title=script.title, file=path)


def _registered(page: Page, run: Run) -> str:
    """Return a page's key, and see to it that the app does not know another page by it."""
    known = run.session.navigation
    entry = known.entry(page._key) if known is not None else None
    if entry is not None:
        file = str(page._source) if isinstance(page._source, Path) else ""
        if file != entry.file:
            raise errors.StreamlitAPIException(
                f"The path `{entry.key}` belongs to the page of "
                f"{f'`{entry.file}`' if entry.file else 'a function'} in `st.navigation`, not to "
                f"that of {f'`{file}`' if file else 'a function'}."
            )
    return page._key


def logo(
    image: Any,
    *,
    size: Literal["small", "medium", "large"] = "medium",
    link: str | None = None,
    icon_image: Any = None,
) -> None:
    """Show the app's logo above the list of pages and, where the sidebar is closed, at the top.

    Args:
        image: What `st.image` takes, an emoji, or `:material/name:`.
        size: "small", "medium" or "large": one to three lines.
        link: The address that a click opens; without one, the app's first page.
        icon_image: What stands for it where the sidebar is closed.

    Raises:
        StreamlitAPIException: There is no such picture.
        StreamlitInvalidURLError: The link is no address.

    Example:
        >>> import sttui as st
        >>> st.logo("🏠", link="https://streamlit.io")
    """
    if link and not _WEB.match(link):
        raise errors.StreamlitInvalidURLError(link, ("http", "https"))
    run = current()
    word = size.lower() if isinstance(size, str) else size
    run.session.logo = core.Logo(
        image=_drawing(image, "image"),
        small=None if not icon_image else _drawing(icon_image, "icon_image"),
        size=check_word("size", word, SIZES),
        link=clean(link or ""),
        run=run.number,
    )
    run.session.outbox.session()


def _drawing(image: Any, parameter: str) -> Picture | str:
    if isinstance(image, str) and image.startswith(":material/"):
        return check_icon(image)
    if isinstance(image, str) and image and split_emoji(image) == (image, ""):
        return image
    from sttui.adapt.pictures import picture_of

    try:
        picture = picture_of(image, folder=_folder())
    except Exception as error:
        raise errors.StreamlitAPIException(
            f"st.logo cannot show its `{parameter}`: {error}"
        ) from None
    if not picture.pixels and not (isinstance(image, str) and _WEB.match(image)):
        raise errors.StreamlitAPIException(
            f"st.logo cannot show its `{parameter}`: {picture.note or 'it is no picture'}."
        )
    return picture
