"""Results of functions, kept for all sessions of the process: in memory, one computation a key."""

from __future__ import annotations

import copy
import pickle
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from types import CodeType, FunctionType
from typing import Any, Final

from sttui.errors import Error

PLAIN: Final = frozenset({int, float, complex, bool, str, bytes, type(None)})


class UnhashableParamError(Error):
    """An argument of a cached function cannot be turned into a key."""

    def __init__(self, function: str, parameter: str, value: object) -> None:
        super().__init__(
            f"The argument `{parameter}` of `{function}()` is a `{type(value).__name__}`, which "
            f"cannot be hashed. Name the parameter `_{parameter}` to leave it out of the key, "
            "or say how to hash it with `hash_funcs`."
        )


class UnserializableReturnValueError(Error):
    """A function cached by `st.cache_data` returned what cannot be copied."""

    def __init__(self, function: str, value: object) -> None:
        super().__init__(
            f"`{function}()` returned a `{type(value).__name__}`, which cannot be copied. "
            "Use `st.cache_resource` for connections, models and the like."
        )


class Entry:
    """One result and when it was made."""

    __slots__ = ("made", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self.made = time.monotonic()


class Cache:
    """The results of one function, by key."""

    def __init__(
        self,
        ttl: float | None = None,
        max_entries: int | None = None,
        on_release: Callable[[Any], Any] | None = None,
    ) -> None:
        self._ttl = ttl
        self._most = max_entries
        self._on_release = on_release
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._lock = threading.Lock()
        self._computing: dict[Hashable, tuple[threading.RLock, int]] = {}

    def get(self, key: Hashable) -> Entry | None:
        """Return the entry of a key, unless there is none or its time is over."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if self._ttl is not None and time.monotonic() - entry.made >= self._ttl:
                del self._entries[key]
            else:
                self._entries.move_to_end(key)
                return entry
        self._release([entry])
        return None

    def put(self, key: Hashable, value: Any) -> None:
        """Keep a result; the one that was not used for longest goes if there are too many."""
        gone = []
        with self._lock:
            old = self._entries.pop(key, None)
            if old is not None and old.value is not value:
                gone.append(old)
            self._entries[key] = Entry(value)
            while self._most is not None and len(self._entries) > self._most:
                gone.append(self._entries.popitem(last=False)[1])
        self._release(gone)

    @contextmanager
    def computing(self, key: Hashable) -> Iterator[None]:
        """Let one thread compute a key's result while others wait for it."""
        with self._lock:
            lock, waiting = self._computing.get(key, (threading.RLock(), 0))
            self._computing[key] = lock, waiting + 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, waiting = self._computing[key]
                if waiting == 1:
                    del self._computing[key]
                else:
                    self._computing[key] = lock, waiting - 1

    def clear(self, key: Hashable | None = None) -> None:
        """Forget the result of a key, or all of them."""
        with self._lock:
            if key is None:
                gone = list(self._entries.values())
                self._entries.clear()
            else:
                entry = self._entries.pop(key, None)
                gone = [entry] if entry is not None else []
        self._release(gone)

    def _release(self, entries: list[Entry]) -> None:
        if self._on_release is not None:
            for entry in entries:
                self._on_release(entry.value)


class Caches:
    """All caches of one kind: of data, or of resources."""

    def __init__(self) -> None:
        self._by_function: dict[Hashable, Cache] = {}
        self._lock = threading.Lock()

    def of(self, identity: Hashable, make: Callable[[], Cache]) -> Cache:
        """Return the cache of a function; a script that runs again finds the same one."""
        with self._lock:
            cache = self._by_function.get(identity)
            if cache is None:
                cache = self._by_function[identity] = make()
            return cache

    def clear(self) -> None:
        """Forget all results."""
        with self._lock:
            caches = list(self._by_function.values())
        for cache in caches:
            cache.clear()


DATA: Final = Caches()
RESOURCES: Final = Caches()


def clear_all() -> None:
    """Forget all results of all functions, for the app's menu."""
    DATA.clear()
    RESOURCES.clear()


def identity_of(function: Callable[..., Any]) -> Hashable:
    """Return what tells a function from others and from itself before an edit."""
    code = getattr(function, "__code__", None)
    name = f"{function.__module__}.{function.__qualname__}"
    return (name, code.co_filename, _body(code)) if code is not None else (name, id(function))


def _body(code: CodeType) -> Hashable:
    constants = tuple(
        _body(item) if isinstance(item, CodeType) else repr(item) for item in code.co_consts
    )
    return code.co_code, code.co_names, constants


def key_of(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    hash_funcs: Mapping[Any, Callable[[Any], Any]] | None = None,
) -> Hashable:
    """Return the key of a call; parameters whose names begin with `_` do not count.

    Raises:
        UnhashableParamError: An argument can be neither pickled nor hashed.
    """
    code = getattr(function, "__code__", None)
    names = code.co_varnames[: code.co_argcount] if code is not None else ()
    parts = []
    for place, value in enumerate(args):
        name = names[place] if place < len(names) else f"*{place}"
        parts.append((name, value))
    parts += kwargs.items()
    return frozenset(
        (name, _hashed(function, name, value, hash_funcs))
        for name, value in parts
        if not name.startswith("_")
    )


def _hashed(
    function: Callable[..., Any],
    name: str,
    value: Any,
    hash_funcs: Mapping[Any, Callable[[Any], Any]] | None,
) -> Hashable:
    kind = type(value)
    if hash_funcs:
        for wanted in (kind, f"{kind.__module__}.{kind.__qualname__}"):
            if wanted in hash_funcs:
                return kind.__qualname__, _hashed(function, name, hash_funcs[wanted](value), None)
    if kind in PLAIN:
        return kind.__name__, value
    if kind in (tuple, list):
        return kind.__name__, tuple(_hashed(function, name, item, hash_funcs) for item in value)
    if isinstance(value, FunctionType):
        return identity_of(value)
    try:
        return kind.__qualname__, blake2b(pickle.dumps(value), digest_size=16).digest()
    except Exception:
        raise UnhashableParamError(function.__qualname__, name, value) from None


class Original:
    """A value of `st.cache_data`, of which every caller gets a copy of its own."""

    __slots__ = ("_pickled", "_value")

    def __init__(self, value: Any, function: str) -> None:
        self._value = value
        self._pickled: bytes | None = None
        if is_plain(value):
            return
        try:
            self._pickled = pickle.dumps(value)
            self._value = None
        except Exception:
            try:
                self._value = copy.deepcopy(value)
            except Exception:
                raise UnserializableReturnValueError(function, value) from None

    def copy(self) -> Any:
        """Return a value that the caller may change."""
        if self._pickled is not None:
            return pickle.loads(self._pickled)
        return self._value if is_plain(self._value) else copy.deepcopy(self._value)


def is_plain(value: Any) -> bool:
    """Say whether a value cannot be changed, so that all may share it."""
    kind = type(value)
    return kind in PLAIN or (kind is tuple and all(is_plain(item) for item in value))
