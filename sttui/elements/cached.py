"""`st.cache_data` and `st.cache_resource`: decorators that keep what functions return."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Any, ParamSpec, Protocol, TypeVar, cast, overload

from sttui import errors
from sttui.core.cache import DATA, RESOURCES, Cache, Caches, Original, identity_of, key_of
from sttui.core.run import Place, running
from sttui.elements.duration import seconds
from sttui.elements.status import spinner

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


class _Plan:
    """What the arguments of a cache's decorator ask for."""

    def __init__(
        self,
        caches: Caches,
        ttl: float | timedelta | str | None,
        max_entries: int | None,
        show_spinner: bool | str,
        show_time: bool,
        hash_funcs: Mapping[Any, Callable[[Any], Any]] | None,
        scope: str,
        validate: Callable[[Any], bool] | None = None,
        on_release: Callable[[Any], Any] | None = None,
    ) -> None:
        if scope not in ("global", "session"):
            raise errors.StreamlitValueError("scope", ["'global'", "'session'"], scope)
        if max_entries is not None and max_entries <= 0:
            raise errors.StreamlitAPIException("`max_entries` must be a positive number.")
        self.caches = caches
        self.ttl = None if ttl is None else seconds(ttl)
        self.max_entries = max_entries
        self.show_spinner = show_spinner
        self.show_time = show_time
        self.hash_funcs = hash_funcs
        self.scope = scope
        self.validate = validate
        self.on_release = on_release

    def cache(self, function: Callable[..., Any]) -> Cache:
        """Return the cache of a function: one for all, or one for each session."""
        run = running()
        owner = id(run.session) if run is not None and self.scope == "session" else None
        identity = (identity_of(function), self.ttl, self.max_entries, owner)
        return self.caches.of(identity, lambda: Cache(self.ttl, self.max_entries, self.on_release))

    def decorate(self, function: Callable[Params, Result]) -> CachedFunction[Params, Result]:
        """Return the function that answers from the cache."""
        if isinstance(function, staticmethod | classmethod):
            raise errors.StreamlitAPIException(
                "Put the cache's decorator below `@staticmethod` or `@classmethod`."
            )
        known = self.cache(function) if self.scope == "global" else None

        @functools.wraps(function)
        def cached(*args: Any, **kwargs: Any) -> Any:
            cache = known or self.cache(function)
            key = key_of(function, args, kwargs, self.hash_funcs)
            entry = cache.get(key)
            if entry is None or not self._valid(entry.value):
                return self._compute(cache, key, function, args, kwargs)
            return self._handed_out(entry.value)

        def clear(*args: Any, **kwargs: Any) -> None:
            cache = known or self.cache(function)
            if args or kwargs:
                cache.clear(key_of(function, args, kwargs, self.hash_funcs))
            else:
                cache.clear()

        cached.clear = clear  # type: ignore[attr-defined]
        return cast("CachedFunction[Params, Result]", cached)

    def _compute(
        self,
        cache: Cache,
        key: Hashable,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> Any:
        with cache.computing(key):
            entry = cache.get(key)
            if entry is not None and self._valid(entry.value):
                return self._handed_out(entry.value)
            with self._spinner(function):
                value = function(*args, **kwargs)
            if self.caches is RESOURCES:
                cache.put(key, value)
                return value
            original = Original(value, function.__qualname__)
            cache.put(key, original)
            return original.copy()

    def _spinner(self, function: Callable[..., Any]) -> AbstractContextManager[None]:
        if self.show_spinner is False or running() is None:
            return nullcontext()
        name = f"Running `{function.__name__}(...)`."
        text = self.show_spinner if isinstance(self.show_spinner, str) else name
        return spinner(Place(), text, show_time=self.show_time, _cache=True)

    def _valid(self, value: Any) -> bool:
        return self.validate is None or bool(self.validate(value))

    def _handed_out(self, value: Any) -> Any:
        return value.copy() if self.caches is DATA else value


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
        """Keep what a function returns, by its arguments.

        Args:
            func: The function. Arguments whose names begin with `_` do not count.
            ttl: Seconds, a timedelta or a string such as "1h": results are that long valid.
            max_entries: How many results are kept at most.
            max_size: Kept for Streamlit.
            show_spinner: Whether a spinner shows while it computes, or the spinner's text.
            show_time: Whether the spinner counts the seconds.
            persist: Kept for Streamlit: results are in memory.
            hash_funcs: How to hash arguments of some types, by type or by its name.
            scope: "global", or "session" for results of each session's own.
            refresh_mode: Kept for Streamlit.

        Example:
            >>> import sttui as st
            >>> @st.cache_data
            ... def load(name):
            ...     return [name]
            >>> names = load("a")
        """
        plan = _Plan(DATA, ttl, max_entries, show_spinner, show_time, hash_funcs, scope)
        return plan.decorate if func is None else plan.decorate(func)

    def clear(self) -> None:
        """Forget the results of all functions."""
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

        Args:
            func: The function. Arguments whose names begin with `_` do not count.
            ttl: Seconds, a timedelta or a string such as "1h": results are that long valid.
            max_entries: How many results are kept at most.
            show_spinner: Whether a spinner shows while it computes, or the spinner's text.
            show_time: Whether the spinner counts the seconds.
            validate: Called with a kept result; if it says False, the result is made anew.
            hash_funcs: How to hash arguments of some types, by type or by its name.
            on_release: Called with a result that goes.
            scope: "global", or "session" for results of each session's own.
            refresh_mode: Kept for Streamlit.

        Example:
            >>> import sttui as st
            >>> @st.cache_resource
            ... def connect(url):
            ...     return object()
            >>> connection = connect("db://here")
        """
        plan = _Plan(
            RESOURCES,
            ttl,
            max_entries,
            show_spinner,
            show_time,
            hash_funcs,
            scope,
            validate,
            on_release,
        )
        return plan.decorate if func is None else plan.decorate(func)

    def clear(self) -> None:
        """Forget the results of all functions."""
        RESOURCES.clear()


cache_data = CacheData()
cache_resource = CacheResource()
