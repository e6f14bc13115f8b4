"""What can go wrong with cached functions, told to whoever wrote them: Streamlit's names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sttui.errors import MarkdownFormattedException, StreamlitAPIException, StreamlitAPIWarning


class UnhashableTypeError(Exception):
    """A value that cannot be hashed; where it stands is for others to say."""

    def __init__(self, value: object, why: str = "") -> None:
        super().__init__(why or f"a `{type_name(value)}` cannot be hashed")
        self.value = value


class UnhashableParamError(StreamlitAPIException):
    """An argument of a cached function cannot be turned into a key."""

    def __init__(self, kind: str, name: str, parameter: str | None, value: Any, why: str) -> None:
        shown = parameter or "(unnamed)"
        lead = f"`_{parameter}`" if parameter else "one that begins with `_`"
        super().__init__(
            f"Cannot hash argument '{shown}' (of type `{type_name(value)}`) in '{name}': {why}.\n\n"
            f"To leave the argument out of the key, let its name begin with an underscore: {lead}. "
            f"To count it in, say how by `@st.cache_{kind}(hash_funcs={{...}})`, with "
            f'`"{type_name(value)}"` or the class itself as the name.'
        )


class UserHashError(StreamlitAPIException):
    """A function given in `hash_funcs` raised."""

    def __init__(self, error: BaseException, value: object, function: Callable[..., Any]) -> None:
        name = getattr(function, "__name__", "a function")
        super().__init__(
            f"{type(error).__name__}: {error}\n\nThis came from `{name}` in `hash_funcs`, which "
            f"was given a `{type_name(value)}` to hash."
        )


class UnserializableReturnValueError(MarkdownFormattedException):
    """A function cached by `st.cache_data` returned what cannot be copied."""

    def __init__(self, name: str, value: object, why: str = "") -> None:
        super().__init__(
            f"Cannot copy the return value (of type `{type_name(value)}`) of `{name}()`"
            f"{f': {why}' if why else ''}. `st.cache_data` gives each caller a copy of its own. "
            "Return plain data, or use `st.cache_resource`, which hands out the thing itself: "
            "it is for connections, models and the like."
        )


class UnevaluatedDataFrameError(StreamlitAPIException):
    """A function cached by `st.cache_data` returned a frame that is still to be computed."""

    def __init__(self, name: str, value: object) -> None:
        super().__init__(
            f"`{name}()` returned a `{type_name(value)}`, a table that is still to be computed. "
            "Let the function return its data, by `collect()`, `to_pandas()` or the like, or use "
            "`st.cache_resource`."
        )


class CachedFunctionReturnedAwaitableError(StreamlitAPIException):
    """A cached function that is no coroutine function returned something to be awaited."""

    def __init__(self, kind: str, name: str, value: object) -> None:
        super().__init__(
            f"`{name}()`, cached by `st.cache_{kind}`, returned a `{type_name(value)}`, which is "
            "to be awaited and so good for one use. Define the function with `async def` and "
            "await within it: its result is then cached."
        )


class CacheReplayClosureError(StreamlitAPIException):
    """A cached function drew into a container that cannot be found again."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(
            f"`{name}()` draws into a container that was made outside of it. What it drew is to "
            "be shown again from the cache, but that container is nowhere to be found.\n\n"
            f"Make the container within `{name}()`, hand it over as an argument, draw outside of "
            f"`{name}()`, or take its `@st.cache_{kind}` away."
        )


class CachedWidgetWarning(StreamlitAPIWarning):
    """A widget was drawn within a cached function."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"`{name}()` is cached and has a widget. It runs only when its result is not in the "
            "cache yet, so it does not see what the viewer sets later.\n\n"
            "Draw the widget outside of the cached function, and hand its value over."
        )


class CachedStFunctionInBackgroundModeWarning(StreamlitAPIWarning):
    """A function that is renewed in the background drew something."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(
            f'`{name}()` is cached with `@st.cache_{kind}(refresh_mode="background")` and draws '
            "elements. They are not shown again from the cache, so they vanish with the next "
            'rerun. Draw outside of the function, or use `refresh_mode="foreground"`.'
        )


def type_name(value: object) -> str:
    """Return the full name of a value's type."""
    kind = type(value)
    return f"{kind.__module__}.{kind.__qualname__}"
