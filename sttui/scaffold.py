"""Makes small projects to begin with, from the templates in the package: `sttui init`."""

from __future__ import annotations

import keyword
import os
import re
from pathlib import Path

from sttui.errors import Error

TEMPLATES = Path(__file__).parent / "templates"
SECRETS = "secrets.toml"

_APP = {
    "app.py": "app/app.py.txt",
    "pages/1_Numbers.py": "app/pages/1_Numbers.py.txt",
    ".streamlit/config.toml": "app/streamlit/config.toml",
    ".streamlit/secrets.toml": "app/streamlit/secrets.toml",
    ".gitignore": "app/gitignore",
    "tests/test_app.py": "app/tests/test_app.py.txt",
    "README.md": "app/README.md",
}
_COMPONENT = {
    "pyproject.toml": "component/pyproject.toml",
    "src/PACKAGE/__init__.py": "component/src/__init__.py.txt",
    "src/PACKAGE/widget.py": "component/src/widget.py.txt",
    "example.py": "component/example.py.txt",
    ".gitignore": "component/gitignore",
    "tests/test_component.py": "component/tests/test_component.py.txt",
    "README.md": "component/README.md",
}
"""The files of a project, with their templates."""


class ScaffoldError(Error):
    """A project that cannot be made, told in one line."""


def make(folder: Path, *, component: bool = False) -> list[Path]:
    """Make a small project, and return its files.

    Nothing that exists is overwritten: then nothing is made at all.

    Args:
        folder: Where; made if it is not there.
        component: Whether it is a component that can be installed, instead of an app.

    Raises:
        ScaffoldError: Some of the files exist, or they cannot be written.
    """
    words = _words(folder)
    files = {_filled(name, words): TEMPLATES / path for name, path in _files(component).items()}
    there = [name for name in files if os.path.lexists(folder / name)]
    if there:
        exist = "exists" if len(there) == 1 else "exist"
        raise ScaffoldError(
            f"{_listed(there)} {exist} in {folder} already, so nothing was written; choose another "
            "folder: sttui init FOLDER."
        )
    try:
        return [_write(folder / name, path, words) for name, path in files.items()]
    except OSError as error:
        raise ScaffoldError(
            f"{error.filename or folder} cannot be written: {error.strerror}."
        ) from None


def _files(component: bool) -> dict[str, str]:
    return _COMPONENT if component else _APP


def _write(path: Path, template: Path, words: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Secrets are for their owner alone from the first moment on.
    mode = 0o600 if path.name == SECRETS else 0o666
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(_filled(template.read_text("utf-8"), words))
    return path


def _words(folder: Path) -> dict[str, str]:
    """Return what stands for the names in the templates, by the folder's own."""
    plain = re.sub(r"[^A-Za-z0-9]+", " ", folder.resolve().name).strip() or "my project"
    package = re.sub(r"^(?=\d)", "_", plain.lower().replace(" ", "_"))
    if keyword.iskeyword(package):
        package += "_"
    return {
        "TITLE": plain[0].upper() + plain[1:],
        "DIST": package.strip("_").replace("_", "-"),
        "PACKAGE": package,
    }


def _filled(text: str, words: dict[str, str]) -> str:
    return re.sub(r"\b(?:TITLE|DIST)\b|PACKAGE", lambda match: words[match[0]], text)


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
