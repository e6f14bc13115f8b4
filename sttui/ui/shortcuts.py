"""Keys that press a button from anywhere on the page: the `shortcut` of buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from textual.screen import Screen

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

NEVER: Final = frozenset({"ctrl+c", "ctrl+q"})
"""Keys that leave the app, whatever a script says."""
_SAME: Final = {"super": "ctrl", "meta": "ctrl", "cmd": "ctrl"}
_NAMES: Final = {
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "Esc",
    "delete": "Del",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}

Chord = tuple[frozenset[str], str]
"""Modifiers and a key."""


def chord(name: str) -> Chord:
    """Return what a shortcut, or a key of Textual's, comes down to.

    Cmd is Ctrl: where there is such a key, the terminal keeps it for itself.
    """
    *modifiers, key = name.split("+")
    found = {_SAME.get(modifier, modifier) for modifier in modifiers}
    if len(key) == 1 and key.isupper():
        found.add("shift")
        key = key.lower()
    return frozenset(found), key


def spelled(shortcut: str) -> str:
    """Return a shortcut as it stands on a button."""
    *modifiers, key = shortcut.split("+")
    names = dict.fromkeys(_SAME.get(name, name).title() for name in modifiers)
    return "+".join([*names, _NAMES.get(key, key.title())])


def press(app: SttuiApp, key: str, *, first: bool) -> bool:
    """Press the button whose shortcut a key is; return whether there is one.

    With Ctrl or Alt a shortcut goes before all other uses of its key, in a text field too.
    Without, the widget in focus goes first, and the app's own keys come last.

    Args:
        app: The app.
        key: The key, by Textual's name for it.
        first: True before anything else had the key, False after the widget in focus.
    """
    modifiers, _ = wanted = chord(key)
    if key in NEVER or first != bool(modifiers & {"ctrl", "alt"}):
        return False
    view = _button(app, wanted)
    if view is None or (not first and _is_taken(app, key)):
        return False
    field = _field(app)
    if field is not None:
        # What was typed counts, as it would after a click on the button.
        field.ready()
    view.action_press()
    return True


def _button(app: SttuiApp, wanted: Chord) -> Any:
    """Return the first button with a shortcut that can be pressed now."""
    found = [
        view
        for view in app.canvas.pressable()
        if chord(view.record.shortcut) == wanted and not view.disabled and _is_shown(view, app)
    ]
    if len(found) > 1:
        found = [view for view in app.canvas.control_views() if view in found]
    return found[0] if found else None


def _is_shown(view: Any, app: SttuiApp) -> bool:
    return (
        view.is_attached
        and view.screen is app.screen
        and all(node.display for node in view.ancestors_with_self if node is not app)
    )


def _is_taken(app: SttuiApp, key: str) -> bool:
    """Say whether the widget in focus, or one that it is in, has a use for a key itself."""
    if app.focused is None:
        return False
    character = key if len(key) == 1 else None
    for node, bindings in app.screen._modal_binding_chain:
        if isinstance(node, Screen):
            return False
        if key in bindings.key_to_bindings or node.check_consume_key(key, character):
            return True
    return False


def _field(app: SttuiApp) -> Any:
    """Return the control with the focus, where something may be typed that it has not sent."""
    node: Any = app.focused
    while node is not None and not hasattr(node, "ready"):
        node = node.parent
    return node
