"""`st.cache_data` and `st.cache_resource`: decorators that keep what functions return."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final, ParamSpec, Protocol, TypeVar, cast, overload

from sttui import errors
from sttui.caching import plan as plans
from sttui.caching.calls import Cached, Screen
from sttui.caching.coroutines import CachedCoroutine
from sttui.caching.errors import CachedStFunctionInBackgroundModeWarning, CachedWidgetWarning
from sttui.caching.functions import DATA, RESOURCES
from sttui.core.run import Place
from sttui.elements.duration import seconds
from sttui.elements.status import exception, spinner

Params = ParamSpec("Params")
Result = TypeVar("Result")
R = TypeVar("R", covariant=True)


class CachedFunction(Protocol[Params, R]):
    """A function that answers from a cache."""

    def __call__(self, *args: Params.args, **kwargs: Params.kwargs) -> R:
        """Return the result that is kept for these arguments, or call the function."""
        ...

    def __get__(self, instance: object, owner: type | None = None) -> CachedFunction[..., R]: ...

    def clear(self, *args: Any, **kwargs: Any) -> None:
        """Forget the result for these arguments, or without any all results."""
        ...


class Decorator(Protocol):
    """A cache's decorator that has its options."""

    def __call__(self, func: Callable[Params, Result], /) -> CachedFunction[Params, Result]:
        """Return the function that answers from the cache."""
        ...


_SCREEN: Final = Screen(
    spinner=lambda text, show_time: spinner(Place(), text, show_time=show_time, _cache=True),
    warn_of_widget=lambda name: _show(CachedWidgetWarning(name)),
    warn_of_drawing=lambda kind, name: _show(CachedStFunctionInBackgroundModeWarning(kind, name)),
)


def _show(warning: errors.StreamlitAPIWarning) -> None:
    exception(Place(), warning)


def _decorate(function: Any, plan: plans.Plan) -> Any:
    """Return the function that answers from the cache."""
    if isinstance(function, classmethod):
        raise errors.StreamlitAPIException(
            f"Put `@st.cache_{plan.kind}` below `@classmethod`, next to the function."
        )
    if isinstance(function, staticmethod):
        function, plan = function.__func__, plan._replace(is_static=True)
    if not callable(function):
        raise errors.StreamlitAPIException(
            f"`st.cache_{plan.kind}` takes a function, not {function!r}. Options go by name, as in "
            f"`@st.cache_{plan.kind}(ttl=60)`."
        )
    if not inspect.iscoroutinefunction(function):
        return Cached(function, plan, _SCREEN)
    if plan.in_background:
        raise errors.StreamlitValueError("refresh_mode", ["'foreground'"], "background")
    return CachedCoroutine(function, plan, _SCREEN)


class CacheData:
    """Keep what a function returns; every caller gets a copy of its own."""

    @overload
    def __call__(self, func: Callable[Params, Result]) -> CachedFunction[Params, Result]: ...
    @overload
    def __call__(
        self,
        func: None = None,
        *,
        ttl: float | timedelta | str | None = ...,
        max_entries: int | None = ...,
        max_size: int | str | None = ...,
        show_spinner: bool | str = ...,
        show_time: bool = ...,
        persist: str | bool | None = ...,
        hash_funcs: Mapping[Any, Callable[[Any], Any]] | None = ...,
        scope: str = ...,
        refresh_mode: str = ...,
    ) -> Decorator: ...
    def __call__(
        self,
        func: Callable[Params, Result] | None = None,
        *,
        ttl: float | timedelta | str | None = None,
        max_entries: int | None = None,
        max_size: int | str | None = None,
        show_spinner: bool | str = True,
        show_time: bool = False,
        persist: str | bool | None = None,
        hash_funcs: Mapping[Any, Callable[[Any], Any]] | None = None,
        scope: str = "global",
        refresh_mode: str = "foreground",
    ) -> Any:
        """Keep what a function returns, by its arguments, for all sessions.

        A second call with equal arguments gets a copy of the first one's result, and what the
        function drew is drawn again. A function that was edited starts anew, also where the edit
        is in a global, a helper or a class that it uses. Use it for data: frames, lists, numbers.
        What cannot be copied, such as a connection, goes with `st.cache_resource`.

        The decorated function has a method `clear`: `load.clear("a")` forgets one result,
        `load.clear()` all of them. Coroutine functions can be cached too; await the result.

        Args:
            func: The function. Its arguments must be hashable; those whose names begin with `_`
                do not count.
            ttl: How long a result is valid: seconds, a timedelta, or a text such as "1h30m". None
                for good.
            max_entries: How many results are kept; the one that was not used for longest goes.
            max_size: How many bytes they may take, as a number or as "500MB", "1.5GiB".
            show_spinner: Whether a spinner shows while it computes, or the spinner's text.
            show_time: Whether the spinner counts the seconds.
            persist: "disk" (or True) to keep results over restarts too.
            hash_funcs: What to hash in place of arguments of some types, by the type or its full
                name.
            scope: "global" for all sessions, "session" for each its own, until it ends.
            refresh_mode: "foreground": who asks for a result that is too old waits for a new one.
                "background": it is handed out once more, up to twice its `ttl`, while a new one
                is computed. Such a function must not draw.

        Returns:
            The function that answers from the cache, or a decorator if `func` is None.

        Raises:
            StreamlitAPIException: An option is wrong.

        Example:
            >>> import sttui as st
            >>> @st.cache_data(ttl="1h", max_entries=100)
            ... def load(name, _connection=None):
            ...     return {"name": name, "rows": [1, 2, 3]}
            >>> st.write(load("a"))
            >>> load.clear("a")
        """
        plan = plans.make(
            "data",
            ttl=None if ttl is None else seconds(ttl),
            max_entries=max_entries,
            max_size=max_size,
            show_spinner=show_spinner,
            show_time=show_time,
            persist=persist,
            hash_funcs=hash_funcs,
            scope=scope,
            refresh_mode=refresh_mode,
        )
        if func is not None:
            return cast("CachedFunction[Params, Result]", _decorate(func, plan))
        return lambda func: _decorate(func, plan)

    def clear(self) -> None:
        """Forget the results of all functions.

        Example:
            >>> import sttui as st
            >>> if st.button("Load anew"):
            ...     st.cache_data.clear()
        """
        DATA.clear()


class CacheResource:
    """Keep what a function returns, the thing itself, for all to share."""

    @overload
    def __call__(self, func: Callable[Params, Result]) -> CachedFunction[Params, Result]: ...
    @overload
    def __call__(
        self,
        func: None = None,
        *,
        ttl: float | timedelta | str | None = ...,
        max_entries: int | None = ...,
        show_spinner: bool | str = ...,
        show_time: bool = ...,
        validate: Callable[[Any], bool] | None = ...,
        hash_funcs: Mapping[Any, Callable[[Any], Any]] | None = ...,
        on_release: Callable[[Any], Any] | None = ...,
        scope: str = ...,
        refresh_mode: str = ...,
    ) -> Decorator: ...
    def __call__(
        self,
        func: Callable[Params, Result] | None = None,
        *,
        ttl: float | timedelta | str | None = None,
        max_entries: int | None = None,
        show_spinner: bool | str = True,
        show_time: bool = False,
        validate: Callable[[Any], bool] | None = None,
        hash_funcs: Mapping[Any, Callable[[Any], Any]] | None = None,
        on_release: Callable[[Any], Any] | None = None,
        scope: str = "global",
        refresh_mode: str = "foreground",
    ) -> Any:
        """Keep what a function returns, by its arguments: connections, models, and the like.

        All callers in all sessions get the thing itself, so it must bear being used by several
        threads at once; if it does not, keep it by `scope="session"`. The decorated function has
        a method `clear`, as with `st.cache_data`.

        Args:
            func: The function. Its arguments must be hashable; those whose names begin with `_`
                do not count.
            ttl: How long a result is valid: seconds, a timedelta, or a text such as "1h30m". None
                for good.
            max_entries: How many results are kept; the one that was not used for longest goes.
            show_spinner: Whether a spinner shows while it computes, or the spinner's text.
            show_time: Whether the spinner counts the seconds.
            validate: Called with the result each time before it is handed out; where it returns
                False, a new one is made.
            hash_funcs: What to hash in place of arguments of some types, by the type or its full
                name.
            on_release: Called with a result that is kept no longer: to close it, say. It may be
                called in any thread, and not when the app is shut down.
            scope: "global" for all sessions, "session" for each its own, until it ends.
            refresh_mode: "foreground": who asks for a result that is too old waits for a new one.
                "background": it is handed out once more, up to twice its `ttl`, while a new one
                is made. Such a function must not draw.

        Returns:
            The function that answers from the cache, or a decorator if `func` is None.

        Raises:
            StreamlitAPIException: An option is wrong.

        Example:
            >>> import sqlite3
            >>> import sttui as st
            >>> @st.cache_resource(on_release=lambda connection: connection.close())
            ... def connect(path):
            ...     return sqlite3.connect(path, check_same_thread=False)
            >>> connect(":memory:") is connect(":memory:")
            True
            >>> connect.clear()
        """
        plan = plans.make(
            "resource",
            ttl=None if ttl is None else seconds(ttl),
            max_entries=max_entries,
            show_spinner=show_spinner,
            show_time=show_time,
            validate=validate,
            hash_funcs=hash_funcs,
            on_release=on_release,
            scope=scope,
            refresh_mode=refresh_mode,
        )
        if func is not None:
            return cast("CachedFunction[Params, Result]", _decorate(func, plan))
        return lambda func: _decorate(func, plan)

    def clear(self) -> None:
        """Forget the results of all functions.

        Example:
            >>> import sttui as st
            >>> st.cache_resource.clear()
        """
        RESOURCES.clear()


cache_data = CacheData()
cache_resource = CacheResource()
