"""Chooses the colours that a viewer sees: his wish, the app's theme, his terminal's background.

One for each viewer: nothing of it belongs to the process.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor

from sttui.core import config
from sttui.core.theme import ThemeOptions, theme_options
from sttui.core.wire import Attached
from sttui.ui.background import Tone, tone_of_environment
from sttui.ui.palette import ANSI_DARK, ANSI_LIGHT, DARK, LIGHT, MONO, Palette
from sttui.ui.sheets import sheet
from sttui.ui.theme import PALETTES, USUAL, Colours, theme

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

TITLES: Final = {
    "custom": "Custom Theme",
    "custom-light": "Custom Theme Light",
    "custom-dark": "Custom Theme Dark",
    "system": "Use system setting",
    "light": "Light",
    "dark": "Dark",
}
"""The choices, as the settings call them."""
_TONES: Final[dict[str, Tone]] = {
    "light": "light",
    "dark": "dark",
    "custom-light": "light",
    "custom-dark": "dark",
}


class Theming:
    """The colours of one viewer's screen."""

    def __init__(
        self,
        app: SttuiApp,
        *,
        fixed: str | Colours = "",
        choice: str = "",
        ground: Tone | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._app = app
        self.fixed = fixed
        """A theme, by name or as colours, that nothing changes but the viewer's own wish."""
        self.choice = choice if choice in TITLES else ""
        """What the viewer chose; "" where he has not."""
        self.draft: ThemeOptions | None = None
        """The theme as it is being edited."""
        self.ground: Tone | None = ground or tone_of_environment(environ)
        """The terminal's own background."""
        self.options = theme_options(config.current)
        system = app.console.color_system
        self.is_sixteen = system in ("standard", "windows")
        self.is_colourless = system is None or bool(environ.get("NO_COLOR"))
        if isinstance(fixed, tuple):
            self.is_colourless = fixed[0].mono
        self._count = 0
        self._families: list[str] = []
        self._own: dict[str, Colours] = {}
        self._filter(app)
        for name, known in PALETTES.items():
            app.register_theme(theme(name, known))
        self.colours: Colours = DARK, DARK
        """The palettes of page and sidebar."""
        self.apply()

    def _filter(self, app: SttuiApp) -> None:
        """Take colours away by our own filter: Textual's turns them into greys."""
        filters: list[LineFilter] = app._filters
        no_colour = (Monochrome, NoColor, Colourless)
        filters[:] = [one for one in filters if not isinstance(one, no_colour)]
        if self.is_colourless:
            filters.append(Colourless())
        app.no_color = self.is_colourless

    def move(self, environ: Mapping[str, str]) -> None:
        """Follow the viewer to another terminal."""
        system = self._app.console.color_system
        self.is_sixteen = system in ("standard", "windows")
        self.is_colourless = system is None or bool(environ.get("NO_COLOR"))
        self._filter(self._app)
        self.ground = tone_of_environment(environ)
        self.apply()

    @property
    def tone(self) -> Tone:
        """Whether the page is light or dark."""
        return "dark" if self.colours[0].dark else "light"

    @property
    def active(self) -> str:
        """The choice that is in force."""
        choice = self.choice
        if choice.startswith("custom-") and not self.options.has_tones:
            choice = "custom"
        if not choice or (choice.startswith("custom") and not self.options.is_set):
            choice = "custom" if self.options.is_set else "system"
        return choice

    @property
    def choices(self) -> list[str]:
        """What can be chosen."""
        custom: list[str] = []
        if self.options.is_set:
            custom = ["custom"]
        if self.options.has_tones:
            custom += ["custom-light", "custom-dark"]
        return [*custom, "system", "light", "dark"]

    def choose(self, choice: str) -> None:
        """Take what the viewer chose."""
        self.choice = choice
        self.fixed, self.draft = "", None
        self.apply()

    def told(self, tone: Tone) -> None:
        """Take what the terminal says of its background."""
        if tone != self.ground:
            self.ground = tone
            self.apply()

    def reread(self) -> tuple[str, ...]:
        """Follow the config; return what is wrong with its theme."""
        self.options = theme_options(config.current)
        self.apply()
        return self.options.problems

    def edit(self, draft: ThemeOptions | None) -> None:
        """Show a theme that is being edited, or no longer."""
        self.draft = draft
        self.apply()

    def apply(self) -> None:
        """Bring the screen's colours in line with what is known now."""
        if self.fixed and self.draft is None:
            fixed = self.fixed
            pair = (PALETTES[fixed], PALETTES[fixed]) if isinstance(fixed, str) else fixed
        else:
            pair = self._palettes(*self._look())
        if pair != self.colours or self._app.theme not in (*PALETTES, *self._own):
            self._show(pair)

    def _show(self, pair: Colours) -> None:
        """Let Textual have other colours: it asks for another name then."""
        self.colours = pair
        name = next((n for n, known in PALETTES.items() if pair == (known, known)), "")
        if not name:
            self._count += 1
            name = f"sttui-own-{self._count}"
            self._app.register_theme(theme(name, *pair))
        before, self._own = self._own, {name: pair}
        self._app.theme = name
        for old in before:
            if old != name and old not in PALETTES:
                self._app.unregister_theme(old)

    def _look(self) -> tuple[ThemeOptions | None, Tone]:
        """Return the theme, if not one of ours, and its tone."""
        choice = self.active
        wished = _TONES.get(choice)
        options = self.draft or (self.options if choice.startswith("custom") else None)
        if options is not None and wished is None:
            wished = options.tone
        return options, wished or self.ground or USUAL

    def _palettes(self, options: ThemeOptions | None, tone: Tone) -> Colours:
        """Return the colours of page and sidebar, as this terminal can show them."""
        if self.is_colourless:
            palette = MONO if tone == "dark" else _MONO_LIGHT
        elif self.is_sixteen:
            palette = self._sixteen(options, tone)
        elif options is None:
            palette = DARK if tone == "dark" else LIGHT
        else:
            from sttui.ui.derive import theme_palettes

            return theme_palettes(options, tone)
        return palette, palette

    def _sixteen(self, options: ThemeOptions | None, tone: Tone) -> Palette:
        from sttui.ui.derive import ansi_palette, own_ground

        palette = ANSI_DARK if tone == "dark" else ANSI_LIGHT
        if options is not None:
            palette = ansi_palette(options.page(tone), tone)
        return palette if tone == (self.ground or USUAL) else own_ground(palette)

    def begin(self) -> None:
        """Follow the app's theme from now on."""
        self._app.theme_changed_signal.subscribe(self._app, lambda chosen: self._repaint())
        self._set_classes()

    def _repaint(self) -> None:
        """Draw the page in the colours that are in force by now."""
        app = self._app
        app.canvas.repaint(*self.colours)
        self._set_classes()
        for family in tuple(self._families):
            self._use_side_sheet(family)
        if app.session.viewer.theme != self.tone:
            # For the script's next run.
            app.session.send(self.attached())

    def _set_classes(self) -> None:
        palette, side = self.colours
        app = self._app
        app.set_class(not palette.widget_border, "-no-widget-border")
        # Where all grounds are the terminal's, a line parts the sidebar from the page.
        app.set_class(palette.sidebar_border or palette.ansi, "-sidebar-border")
        app.set_class(side is not palette, "-own-sidebar")

    def attached(self) -> Attached:
        """Return what the script may know of the viewer."""
        size = self._app.size
        return Attached(theme=self.tone, width=size.width, height=size.height)

    def use_sheet(self, family: str) -> None:
        """Read the style sheet of a family of elements, when the first of them is shown.

        Reading them all would take as long as all else that happens until the first paint.
        """
        path = sheet(family)
        if path.is_file():
            # `read` would leave the rules of a page that is on the screen already as they are.
            self._app.stylesheet.add_source(path.read_text("utf-8"), (str(path), ""))
            self._families.append(family)
            self._use_side_sheet(family)

    def _use_side_sheet(self, family: str) -> None:
        """Read a style sheet once more, for a sidebar that has colours of its own."""
        palette, side = self.colours
        key = (str(sheet(family)), "sidebar")
        stylesheet = self._app.stylesheet
        if side is palette or stylesheet.has_source(*key):
            return
        rules = sheet(family).read_text("utf-8").replace("$", "$side-")
        stylesheet.add_source(f"#sidebar, RootView.-sidebar {{\n{rules}\n}}", key)


class Colourless(LineFilter):
    """Takes all colours away, and leaves what is bold, dim, underlined or reversed."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without colours."""
        return [
            Segment(text, style.without_color if style is not None else None, control)
            for text, style, control in segments
        ]


_MONO_LIGHT: Final[Any] = replace(MONO, dark=False)
