"""Files that come and go: the uploader and the download button."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, cast, overload

from sttui import errors
from sttui.core.clean import one_line
from sttui.core.config import get_option
from sttui.core.element import Control
from sttui.core.media import Download, UploadedFile, contents, upload
from sttui.core.run import OnChange, Place, control, current, slot_of
from sttui.core.state import Codec
from sttui.elements.arguments import (
    check_help,
    check_icon,
    check_label,
    check_on_change,
    check_visibility,
    check_width,
    check_word,
    stretched,
)
from sttui.elements.button import BUTTON_TYPES, Button, ButtonType
from sttui.elements.shortcut import check_shortcut

KINDS: Final = ("image", "audio", "video", "text")
"""Words that stand for all types of a kind."""
TWINS: Final = (
    (".jpg", ".jpeg"),
    (".mpg", ".mpeg"),
    (".mp4", ".mpeg4"),
    (".tif", ".tiff"),
    (".htm", ".html"),
)


class DownloadButton(Button, frozen=True, kw_only=True):
    """A button that saves a file. Its bytes stand in `session.media` under the button's id."""

    file_name: str
    mime: str
    silent: bool = False
    """Whether a download leaves the script alone."""


class FileUploader(Control, frozen=True, kw_only=True):
    """A field for files.

    `value` is a tuple of (name, size, file id). The screen answers with a tuple whose items
    are paths, tuples of a name and bytes, or for files that stay such as those in `value`.
    """

    types: tuple[str, ...] = ()
    """Endings like `.csv` and types like `image/*` that are taken; empty for all."""
    multiple: bool = False
    directory: bool = False
    max_size: int = 200
    """The most megabytes of one file."""


class FilesCodec(Codec):
    """A file or None, or a list of files."""

    def __init__(self, multiple: bool) -> None:
        self.multiple = multiple
        self.known: dict[str, UploadedFile] = {}

    def encode(self, value: Any) -> Any:
        """Turn files into what is shown of them."""
        return tuple((one_line(f.name), f.size, f.file_id) for f in _listed(value))

    def decode(self, wire: Any) -> Any:
        """Take paths, names with bytes, and files that are there already."""
        files = [self._file(item) for item in wire or ()]
        self.known = {file.file_id: file for file in files}
        return files if self.multiple else next(iter(files), None)

    def fit(self, value: Any) -> Any:
        """Keep the files, which the screen may name again."""
        self.known = {file.file_id: file for file in _listed(value)}
        return value

    def copy(self, value: Any) -> Any:
        """Return the files to be read from their start."""
        files = [file.fresh() for file in _listed(value)]
        return files if self.multiple else next(iter(files), None)

    def _file(self, item: Any) -> UploadedFile:
        if isinstance(item, tuple) and isinstance(item[1], int):
            return self.known[item[2]]
        return upload(item)


@overload
def file_uploader(
    at: Place,
    label: str,
    type: str | Sequence[str] | None,
    accept_multiple_files: Literal[True, "directory"],
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    max_upload_size: int | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
) -> list[UploadedFile]: ...
@overload
def file_uploader(
    at: Place,
    label: str,
    type: str | Sequence[str] | None = None,
    *,
    accept_multiple_files: Literal[True, "directory"],
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    max_upload_size: int | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
) -> list[UploadedFile]: ...
@overload
def file_uploader(
    at: Place,
    label: str,
    type: str | Sequence[str] | None = None,
    accept_multiple_files: Literal[False] = False,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    max_upload_size: int | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
) -> UploadedFile | None: ...
def file_uploader(
    at: Place,
    label: str,
    type: str | Sequence[str] | None = None,
    accept_multiple_files: bool | Literal["directory"] = False,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    max_upload_size: int | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
) -> Any:
    """Show a field for files: paths on the machine where the app runs.

    Args:
        at: Where to write.
        label: What is wanted: a line of markdown.
        type: The endings or MIME types that are taken, or "image", "audio", "video", "text".
        accept_multiple_files: True for several files, "directory" for all of a folder.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        max_upload_size: The most megabytes of one file: `server.maxUploadSize` if not given.
        disabled: Whether it cannot be used.
        label_visibility: "visible", "hidden" or "collapsed".
        width: "stretch" or a number of pixels.

    Returns:
        The file as a binary file object with `name`, `type` and `size`, or None; a list of
        them if several are accepted.

    Example:
        >>> import sttui as st
        >>> table = st.file_uploader("Measurements", type="csv")
        >>> if table is not None:
        ...     st.write(table.name)
    """
    multiple = accept_multiple_files is True or accept_multiple_files == "directory"
    types = file_types(type)
    identity = (label, type, accept_multiple_files, max_upload_size, help, width)
    element = FileUploader(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width, content=False),
        types=types,
        multiple=multiple,
        directory=accept_multiple_files == "directory",
        max_size=check_size(max_upload_size),
    )
    chosen = control(
        at,
        element,
        key=key,
        identity=identity,
        lasting=identity[1:4],
        default=[] if multiple else None,
        codec=FilesCodec(multiple),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        settable=False,
    )
    for file in _listed(chosen):
        check_name(file.name, types)
    return chosen


def file_types(given: Any) -> tuple[str, ...]:
    """Return endings and MIME types in one form: `.csv`, `image/*`."""
    endings: list[str] = []
    mimes: list[str] = []
    for entry in [given] if isinstance(given, str) else given or ():
        name = entry.strip().lower()
        if name in KINDS:
            mimes.append(f"{name}/*")
        elif "/" in name:
            mimes.append(name)
        elif name:
            endings.append(name if name.startswith(".") else f".{name}")
    for one, other in TWINS:
        if (one in endings) != (other in endings):
            endings.append(other if one in endings else one)
    return (*mimes, *endings)


def check_name(name: str, types: tuple[str, ...]) -> None:
    """See to it that a file has one of the endings that are taken."""
    if "\0" in name:
        raise errors.StreamlitAPIException("Filename cannot contain null bytes.")
    if not types or any("/" in type for type in types):
        return
    if not name.lower().endswith(types):
        raise errors.StreamlitAPIException(
            f"Invalid file extension: `{Path(name).suffix}`. Allowed: {list(types)}"
        )


def check_size(given: Any) -> int:
    """Return the most megabytes that a file may have."""
    if given is None:
        return cast("int", get_option("server.maxUploadSize"))
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise errors.StreamlitValueError("max_upload_size", ["a positive integer", "None"], given)
    return given


def download_button(
    at: Place,
    label: str,
    data: Any,
    file_name: str | None = None,
    mime: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_click: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    type: ButtonType = "secondary",
    icon: str | None = None,
    icon_position: Literal["left", "right"] = "left",
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: int | Literal["stretch", "content"] = "content",
    shortcut: str | None = None,
    wrap: bool | None = None,
) -> bool:
    """Show a button that asks where to save a file, and saves it there.

    Args:
        at: Where to write.
        label: What stands on it: a line of markdown.
        data: Text, bytes, an open file, or a function that returns one of them.
        file_name: The name that is offered.
        mime: The MIME type: plain text for text, else bytes, if not given.
        key: Tells it from others.
        help: Text that is shown on demand.
        on_click: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        type: "primary", "secondary" or "tertiary".
        icon: An emoji or `:material/name:`.
        icon_position: "left" or "right" of the label.
        disabled: Whether it cannot be pressed.
        use_container_width: The old form of `width`.
        width: "content", "stretch", or a number of pixels.
        shortcut: A key that presses it, such as "Ctrl+K".
        wrap: Kept for Streamlit.

    Returns:
        True during the run that the press causes, False else.

    Example:
        >>> import sttui as st
        >>> st.download_button("Download text", "This is some text", "some.txt")
    """
    if slot_of(at).form:
        raise errors.StreamlitInvalidLayoutContextError(
            "`st.download_button()` can't be used in an `st.form()`."
        )
    media = _download(data, file_name, mime)
    element = DownloadButton(
        label=check_label(label),
        help=check_help(help),
        type=check_word("type", type, BUTTON_TYPES),
        icon=check_icon(icon),
        icon_position=check_word("icon_position", icon_position, ("left", "right")),
        disabled=disabled,
        width=check_width(stretched(width, use_container_width)),
        shortcut=check_shortcut(shortcut),
        file_name=one_line(media.name),
        mime=media.mime,
        silent=on_click == "ignore",
    )
    pressed = control(
        at,
        element,
        key=key,
        identity=(label, icon, file_name, mime, help, type, width, icon_position, element.shortcut),
        default=False,
        on_change=check_on_change(on_click, "on_click"),
        args=args,
        kwargs=kwargs,
        trigger=True,
        settable=False,
    )
    _keep(element.id, media)
    return bool(pressed)


def _download(data: Any, name: str | None, mime: str | None) -> Download:
    """Return what is saved, under the best name and type that can be known."""
    if callable(data):
        made: bytes | Callable[[], Any] = data
        kind = "application/octet-stream"
    else:
        source = getattr(data, "name", None)
        if isinstance(source, str) and source:
            name = name or Path(source).name
            mime = mime or mimetypes.guess_type(name)[0]
        try:
            made, kind = contents(data)
        except TypeError as error:
            raise errors.StreamlitAPIException(str(error)) from None
    mime = mime or (name and mimetypes.guess_type(name)[0]) or kind
    return Download(name or f"download{mimetypes.guess_extension(mime) or ''}", mime, made)


def _keep(id: str, media: Download) -> None:
    """Put a button's bytes into the session, and forget those of buttons that are gone."""
    session = current().session
    for known in tuple(session.media):
        if known not in session.state.controls:
            session.media.pop(known, None)
    session.media[id] = media


def _listed(value: Any) -> list[UploadedFile]:
    return value if isinstance(value, list) else [] if value is None else [value]
