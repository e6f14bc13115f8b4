"""Picture: an immutable handle on pixels, so that a record can hold a picture of any size."""

from __future__ import annotations


class Picture:
    """Pixels, row by row from the top, compared by a fingerprint of where they came from.

    They live as long as a record does that shows them: there is no store to clear.
    """

    __slots__ = ("__weakref__", "alpha", "fingerprint", "height", "note", "pixels", "size", "width")

    def __init__(
        self,
        fingerprint: bytes,
        pixels: bytes = b"",
        size: tuple[int, int] = (0, 0),
        *,
        alpha: bool = False,
        natural: tuple[int, int] | None = None,
        note: str = "",
    ) -> None:
        self.fingerprint = fingerprint
        self.pixels = pixels
        """Three bytes for each pixel, or four with `alpha`."""
        self.size = size
        """Columns and rows of `pixels`; a large picture is kept in less than it had."""
        self.alpha = alpha
        self.width, self.height = natural or size
        """What the picture itself says."""
        self.note = note
        """Why there are no pixels."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Picture):
            return NotImplemented
        return self is other or self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return f"<Picture {self.width}x{self.height}>" if self.pixels else f"<Picture: {self.note}>"
