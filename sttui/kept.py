"""What `sttui cache` shows and clears: the results that outlive their process."""

from __future__ import annotations

import difflib
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sttui.caching import signing, storage, trouble
from sttui.caching.storage import Storage, Stored
from sttui.core.clean import one_line
from sttui.core.config import get_option, without_password
from sttui.errors import Error, StreamlitAPIException

_UNITS = ("B", "kB", "MB", "GB", "TB")
_AGES = ((86400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"))


class KeptError(Error):
    """A storage that cannot be asked, or a function of which nothing is kept."""


class Function(NamedTuple):
    """The results of one function."""

    storage: str
    label: str
    identity: str
    results: list[Stored]

    @property
    def size(self) -> int:
        """Return the bytes of all results."""
        return sum(result.size for result in self.results)


def show(as_json: bool) -> str:
    """Return what is kept, as a table or as JSON.

    Raises:
        KeptError: The Redis does not answer.
    """
    with _troubles_told():
        places = _places()
        functions = [one for place in places for one in _functions(place)]
    if as_json:
        return _json(functions)
    lines = [f"{place.name:<6} {_where(place)}" for place in places]
    if any(place.shared for place in places) and signing.is_own():
        lines.append("       Other users and machines need the same cache.key to share it.")
    return "\n".join([*lines, "", *_table(functions)])


def clear(name: str | None) -> str:
    """Forget all that is kept, or what is of one function; return what was done.

    Args:
        name: The function's name, as `show` has it.

    Raises:
        KeptError: There is no such function, or the Redis does not answer.
    """
    with _troubles_told():
        places = _places()
        kept = [(place, one) for place in places for one in _functions(place)]
        if name is None:
            for place in places:
                place.clear()
        else:
            known = {one.label for _, one in kept}
            kept = [(place, one) for place, one in kept if name in _names(one)]
            if not kept:
                raise KeptError(_unknown(name, known))
            for place, one in kept:
                place.delete(one.identity)
    count = sum(len(one.results) for _, one in kept)
    if not count:
        return "Nothing was kept."
    size = _size(sum(one.size for _, one in kept))
    return f"Cleared {_count(count, 'result')} of {_count(len(kept), 'function')}, {size}."


def _places() -> list[Storage]:
    remote = storage.remote()
    return [storage.disk(), *([remote] if remote is not None else [])]


@contextmanager
def _troubles_told() -> Iterator[None]:
    """Raise what the storages say of themselves, rather than log it."""
    log = logging.getLogger("sttui.caching")
    log.disabled = True
    told: list[str] = []
    end = trouble.listen(told.append)
    try:
        yield
    except (signing.Untrusted, StreamlitAPIException) as error:
        raise KeptError(str(error)) from None
    finally:
        end()
        log.disabled = False
    if told:
        for text in told:
            trouble.over(text)
        raise KeptError(told[0].partition(", so results are kept")[0].rstrip(".") + ".")


def _functions(place: Storage) -> list[Function]:
    found: dict[str, Function] = {}
    for result in place.entries():
        empty = Function(place.name, one_line(result.label), result.function, [])
        found.setdefault(result.function, empty).results.append(result)
    return sorted(found.values(), key=lambda one: (one.label, one.identity))


def _names(one: Function) -> tuple[str, ...]:
    return one.label, one.label.removesuffix("()"), one.label.rpartition(".")[2], one.identity


def _unknown(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    hint = f"did you mean {near[0]}?" if near else "`sttui cache show` lists what there is."
    return f"nothing is kept of a function {one_line(name)}; {hint}"


def _where(place: Storage) -> str:
    if place.shared:
        return without_password(str(get_option("cache.url")))
    return str(getattr(place, "folder", ""))


def _json(functions: list[Function]) -> str:
    import json

    rows = [
        {
            "storage": one.storage,
            "function": one.label,
            "size": one.size,
            "results": [
                {"key": item.key, "size": item.size, "made": item.made, "expires": item.expires}
                for item in one.results
            ],
        }
        for one in functions
    ]
    return json.dumps(rows, indent=2)


def _table(functions: list[Function]) -> list[str]:
    if not functions:
        return ["Nothing is kept."]
    rows = [("FUNCTION", "WHERE", "RESULTS", "SIZE", "AGE", "EXPIRES")]
    rows += map(_row, functions)
    wide = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = []
    for name, where, *numbers in rows:
        cells = [f"{name:<{wide[0]}}", f"{where:<{wide[1]}}"]
        cells += [f"{text:>{width}}" for text, width in zip(numbers, wide[2:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    count, size = sum(len(one.results) for one in functions), sum(one.size for one in functions)
    total = f"{_count(count, 'result')} of {_count(len(functions), 'function')}, {_size(size)}"
    return [*lines, "", total]


def _row(one: Function) -> tuple[str, str, str, str, str, str]:
    now = time.time()
    ages = _span(*(now - result.made for result in one.results))
    ends = [result.expires - now for result in one.results if result.expires is not None]
    expires = f"in {_span(*ends)}" if ends else "never"
    return one.label, one.storage, str(len(one.results)), _size(one.size), ages, expires


def _span(*seconds: float) -> str:
    """Return the shortest and the longest time in words; one of them if they read the same."""
    least, most = _time(min(seconds)), _time(max(seconds))
    return least if least == most else f"{least} - {most}"


def _time(seconds: float) -> str:
    for unit, name in _AGES:
        if seconds >= unit:
            return f"{seconds / unit:.0f} {name}"
    return "0 s"


def _size(number: float) -> str:
    units = iter(_UNITS)
    unit = next(units)
    while number >= 1000 and unit != _UNITS[-1]:
        number, unit = number / 1024, next(units)
    return f"{number:.0f} {unit}" if unit == "B" or number >= 100 else f"{number:.1f} {unit}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
