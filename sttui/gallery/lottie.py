"""Stands in for streamlit-lottie: says in words what would move."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from sttui import errors
from sttui.container import Container, main
from sttui.core.clean import one_line
from sttui.core.run import draw
from sttui.elements.embed import Embed


class LottieDownloadFailure(errors.StreamlitAPIException):
    """An animation cannot be fetched. Here none is."""


class st_lottie:
    """Show in a line which animation stands here; in a `with` block, for as long as it runs.

    Args:
        animation_source: An address, or the animation as JSON.
        speed: Kept for the package.
        reverse: Kept for the package.
        loop: Kept for the package.
        quality: Kept for the package.
        height: Kept for the package.
        width: Kept for the package.
        key: Kept for the package.
    """

    def __init__(
        self,
        animation_source: bytes | str | dict[str, Any],
        speed: int = 1,
        reverse: bool = False,
        loop: bool | int = True,
        quality: Literal["low", "medium", "high"] = "medium",
        height: int | None = None,
        width: int | None = None,
        key: str | None = None,
    ) -> None:
        self.container: Container = main.empty()
        self._embed = _told(animation_source)
        draw(self.container, self._embed)

    def __enter__(self) -> None:
        draw(self.container, self._embed)

    def __exit__(self, *exc_info: object) -> None:
        self.container.empty()


@contextmanager
def st_lottie_spinner(
    animation_source: bytes | str | dict[str, Any], **kwargs: Any
) -> Iterator[None]:
    """Show a spinner while the block runs."""
    del animation_source, kwargs
    with main.spinner(" "):
        yield


def _told(source: Any) -> Embed:
    if isinstance(source, bytes):
        source = source.decode("utf-8", "replace")
    if isinstance(source, str) and source.startswith(("http://", "https://")):
        return Embed(title="Animation", address=source, lacking=("moving pictures",))
    if isinstance(source, str):
        try:
            source = json.loads(source)
        except ValueError as error:
            raise errors.StreamlitAPIException(f"The animation is no JSON: {error}.") from None
    if not isinstance(source, dict):
        raise errors.StreamlitAPIException(
            f"An animation is an address or JSON, not a value of type {type(source).__name__}."
        )
    name = one_line(str(source.get("nm") or "Animation"))
    return Embed(title=name, lacking=(f"its animation{_length(source)}",))


def _length(source: dict[str, Any]) -> str:
    try:
        seconds = (float(source["op"]) - float(source["ip"])) / float(source["fr"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    return f" of {seconds:.1f} seconds"
