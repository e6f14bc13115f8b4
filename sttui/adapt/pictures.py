"""Turns what `st.image` takes into pixels: files, addresses, bytes, arrays, objects of Pillow."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable
from hashlib import blake2b
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from weakref import WeakValueDictionary

from sttui import errors
from sttui.core.clean import one_line
from sttui.core.picture import Picture
from sttui.core.static import StaticError, is_static, resolve_address

LARGEST: Final = 1600
"""Most pixels of a side that are kept: no terminal shows more."""

_SVG: Final = re.compile(
    r"\s*(?:<\?xml.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE.*?>\s*)*<svg[\s>]", re.S | re.I
)
_TITLE: Final = re.compile(r"<title[^>]*>(.*?)</title>", re.S | re.I)
_WEB: Final = ("http://", "https://")

_shown: WeakValueDictionary[bytes, Picture] = WeakValueDictionary()
"""Pictures that some page shows, so that a rerun need not decode them again."""


def is_array(value: Any) -> bool:
    """Say whether a value is an array of numpy."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.ndarray)


def listed(value: Any) -> list[Any]:
    """Return the pictures that a value stands for: one, or those of a list or a 4D array."""
    if isinstance(value, list | tuple | set) or (is_array(value) and value.ndim == 4):
        return list(value)
    return [value]


def picture_of(
    value: Any, *, clamp: bool = False, channels: str = "RGB", folder: Path | None = None
) -> Picture:
    """Return what `st.image` was given as pixels.

    Args:
        value: A path, an address, SVG text, bytes, a file, an array, or an object of Pillow.
        clamp: Whether values of an array beyond its range count as the nearest within.
        channels: The order of an array's colours: "RGB" or "BGR".
        folder: Where the main script stands, for addresses of files that it serves.
    """
    # The screen scales pictures with it: the script can wait for the import, the screen not.
    import numpy  # noqa: F401

    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if isinstance(value, str):
        return _of_text(value, folder)
    if isinstance(value, bytes | bytearray | memoryview):
        return of_bytes(bytes(value))
    if is_array(value):
        return _of_array(value, clamp, channels)
    image = sys.modules.get("PIL.Image")
    if image is not None and isinstance(value, image.Image):
        mark = _mark(value.mode.encode(), repr(value.size).encode(), value.tobytes())
        return _known(mark, lambda: _of_pillow(mark, value))
    if hasattr(value, "getvalue") or hasattr(value, "read"):
        return of_bytes(_contents(value))
    raise errors.StreamlitInvalidParameterTypeError(
        "image", value, ["str", "Path", "bytes", "BytesIO", "numpy.ndarray", "PIL.Image.Image"]
    )


def of_bytes(data: bytes) -> Picture:
    """Return a picture that a file holds: PNG, JPEG, GIF, SVG and whatever Pillow reads."""
    if _is_svg(data[:2000].decode("utf-8", "replace")):
        return _of_svg(data)
    mark = _mark(data)
    return _known(mark, lambda: _opened(mark, data))


def _of_text(text: str, folder: Path | None) -> Picture:
    if _is_svg(text):
        return _of_svg(text.encode("utf-8", "replace"))
    if not os.path.isfile(text):
        if text.lower().startswith(_WEB):
            return _of_address(text)
        if text.startswith("data:"):
            from urllib.request import urlopen

            with urlopen(text) as reply:
                return of_bytes(reply.read())
        if folder is not None and is_static(text):
            try:
                text = str(resolve_address(text, folder))
            except StaticError as error:
                return Picture(_mark(text.encode(), str(error).encode()), note=one_line(str(error)))
    try:
        data = Path(text).read_bytes()
    except (OSError, ValueError) as error:
        raise errors.MediaFileStorageError(f"Cannot open {text!r}: {_reason(error)}.") from None
    return of_bytes(data)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _of_address(url: str) -> Picture:
    from sttui.core.fetch import FetchError, fetch

    try:
        return of_bytes(fetch(url))
    except FetchError as error:
        return Picture(_mark(url.encode(), str(error).encode()), note=f"{one_line(url)}: {error}")


def _is_svg(text: str) -> bool:
    return "<svg" in text[:5000].lower() and _SVG.match(text) is not None


def _of_svg(data: bytes) -> Picture:
    mark = _mark(data)

    def drawn() -> Picture:
        try:
            svg2png = import_module("cairosvg").svg2png
        except ImportError:
            title = _TITLE.search(data.decode("utf-8", "replace"))
            name = f" {one_line(unescape(title[1])).strip()!r}" if title else ""
            note = f"The SVG drawing{name} needs CairoSVG to be shown: pip install cairosvg"
            return Picture(mark, note=note)
        return _opened(mark, svg2png(bytestring=data))

    return _known(mark, drawn)


def _contents(file: Any) -> bytes:
    if hasattr(file, "getvalue"):
        return bytes(file.getvalue())
    data = file.read()
    return data.encode() if isinstance(data, str) else bytes(data)


def _mark(*parts: Any) -> bytes:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(part)
    return digest.digest()


def _known(mark: bytes, make: Callable[[], Picture]) -> Picture:
    picture = _shown.get(mark)
    if picture is None:
        picture = _shown[mark] = make()
    return picture


def _opened(mark: bytes, data: bytes) -> Picture:
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError:
        raise errors.StreamlitAPIException(
            "Reading pictures needs Pillow: pip install 'sttui-framework[images]'"
        ) from None
    try:
        image = Image.open(io.BytesIO(data))
    except UnidentifiedImageError:
        raise UnidentifiedImageError(
            f"These {len(data)} bytes are no picture that Pillow can read."
        ) from None
    with image:
        natural = image.size
        if image.format == "JPEG":
            # Decodes fewer pixels than there are, where fewer are wanted.
            image.draft("RGB", (LARGEST, LARGEST))
        return _of_pillow(mark, image, natural)


def _of_pillow(mark: bytes, image: Any, natural: tuple[int, int] | None = None) -> Picture:
    from PIL import ImageOps

    natural = natural or image.size
    before = image.size
    image = ImageOps.exif_transpose(image)
    if image.size != before and natural[0] != natural[1]:
        natural = natural[1], natural[0]
    if image.mode.startswith("I"):
        image = _eight_bits(image)
    alpha = "A" in image.mode or "a" in image.mode or "transparency" in image.info
    image = image.convert("RGBA" if alpha else "RGB")
    image.thumbnail((LARGEST, LARGEST), reducing_gap=2.0)
    return Picture(mark, image.tobytes(), image.size, alpha=alpha, natural=natural)


def _eight_bits(image: Any) -> Any:
    """Return a picture of 16 bits for each pixel with 8; Pillow would cut off what is above 255."""
    import numpy as np
    from PIL import Image

    numbers = np.asarray(image)
    if numbers.max(initial=0) > 255:
        numbers = numbers // 257
    return Image.fromarray(numbers.astype(np.uint8))


def _of_array(array: Any, clamp: bool, channels: str) -> Picture:
    import numpy as np

    array = _checked(array, clamp, channels)
    data = np.ascontiguousarray(array)
    mark = _mark(
        repr((data.shape, data.dtype.str, clamp, channels)).encode(),
        data.ravel().view(np.uint8).data,
    )
    return _known(mark, lambda: _of_numbers(mark, data, clamp, channels))


def _checked(array: Any, clamp: bool, channels: str) -> Any:
    """Return an array if it can be a picture, with its one channel apart or not at all."""
    import numpy as np

    if array.ndim not in (2, 3):
        raise errors.StreamlitValueError("image", ["an array of 2 or 3 dimensions"])
    if array.ndim == 3 and array.shape[-1] not in (1, 3, 4):
        raise errors.StreamlitAPIException(
            f"A picture has 1, 3 or 4 channels, not {array.shape[-1]}: its shape is {array.shape}."
        )
    if array.size == 0:
        raise errors.StreamlitAPIException(f"An array of shape {array.shape} holds no pixels.")
    if array.ndim == 3 and array.shape[-1] == 1:
        array = array[:, :, 0]
    if channels == "BGR" and array.ndim != 3:
        raise errors.StreamlitAPIException(
            '`channels="BGR"` needs a picture with three colour channels.'
        )
    top = 1.0 if issubclass(array.dtype.type, np.floating) else 255
    in_range = clamp or array.dtype in (np.uint8, bool)
    if not in_range and (np.amin(array) < 0 or np.amax(array) > top):
        raise errors.StreamlitAPIException(
            f"The picture has values outside of [{top * 0}, {top}]; `clamp=True` cuts them off."
        )
    return array


def _of_numbers(mark: bytes, array: Any, clamp: bool, channels: str) -> Picture:
    import numpy as np

    natural = array.shape[1], array.shape[0]
    step = max(1, -(-max(natural) // LARGEST))
    array = array[::step, ::step]
    if array.dtype == bool:
        array = array * np.uint8(255)
    elif issubclass(array.dtype.type, np.floating):
        array = np.nan_to_num(np.clip(array, 0, 1) if clamp else array) * 255
    elif clamp:
        array = np.clip(array, 0, 255)
    array = array.astype(np.uint8)
    if array.ndim == 2:
        array = np.repeat(array[:, :, None], 3, axis=2)
    elif channels == "BGR":
        # Streamlit drops the fourth channel here as well.
        array = array[:, :, [2, 1, 0]]
    size = array.shape[1], array.shape[0]
    return Picture(mark, array.tobytes(), size, alpha=array.shape[2] == 4, natural=natural)
