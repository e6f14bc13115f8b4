"""Bytes that belong to a session but stand outside of its records: downloads and uploads."""

from __future__ import annotations

import io
import mimetypes
from collections.abc import Callable
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import Any

_numbers = count(1)


class Download:
    """What a download button gives: bytes, or a function that makes them when it is pressed."""

    __slots__ = ("_data", "mime", "name")

    def __init__(self, name: str, mime: str, data: bytes | Callable[[], Any]) -> None:
        self.name = name
        self.mime = mime
        self._data = data

    def read(self) -> bytes:
        """Return the bytes; a function is called for them, in the calling thread."""
        if isinstance(self._data, bytes):
            return self._data
        return contents(self._data())[0]


class UploadedFile(io.BytesIO):
    """A file that the viewer chose: its content to read, its `name`, `type` and `size`."""

    file_id: str
    name: str
    type: str
    size: int

    def __init__(self, data: bytes, name: str, file_id: str, type: str | None = None) -> None:
        super().__init__(data)
        self.file_id = file_id
        self.name = name
        self.type = type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.size = len(data)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, UploadedFile):
            return NotImplemented
        return self.file_id == other.file_id

    def __hash__(self) -> int:
        return hash(self.file_id)

    def __repr__(self) -> str:
        return (
            f"UploadedFile(file_id={self.file_id!r}, name={self.name!r}, type={self.type!r}, "
            f"size={self.size!r})"
        )

    def fresh(self) -> UploadedFile:
        """Return the same file, to be read from its start."""
        return UploadedFile(self.getvalue(), self.name, self.file_id, self.type)


def upload(item: Any) -> UploadedFile:
    """Return the file that a viewer or a test chose.

    Args:
        item: A path, or a tuple of a name and the bytes, and maybe a MIME type.

    Raises:
        ValueError: There is no such file, or it cannot be read.
    """
    if isinstance(item, str | Path):
        path = Path(item).expanduser()
        try:
            return UploadedFile(path.read_bytes(), path.name, _id(path))
        except OSError as error:
            raise ValueError(f"{path} cannot be read") from error
    name, data, *rest = item
    return UploadedFile(data, name, f"upload-{next(_numbers)}", *rest)


def contents(data: Any) -> tuple[bytes, str]:
    """Return data as bytes, with their MIME type.

    Raises:
        TypeError: The data is neither text, nor bytes, nor a file.
    """
    match data:
        case str():
            return data.encode(), "text/plain"
        case io.StringIO():
            return data.getvalue().encode(), "text/plain"
        case io.TextIOBase():
            return data.read().encode(), "text/plain"
        case bytes() | bytearray() | memoryview():
            return bytes(data), "application/octet-stream"
        case io.BytesIO():
            return data.getvalue(), "application/octet-stream"
        case io.BufferedIOBase() | io.RawIOBase():
            data.seek(0)
            return data.read() or b"", "application/octet-stream"
    raise TypeError(f"Invalid binary data format: {type(data)}")


def _id(path: Path) -> str:
    """Return an identity that a file keeps until it is written again."""
    facts = path.stat()
    text = f"{path.resolve()} {facts.st_size} {facts.st_mtime_ns}"
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
