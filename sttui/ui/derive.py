"""Makes the palettes of a theme from its few options: what is not said is derived, and readable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sttui.core.theme import Options, ThemeOptions, Tone, brightness
from sttui.ui.contrast import READABLE, blend, contrast, laid_over, readable, readable_ground
from sttui.ui.palette import ANSI_DARK, ANSI_LIGHT, COLOURS, DARK, LIGHT, Palette

__all__ = ["ansi_palette", "own_ground", "theme_palettes"]

_SEMANTIC = {"info": "blue", "success": "green", "warning": "yellow", "error": "red"}
_ROLES = {
    "accent": "primaryColor",
    "code": "codeTextColor",
    "code_text": "codeTextColor",
    "table_border": "dataframeBorderColor",
    "table_header": "dataframeHeaderTextColor",
    "table_header_background": "dataframeHeaderBackgroundColor",
}
"""Roles that an option sets as it is."""
_FLAGS = {
    "underline_links": "linkUnderline",
    "widget_border": "showWidgetBorder",
    "sidebar_border": "showSidebarBorder",
}
_SCALES = {
    "series": "chartCategoricalColors",
    "sequential": "chartSequentialColors",
    "diverging": "chartDivergingColors",
}
# Inks of the 16 that can be read on a light ground, and on a dark one, with a usual value.
_ON_LIGHT = {
    "red": "#cd0000",
    "green": "#008b00",
    "blue": "#0000ee",
    "magenta": "#cd00cd",
    "black": "#000000",
    "bright_black": "#7f7f7f",
}
_ON_DARK = {
    "bright_red": "#ff5555",
    "bright_green": "#55ff55",
    "bright_yellow": "#ffff55",
    "bright_blue": "#5c5cff",
    "bright_magenta": "#ff55ff",
    "bright_cyan": "#55ffff",
    "white": "#c0c0c0",
    "bright_white": "#ffffff",
}


def theme_palettes(options: ThemeOptions, tone: Tone) -> tuple[Palette, Palette]:
    """Return the palettes of page and sidebar of a theme in a tone."""
    page = options.page(tone)
    main = _palette(page, DARK if tone == "dark" else LIGHT)
    aside = options.sidebar(tone)
    if not aside and not page.get("backgroundColor") and not page.get("secondaryBackgroundColor"):
        return main, main
    ground = laid_over(aside.get("backgroundColor", main.sidebar or main.surface), main.background)
    # What the page's text is may not be readable on another ground.
    ink = aside.get("textColor") or readable(main.text, (ground,), 7.0)
    fields = aside.get("secondaryBackgroundColor") or main.background
    if "secondaryBackgroundColor" not in aside and contrast(ink, fields) < READABLE:
        fields = readable_ground(ground, ink, 0.12, (ink,))
    said = {**page, **aside} | {
        "backgroundColor": ground,
        "secondaryBackgroundColor": fields,
        "textColor": ink,
    }
    side = _palette(said, DARK if brightness(ground) < 0.5 else LIGHT)
    return replace(main, sidebar=ground), side


def _palette(options: Options, base: Palette) -> Palette:
    """Return the palette that options make of another one."""
    made = _grounds(options, base)
    grounds = (made["background"], made["surface"], made["panel"], made["code_background"])
    moved = any(made[name] != getattr(base, name) for name in ("background", "panel", "text"))
    palette = replace(base, **made)

    def ink(colour: str) -> str:
        return readable(laid_over(colour, grounds[0]), grounds)

    muted = blend(palette.text, palette.background, 0.35) if moved else base.muted
    palette = replace(
        palette,
        muted=ink(muted),
        border=_said(options, "borderColor", palette)
        or (blend(palette.background, palette.text, 0.22) if moved else base.border),
        **_hues(options, base, palette, ink, moved=moved),
    )
    if moved or options.get("primaryColor"):
        palette = replace(palette, **_accent(options, palette, ink))
    link = options.get("linkColor")
    blue = options.get("blueColor") or options.get("blueTextColor")
    roles = {role: _said(options, name, palette) for role, name in _ROLES.items()}
    more: dict[str, Any] = {
        "link": laid_over(link, grounds[0]) if link else palette.blue if blue else ink(base.link),
        **{role: colour for role, colour in roles.items() if colour},
        **{role: options[name] for role, name in _FLAGS.items() if name in options},
        **{role: tuple(options[name]) for role, name in _SCALES.items() if name in options},
        "square": options.get("baseRadius") == 0,
    }
    if border := options.get("borderColor"):
        more.setdefault(
            "table_border", blend(palette.background, laid_over(border, grounds[0]), 0.6)
        )
    return replace(palette, **more)


def _grounds(options: Options, base: Palette) -> dict[str, Any]:
    """Return grounds, and the ink of text."""
    said = options.get("backgroundColor")
    background = laid_over(said, base.background) if said else base.background
    if ink := options.get("textColor"):
        text = laid_over(ink, background)
    else:
        text = readable(base.text, (background,), 7.0)
    if fields := options.get("secondaryBackgroundColor"):
        panel = sidebar = laid_over(fields, background)
        surface = blend(background, panel, 0.5)
    elif said:
        panel, surface = (readable_ground(background, text, n, (text,)) for n in (0.09, 0.04))
        sidebar = surface
    else:
        panel, surface, sidebar = base.panel, base.surface, base.surface
    code = options.get("codeBackgroundColor")
    code_ground = laid_over(code, background) if code else surface
    if not code and not said and not fields:
        code_ground = base.code_background
    return {
        "background": background,
        "surface": surface,
        "panel": panel,
        "sidebar": sidebar,
        "code_background": code_ground,
        "text": text,
    }


def _accent(options: Options, palette: Palette, ink: Callable[[str], str]) -> dict[str, Any]:
    """Return what is active: as ink, and as a ground with ink on it."""
    ground = palette.background
    accent = laid_over(options.get("primaryColor", palette.primary), ground)
    primary = ink(accent)
    on_accent = ground if contrast(ground, accent) >= READABLE else readable(ground, (accent,))
    tinted = readable_ground(ground, accent, 0.2, (primary, palette.text))
    return {
        "accent": accent,
        "on_accent": on_accent,
        "primary": primary,
        "primary_background": tinted,
    }


def _hues(
    options: Options, base: Palette, palette: Palette, ink: Callable[[str], str], *, moved: bool
) -> dict[str, Any]:
    """Return Streamlit's named colours, and those of alerts: each as ink and as ground."""
    made: dict[str, Any] = {}
    end, share = ("#ffffff", 0.2) if palette.dark else ("#000000", 0.1)
    for hue in COLOURS:
        own = _said(options, f"{hue}Color", palette)
        written = _said(options, f"{hue}TextColor", palette)
        tone = ink(blend(own, end, 0.15) if own else getattr(base, hue))
        made[hue] = written or tone
        ground = _said(options, f"{hue}BackgroundColor", palette)
        if not ground and (own or moved):
            ground = readable_ground(palette.background, own or tone, share, (made[hue],))
        made[f"{hue}_background"] = ground or getattr(base, f"{hue}_background")
    for role, hue in _SEMANTIC.items():
        said = any(options.get(f"{hue}{part}") for part in ("Color", "TextColor"))
        made[role] = made[hue] if said else ink(getattr(base, role))
        ground = made[f"{hue}_background"] if options.get(f"{hue}BackgroundColor") else ""
        if not ground and (said or moved):
            inks = (made[role], palette.text)
            ground = readable_ground(palette.background, made[role], 0.12, inks)
        made[f"{role}_background"] = ground or getattr(base, f"{role}_background")
    return made


def _said(options: Options, name: str, palette: Palette) -> str:
    """Return the colour that an option sets, or ""."""
    colour = options.get(name)
    return laid_over(colour, palette.background) if colour else ""


def ansi_palette(options: Options, tone: Tone) -> Palette:
    """Return a theme in the 16 colours: its inks are the nearest that can be read.

    The ground is the terminal's own, so the tone is the terminal's too.
    """
    base = ANSI_DARK if tone == "dark" else ANSI_LIGHT
    said = {
        "primary": options.get("primaryColor"),
        "link": options.get("linkColor"),
        "code": options.get("codeTextColor"),
        **{hue: options.get(f"{hue}TextColor") or options.get(f"{hue}Color") for hue in COLOURS},
    }
    inks = {role: _nearest(colour, tone) for role, colour in said.items() if colour}
    inks |= {role: inks[hue] for role, hue in _SEMANTIC.items() if hue in inks}
    more: dict[str, Any] = {
        **inks,
        **{role: options[name] for role, name in _FLAGS.items() if name in options},
        "square": options.get("baseRadius") == 0,
    }
    if series := options.get("chartCategoricalColors"):
        more["series"] = tuple(dict.fromkeys(_nearest(colour, tone) for colour in series))
    return replace(base, **more)


def own_ground(palette: Palette) -> Palette:
    """Return a palette of the 16 colours that brings its ground along.

    It is for a terminal whose own ground is, or may be, of the other tone.
    """
    ground, text = ("black", "bright_white") if palette.dark else ("bright_white", "black")
    grounds = ("background", "surface", "panel", "code_background", "primary_background")
    changes: dict[str, Any] = {name: ground for name in grounds}
    changes |= {f"{name}_background": ground for name in (*COLOURS, *_SEMANTIC)}
    return replace(palette, text=text, **changes)


def _nearest(colour: str, tone: Tone) -> str:
    """Return the ink of the 16 that is most like a colour and can be read on a tone."""
    import colorsys

    inks = _ON_LIGHT if tone == "light" else _ON_DARK

    def parts(text: str) -> tuple[float, float, float]:
        levels = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return colorsys.rgb_to_hsv(*levels)

    hue, full, _ = parts(colour[:7])

    def distance(name: str) -> float:
        other, strength, _ = parts(inks[name])
        if full < 0.2 or strength < 0.2:
            # Greys are like greys, by how light they are.
            unlike = 10.0 if (full < 0.2) != (strength < 0.2) else 0.0
            return unlike + abs(brightness(colour) - brightness(inks[name]))
        apart = abs(hue - other)
        return min(apart, 1 - apart)

    return min(inks, key=distance)
