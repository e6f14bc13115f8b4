"""What a component's code gets: the same things that a browser hands to its JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """The colours of the page, as Rich and Textual read them: `#9aa5ff`, or one of the 16 names."""

    base: Literal["light", "dark"] = "dark"
    primary_color: str = ""
    background_color: str = ""
    secondary_background_color: str = ""
    text_color: str = ""
    muted_color: str = ""
    link_color: str = ""
    border_color: str = ""
    red: str = ""
    orange: str = ""
    yellow: str = ""
    green: str = ""
    blue: str = ""
    violet: str = ""
    gray: str = ""


Tell = Callable[[str, str, Any], None]


class Instance:
    """One component on one page: what it was given, and the way back to the script.

    A widget class gets it when it is made, a `render` function at every drawing, the functions
    of `keys` when their key is pressed. All of these run in the thread of the screen: they must
    return at once.

    Attributes:
        name: What the component was declared as.
        key: The user's key; empty for none.
        data: What the script passed; of a component of version 1, its arguments by name.
        theme: The page's colours.
        disabled: Whether it cannot be used.
        focused: Whether it has the focus.
        width: The cells that a drawing may take across; 0 until that is known.
        pointer: Column and row of the last click on a drawing.
    """

    def __init__(self, tell: Tell, *, name: str = "", key: str = "") -> None:
        self._tell = tell
        self.name = name
        self.key = key
        self.data: Any = None
        self.theme = Theme()
        self.disabled = False
        self.focused = False
        self.width = 0
        self.pointer: tuple[int, int] | None = None
        self._state: Mapping[str, Any] = {}
        self._busy: Callable[[], bool] = lambda: False

    def set_values(self, state: Mapping[str, Any]) -> None:
        """Set the state that the component sees: the screen does so, and tests may.

        Args:
            state: Its values, by name.
        """
        self._state = state

    @property
    def state(self) -> dict[str, Any]:
        """A copy of the state values, by name."""
        return dict(self._state)

    @property
    def running(self) -> bool:
        """Whether the script runs, or is about to."""
        return self._busy()

    @property
    def value(self) -> Any:
        """The value of a component of version 1, None until it has one."""
        return self._state.get("value")

    def set_state_value(self, name: str, value: Any) -> None:
        """Set a value that lasts, and run the script where it is another now.

        Args:
            name: Its name in the result.
            value: Plain data.
        """
        self._tell("state", name, value)

    def set_trigger_value(self, name: str, value: Any = True) -> None:
        """Send a value that lasts for one run of the script.

        Args:
            name: Its name in the result.
            value: Plain data.
        """
        self._tell("trigger", name, value)

    def set_component_value(self, value: Any) -> None:
        """Set the value of a component of version 1."""
        self._tell("state", "value", value)
