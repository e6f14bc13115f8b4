"""Checks the `shortcut` of buttons: a key, maybe with modifiers."""

from __future__ import annotations

from typing import Final

from sttui import errors

MODIFIERS: Final = {
    "ctrl": "ctrl",
    "control": "ctrl",
    "mod": "ctrl",
    "cmd": "cmd",
    "command": "cmd",
    "meta": "cmd",
    "alt": "alt",
    "option": "alt",
    "shift": "shift",
}
"""Modifiers by the names that scripts may give them."""
KEYS: Final = {
    "return": "enter",
    "spacebar": "space",
    "esc": "escape",
    "del": "delete",
    "arrowleft": "left",
    "arrowright": "right",
    "arrowup": "up",
    "arrowdown": "down",
}
"""Other names of keys."""
_NAMED: Final = frozenset(
    [
        "enter",
        "space",
        "tab",
        "escape",
        "backspace",
        "delete",
        "home",
        "end",
        "pageup",
        "pagedown",
        "left",
        "right",
        "up",
        "down",
    ]
)
_ORDER: Final = ("ctrl", "cmd", "alt", "shift")
_OURS: Final = ("c", "r")


def check_shortcut(shortcut: str | None) -> str:
    """Return a shortcut with its modifiers in one order, as in `ctrl+shift+k`; empty for None."""
    if shortcut is None:
        return ""
    if not isinstance(shortcut, str):
        raise errors.StreamlitInvalidParameterTypeError("shortcut", shortcut, ["str"])
    words = [word.strip().lower() for word in shortcut.split("+") if word.strip()]
    if not words:
        raise errors.StreamlitAPIException("The `shortcut` is empty: it needs a key.")
    modifiers = {MODIFIERS[word] for word in words if word in MODIFIERS}
    keys = [_key(word) for word in words if word not in MODIFIERS]
    if not keys:
        raise errors.StreamlitAPIException(
            "The `shortcut` has modifiers only: it needs a key as well, as in `Ctrl+K`."
        )
    if len(keys) > 1:
        raise errors.StreamlitAPIException(
            f"The `shortcut` has more than one key: {', '.join(keys)}."
        )
    return "+".join([*(name for name in _ORDER if name in modifiers), keys[0]])


def _key(word: str) -> str:
    """Return the name of a key."""
    word = KEYS.get(word, word)
    letter = len(word) == 1 and word.isalnum()
    if not letter and word not in _NAMED and not (word[:1] == "f" and word[1:].isdigit()):
        raise errors.StreamlitAPIException(
            f"The `shortcut` names no key: {word!r}. Letters, digits, F keys and words such as "
            "Enter, Space, Tab or Escape do."
        )
    if word in _OURS:
        raise errors.StreamlitAPIException(
            "A `shortcut` cannot have the keys C and R, not even with modifiers: they are the "
            "app's own."
        )
    return word
