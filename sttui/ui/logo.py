"""The app's logo: a picture or an icon in the sidebar, a mark in the header."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from sttui.core.pages import Logo
from sttui.core.picture import Picture
from sttui.core.wire import Rerun
from sttui.ui.markdown import plain

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

_ROWS = {"small": 2, "medium": 3, "large": 4}


class LogoView(Widget):
    """The app's logo at the top of the sidebar."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, logo: Logo) -> None:
        super().__init__()
        self.logo = logo
        if logo.link:
            self.tooltip = Content(logo.link)

    def _cells(self, width: int) -> tuple[int, int]:
        """Return the columns and rows of the picture."""
        image = self.logo.image
        if not isinstance(image, Picture) or not image.pixels:
            return 0, 1
        rows = _ROWS[self.logo.size]
        columns = round(rows * 2 * image.width / max(1, image.height))
        if columns > width:
            rows = max(1, round(rows * width / columns))
        return max(1, min(columns, width)), rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        return self._cells(width)[1]

    def render_line(self, y: int) -> Strip:
        """Return a line of the picture, or the icon."""
        width = self.size.width
        canvas = cast("SttuiApp", self.app).canvas
        image = self.logo.image
        if not isinstance(image, Picture):
            return Strip([Segment(set_cell_size(plain(image), width), self.rich_style)], width)
        columns, rows = self._cells(width)
        if not columns:
            return Strip.blank(width, self.rich_style)
        if canvas.kitty is not None and canvas.kitty.fits(columns, rows):
            strips = canvas.kitty.place(image, columns, rows)
        else:
            from sttui.ui.raster import half_blocks

            strips = half_blocks(image, columns, rows, canvas.palette)
        return strips[y].adjust_cell_length(width, self.rich_style)

    def on_click(self) -> None:
        """Open the link, or the app's first page."""
        app = cast("SttuiApp", self.app)
        if self.logo.link:
            app.open_url(self.logo.link)
            app.notify(f"Opened {self.logo.link}", timeout=3, markup=False)
        else:
            app.session.send(Rerun(page="", query=""))


def logo_mark(app: SttuiApp) -> Segment:
    """Return what stands for the logo in a single line: its icon, or a dot of its colour."""
    logo = app.session.logo
    if logo is None:
        return Segment("")
    image = logo.small or logo.image
    if isinstance(image, str):
        return Segment(f"{plain(image)} ")
    if not image.pixels:
        return Segment("")
    from sttui.ui.raster import scaled

    red, green, blue, _ = (int(part) for part in scaled(image, 1, 1)[0, 0])
    return Segment("● ", Style(color=f"rgb({red},{green},{blue})"))
