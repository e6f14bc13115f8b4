"""What `sttui run` is asked to run: a file, a folder, or a script on the web."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from sttui.errors import Error

APP_NAMES = ("streamlit_app.py", "sttui_app.py", "app.py")
"""What a folder's app may be called, the first that exists wins."""
LARGEST = 2_000_000
"""Most bytes that a script from the web may have."""
TIMEOUT = 15.0
"""Seconds that a server may keep us waiting."""

_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class TargetError(Error):
    """A target that cannot be run, told in one line with what to do."""


class Target(NamedTuple):
    """A script on disk and the query it was given with."""

    script: Path
    query: str


class Download(NamedTuple):
    """A script from the web, as it arrived."""

    url: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Return the digest by which a user can tell what was fetched."""
        import hashlib

        return hashlib.sha256(self.data).hexdigest()

    def save(self, folder: Path) -> Path:
        """Write the script into a folder under the name it has on the web."""
        from urllib.parse import urlsplit

        name = urlsplit(self.url).path.rpartition("/")[2]
        path = folder / (name if re.fullmatch(r"[\w-][\w.-]*\.py", name) else "app.py")
        path.write_bytes(self.data)
        return path


def is_url(text: str) -> bool:
    """Whether the target is to be fetched."""
    return re.match(r"(?i)[a-z][a-z0-9+.-]*://", text) is not None


def resolve(text: str | None) -> Target:
    """Find the script that a target on this machine means.

    Args:
        text: A file or a folder, perhaps with a query (`app.py?x=1`); None is the current folder.

    Raises:
        TargetError: If there is none.
    """
    path, query = Path(text or ".").expanduser(), ""
    if text and "?" in text and not path.exists():
        plain, _, query = text.partition("?")
        path = Path(plain or ".").expanduser()
    if path.is_dir():
        path = _app_in(path)
    elif not path.exists():
        raise TargetError(f"there is no file {path}; give the path of a script, or a folder.")
    if path.suffix != ".py":
        raise TargetError(f"{path} is not a Python file: sttui runs files that end in .py.")
    if not path.is_file():
        raise TargetError(f"{path} is not a file that can be read.")
    return Target(path.absolute(), query)


def raw_url(url: str) -> str:
    """Return where the plain script of a code host's page lies; other URLs stay as they are."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    path = parts.path
    match parts.hostname:
        case "github.com" | "www.github.com":
            if found := re.fullmatch(r"/([^/]+/[^/]+)/(?:blob|raw)/(.+)", path):
                return f"https://raw.githubusercontent.com/{found[1]}/{found[2]}"
        case "gist.github.com":
            if found := re.fullmatch(r"/((?:[^/]+/)?[0-9a-f]+)/?", path):
                # The anchor of a file says `-` for all that is no letter, so not every name.
                file = re.fullmatch(r"file-([a-z0-9_]+)-py", parts.fragment)
                name = f"/{file[1]}.py" if file else ""
                return f"https://gist.githubusercontent.com/{found[1]}/raw{name}"
    if "/-/blob/" in path:
        return url.replace("/-/blob/", "/-/raw/", 1)
    return url


def fetch(url: str, *, largest: int = LARGEST, timeout: float = TIMEOUT) -> Download:
    """Fetch a script, from an encrypted address or this machine only.

    Args:
        url: The address, or that of a code host's page of the script.
        largest: Most bytes to take.
        timeout: Seconds to wait for the server.

    Raises:
        TargetError: If the address is not fit, does not answer, or holds no script.
    """
    import http.client
    import urllib.error
    import urllib.request

    class Redirects(urllib.request.HTTPRedirectHandler):
        def redirect_request(  # type: ignore[no-untyped-def]
            self, req, fp, code, msg, headers, newurl
        ):
            try:
                _check_address(newurl)
            except TargetError:
                fp.close()
                raise
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    _check_address(url)
    address = raw_url(url)
    request = urllib.request.Request(address, headers={"User-Agent": "sttui"})
    try:
        with urllib.request.build_opener(Redirects).open(request, timeout=timeout) as response:
            data = response.read(largest + 1)
            final, kind = response.geturl(), response.headers.get_content_type()
    except urllib.error.HTTPError as error:
        # An HTTPError is also the response, and keeps its connection.
        error.close()
        raise TargetError(
            f"{shown(address)} answers {error.code} {shown(error.reason)}; check the address."
        ) from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise TargetError(f"{shown(address)} does not answer: {shown(str(reason))}.") from None
    _check_script(final, kind, data, largest)
    return Download(final, data)


def shown(text: str) -> str:
    """Return text from outside in a form that a terminal shows and does not obey."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def hello() -> Path:
    """Return the demo's script, which lies elsewhere in a checkout than in an installed sttui."""
    package = Path(__file__).parent
    for folder in (package / "hello", package.parent / "examples" / "hello"):
        if (script := folder / "app.py").is_file():
            return script
    raise TargetError("the demo is missing from this installation; install sttui-framework anew.")


def _app_in(folder: Path) -> Path:
    for name in APP_NAMES:
        if (path := folder / name).is_file():
            return path
    names = ", ".join(APP_NAMES[:-1]) + f" or {APP_NAMES[-1]}"
    where = "the current folder" if folder == Path() else f"the folder {folder}"
    raise TargetError(f"{where} holds no {names}; name the script to run.")


def _check_address(url: str) -> None:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host:
        raise TargetError(f"{shown(url)} is not an address.")
    if parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL_HOSTS):
        return
    if parts.scheme == "http":
        raise TargetError(
            f"{shown(url)} is not encrypted, so anyone on the way could change it; use https."
        )
    raise TargetError(f"{shown(url)} is neither a file nor an http(s) address.")


def _check_script(url: str, kind: str, data: bytes, largest: int) -> None:
    if len(data) > largest:
        raise TargetError(f"{shown(url)} has more than {largest:,} bytes, too much for a script.")
    if kind == "text/html" or data.lstrip()[:15].lower().startswith((b"<!doctype", b"<html")):
        raise TargetError(
            f"{shown(url)} is a web page, not a Python file; give the address of the raw script."
        )
    try:
        compile(data, "script", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        raise TargetError(f"{shown(url)} is not a Python file: {error}.") from None
