"""Checks that the arguments of many commands share."""

from __future__ import annotations

from typing import Any, cast

from sttui import errors
from sttui.core.clean import clean
from sttui.core.element import Height, LabelVisibility, Width
from sttui.core.run import OnChange, current


def text_of(value: Any) -> str:
    """Return a value as text that is safe to show: strings as they are, the rest by `str`.

    Indentation that all lines share is removed, as from a string written within a function.
    """
    text = value if type(value) is str else str(value)
    if "\n" in text:
        from textwrap import dedent

        text = dedent(text)
    return clean(text.strip() if text[:1].isspace() or text[-1:].isspace() else text)


def verbatim(value: Any) -> str:
    """Return a value as text that is safe to show, with its spaces."""
    return clean(value if type(value) is str else str(value))


def local_links(text: str, form: str = "{}") -> str:
    """Return a text whose links to static files lead to the files on this machine.

    Args:
        text: Markdown, HTML, or an address.
        form: For an address, how it would stand in markdown.
    """
    if "app/static/" not in text:
        return text
    from sttui.core.static import localised

    before, _, after = form.partition("{}")
    found = localised(f"{before}{text}{after}", current().session.script.path.parent)
    return found[len(before) : len(found) - len(after)]


def check_label(label: Any) -> str:
    """Return a widget's label; empty for None."""
    return "" if label is None else clean(str(label))


def check_help(help: Any) -> str:
    """Return the text that a help mark shows; empty for None."""
    return text_of(help) if help is not None else ""


def check_visibility(value: Any) -> LabelVisibility:
    """Return a label's visibility."""
    if value not in ("visible", "hidden", "collapsed"):
        raise errors.StreamlitValueError(
            "label_visibility", ["'visible'", "'hidden'", "'collapsed'"], value
        )
    return cast("LabelVisibility", value)


def check_width(width: Any, *, content: bool = True) -> Width:
    """Return a width: a positive number of pixels, "stretch" or, if allowed, "content"."""
    words = ("stretch", "content", "auto") if content else ("stretch",)
    if width in words and isinstance(width, str):
        return cast("Width", width)
    if not isinstance(width, int) or isinstance(width, bool) or width <= 0:
        raise errors.StreamlitInvalidWidthError(width, content)
    return width


def check_height(height: Any, *, content: bool = True, auto: bool = False) -> Height:
    """Return a height: a positive number of pixels, "stretch", "content" or "auto"."""
    words = ("stretch", *(("content",) if content else ()), *(("auto",) if auto else ()))
    if isinstance(height, str) and height in words:
        return cast("Height", height)
    if not isinstance(height, int) or isinstance(height, bool) or height <= 0:
        raise errors.StreamlitInvalidHeightError(height, content)
    return height


def check_word(parameter: str, value: Any, allowed: tuple[str, ...]) -> str:
    """Return `value` if it is one of the allowed words."""
    if value not in allowed:
        raise errors.StreamlitValueError(parameter, [repr(word) for word in allowed], value)
    return cast("str", value)


def check_on_change(
    value: Any, name: str = "on_change", modes: tuple[str, ...] = ("rerun", "ignore")
) -> OnChange:
    """Return a callback: a function, None, or one of the modes that the widget knows."""
    if value is None or callable(value) or (isinstance(value, str) and value in modes):
        return cast("OnChange", value)
    if isinstance(value, str) and value in ("rerun", "ignore"):
        raise errors.StreamlitAPIException(
            f'`{name}="{value}"` is not supported here. Pass a function, or leave `{name}` out.'
        )
    allowed = [*(repr(mode) for mode in modes), "a callback function"]
    raise errors.StreamlitValueError(name, allowed, value)


def emptied(key: str | int | None) -> bool:
    """Say whether the value of a key is None: the widget's default then is None as well."""
    return _stored(key, ()) is None


def holds_range(key: str | int | None) -> bool:
    """Say whether the value of a key is a pair: a slider that names no value then has two."""
    value = _stored(key, None)
    return isinstance(value, tuple) and len(value) == 2


def _stored(key: str | int | None, missing: Any) -> Any:
    """Return the value that session state holds for a widget's key."""
    if key is None:
        return missing
    run = current()
    try:
        return run.session.state.get(str(key), run.number)
    except KeyError:
        return missing


def check_icon(icon: Any) -> str:
    """Return an icon's shortcode or emoji; empty for None."""
    if icon is None:
        return ""
    if not isinstance(icon, str):
        raise errors.StreamlitInvalidParameterTypeError("icon", icon, ["str", "None"])
    return clean(icon.strip())


def stretched(width: Any, use_container_width: bool | None) -> Any:
    """Apply the old `use_container_width` to a width."""
    if use_container_width is None:
        return width
    return "stretch" if use_container_width else "content"
