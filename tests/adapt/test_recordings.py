"""What the headers of sound, film and PDF files tell."""

from __future__ import annotations

import io
import struct
import wave
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sttui.adapt.recordings import facts_of, pages_of, wav_of


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def mp4(seconds: int) -> bytes:
    """Return the header of a film of 640 by 360."""
    head = struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000) + bytes(80)
    track = bytes(76) + struct.pack(">II", 640 << 16, 360 << 16)
    moov = box(b"mvhd", head) + box(b"trak", box(b"tkhd", track))
    return box(b"ftyp", b"isom") + box(b"mdat", bytes(100)) + box(b"moov", moov)


def flac() -> bytes:
    bits = (44100 << 44) | (1 << 41) | (15 << 36) | 44100 * 3
    return b"fLaC" + bytes(14) + bits.to_bytes(8, "big") + bytes(16)


def ogg() -> bytes:
    head = b"OggS" + bytes(24) + b"\x01vorbis" + struct.pack("<IBI", 0, 2, 8000)
    return head + bytes(100) + b"OggS" + bytes(2) + struct.pack("<q", 16000) + bytes(20)


@pytest.mark.parametrize(
    ("data", "seconds", "details"),
    [
        (wav_of(np.ones((2, 8000)), 8000), 1, ("8 kHz", "stereo")),
        (mp4(75), 75, ("640x360",)),
        (flac(), 3, ("44.1 kHz", "stereo")),
        (ogg(), 2, ("8 kHz", "stereo")),
        (b"ID3 something else", None, ()),
        (b"", None, ()),
    ],
)
def test_lengths(data: bytes, seconds: float | None, details: tuple[str, ...]) -> None:
    facts = facts_of(io.BytesIO(data))
    assert facts.seconds == seconds
    assert facts.details == details


def test_loudness_rises_with_the_sound() -> None:
    facts = facts_of(io.BytesIO(wav_of(np.linspace(0, 1, 4800), 8000)))
    assert len(facts.loudness) == 48
    assert list(facts.loudness) == sorted(facts.loudness)
    assert facts.loudness[-1] == 1


def test_an_array_becomes_a_wav_of_16_bits() -> None:
    with wave.open(io.BytesIO(wav_of([[0, 0.5], [0.25, -0.5]], 100))) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, 100, 2)
        assert struct.unpack("<4h", file.readframes(2)) == (0, 16383, 32767, -32767)
    assert wav_of([], 8000)
    with pytest.raises(ValueError):
        wav_of(np.zeros((1, 1, 1)), 1)


@given(st.binary(max_size=200), st.sampled_from([b"RIFF....WAVE", mp4(1), b"fLaC", b"OggS"]))
def test_broken_files_tell_nothing_and_harm_nobody(data: bytes, head: bytes) -> None:
    facts_of(io.BytesIO(head + data))
    facts_of(io.BytesIO(head[: len(data)] + data))
    pages_of(io.BytesIO(b"%PDF-1.7" + data))


def test_pages() -> None:
    def pages(data: bytes) -> int | None:
        return pages_of(io.BytesIO(data))

    assert pages(b"%PDF-1.4\n<< /Type /Pages /Kids [1 0 R] /Count 12 >>") == 12
    assert pages(b"%PDF-1.4\n<< /Count 2 /Type /Pages >> << /Type/Page >>") == 2
    packed = zlib.compress(b"1 0 << /Type /Pages /Count 7 >>")
    assert pages(b"%PDF-1.5\n<< /Type /ObjStm >>\nstream\n" + packed + b"endstream") == 7
    assert pages(b"no PDF") is None
