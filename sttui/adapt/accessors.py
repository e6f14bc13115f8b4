"""The small expressions by which deck.gl reads a row: `[lon, lat]`, `n > 3 ? [255, 0, 0] : c`."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

Read = Callable[[Any], Any]

_LONGEST: Final = 2000
_MOST_TOKENS: Final = 300
_DEEPEST: Final = 40
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|(?P<name>[A-Za-z_$][\w$]*)"
    r"|(?P<text>\"[^\"]*\"|'[^']*')|(?P<sign>===|!==|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()\[\]]))"
)
_WORDS: Final = {"true": True, "false": False, "null": None, "undefined": None}


def _number(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def apply(a: Any, b: Any) -> Any:
        try:
            return function(a, b)
        except ZeroDivisionError:
            return math.inf
        except (TypeError, ValueError, OverflowError):
            return None

    return apply


_LEVELS: Final[tuple[Mapping[str, Callable[[Any, Any], Any]], ...]] = (
    {"||": lambda a, b: a or b},
    {"&&": lambda a, b: a and b},
    {
        "==": operator.eq, "===": operator.eq, "!=": operator.ne, "!==": operator.ne,
    },
    {
        "<": _number(operator.lt), "<=": _number(operator.le),
        ">": _number(operator.gt), ">=": _number(operator.ge),
    },
    {"+": _number(operator.add), "-": _number(operator.sub)},
    {
        "*": _number(lambda a, b: float(a) * float(b)), "/": _number(operator.truediv),
        "%": _number(lambda a, b: math.fmod(a, b)),
    },
)  # fmt: skip
"""What stands between two values, the loosest first."""


def reader(text: str) -> Read:
    """Return what reads the value of an expression from a row.

    Raises:
        ValueError: The expression is none of deck.gl's.
    """
    if text.strip() == "-":
        return lambda row: row
    tokens = _tokens(text[:_LONGEST])
    if len(text) > _LONGEST or len(tokens) > _MOST_TOKENS:
        raise ValueError("too long")
    parser = _Parser(tokens)
    read = parser.choice(0)
    if parser.kind != "end":
        raise ValueError(parser.word)
    return read


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(text[at:])
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return [*found, ("end", "")]


class _Parser:
    """Turns tokens into functions of a row, from the loosest operator down."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def kind(self) -> str:
        return self._tokens[self._at][0]

    @property
    def word(self) -> str:
        return self._tokens[self._at][1]

    def _next(self) -> str:
        word = self.word
        self._at += 1
        return word

    def _take(self, sign: str) -> bool:
        if self.kind == "sign" and self.word == sign:
            self._at += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise ValueError(f"no {sign}")

    def choice(self, depth: int) -> Read:
        if depth > _DEEPEST:
            raise ValueError("too deep")
        test = self._pair(0, depth)
        if not self._take("?"):
            return test
        yes = self.choice(depth + 1)
        self._expect(":")
        no = self.choice(depth + 1)
        return lambda row: yes(row) if test(row) else no(row)

    def _pair(self, level: int, depth: int) -> Read:
        if level == len(_LEVELS):
            return self._sign(depth)
        left = self._pair(level + 1, depth)
        while self.kind == "sign" and (function := _LEVELS[level].get(self.word)) is not None:
            self._at += 1
            left = _joined(function, left, self._pair(level + 1, depth))
        return left

    def _sign(self, depth: int) -> Read:
        if depth > _DEEPEST:
            raise ValueError("too deep")
        if self._take("-"):
            inner = self._sign(depth + 1)
            return _joined(_LEVELS[4]["-"], lambda row: 0, inner)
        if self._take("+"):
            return self._sign(depth + 1)
        if self._take("!"):
            denied = self._sign(depth + 1)
            return lambda row: not denied(row)
        return self._part(self._value(depth), depth)

    def _part(self, whole: Read, depth: int) -> Read:
        """Read what follows a value: `.name` or `[index]`."""
        while True:
            if self._take("."):
                if self.kind != "name":
                    raise ValueError("no name")
                name = self._next()
                whole = _joined(part_of, whole, _constant(name))
            elif self._take("["):
                index = self.choice(depth + 1)
                self._expect("]")
                whole = _joined(part_of, whole, index)
            else:
                return whole

    def _value(self, depth: int) -> Read:
        kind = self.kind
        if kind == "number":
            word = self._next()
            return _constant(float(word) if "." in word or "e" in word.lower() else int(word))
        if kind == "text":
            return _constant(self._next()[1:-1])
        if kind == "name":
            name = self._next()
            return _constant(_WORDS[name]) if name in _WORDS else lambda row: part_of(row, name)
        if self._take("("):
            inner = self.choice(depth + 1)
            self._expect(")")
            return inner
        self._expect("[")
        return self._list(depth)

    def _list(self, depth: int) -> Read:
        items: list[Read] = []
        while not self._take("]"):
            items.append(self.choice(depth + 1))
            if not self._take(","):
                self._expect("]")
                break
        return lambda row: [item(row) for item in items]


def part_of(whole: Any, name: Any) -> Any:
    """Return an item of a dictionary or a list, None where there is none."""
    if isinstance(whole, Mapping):
        return whole.get(name)
    if isinstance(whole, list | tuple | str):
        if name == "length":
            return len(whole)
        if isinstance(name, int | float) and 0 <= name < len(whole):
            return whole[int(name)]
    return None


def _constant(value: Any) -> Read:
    return lambda row: value


def _joined(function: Callable[[Any, Any], Any], left: Read, right: Read) -> Read:
    return lambda row: function(left(row), right(row))
