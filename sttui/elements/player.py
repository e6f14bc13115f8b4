"""Sound, film and PDF files: cards that tell of them, and open them where the viewer sits."""

from __future__ import annotations

import io
import mimetypes
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Literal
from urllib.parse import unquote, urlsplit

import msgspec

from sttui import errors
from sttui.core.clean import one_line
from sttui.core.element import Control, Height
from sttui.core.run import P, current, draw
from sttui.elements.arguments import check_height, check_width, verbatim
from sttui.elements.duration import seconds

Time = int | float | timedelta | str | None

_TYPES = ["str", "bytes", "Path", "BytesIO", "file-like", "ndarray"]
_WEB = re.compile(r"https?://", re.IGNORECASE).match
_TUBE = re.compile(
    r"https?://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:.*&)?v=|embed/|shorts/|live/)|youtu\.be/)"
    r"[\w-]{11}(?![\w-])",
    re.IGNORECASE,
).match
_CUE = re.compile(r"\d\d:\d\d[.,]\d{3}\s*-->")


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where a file is: on the web, on this machine, or in the script's hands."""

    name: str = ""
    url: str = ""
    path: str = ""
    data: bytes = b""
    suffix: str = ""
    """What the name of a file with these bytes ends in."""
    size: int | None = None
    note: str = ""
    """Why it cannot be opened."""


class Card(Control, frozen=True, kw_only=True):
    """What is known of a file."""

    source: Source = Source()
    title: ClassVar[str] = ""
    """What it is called where it has no name."""
    icon: ClassVar[str] = ""
    facts: tuple[str, ...] = ()
    loudness: tuple[float, ...] = ()
    alt: str = ""

    @property
    def url(self) -> str:
        """The file's address, as it was given."""
        return self.source.url


class Played(Card, frozen=True, kw_only=True):
    """A recording, and how it is to be played."""

    length: float | None = None
    start_time: int = 0
    end_time: int | None = None
    loop: bool = False
    autoplay: bool = False


class Audio(Played, frozen=True, kw_only=True):
    """Sound."""

    title: ClassVar[str] = "Audio"
    icon: ClassVar[str] = "♪"


class Video(Played, frozen=True, kw_only=True):
    """Film."""

    title: ClassVar[str] = "Video"
    icon: ClassVar[str] = "▶"
    muted: bool = False
    subtitles: tuple[str, ...] = ()


class Pdf(Card, frozen=True, kw_only=True):
    """A document."""

    title: ClassVar[str] = "PDF"
    icon: ClassVar[str] = "▤"
    height: Height = 500


def audio(
    at: P,
    data: Any,
    format: str = "audio/wav",
    start_time: Time = 0,
    *,
    sample_rate: int | None = None,
    end_time: Time = None,
    loop: bool = False,
    autoplay: bool = False,
    alt: str | None = None,
    width: int | Literal["stretch"] = "stretch",
) -> P:
    """Show a sound: its name, length and loudness. Enter plays it with the viewer's own player.

    Args:
        at: Where to show it.
        data: A path, an address (also `/app/static/...`), bytes, a file, or an array of numpy
            with one row for each channel.
        format: The MIME type of bytes.
        start_time: Where to begin: seconds, a timedelta, or text like "1m14s".
        sample_rate: Samples in a second, for an array.
        end_time: Where to end, in the same forms.
        loop: Whether it is to begin again at its end; the viewer's player decides that.
        autoplay: Kept for Streamlit: nothing plays in a terminal unasked.
        alt: A description of what is to be heard.
        width: "stretch" or a number of pixels.

    Example:
        >>> import sttui as st
        >>> import numpy as np
        >>> t = np.linspace(0, 1, 8000)
        >>> st.audio(np.sin(440 * 2 * np.pi * t), sample_rate=8000)
    """
    from sttui.adapt.pictures import is_array

    start, end = _span(start_time, end_time)
    wide = check_width(width, content=False)
    if is_array(data):
        data = _samples(data, sample_rate)
    source, seconds_, details, loudness = _read(data, format)
    element = Audio(
        source=source,
        length=seconds_,
        facts=details,
        loudness=loudness,
        start_time=start,
        end_time=end,
        loop=loop,
        autoplay=autoplay,
        alt=verbatim(alt or "").strip(),
        width=wide,
    )
    return draw(at, element)


def video(
    at: P,
    data: Any,
    format: str = "video/mp4",
    start_time: Time = 0,
    *,
    subtitles: Any = None,
    end_time: Time = None,
    loop: bool = False,
    autoplay: bool = False,
    muted: bool = False,
    alt: str | None = None,
    width: int | Literal["stretch"] = "stretch",
) -> P:
    """Show a film as a card: its name, length and size. Enter opens it in the viewer's player.

    Args:
        at: Where to show it.
        data: A path, an address (also `/app/static/...` and YouTube's), bytes, or a file.
        format: The MIME type of bytes.
        start_time: Where to begin: seconds, a timedelta, or text like "1m14s".
        subtitles: WebVTT or SRT: a path, text, bytes, a file, or a dictionary of these by label.
        end_time: Where to end, in the forms of `start_time`.
        loop: Whether it is to begin again at its end; the viewer's player decides that.
        autoplay: Kept for Streamlit: nothing plays in a terminal unasked.
        muted: Kept for Streamlit.
        alt: A description of what is to be seen.
        width: "stretch" or a number of pixels.

    Example:
        >>> import sttui as st
        >>> st.video("https://www.w3.org/2010/05/sintel/trailer.mp4")
    """
    start, end = _span(start_time, end_time)
    wide = check_width(width, content=False)
    if subtitles and isinstance(data, str) and _TUBE(data):
        raise errors.StreamlitIncompatibleParametersError(
            "`subtitles` cannot be added to a film on YouTube."
        )
    source, seconds_, details, _ = _read(data, format)
    element = Video(
        source=source,
        length=seconds_,
        facts=details,
        start_time=start,
        end_time=end,
        loop=loop,
        autoplay=autoplay,
        muted=muted,
        subtitles=_subtitles(subtitles),
        alt=verbatim(alt or "").strip(),
        width=wide,
    )
    return draw(at, element)


def pdf(
    at: P,
    data: Any,
    *,
    height: int | Literal["stretch"] = 500,
    key: str | None = None,
    alt: str | None = None,
) -> P:
    """Show a PDF as a card: its name, pages and size. Enter opens it in the viewer's reader.

    Args:
        at: Where to show it.
        data: A path, an address, bytes, or a file.
        height: Kept for Streamlit: a card is as high as what it says.
        key: Tells it from others.
        alt: A description of the document.

    Example:
        >>> import sttui as st
        >>> st.pdf("https://example.com/manual.pdf")
    """
    from sttui.adapt.recordings import pages_of

    if data is None:
        raise errors.StreamlitMissingRequiredParameterError(
            "`{name}` is needed: a path, an address, bytes or a file.", name="data"
        )
    check_height(height, content=False)
    try:
        source = _source(data.strip() if isinstance(data, str) else data, "application/pdf")
    except errors.MediaFileStorageError as error:
        raise errors.StreamlitAPIException(str(error)) from None
    file = _opened(source)
    count = None
    if file is not None:
        with file:
            count = pages_of(file)
    facts = () if count is None else (f"{count} page" + "s" * (count != 1),)
    return draw(at, Pdf(source=source, facts=facts, alt=verbatim(alt or "").strip(), height=height))


def _read(
    data: Any, format: str
) -> tuple[Source, float | None, tuple[str, ...], tuple[float, ...]]:
    """Return where a recording is, and what its header tells."""
    from sttui.adapt.recordings import facts_of

    source = _source(data, format)
    file = _opened(source)
    if file is None:
        return source, None, (), ()
    with file:
        facts = facts_of(file)
    return source, facts.seconds, facts.details, facts.loudness


def _opened(source: Source) -> BinaryIO | None:
    if source.data:
        return io.BytesIO(source.data)
    try:
        return open(source.path, "rb") if source.path else None
    except OSError:
        return None


def _source(data: Any, format: str) -> Source:
    if data is None:
        return Source(note="There is nothing to open.")
    if isinstance(data, os.PathLike):
        data = os.fspath(data)
    if isinstance(data, str):
        return _of_text(data)
    given = getattr(data, "name", None)
    if isinstance(data, io.TextIOBase) or not (
        isinstance(data, bytes | bytearray | memoryview) or hasattr(data, "read")
    ):
        raise errors.StreamlitInvalidParameterTypeError("data", data, _TYPES)
    if hasattr(data, "getvalue"):
        data = data.getvalue()
    elif hasattr(data, "read"):
        if hasattr(data, "seek"):
            data.seek(0)
        data = data.read() or b""
    name = Path(given).name if isinstance(given, str) else ""
    kind = str(format).partition(";")[0]
    suffix = Path(name).suffix or _suffix(kind)
    return Source(
        name=one_line(name), data=bytes(data), suffix=suffix, size=len(data),
        note="" if data else "There is nothing to open.",
    )  # fmt: skip


def _of_text(text: str) -> Source:
    from sttui.core.static import StaticError, is_static, resolve_address

    if not os.path.isfile(text):
        if _WEB(text):
            return Source(name=_last(text), url=verbatim(text))
        if text.startswith("data:"):
            return _of_data(text)
        if is_static(text):
            try:
                path = resolve_address(text, current().session.script.path.parent)
            except StaticError as error:
                return Source(name=_last(text), url=verbatim(text), note=verbatim(error))
            return _of_file(path, verbatim(text))
    return _of_file(Path(text), "")


def _of_file(path: Path, url: str) -> Source:
    try:
        with path.open("rb"):
            size = path.stat().st_size
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise errors.MediaFileStorageError(f"Cannot open '{path}': {reason}.") from None
    return Source(name=one_line(path.name), path=str(path.resolve()), size=size, url=url)


def _of_data(url: str) -> Source:
    from urllib.request import urlopen

    try:
        with urlopen(url) as reply:
            data, kind = reply.read(), reply.headers.get_content_type()
    except (OSError, ValueError):
        raise errors.MediaFileStorageError("Cannot read the data in this address.") from None
    return Source(data=data, suffix=_suffix(kind), size=len(data))


def _suffix(kind: str) -> str:
    return ".wav" if kind in ("audio/wav", "audio/x-wav") else mimetypes.guess_extension(kind) or ""


def _last(url: str) -> str:
    """Return the name at the end of an address, else its host."""
    try:
        parts = urlsplit(url)
        name = unquote(parts.path.rstrip("/").rpartition("/")[2])
        is_file = "." in name
        return one_line(name if is_file else parts.hostname or name or url)
    except ValueError:
        return one_line(url)


def _samples(data: Any, rate: int | None) -> bytes:
    from sttui.adapt.recordings import wav_of

    if rate is None:
        raise errors.StreamlitMissingRequiredParameterError(
            "An array needs `{name}`: how many samples make a second.", name="sample_rate"
        )
    try:
        return wav_of(data, int(rate))
    except ValueError:
        raise errors.StreamlitAPIException(
            "An array of sound has one dimension, or two with a row for each channel."
        ) from None


def _span(start_time: Time, end_time: Time) -> tuple[int, int | None]:
    """Return where playing begins and ends, in whole seconds."""
    start = _moment("start_time", start_time)
    end = None if end_time is None else _moment("end_time", end_time)
    if start < 0 or (end is not None and end <= start):
        raise errors.StreamlitAPIException(
            f"`start_time` ({start} s) cannot be negative, nor after `end_time`."
        )
    return start, end


def _moment(name: str, value: Time) -> int:
    try:
        return int(seconds(value))  # type: ignore[arg-type]
    except (errors.StreamlitBadTimeStringError, TypeError, ValueError, OverflowError):
        raise errors.StreamlitAPIException(
            f"`{name}` is no time: {value!r}. Give seconds, a timedelta, or text like '1m14s'."
        ) from None


def _subtitles(given: Any) -> tuple[str, ...]:
    """Return the labels of subtitles; the texts are checked, so that a wrong path is told."""
    if not given:
        return ()
    if not isinstance(given, dict):
        if not isinstance(given, str | bytes | io.BytesIO | os.PathLike):
            raise errors.StreamlitInvalidParameterTypeError(
                "subtitles", given, ["str", "bytes", "BytesIO", "Path", "dict"]
            )
        given = {"default": given}
    for label, text in given.items():
        if text and not _is_subtitle(text):
            raise errors.StreamlitAPIException(
                f"The subtitles {label!r} are neither a file that can be read nor WebVTT or SRT."
            )
    return tuple(one_line(str(label)) for label, text in given.items() if text)


def _is_subtitle(text: Any) -> bool:
    if isinstance(text, io.BytesIO):
        text = text.getvalue()
    if isinstance(text, os.PathLike) or (isinstance(text, str) and "\n" not in text):
        try:
            text = Path(text).read_bytes()
        except (OSError, ValueError):
            return False
    if isinstance(text, bytes):
        text = text.decode("utf-8-sig", "replace")
    return isinstance(text, str) and (
        text.lstrip().startswith("WEBVTT") or _CUE.search(text[:5000]) is not None
    )
