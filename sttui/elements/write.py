"""`st.write` and its relatives: whatever a value is, the command that shows it is found here."""

from __future__ import annotations

import dataclasses
import inspect
import io
import sys
import types
from collections import ChainMap, UserDict, UserList
from collections.abc import (
    AsyncIterator,
    Callable,
    ItemsView,
    Iterable,
    Iterator,
    KeysView,
    Mapping,
    ValuesView,
)
from typing import Any, Final

from sttui import errors
from sttui.core.run import Place, current
from sttui.core.secrets import AttrDict
from sttui.elements import layout, status, text
from sttui.elements.absent import Nothing

_DOCUMENTED: Final = (
    types.BuiltinFunctionType,
    types.FunctionType,
    types.MethodType,
    types.ModuleType,
    type,
)
_LISTED: Final = (
    dict,
    list,
    map,
    enumerate,
    types.MappingProxyType,
    UserDict,
    ChainMap,
    UserList,
    ItemsView,
    KeysView,
    ValuesView,
)
_CHARTS: Final = (
    ("altair", "Chart", "altair_chart"),
    ("altair", "TopLevelMixin", "altair_chart"),
    ("matplotlib.figure", "Figure", "pyplot"),
    ("plotly.graph_objs", "Figure", "plotly_chart"),
    ("graphviz", "Graph", "graphviz_chart"),
    ("graphviz", "Digraph", "graphviz_chart"),
    ("graphviz", "Source", "graphviz_chart"),
    ("sympy", "Expr", "latex"),
    ("PIL.Image", "Image", "image"),
    ("pydeck", "Deck", "pydeck_chart"),
)
"""Classes of libraries and the command for their objects; a library is not imported for this."""


class Streamed(list[Any]):
    """What `st.write_stream` returns where it wrote more than text; `st.write` shows it again."""


def write(at: Place, *args: Any, unsafe_allow_html: bool = False) -> None:
    """Write anything: text is markdown, data a table, the rest whatever shows it best.

    Strings and numbers that follow one another are joined to one text.

    Args:
        at: Where to write.
        *args: Strings, numbers, dataframes, charts, exceptions, functions, generators, ...
        unsafe_allow_html: Whether simple tags in strings are honoured.

    Example:
        >>> import sttui as st
        >>> st.write("The *answer*: :rocket:")
        >>> st.write("1 + 1 =", 2)
    """
    if len(args) > 1 and at._single:
        raise errors.StreamlitAPIException(
            "Several values cannot replace a single element. Call `write()` with one value here, "
            "or write into a container."
        )
    words: list[str] = []

    def flush() -> None:
        if words:
            text.markdown(at, " ".join(words), unsafe_allow_html)
            words.clear()

    for value in args:
        if isinstance(value, str):
            words.append(value)
            continue
        show = _command(at, value, unsafe_allow_html)
        if show is None:
            words.append(_quoted(str(value)))
        else:
            flush()
            show()
    flush()


def magic(at: Place, *values: Any) -> Any:
    """Write what stands alone on a line of the script, and give it back."""
    write(at, *values)
    return values[0] if len(values) == 1 else values


def _command(at: Place, value: Any, html: bool) -> Callable[[], Any] | None:
    """Return what shows a value, or None where that is plain text."""
    if value is None or isinstance(value, int | float | complex | bytes | Nothing):
        return None
    if isinstance(value, Exception):
        return lambda: status.exception(at, value)
    if isinstance(value, Streamed):
        return lambda: _write_again(at, value, html)
    if isinstance(value, Place):
        return lambda: _help(at, value)
    from sttui.adapt.frames import is_frame_like

    if is_frame_like(value):
        return lambda: _named(at, "dataframe", value)
    chart = _chart(value)
    if chart is not None:
        return lambda: _named(at, chart, value)
    return _plain_command(at, value, html)


def _help(at: Place, value: Any) -> Any:
    from sttui.elements.help import help

    return help(at, value)


def _plain_command(at: Place, value: Any, html: bool) -> Callable[[], Any] | None:
    """Return what shows a value of Python's own, or of a class that says how to."""
    if isinstance(value, _LISTED) or _is_record(value):
        return lambda: text.json(at, _as_data(value))
    if isinstance(value, io.StringIO):
        return lambda: text.markdown(at, value.getvalue())
    if _is_stream(value):
        return lambda: write_stream(at, value)
    if isinstance(value, _DOCUMENTED) or dataclasses.is_dataclass(value):
        return lambda: _help(at, value)
    if html and callable(getattr(type(value), "_repr_html_", None)):
        return lambda: text.html(at, value._repr_html_())
    from sttui.elements.help import is_address

    if is_address(str(value)):
        return lambda: _help(at, value)
    return None


def _named(at: Place, command: str, value: Any) -> Any:
    """Call a command by name: every family of elements may be wanted here."""
    return getattr(at, command)(value)


def _chart(value: Any) -> str | None:
    if isinstance(value, type):
        return None
    for module, name, command in _CHARTS:
        cls = getattr(sys.modules.get(module), name, None)
        if isinstance(cls, type) and isinstance(value, cls):
            return command
    return None


def _is_record(value: Any) -> bool:
    """Say whether a value is a mapping or named fields, to be shown as JSON."""
    if isinstance(value, type):
        return False
    if isinstance(value, tuple):
        return hasattr(value, "_asdict")
    ours = type(value).__module__.startswith("sttui.")
    if isinstance(value, Mapping) and ours and hasattr(value, "to_dict"):
        return True
    model = getattr(sys.modules.get("pydantic"), "BaseModel", None)
    return isinstance(model, type) and isinstance(value, model)


def _as_data(value: Any) -> Any:
    """Turn what is shown as JSON into dictionaries and lists."""
    if isinstance(value, dict | list) and type(value) in (dict, list):
        return value
    if isinstance(value, AttrDict):
        return value.hidden()
    if isinstance(value, Mapping):
        return value.to_dict() if hasattr(value, "to_dict") else dict(value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return value._asdict()
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    return [list(item) if isinstance(item, tuple) else item for item in value]


def _is_stream(value: Any) -> bool:
    return (
        inspect.isgenerator(value)
        or inspect.isasyncgen(value)
        or inspect.isgeneratorfunction(value)
        or inspect.isasyncgenfunction(value)
        or _named_type(value) in ("openai.Stream", "openai._streaming.Stream")
    )


def _quoted(shown: str) -> str:
    """Return text as markdown's code, so that nothing in it is taken for markdown."""
    longest = count = 0
    for letter in shown:
        count = count + 1 if letter == "`" else 0
        longest = max(longest, count)
    if "\n" in shown:
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{shown}\n{fence}"
    fence = "`" * (longest + 1)
    return f"{fence}{shown}{fence}"


def write_stream(
    at: Place,
    stream: Callable[..., Any] | Iterable[Any] | AsyncIterator[Any],
    *,
    cursor: str | None = None,
) -> list[Any] | str:
    """Write a generator's text as it comes, like a typewriter; its other values as `st.write` does.

    Args:
        at: Where to write.
        stream: A generator, sync or async, a function that makes one, or the stream object of
            OpenAI's or LangChain's library.
        cursor: What stands behind the text while more of it is awaited.

    Returns:
        The whole text; a list of texts and values if there was more than text.

    Example:
        >>> import sttui as st
        >>> st.write_stream(word + " " for word in ["one", "two"])
    """
    from sttui.adapt.frames import is_frame_like

    if isinstance(stream, str) or is_frame_like(stream):
        raise errors.StreamlitInvalidParameterTypeError(
            "stream", stream, ["generator", "iterable"], "Use `st.write` for this value."
        )
    written = Streamed()
    place: Place | None = None
    so_far = ""

    def finish_text() -> None:
        nonlocal place, so_far
        if place is not None:
            text.markdown(place, so_far)
            written.append(so_far)
            place, so_far = None, ""

    for chunk in _chunks(stream):
        if isinstance(chunk, str):
            if chunk:
                tail = cursor if cursor and so_far else ""
                so_far += chunk
                place = place or layout.empty(at)
                text.markdown(place, so_far + tail)
            continue
        finish_text()
        if callable(chunk):
            chunk()
        else:
            write(at, chunk)
            written.append(chunk)
    finish_text()
    if not written:
        return ""
    return written[0] if len(written) == 1 and isinstance(written[0], str) else written


def _write_again(at: Place, streamed: Streamed, html: bool) -> None:
    for item in streamed:
        write(at, item, unsafe_allow_html=html)


def _chunks(stream: Any) -> Iterator[Any]:
    """Yield a stream's chunks, the text of those of well-known libraries."""
    if inspect.isgeneratorfunction(stream) or inspect.isasyncgenfunction(stream):
        stream = stream()
    if hasattr(stream, "__aiter__"):
        stream = _in_step(aiter(stream))
    try:
        steps = iter(stream)
    except TypeError:
        raise errors.StreamlitAPIException(
            f"A `{type(stream).__name__}` cannot be streamed. "
            "Pass a generator, a function that makes one, or another iterable."
        ) from None
    for chunk in steps:
        yield _text_of_chunk(chunk)


def _in_step(stream: AsyncIterator[Any]) -> Iterator[Any]:
    """Yield what an async iterator does, in this thread and on the session's event loop."""
    import asyncio

    loop = current().session.asyncio_loop or asyncio.new_event_loop()

    async def step() -> Any:
        return await anext(stream)

    while True:
        try:
            yield loop.run_until_complete(step())
        except StopAsyncIteration:
            return


def _text_of_chunk(chunk: Any) -> Any:
    kind = _named_type(chunk)
    if kind.startswith("openai.types.chat."):
        choices = getattr(chunk, "choices", None)
        delta = choices[0].delta if choices else None
        return getattr(delta, "content", None) or ""
    if kind.startswith("openai.types.responses."):
        text_events = ("response.output_text.delta", "response.refusal.delta")
        return (chunk.delta or "") if getattr(chunk, "type", "") in text_events else ""
    if kind.startswith("langchain_core.messages.ai."):
        return chunk.content or ""
    return chunk


def _named_type(value: Any) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}"
