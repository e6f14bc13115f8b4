"""Stands in for streamlit-option-menu: a menu of which one option is chosen."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from typing import Any

from sttui.container import main
from sttui.core.run import current
from sttui.core.session import Session

SEPARATOR = "---"
_ICONS = {
    "bar-chart": "▥",
    "bell": "♪",
    "book": "▤",
    "calendar": "▦",
    "camera": "◉",
    "cart": "⛒",
    "cast": "◫",
    "chat": "❝",
    "check": "✓",
    "clock": "◷",
    "cloud": "☁",
    "cloud-upload": "⇧",
    "download": "⇩",
    "envelope": "✉",
    "file": "▯",
    "flag": "⚑",
    "folder": "▱",
    "gear": "⚙",
    "globe": "◍",
    "graph-up": "↗",
    "heart": "♥",
    "house": "⌂",
    "info-circle": "ⓘ",
    "kanban": "▥",
    "key": "⚷",
    "list": "≡",
    "list-task": "≣",
    "lock": "▣",
    "map": "◰",
    "menu-app": "≡",
    "pencil": "✎",
    "person": "☺",
    "play": "▶",
    "plus": "+",
    "question-circle": "?",
    "search": "⌕",
    "sliders": "≣",
    "star": "★",
    "table": "▦",
    "tag": "⚑",
    "trash": "✕",
    "upload": "⇧",
    "wrench": "⚒",
    "x": "✕",
}
"""Characters for the Bootstrap icons that menus use most; others are left out."""

_moved: weakref.WeakKeyDictionary[Session, dict[str, int]] = weakref.WeakKeyDictionary()
"""The `manual_select` that each menu was given last, by its key."""


def option_menu(
    menu_title: str | None,
    options: Sequence[str],
    default_index: int = 0,
    menu_icon: str | None = None,
    icons: Sequence[str] | None = None,
    orientation: str = "vertical",
    styles: dict[str, Any] | None = None,
    manual_select: int | None = None,
    key: str | None = None,
    on_change: Callable[[str], object] | None = None,
) -> str:
    """Show a menu, and return the option that is chosen.

    Args:
        menu_title: What stands above it.
        options: What can be chosen; `"---"` separates groups and is left out.
        default_index: The place of the first choice.
        menu_icon: The name of a Bootstrap icon.
        icons: Names of icons for the options.
        orientation: "vertical" or "horizontal".
        styles: Kept for the package; CSS has no effect here.
        manual_select: The place of an option to choose now.
        key: Tells it from others; also its name in session state.
        on_change: A function to call first, with the key.
    """
    options = list(options)
    marks = {
        option: icon_of(icons[place] if icons and place < len(icons) else None)
        for place, option in enumerate(options)
    }
    shown = [option for option in options if option != SEPARATOR]
    start = options[default_index if manual_select is None else manual_select]
    if key is not None and manual_select is not None:
        _choose(key, manual_select, options[manual_select])
    title = f"{icon_of(menu_icon)} {menu_title}".strip() if menu_title else ""
    rest: dict[str, Any] = {
        "format_func": lambda option: f"{marks[option]} {option}".strip(),
        "key": key,
        "label_visibility": "visible" if title else "collapsed",
        "on_change": _caller(on_change, key),
    }
    if orientation == "horizontal":
        chosen: str = main.segmented_control(
            title or "Menu", shown, default=start, required=True, **rest
        )
        return chosen
    with main.container(border=True):
        chosen = main.radio(title or "Menu", shown, shown.index(start), **rest)
    return chosen


def icon_of(name: str | None) -> str:
    """Return a character for a Bootstrap icon; empty where there is none."""
    if not name:
        return ""
    plain = name.removeprefix("bi-").removesuffix("-fill")
    return _ICONS.get(plain) or _ICONS.get(plain.partition("-")[0], "")


def _choose(key: str, place: int, option: str) -> None:
    """Choose an option where the script has just asked for another than before."""
    session = current().session
    known = _moved.setdefault(session, {})
    if known.get(key) != place:
        known[key] = place
        session.state.set(key, option, session.number)


def _caller(on_change: Callable[[str], object] | None, key: str | None) -> Any:
    if on_change is None:
        return "rerun"
    if key is None:
        main.error("A menu with `on_change` needs a `key`, which is passed to the function.")
        return "rerun"
    return lambda: on_change(key)
