"""What `[theme]` says: the options that are set, with their colours checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

import msgspec

from sttui.core.colours import nearest_colour, read_colour
from sttui.core.config import Config
from sttui.core.options import OPTIONS, THEME_SECTIONS

Tone = Literal["light", "dark"]
Options = Mapping[str, Any]
"""Options of one section by name; colours as `#rrggbb` or `#rrggbbaa`."""

RAMP: Final = 10
"""How many colours a scale from little to much has."""
_RADII: Final = ("none", "small", "medium", "large", "full")


class ThemeOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of a theme, by section: "" is `[theme]` itself, then `sidebar`, `dark`, ..."""

    base: Tone | None = None
    sections: dict[str, dict[str, Any]] = {}
    problems: tuple[str, ...] = ()
    """What was left out and why, one line each."""

    @property
    def is_set(self) -> bool:
        """Whether there is a theme at all."""
        return self.base is not None or any(self.sections.values())

    @property
    def has_tones(self) -> bool:
        """Whether light and dark differ, so that the theme follows the terminal."""
        return any(
            options for name, options in self.sections.items() if name.startswith(("light", "dark"))
        )

    @property
    def tone(self) -> Tone | None:
        """The tone that the theme has of its own; None where it goes with both."""
        if self.has_tones:
            return None
        if self.base is not None:
            return self.base
        page = self.sections.get("", {})
        if ground := page.get("backgroundColor"):
            return "light" if brightness(ground) > 0.5 else "dark"
        if ink := page.get("textColor"):
            return "dark" if brightness(ink) > 0.5 else "light"
        return None

    def page(self, tone: Tone) -> Options:
        """Return the options of the page in a tone: those of the tone over those of all."""
        return self.sections.get("", {}) | self.sections.get(tone, {})

    def sidebar(self, tone: Tone) -> Options:
        """Return what the sidebar has otherwise than the page."""
        return self.sections.get("sidebar", {}) | self.sections.get(f"{tone}.sidebar", {})


def brightness(colour: str) -> float:
    """Return how light a colour is to the eye, from 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def theme_options(config: Config) -> ThemeOptions:
    """Return the theme that the options make, and what is wrong with it."""
    sections: dict[str, dict[str, Any]] = {}
    problems: list[str] = []
    for section in ("", *THEME_SECTIONS):
        prefix = f"theme.{section}." if section else "theme."
        for name in _names():
            key = prefix + name
            if key not in OPTIONS or (value := config.get(key)) is None:
                continue
            checked, problem = check(name, value)
            if problem:
                problems.append(f"{config.source(key)}: {key} {problem}")
            if checked is not None:
                sections.setdefault(section, {})[name] = checked
    base = str(config.get("theme.base") or "").lower()
    tone: Tone | None = "light" if base == "light" else "dark" if base == "dark" else None
    return ThemeOptions(base=tone, sections=sections, problems=tuple(problems))


def _names() -> Iterator[str]:
    for key in OPTIONS:
        section, _, name = key.rpartition(".")
        if section == "theme" and name != "base":
            yield name


def is_colour(name: str) -> bool:
    """Say whether an option holds one colour."""
    return name.endswith("Color")


def check(name: str, value: object) -> tuple[Any, str]:
    """Return an option's value as it can be used, or None; and what is wrong with it."""
    if is_colour(name):
        colour = read_colour(value) if isinstance(value, str) else None
        return colour, "" if colour else _no_colour(value)
    if name.endswith("Colors"):
        return _colours(name, value)
    if name.endswith("Radius"):
        return _radius(value)
    return value, ""


def _no_colour(value: object) -> str:
    near = nearest_colour(value) if isinstance(value, str) else ""
    hint = f'Did you mean "{near}"?' if near else 'Write "#rrggbb", "rgb(...)" or a name of CSS.'
    return f"is no colour: {value!r}. {hint}"


def _colours(name: str, value: object) -> tuple[list[str] | None, str]:
    given = value if isinstance(value, list) else [value]
    read = [(part, read_colour(part) if isinstance(part, str) else None) for part in given]
    good = [colour for _, colour in read if colour]
    bad = next((part for part, colour in read if not colour), None)
    problem = _no_colour(bad) if len(good) < len(read) else ""
    if name != "chartCategoricalColors" and len(good) != RAMP:
        return None, problem or f"takes {RAMP} colours, not {len(good)}."
    return good or None, problem or ("" if good else "is empty.")


def _radius(value: object) -> tuple[float | None, str]:
    """Return a radius in rem."""
    text = str(value).strip().lower()
    if text in _RADII:
        return (0.0, 0.25, 0.5, 1.0, 2.0)[_RADII.index(text)], ""
    unit = "rem" if text.endswith("rem") else "px"
    try:
        number = float(text.removesuffix(unit))
    except ValueError:
        words = ", ".join(_RADII)
        return None, f'takes {words}, or a size such as "10px" or "0.5rem", not {value!r}.'
    return (number if unit == "rem" else number / 16), ""
