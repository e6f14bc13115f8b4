"""Components of version 1: arguments in, one value back; and what a browser would frame."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sttui import errors
from sttui.components.entry import face_for
from sttui.components.instance import Instance
from sttui.container import Container, main
from sttui.core.run import running
from sttui.elements import component as records
from sttui.elements import embed
from sttui.elements.arguments import check_on_change
from sttui.elements.component import Declared
from sttui.elements.embed import check_tab_index
from sttui.elements.faces import Keys, face


class MarshallComponentException(errors.StreamlitAPIException):
    """An argument of a component cannot be handed to it."""


def declare_component(
    name: str,
    path: str | Path | None = None,
    url: str | None = None,
    *,
    widget: Callable[[Instance], Any] | str | None = None,
    render: Callable[[Instance], Any] | str | None = None,
    keys: Keys | None = None,
) -> CustomComponent:
    """Declare a component, and return what shows one.

    Args:
        name: What the component is called.
        path: A folder with a web page. It cannot run in a terminal: a note stands in its place
            and the component keeps its default value, unless an installed package has a face
            of that name for it.
        url: The address of such a page.
        widget: A Textual widget class, or its address: as for `st.components.v2.component`.
        render: A function that draws with Rich, or its address.
        keys: With `render`: functions by the names of keys.

    Returns:
        A function that shows the component, `show(argument=..., default=None, key=None,
        on_change=None)`, and returns its value.

    Raises:
        StreamlitAPIException: Neither a page nor a face is given, or both a path and a url.

    Example:
        >>> import sttui as st
        >>> def count(part):
        ...     part.set_component_value((part.value or 0) + 1)
        >>> counter = st.components.v1.declare_component(
        ...     "counter", render=lambda part: f"{part.data['label']} {part.value or 0}",
        ...     keys={"enter": count},
        ... )
        >>> st.write(counter(label="Clicks", default=0))
    """
    made = face(widget, render, keys) or face_for(name)
    if path is not None and url is not None:
        raise errors.StreamlitAPIException("Either 'path' or 'url' must be set, but not both.")
    if path is None and url is None and made is None:
        raise errors.StreamlitAPIException(
            "A component needs a `widget`, a `render` function, or a web page: `path` or `url`."
        )
    if path is not None and made is None and not os.path.isdir(path):
        raise errors.StreamlitAPIException(f"No such component directory: '{path}'")
    return CustomComponent(
        Declared(name=name, face=made, path=os.fspath(path) if path else "", url=url or ""),
        _module_name(),
    )


def _module_name() -> str:
    """Return what the calling script or module is called."""
    import sys

    frame = sys._getframe(2)
    name = str(frame.f_globals.get("__name__", ""))
    if name == "__main__" and (run := running()) is not None:
        return run.session.script.path.stem
    return name


class CustomComponent:
    """Shows a component of version 1 wherever it is called."""

    def __init__(self, declared: Declared, module_name: str = "") -> None:
        self.declared = declared
        self.module_name = module_name

    @property
    def name(self) -> str:
        """The name, with that of the module it was declared in."""
        return (
            f"{self.module_name}.{self.declared.name}" if self.module_name else self.declared.name
        )

    @property
    def path(self) -> str | None:
        """The folder of its web page."""
        return os.path.abspath(self.declared.path) if self.declared.path else None

    @property
    def url(self) -> str | None:
        """The address of its web page."""
        return self.declared.url or None

    def __call__(
        self,
        *args: Any,
        default: Any = None,
        key: str | None = None,
        on_change: Callable[[], object] | None = None,
        tab_index: int | None = None,
        **kwargs: Any,
    ) -> Any:
        """Show the component and return its value.

        Args:
            *args: None: all arguments have names.
            default: The value until it has one.
            key: Tells it from others; also the name of its value in session state.
            on_change: A function to call first.
            tab_index: Kept for Streamlit.
            **kwargs: What the component gets.
        """
        return self.create_instance(
            *args, default=default, key=key, on_change=on_change, tab_index=tab_index, **kwargs
        )

    def create_instance(
        self,
        *args: Any,
        default: Any = None,
        key: str | None = None,
        on_change: Callable[[], object] | None = None,
        tab_index: int | None = None,
        **kwargs: Any,
    ) -> Any:
        """Show the component and return its value, as a call does."""
        if args:
            raise MarshallComponentException(f"Argument '{args[0]}' needs a label")
        check_on_change(on_change, modes=())
        check_tab_index(tab_index)
        return records.instance(
            main,
            self.declared,
            key=key,
            arguments=kwargs,
            default=default,
            on_change=on_change,
            disabled=kwargs.get("disabled") is True,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CustomComponent):
            return NotImplemented
        return (self.name, self.path, self.url) == (other.name, other.path, other.url)

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"<component {self.name!r}>"

    def __str__(self) -> str:
        return f"'{self.name}': {self.path or self.url}"


def html(
    html: str,
    width: int | None = None,
    height: int | None = None,
    scrolling: bool = False,
    *,
    tab_index: int | None = None,
) -> Container:
    """Show the text of HTML; what runs in it cannot run in a terminal.

    Args:
        html: The HTML.
        width: A number of pixels; None for all there is.
        height: Kept for Streamlit.
        scrolling: Kept for Streamlit.
        tab_index: Kept for Streamlit.

    Example:
        >>> import sttui as st
        >>> st.components.v1.html("<p><b>Hello</b></p>", height=40)
    """
    return embed.html(main, html, width, height, scrolling, tab_index=tab_index)


def iframe(
    src: str,
    width: int | None = None,
    height: int | None = None,
    scrolling: bool = False,
    *,
    tab_index: int | None = None,
) -> Container:
    """Show the link of a web page.

    Args:
        src: The page's address.
        width: A number of pixels; None for all there is.
        height: Kept for Streamlit.
        scrolling: Kept for Streamlit.
        tab_index: Kept for Streamlit.

    Example:
        >>> import sttui as st
        >>> st.components.v1.iframe("https://example.com")
    """
    return embed.page(main, src, width, height, scrolling, tab_index=tab_index)
