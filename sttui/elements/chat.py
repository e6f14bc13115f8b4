"""The field in which a conversation is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, overload

from sttui import errors
from sttui.core.element import Control, Height
from sttui.core.media import UploadedFile, upload
from sttui.core.run import Place, control, current, root, slot_of
from sttui.core.state import Codec
from sttui.elements.arguments import (
    check_height,
    check_on_change,
    check_width,
    check_word,
    verbatim,
)
from sttui.elements.file import check_name, check_size, file_types

SAMPLE_RATES: Final = (8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000)


class ChatInput(Control, frozen=True, kw_only=True):
    """A field for a message; pressing Enter sends it.

    What the screen sends is the text, or a tuple of the text and of files, which are paths
    or tuples of a name and bytes.
    """

    placeholder: str = "Your message"
    max_chars: int = 0
    """The most characters; 0 for any number."""
    accept_file: str = ""
    """Empty for none, "one", "multiple" or "directory"."""
    types: tuple[str, ...] = ()
    max_size: int = 200
    """The most megabytes of one file."""
    submit_mode: str = "submit"
    height: Height = "content"


class ChatInputValue(Mapping[str, Any]):
    """A message with its files: `text` and `files`, as items or attributes."""

    text: str
    files: list[UploadedFile]

    def __init__(
        self, text: str, files: list[UploadedFile] | None = None, *, audio: bool = False
    ) -> None:
        self._items: dict[str, Any] = {"text": text}
        if files is not None:
            self._items["files"] = files
        if audio:
            # A terminal records nothing.
            self._items["audio"] = None

    def __getitem__(self, key: str) -> Any:
        return self._items[key]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._items:
            raise AttributeError(f"'ChatInputValue' object has no attribute {name!r}")
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        items = ", ".join(f"{key}={value!r}" for key, value in self._items.items())
        return f"ChatInputValue({items})"

    def to_dict(self) -> dict[str, Any]:
        """Return a dictionary of the parts."""
        return dict(self._items)


class MessageCodec(Codec):
    """A message: text, or None."""

    def check(self, value: Any) -> Any:
        """Take text that is to stand in the field."""
        if value is not None and not isinstance(value, str):
            raise errors.StreamlitInvalidParameterTypeError("value", value, ["str", "None"])
        return value


@overload
def chat_input(
    at: Place,
    placeholder: str = "Your message",
    *,
    key: str | int | None = None,
    max_chars: int | None = None,
    max_upload_size: int | None = None,
    accept_file: Literal[False] = False,
    file_type: str | Sequence[str] | None = None,
    accept_audio: Literal[False] = False,
    audio_sample_rate: int | None = 16000,
    disabled: bool = False,
    submit_mode: Literal["submit", "disable", "stop"] = "submit",
    on_submit: Callable[..., Any] | None = None,
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    width: int | Literal["stretch"] = "stretch",
    height: int | Literal["stretch", "content"] = "content",
) -> str | None: ...
@overload
def chat_input(
    at: Place,
    placeholder: str = "Your message",
    *,
    key: str | int | None = None,
    max_chars: int | None = None,
    max_upload_size: int | None = None,
    accept_file: bool | Literal["multiple", "directory"] = False,
    file_type: str | Sequence[str] | None = None,
    accept_audio: bool = False,
    audio_sample_rate: int | None = 16000,
    disabled: bool = False,
    submit_mode: Literal["submit", "disable", "stop"] = "submit",
    on_submit: Callable[..., Any] | None = None,
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    width: int | Literal["stretch"] = "stretch",
    height: int | Literal["stretch", "content"] = "content",
) -> ChatInputValue | None: ...
def chat_input(
    at: Place,
    placeholder: str = "Your message",
    *,
    key: str | int | None = None,
    max_chars: int | None = None,
    max_upload_size: int | None = None,
    accept_file: bool | Literal["multiple", "directory"] = False,
    file_type: str | Sequence[str] | None = None,
    accept_audio: bool = False,
    audio_sample_rate: int | None = 16000,
    disabled: bool = False,
    submit_mode: Literal["submit", "disable", "stop"] = "submit",
    on_submit: Callable[..., Any] | None = None,
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    width: int | Literal["stretch"] = "stretch",
    height: int | Literal["stretch", "content"] = "content",
) -> Any:
    """Show a field for a message: pinned at the page's bottom, or inline in a container.

    Args:
        at: Where to write.
        placeholder: What the empty field shows.
        key: Tells it from others; setting it in session state fills the field.
        max_chars: The most characters.
        max_upload_size: The most megabytes of one file.
        accept_file: True for one file with the message, "multiple" or "directory" for more.
        file_type: The endings or MIME types of files that are taken.
        accept_audio: Kept for Streamlit; a terminal records nothing.
        audio_sample_rate: Kept for Streamlit.
        disabled: Whether it cannot be used.
        submit_mode: While the script runs: "submit" interrupts it, "disable" waits for it,
            "stop" offers to stop it.
        on_submit: A function that is called first when a message was sent.
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        width: "stretch" or a number of pixels.
        height: "content", "stretch", or a number of pixels.

    Returns:
        The message during the run that it causes, None else. With files or audio accepted,
        an object with `text` and `files`.

    Example:
        >>> import sttui as st
        >>> prompt = st.chat_input("Ask me")
        >>> if prompt:
        ...     st.write(f"You asked: {prompt}")
    """
    place, types = _place(at), file_types(file_type)
    if accept_file not in (True, False, "multiple", "directory"):
        allowed = ["True", "False", "'multiple'", "'directory'"]
        raise errors.StreamlitValueError("accept_file", allowed, accept_file)
    if audio_sample_rate is not None and audio_sample_rate not in SAMPLE_RATES:
        rates = [*(str(rate) for rate in SAMPLE_RATES), "None"]
        raise errors.StreamlitValueError("audio_sample_rate", rates, audio_sample_rate)
    element = ChatInput(
        placeholder=verbatim(placeholder),
        max_chars=max_chars or 0,
        accept_file="one" if accept_file is True else accept_file or "",
        types=types,
        max_size=check_size(max_upload_size),
        submit_mode=check_word("submit_mode", submit_mode, ("submit", "disable", "stop")),
        disabled=disabled,
        width=check_width(width, content=False),
        height=check_height(height),
    )
    lasting = (accept_file, file_type, max_chars, max_upload_size)
    run = current()
    filled = key is not None and str(key) in run.session.state.plain
    sent = control(
        place,
        element,
        key=key,
        identity=(placeholder, *lasting, accept_audio, audio_sample_rate, submit_mode, width),
        lasting=lasting,
        default=None,
        codec=MessageCodec(),
        on_change=check_on_change(on_submit, "on_submit", ()),
        args=args,
        kwargs=kwargs,
        trigger=True,
    )
    if filled:
        # The program wrote into the field; nobody has sent that yet.
        run.session.state.controls[element.id].value = None
        return None
    if sent is None:
        return None
    text, files = sent if isinstance(sent, tuple) else (sent, ())
    text = text[:max_chars]
    if not accept_file and not accept_audio:
        return text
    return ChatInputValue(text, _files(files, types) if accept_file else None, audio=accept_audio)


def _place(at: Place) -> Place:
    """Return where the field stands: the page's bottom, unless it is inside of something."""
    slot = slot_of(at)
    if slot.form:
        raise errors.StreamlitInvalidLayoutContextError(
            "`st.chat_input` sends by itself: put it outside of the form."
        )
    return root(at, "bottom") if slot is current().tree.roots["main"] else at


def _files(items: Iterable[Any], types: tuple[str, ...]) -> list[UploadedFile]:
    files = []
    for item in items:
        try:
            file = upload(item)
        except ValueError as error:
            raise errors.StreamlitAPIException(str(error)) from None
        check_name(file.name, types)
        files.append(file)
    return files
