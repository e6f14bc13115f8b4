"""Static files: what an app serves from the folder `static` beside its main script.

One function decides which file an address means, for pictures on a page and for what is served
to browsers. It never leaves the folder, whatever the address says.
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from sttui.core.clean import allow_link
from sttui.core.config import get_option
from sttui.errors import Error

FOLDER: Final = "static"
ADDRESS: Final = "app/static/"
"""Where the files stand for a browser, below the app's own address."""
LARGEST_FILE: Final = 200 * 1024 * 1024
"""Bytes of the largest file that is served."""
LARGEST_FOLDER: Final = 1024 * 1024 * 1024
"""Bytes of all files, beyond which the viewer of the log is warned."""

_ADDRESS = re.compile(r"(?:\./|/)?app/static/", re.IGNORECASE)
_LINK = re.compile(
    r"""(\]\(\s*<?|(?:href|src)\s*=\s*["']?)((?:\./|/)?app/static/[^\s)>"']+)""", re.IGNORECASE
)
_DRIVE = re.compile(r"[A-Za-z]:")
_TYPES: Final = {
    ".avif": "image/avif",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".otf": "font/otf",
    ".toml": "application/toml",
    ".ttf": "font/ttf",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
"""Types that not every machine's own table knows."""


class StaticError(Error):
    """An address that means no file which may be read, told in one line."""


def root_of(folder: Path) -> Path:
    """Return where the static files of an app are, by the folder of its main script."""
    return folder.absolute() / FOLDER


def is_static(address: str) -> bool:
    """Say whether an address is that of a static file: `/app/static/...` in its forms."""
    return _ADDRESS.match(address) is not None


def resolve(path: str, root: Path) -> Path:
    """Return the file that a path below a folder means.

    Args:
        path: The path as an address has it, percent escapes included; not an absolute one.
        root: The folder.

    Raises:
        StaticError: It leaves the folder, is no file, or is too large.
    """
    plain = _unescaped(path)
    if _is_unsafe(plain):
        raise StaticError(f"{path!r} does not stay within the folder {root.name}.")
    try:
        home = root.resolve(strict=True)
        file = (home / plain).resolve(strict=True)
        size = file.stat().st_size
    except (OSError, ValueError, RuntimeError):
        raise StaticError(f"There is no file {plain!r} in {root}.") from None
    # A link in the folder may lead anywhere.
    if not file.is_relative_to(home) or file == home:
        raise StaticError(f"{path!r} does not stay within the folder {root.name}.")
    if not file.is_file():
        raise StaticError(f"{plain!r} in {root} is no file.")
    if size > LARGEST_FILE:
        raise StaticError(f"{plain!r} is larger than {LARGEST_FILE // 1024 // 1024} MB.")
    return file


def resolve_address(address: str, folder: Path) -> Path:
    """Return the file that an address such as `/app/static/cat.png` means in an app.

    Args:
        address: The address; what stands behind `?` or `#` does not count.
        folder: The folder of the app's main script.

    Raises:
        StaticError: There is none that may be read, or static files are not served.
    """
    found = _ADDRESS.match(address)
    if found is None:
        raise StaticError(f"{address!r} is no address of a static file.")
    if not get_option("server.enableStaticServing"):
        raise StaticError(
            f"{address} needs static files to be served: set `enableStaticServing = true` in the "
            "section [server] of .streamlit/config.toml."
        )
    return resolve(urlsplit("x:" + address[found.end() :]).path, root_of(folder))


def localised(text: str, folder: Path) -> str:
    """Return markdown or HTML whose links to static files lead to the files themselves.

    A terminal on this machine can open those; the address is one for browsers.
    """
    if ADDRESS not in text or not get_option("server.enableStaticServing"):
        return text
    return _LINK.sub(lambda match: match[1] + (_uri(match[2], folder) or match[2]), text)


def _uri(address: str, folder: Path) -> str | None:
    try:
        uri = resolve_address(address, folder).as_uri()
    except StaticError:
        return None
    allow_link(uri)
    return uri


def content_type(path: Path) -> str:
    """Return the MIME type that a file is served with."""
    known = _TYPES.get(path.suffix.lower())
    return known or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def warning(folder: Path) -> str:
    """Return what is wrong with the folder of an app that serves static files; empty if nothing."""
    root = root_of(folder)
    if not root.is_dir():
        return (
            f"Static files are to be served, but there is no folder {root}. Make it, or set "
            "enableStaticServing = false."
        )
    size = sum(file.lstat().st_size for file in root.rglob("*") if file.is_file())
    if size > LARGEST_FOLDER:
        return f"The folder {root} holds more than {LARGEST_FOLDER // 1024**3} GB of static files."
    return ""


def _unescaped(path: str) -> str:
    """Undo percent escapes, however often they were applied."""
    for _ in range(5):
        plain = unquote(path, errors="surrogateescape")
        if plain == path:
            return plain
        path = plain
    return "\0"


def _is_unsafe(path: str) -> bool:
    parts = re.split(r"[/\\]", path)
    return (
        not path
        or "\0" in path
        or "\\" in path
        or path.startswith("/")
        or _DRIVE.match(path) is not None
        or ".." in parts
    )
