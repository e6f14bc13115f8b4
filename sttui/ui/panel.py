"""What a control opens over the page: it stands below its field, or above it."""

from __future__ import annotations

from typing import Any

from textual.widget import Widget


class Panel(Widget):
    """A panel of a control. It never takes the focus: all keys go to the control.

    Inside of what lies over the page itself, such as a popover, Textual would draw it below
    its neighbours; there it opens between them.
    """

    def __init__(self, owner: Any) -> None:
        super().__init__()
        self.owner = owner
        self.is_inline = False

    def stand(self, field: int, wanted: int, least: int) -> int:
        """Take a place; return the height that is there.

        Args:
            field: The number of lines of the control's field.
            wanted: The height that the panel would have.
            least: With less room than that below, and more above, it opens upwards; it is
                never smaller.
        """
        owner = self.owner
        label = owner.label_height
        self.is_inline = any(
            isinstance(node, Widget) and node.styles.overlay == "screen" for node in owner.ancestors
        )
        self.set_class(self.is_inline, "-inline")
        if self.is_inline:
            self.styles.offset = (0, 0)
            self.styles.margin = (label + field, 0, 0, 0)
            self.styles.height = wanted
            owner.styles.height = label + field + wanted
            owner.call_after_refresh(owner.scroll_visible, animate=False)
            return wanted
        start = owner.region.y + label
        below = self.screen.size.height - 1 - (start + field)
        above = start - 1
        upwards = below < min(wanted, least) and above > below
        # What would be of no use any smaller covers its field instead.
        size = wanted if wanted <= least else max(least, min(wanted, max(above, below)))
        self.styles.height = size
        self.styles.offset = (0, label + (-size if upwards else field))
        return size

    def shut(self) -> None:
        """Go."""
        self.display = False
        if self.is_inline:
            self.owner.styles.height = "auto"
