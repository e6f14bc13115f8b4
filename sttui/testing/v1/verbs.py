"""What a test can do to widgets, by kind: each verb ends in a new value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from sttui.testing.v1.errors import AppTestError

if TYPE_CHECKING:
    from sttui.testing.v1.nodes import Widget

Verb = Callable[..., "Widget"]


def _check(widget: Widget) -> Widget:
    return widget.set_value(True)


def _uncheck(widget: Widget) -> Widget:
    return widget.set_value(False)


def _input(widget: Widget, v: str) -> Widget:
    most = widget.max_chars
    return widget if most and len(v) > most else widget.set_value(v)


def _pick(widget: Widget, v: str) -> Widget:
    return widget.set_value(v if v.startswith("#") else f"#{v}")


def _select(widget: Widget, v: Any) -> Widget:
    return widget.set_value(v)


def _select_index(widget: Widget, index: int | None) -> Widget:
    return widget.set_value(None if index is None else widget.option(index))


def _set_range(widget: Widget, lower: Any, upper: Any) -> Widget:
    return widget.set_value((lower, upper))


def _add(widget: Widget, v: Any) -> Widget:
    chosen = widget.value
    if not isinstance(chosen, list):
        return widget.set_value(v)
    return widget if v in chosen else widget.set_value([*chosen, v])


def _remove(widget: Widget, v: Any) -> Widget:
    chosen = widget.value
    if not isinstance(chosen, list):
        return widget.set_value(None) if chosen == v else widget
    return widget.set_value([item for item in chosen if item != v])


def _step(direction: int) -> Verb:
    def step(widget: Widget) -> Widget:
        value = widget.value
        if value is None:
            return widget
        if isinstance(value, time):
            moment = datetime.combine(datetime.min.replace(year=2000), value)
            return widget.set_value(
                (moment + direction * timedelta(seconds=float(widget.step))).time()
            )
        value = type(value)(value + direction * widget.step)
        if widget.min is not None:
            value = max(value, widget.min)
        if widget.max is not None:
            value = min(value, widget.max)
        return widget.set_value(value)

    return step


def _upload(
    widget: Widget, filename: str, content: bytes, mime_type: str = "application/octet-stream"
) -> Widget:
    return widget.set_files([*widget.files, (filename, content, mime_type)])


def _clear(widget: Widget) -> Widget:
    return widget.set_files([])


def _set_state_value(widget: Widget, name: str, value: Any) -> Widget:
    return widget.set_value({**(widget.value or {}), name: value})


def _set_trigger_value(widget: Widget, name: str, value: Any = True) -> Widget:
    from sttui.elements.component import triggered

    event = triggered(widget.record, name, value)  # type: ignore[arg-type]
    widget.root.triggered[event.id] = event.value
    return widget


_BUTTON: Final[Mapping[str, Verb]] = {"click": _check}
_CHECK: Final[Mapping[str, Verb]] = {"check": _check, "uncheck": _uncheck}
_STEP: Final[Mapping[str, Verb]] = {"increment": _step(1), "decrement": _step(-1)}
_TEXT: Final[Mapping[str, Verb]] = {"input": _input}
_MANY: Final[Mapping[str, Verb]] = {"select": _add, "unselect": _remove}
_COMPONENT: Final[Mapping[str, Verb]] = {
    "set_component_value": _select,
    "set_state_value": _set_state_value,
    "set_trigger_value": _set_trigger_value,
}
_FILES: Final[Mapping[str, Verb]] = {"upload": _upload, "clear": _clear}

VERBS: Final[Mapping[str, Mapping[str, Verb]]] = {
    "audio_input": _FILES,
    "button": _BUTTON,
    "button_group": _MANY,
    "camera_input": _FILES,
    "chat_input": _FILES,
    "checkbox": _CHECK,
    "component": _COMPONENT,
    "color_picker": {"pick": _pick},
    "download_button": _BUTTON,
    "file_uploader": _FILES,
    "form_submit_button": _BUTTON,
    "menu_button": {"click": _select, "click_index": _select_index},
    "multiselect": _MANY,
    "number_input": _STEP,
    "pagination": {"select": _select},
    "pills": _MANY,
    "segmented_control": _MANY,
    "select_slider": {"set_range": _set_range},
    "selectbox": {"select": _select, "select_index": _select_index},
    "slider": {"set_range": _set_range},
    "text_area": _TEXT,
    "text_input": _TEXT,
    "time_input": _STEP,
    "toggle": {},
}

ALL: Final = frozenset(verb for verbs in VERBS.values() for verb in verbs) | {"set_value"}


def verb(widget: Widget, name: str) -> Callable[..., Widget] | None:
    """Return what `widget.<name>(...)` does; None if the name is no verb at all."""
    found = VERBS.get(widget.type, {}).get(name)
    if found is not None:
        return lambda *args, **kwargs: found(widget, *args, **kwargs)
    return None


def refuse(what: str, name: str, key: str | None) -> AppTestError:
    """Return the error for a verb that an element does not have."""
    which = f"{what} (key={key!r})" if key else what
    return AppTestError(f"{name}() is not supported for {which}.")
