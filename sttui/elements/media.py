"""Pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from sttui import errors
from sttui.core.element import Element, Width
from sttui.core.picture import Picture
from sttui.core.run import P, current, draw
from sttui.elements.arguments import check_width, check_word, stretched, text_of, verbatim


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    """One picture of an image element."""

    picture: Picture
    caption: str = ""
    alt: str | None = None
    """What it shows, for those who cannot see it; empty if it only adorns the page."""


class Image(Element, frozen=True, kw_only=True):
    """One picture, or several side by side."""

    shots: tuple[Shot, ...]
    size: Width = "content"
    """The width of each picture; that of the element is the page's."""
    link: str = ""

    @property
    def captions(self) -> list[str]:
        """The captions, empty where there is none."""
        return [shot.caption for shot in self.shots]


def image(
    at: P,
    image: Any,
    caption: str | list[str] | None = None,
    width: int | Literal["stretch", "content"] = "content",
    clamp: bool = False,
    channels: Literal["RGB", "BGR"] = "RGB",
    output_format: Literal["JPEG", "PNG", "auto"] = "auto",
    *,
    use_container_width: bool | None = None,
    link: str | None = None,
    use_column_width: Any = None,
    alt: str | Sequence[str | None] | None = None,
) -> P:
    """Show a picture, or several side by side.

    Args:
        at: Where to show it.
        image: A path, an address, bytes, a file in memory, an array of numpy, an object of
            Pillow, SVG text, or a list of these. Of an animation the first frame is shown.
        caption: A line of markdown below it; a list of them for several pictures.
        width: "content" for as many pixels as it has, "stretch", or a number of pixels.
        clamp: Whether values of an array beyond its range count as the nearest within.
        channels: The order of an array's colours: "RGB" or "BGR".
        output_format: Kept for Streamlit; pixels go to the terminal as they are.
        use_container_width: The old way to say `width`.
        link: An address that stands below it.
        use_column_width: Kept for Streamlit, which ignores it as well.
        alt: What the picture shows, for those who cannot see it.

    Example:
        >>> import sttui as st
        >>> import numpy as np
        >>> st.image(np.linspace(0, 1, 64).reshape(8, 8), caption="Grey", width=200)
    """
    from sttui.adapt.pictures import listed, picture_of

    channels_ = check_word("channels", str(channels).upper(), ("RGB", "BGR"))
    size = check_width(_old_width(width, use_container_width))
    values = listed(image)
    captions = _captions(caption, len(values))
    alts = _alts(alt, len(values), unordered=isinstance(image, set))
    if link and len(values) > 1:
        raise errors.StreamlitAPIException(f"A `link` goes with one picture, not {len(values)}.")
    folder = current().session.script.path.parent
    shots = tuple(
        Shot(
            picture=picture_of(one, clamp=clamp, channels=channels_, folder=folder),
            caption=caption,
            alt=alt,
        )
        for one, caption, alt in zip(values, captions, alts, strict=True)
    )
    return draw(at, Image(shots=shots, size=size, link=verbatim(link or "")))


def _old_width(width: Any, use_container_width: bool | None) -> Any:
    if use_container_width is False and isinstance(width, int):
        return width
    return stretched(width, use_container_width)


def _captions(caption: Any, count: int) -> list[str]:
    """Return as many captions as there are pictures."""
    from sttui.adapt.pictures import is_array

    if caption is None:
        return [""] * count
    captions = list(caption) if isinstance(caption, list) or is_array(caption) else [caption]
    if len(captions) != count:
        raise errors.StreamlitAPIException(f"{len(captions)} captions do not fit {count} pictures.")
    return ["" if one is None else text_of(one) for one in captions]


def _alts(alt: Any, count: int, *, unordered: bool) -> list[str | None]:
    """Return as many descriptions as there are pictures."""
    from sttui.adapt.pictures import is_array

    if alt is None:
        return [None] * count
    several = is_array(alt) or (
        isinstance(alt, Sequence) and not isinstance(alt, str | bytes | bytearray)
    )
    alts = list(alt) if several else [alt]
    if several and unordered:
        raise errors.StreamlitAPIException(
            "Several descriptions (`alt`) need pictures in an order, not in a set."
        )
    if len(alts) != count:
        raise errors.StreamlitAPIException(
            f"{len(alts)} descriptions (`alt`) do not fit {count} pictures."
        )
    return [_alt(one) for one in alts]


def _alt(alt: Any) -> str | None:
    """Return a description; None for one of blanks, while an empty one says something."""
    if alt is None:
        return None
    return (verbatim(alt).strip() or None) if alt != "" else ""
