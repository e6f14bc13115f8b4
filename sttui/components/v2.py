"""Components of version 2: several state and trigger values, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, overload

from sttui import errors
from sttui.components.entry import face_for
from sttui.components.instance import Instance
from sttui.container import main
from sttui.elements import component as records
from sttui.elements.component import ComponentResult, Declared
from sttui.elements.faces import Face, face

Width = int | Literal["stretch", "content"]
Draw = Callable[[Instance], Any]
Keys = Mapping[str, Callable[[Instance], object]]


def component(
    name: str,
    *,
    html: str | None = None,
    css: str | None = None,
    js: str | None = None,
    isolate_styles: bool = True,
    widget: Callable[[Instance], Any] | str | None = None,
    render: Draw | str | None = None,
    keys: Keys | None = None,
) -> Renderer:
    """Declare a component, and return what shows one.

    In a terminal it is a widget or a drawing. One that has HTML and scripts alone is shown as
    the text of its HTML, unless an installed package has a face of that name for it.

    Args:
        name: What the component is called.
        html: HTML for a browser.
        css: A style sheet for a browser.
        js: JavaScript for a browser.
        isolate_styles: Kept for Streamlit.
        widget: A Textual widget class, or its address as `"package.module:Class"`. It is made
            with the `Instance` as its one argument. Its method `component_changed(instance)`,
            if there is one, is called when data, state or colours are others; else it is made
            anew.
        render: A function from the `Instance` to anything that Rich prints, or its address.
            Text that it returns is shown as it is, without markup.
        keys: With `render`: functions by the names of the keys that call them, with the
            `Instance`; `"click"` is the mouse. The first line of a function's docstring stands
            in the key bar.

    Returns:
        A function that shows the component, `mount(key=..., data=..., default=...,
        on_<name>_change=...)`, and returns its values. Called with a class or a function alone,
        it makes that the component's widget or `render`: it can be used as a decorator.

    Raises:
        StreamlitAPIException: What was given does not go together.

    Example:
        >>> import sttui as st
        >>> def more(part):
        ...     "More"
        ...     part.set_state_value("stars", min(5, part.state["stars"] + 1))
        >>> rating = st.components.v2.component(
        ...     "rating", render=lambda part: "★" * part.state["stars"], keys={"right": more}
        ... )
        >>> result = rating(default={"stars": 3}, on_stars_change=lambda: None)
        >>> st.write(result.stars)
    """
    for argument, value in (("html", html), ("css", css), ("js", js)):
        if value is not None and not isinstance(value, str):
            raise errors.StreamlitInvalidParameterTypeError(argument, value, ["str", "None"])
    name = str(name)
    made = face(widget, render, keys)
    declared = Declared(
        name=name,
        face=made if made is not None else face_for(name),
        html=html or "",
        css=css or "",
        js=js or "",
        isolate_styles=isolate_styles,
    )
    return Renderer(declared)


class Renderer:
    """Shows a component wherever it is called."""

    def __init__(self, declared: Declared) -> None:
        self.declared = declared

    @classmethod
    def of_face(cls, name: str, face: Face) -> Renderer:
        """Return what shows a face."""
        return cls(Declared(name=name, face=face))

    @overload
    def __call__(self, face: Callable[[Instance], Any], /) -> Renderer: ...
    @overload
    def __call__(
        self,
        /,
        *,
        key: str | int | None = None,
        data: Any = None,
        default: Mapping[str, Any] | None = None,
        width: Width = "stretch",
        height: Width = "content",
        disabled: bool = False,
        **on_callbacks: Callable[[], object] | None,
    ) -> ComponentResult: ...
    def __call__(
        self,
        face: Any = None,
        /,
        *,
        key: str | int | None = None,
        data: Any = None,
        default: Mapping[str, Any] | None = None,
        width: Width = "stretch",
        height: Width = "content",
        disabled: bool = False,
        **on_callbacks: Any,
    ) -> Any:
        """Show the component and return its values.

        Args:
            face: As a decorator: the widget class, or the function that draws.
            key: Tells it from others; also the name of its values in session state.
            data: What it gets: plain data, tables among it.
            default: The first values of its state; each needs a callback.
            width: "stretch", "content", or a number of pixels.
            height: "content", "stretch", or a number of pixels.
            disabled: Whether it cannot be used.
            **on_callbacks: `on_<name>_change`: what to call when a value is sent. The names
                are those that the result always has.
        """
        if face is not None:
            return self._faced(face)
        return records.component(
            main,
            self.declared,
            key=key,
            data=data,
            default=default,
            width=width,
            height=height,
            disabled=disabled,
            callbacks=_named(on_callbacks),
        )

    def _faced(self, made_by: Any) -> Renderer:
        if not callable(made_by) or self.declared.html or self.declared.js:
            raise errors.StreamlitAPIException(
                f"The component {self.declared.name!r} takes its arguments by name: "
                "`data=...`, `key=...`."
            )
        kind: Literal["widget", "drawing"] = "widget" if isinstance(made_by, type) else "drawing"
        return Renderer.of_face(self.declared.name, Face(kind, made_by))

    def __repr__(self) -> str:
        return f"<component {self.declared.name!r}>"


ComponentRenderer = Renderer


def _named(callbacks: Mapping[str, Any]) -> dict[str, Callable[[], object]]:
    """Return callbacks by the names of their values; what is none is left out."""
    found = {}
    for argument, callback in callbacks.items():
        if not callable(callback):
            continue
        if not (argument.startswith("on_") and argument.endswith("_change")):
            continue
        name = argument[3:-7]
        if name in ("", "_"):
            raise errors.BidiComponentInvalidCallbackNameError(argument)
        if ":" in name:
            raise errors.BidiComponentInvalidIdError("event", ":")
        found[name] = callback
    return found
