"""Keys besides the usual ones: those that vim's or Emacs' users move by, and a user's own."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual.binding import Binding

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

ACTIONS: Final = {
    "next": "app.focus_next",
    "previous": "app.focus_previous",
    "page_down": "page(1)",
    "page_up": "page(-1)",
    "top": "edge(-1)",
    "end": "edge(1)",
    "rerun": "rerun",
    "always_rerun": "always_rerun",
    "menu": "menu",
    "sidebar": "toggle_sidebar",
    "console": "toggle_console",
    "clear_cache": "clear_cache",
    "help": "help",
    "quit": "quit",
    "stop": "stop_script",
    "palette": "command_palette",
}
"""What keys of one's own can be given to, and Textual's name for it."""
_VIM: Final = {
    "h": "left",
    "j": "down",
    "k": "up",
    "l": "right",
    "ctrl+d": "pagedown",
    "ctrl+u": "pageup",
    "ctrl+f": "pagedown",
    "ctrl+b": "pageup",
    "slash": "ctrl+p",
}
_EMACS: Final = {
    "ctrl+n": "down",
    "ctrl+p": "up",
    "ctrl+f": "right",
    "ctrl+b": "left",
    "ctrl+v": "pagedown",
    "alt+v": "pageup",
    "ctrl+g": "escape",
    "alt+x": "ctrl+p",
    "alt+less_than_sign": "home",
    "alt+greater_than_sign": "end",
}
_STAND_INS: Final = {"default": {}, "vim": _VIM, "emacs": _EMACS}
_MOVED: Final = {"vim": {"console": "L,f12"}}
"""Actions whose usual key means something else there."""


class Keymap:
    """The keys of one viewer, where they are not the usual ones."""

    def __init__(self, app: SttuiApp, name: str, own: Mapping[str, Any]) -> None:
        self._app = app
        # Emacs' keys move within what is typed, too; vim's would be letters there.
        self._yields = name == "vim"
        self._stand_ins: Mapping[str, str] = _STAND_INS[name]
        self.problems: list[str] = []
        """What of the user's own keys cannot be, one line each."""
        for action, keys in _MOVED.get(name, {}).items():
            self._bind(ACTIONS[action], keys.split(","))
        for action, said in own.items():
            self._own(action, said)

    def _own(self, action: str, said: object) -> None:
        parts = said if isinstance(said, list) else str(said).split(",")
        keys = [str(part).strip() for part in parts if str(part).strip()]
        if action not in ACTIONS:
            near = difflib.get_close_matches(action, ACTIONS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"one of {', '.join(ACTIONS)}."
            self.problems.append(f"sttui.keys: there is no action {action}; {hint}")
        elif not keys:
            self.problems.append(f"sttui.keys: {action} has no key.")
        else:
            self._bind(ACTIONS[action], keys)

    def _bind(self, action: str, keys: list[str]) -> None:
        """Give an action other keys than it had."""
        bindings = self._app._bindings.key_to_bindings
        found: Binding | None = None
        for key, known in tuple(bindings.items()):
            rest = [one for one in known if one.action != action]
            if len(rest) < len(known):
                found = next(one for one in known if one.action == action)
                bindings[key] = rest
                if not rest:
                    del bindings[key]
        usual = found or Binding(keys[0], action, "", show=False)
        for key in keys:
            shown = key.upper() if len(key) == 1 else None
            bound = replace(usual, key=_spelled(key), key_display=shown)
            # It comes before what the key did up to now.
            bindings[bound.key] = [bound]

    def translated(self, event: events.Event) -> events.Event:
        """Return the key that another stands for, unless it is typed or has a use of its own."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            return event
        wanted = self._stand_ins.get(event.key)
        if wanted is None or (self._yields and (self._is_typed() or self._is_used(event.key))):
            return event
        return events.Key(wanted, None)

    def _is_typed(self) -> bool:
        """Say whether keys are typed into something now."""
        node: Any = self._app.focused
        while node is not None and node is not self._app:
            if node.check_consume_key("a", "a"):
                return True
            node = node.parent
        return False

    def _is_used(self, key: str) -> bool:
        """Say whether what has the focus does something by a key, as tables search by `/`."""
        node: Any = self._app.focused or self._app.screen
        while node is not None and node is not self._app:
            if key in node._bindings.key_to_bindings:
                return True
            node = node.parent
        return False


def _spelled(key: str) -> str:
    """Return a key as Textual spells it: `question_mark` for `?`."""
    from textual.keys import _character_to_key

    return _character_to_key(key) if len(key) == 1 else key
