"""What the headers of sound, film and PDF files tell, read with the standard library alone."""

from __future__ import annotations

import io
import re
import struct
import wave
import zlib
from array import array
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import msgspec

BARS: Final = 48
"""Stretches that the loudness of a sound is told for."""
_MOST_FRAMES: Final = 4_000_000
_BROKEN: Final = (
    ArithmeticError, EOFError, LookupError, OSError, RuntimeError, ValueError,
    struct.error, wave.Error,
)  # fmt: skip
_MOST_PDF: Final = 64 * 1024 * 1024
_MOST_STREAM: Final = 4 * 1024 * 1024


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a recording: its length in seconds, how it is made, how loud it is."""

    seconds: float | None = None
    details: tuple[str, ...] = ()
    loudness: tuple[float, ...] = ()
    """Shares of the loudest, from start to end."""


def facts_of(file: BinaryIO) -> Facts:
    """Return what the header of a recording tells; nothing where it cannot be read."""
    try:
        head = file.read(16)
        file.seek(0)
        if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
            return _wav(file)
        if head[4:8] in (b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip"):
            return _mp4(file)
        if head[:4] == b"fLaC":
            return _flac(file)
        if head[:4] == b"OggS":
            return _ogg(file)
    except _BROKEN:
        pass
    return Facts()


def wav_of(samples: Any, rate: int) -> bytes:
    """Return an array of samples, one row for each channel, as a WAV file of 16 bits.

    Raises:
        ValueError: The array has neither one nor two dimensions.
    """
    import numpy as np

    values = np.array(samples, dtype=float)
    if values.ndim not in (1, 2):
        raise ValueError("neither one nor two dimensions")
    channels = values.shape[0] if values.ndim == 2 else 1
    values = np.nan_to_num(values.T.ravel() if values.ndim == 2 else values)
    loudest = float(np.abs(values).max(initial=0.0)) or 1.0
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(channels)
        file.setframerate(rate)
        file.setsampwidth(2)
        file.writeframes((values / loudest * 32767).astype("<i2").tobytes())
    return made.getvalue()


def _wav(file: BinaryIO) -> Facts:
    with wave.open(file) as sound:
        rate, channels, wide = sound.getframerate(), sound.getnchannels(), sound.getsampwidth()
        count = sound.getnframes()
        details = f"{rate / 1000:g} kHz", _channels(channels)
        loudness: tuple[float, ...] = ()
        if wide == 2 and 0 < count <= _MOST_FRAMES:
            loudness = _loudness(sound.readframes(count), channels)
    return Facts(seconds=count / rate, details=details, loudness=loudness)


def _loudness(data: bytes, channels: int) -> tuple[float, ...]:
    samples = array("h", data[: len(data) // 2 * 2])
    if struct.pack("=h", 1) != struct.pack("<h", 1):
        samples.byteswap()
    first = samples[::channels]
    size = max(1, -(-len(first) // BARS))
    parts = [first[at : at + size] for at in range(0, len(first), size)]
    peaks = [max(max(part), -min(part)) for part in parts]
    most = max(peaks, default=0)
    return tuple(round(peak / most, 3) for peak in peaks) if most else ()


def _mp4(file: BinaryIO) -> Facts:
    """Read the length from the film's header, and its size from that of its tracks."""
    seconds: float | None = None
    details: list[str] = []
    for kind, body in _boxes(file, 0, _size(file), 0):
        wide = body[0] == 1 if body else False
        if kind == b"mvhd":
            scale, length = struct.unpack_from(">IQ" if wide else ">II", body, 20 if wide else 12)
            seconds = length / scale if scale else None
        elif kind == b"tkhd" and not details:
            across, down = struct.unpack_from(">II", body, 88 if wide else 76)
            if across and down:
                details.append(f"{across >> 16}x{down >> 16}")
    return Facts(seconds=seconds, details=tuple(details))


def _boxes(file: BinaryIO, start: int, end: int, depth: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield the headers in the boxes of a file, which lie within each other."""
    at, seen = start, 0
    while at + 8 <= end and seen < 1000:
        seen += 1
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", file.read(8))[0], 16
        size = size or end - at
        if size < head:
            return
        if kind in (b"moov", b"trak") and depth < 4:
            yield from _boxes(file, at + head, min(at + size, end), depth + 1)
        elif kind in (b"mvhd", b"tkhd"):
            yield kind, file.read(min(size - head, 256))
        at += size


def _flac(file: BinaryIO) -> Facts:
    block = file.read(42)
    bits = int.from_bytes(block[18:26], "big")
    rate, channels, count = bits >> 44, ((bits >> 41) & 7) + 1, bits & ((1 << 36) - 1)
    return Facts(
        seconds=count / rate if count else None,
        details=(f"{rate / 1000:g} kHz", _channels(channels)),
    )


def _ogg(file: BinaryIO) -> Facts:
    head = file.read(512)
    if (at := head.find(b"\x01vorbis")) >= 0:
        channels, rate = struct.unpack_from("<BI", head, at + 11)
    elif (at := head.find(b"OpusHead")) >= 0:
        # Opus counts at this rate, whatever it was recorded at.
        channels, rate = head[at + 9], 48000
    else:
        return Facts()
    file.seek(max(0, _size(file) - 65536))
    tail = file.read()
    last = tail.rfind(b"OggS")
    count = struct.unpack_from("<q", tail, last + 6)[0] if last >= 0 else 0
    seconds = count / rate if count > 0 else None
    return Facts(seconds=seconds, details=(f"{rate / 1000:g} kHz", _channels(channels)))


def _size(file: BinaryIO) -> int:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size


def _channels(count: int) -> str:
    return {1: "mono", 2: "stereo"}.get(count, f"{count} channels")


def pages_of(file: BinaryIO) -> int | None:
    """Return how many pages a PDF has, or None if that cannot be told, or it is no PDF."""
    try:
        data = file.read(_MOST_PDF)
    except OSError:
        return None
    if b"%PDF-" not in data[:1024]:
        return None
    counts = [int(n) for n in re.findall(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d{1,6})", data)]
    counts += [int(n) for n in re.findall(rb"/Count\s+(\d{1,6})[^>]*?/Type\s*/Pages\b", data)]
    for packed in _packed(data) if not counts else ():
        counts += [
            int(n) for n in re.findall(rb"/Type\s*/Pages\b.*?/Count\s+(\d{1,6})", packed, re.S)
        ]
        counts += [int(n) for n in re.findall(rb"/Count\s+(\d{1,6})[^>]*?/Type\s*/Pages\b", packed)]
    if counts:
        return max(counts)
    return len(re.findall(rb"/Type\s*/Page\b", data)) or None


def _packed(data: bytes) -> Iterator[bytes]:
    """Yield the objects that a PDF holds in packed streams."""
    for match in re.finditer(rb"/ObjStm\b.{0,400}?stream\r?\n", data, re.S):
        try:
            yield zlib.decompressobj().decompress(data[match.end() :], _MOST_STREAM)
        except zlib.error:
            continue
