"""LaTeX as a tree: forgiving, bounded, and without macros."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sttui.ui.markup.latex_symbols import ACCENTS, ALPHABETS, FUNCTIONS, SUBSCRIPTS, SYMBOLS

__all__ = [
    "Accent",
    "Fence",
    "Frac",
    "Grid",
    "Node",
    "Root",
    "Row",
    "Script",
    "Stack",
    "Sym",
    "parse",
]

_DEEPEST = 40
_LONGEST = 10_000

_token = re.compile(r"\\[a-zA-Z]+\*?|\\.|[{}^_&~']|%[^\n]*\n?|\s+|.", re.DOTALL)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_REL, _BIN, _OPEN, _CLOSE, _PUNCT = "=<>:", "+-*/", "([", ")]", ",;"
_SPACES = {",": " ", ":": " ", ";": " ", "!": "", " ": " ", "quad": "  ", "qquad": "    ", ">": " "}
_TEXT = _words(
    "text textrm textnormal textit texttt textsf mbox hbox mathrm mathit mathsf mathtt "
    "mathnormal operatorname operatorname* rm it"
)
_FRACTIONS = frozenset(["frac", "dfrac", "tfrac", "cfrac", "sfrac", "nicefrac"])
_BINOMIALS = frozenset(["binom", "dbinom", "tbinom"])
_IGNORED = _words(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits big Big bigg Bigg bigl "
    "bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm middle nonumber notag hline hfill boxed "
    "mathstrut strut mathop mathrel mathbin mathord mathopen mathclose mathpunct mathinner "
    "ensuremath allowbreak left right relax mathchoice"
)
_DROPPED_WITH_ARGUMENT = _words(
    "color label tag hspace vspace phantom hphantom vphantom tag* hspace* begin end"
)
_SECOND_ARGUMENT = frozenset(["textcolor", "colorbox", "href", "htmlClass", "htmlStyle"])
_STACKS = {"overset": True, "stackrel": True, "underset": False}
_BRACES = {"overbrace": ("⏞", True), "underbrace": ("⏟", False)}
_FENCES = {
    "matrix": ("", ""),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "smallmatrix": ("", ""),
    "cases": ("{", ""),
    "rcases": ("", "}"),
    "dcases": ("{", ""),
}


@dataclass
class Sym:
    """Characters and their class in TeX."""

    text: str
    kind: str = "ord"


@dataclass
class Row:
    """Things side by side."""

    items: list[Node] = field(default_factory=list)


@dataclass
class Frac:
    """One over another; a binomial has no bar."""

    top: Node
    bottom: Node
    bar: bool = True


@dataclass
class Script:
    """A base with what stands below and above its right side, or below and above it."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None


@dataclass
class Root:
    """A root and its index."""

    body: Node
    index: Node | None = None


@dataclass
class Accent:
    """A mark over or under what it holds."""

    body: Node
    mark: str


@dataclass
class Stack:
    """One thing set over or under another."""

    base: Node
    other: Node
    above: bool


@dataclass
class Fence:
    """Brackets as high as what they hold."""

    left: str
    body: Node
    right: str


@dataclass
class Grid:
    """A matrix, or lines aligned with each other."""

    rows: list[list[Node]]
    kind: str


Node = Sym | Row | Frac | Script | Root | Accent | Stack | Fence | Grid


class _TooDeep(Exception):
    pass


def parse(source: str) -> list[Node] | None:
    """Return the lines of a formula, or None for one that is too long or too deep."""
    if len(source) > _LONGEST:
        return None
    tokens = [token for token in _token.findall(source) if not token.startswith("%")]
    parser = _Parser(tokens)
    try:
        return parser.lines()
    except (_TooDeep, RecursionError):
        return None


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def lines(self) -> list[Node]:
        lines: list[Node] = []
        while self._at < len(self._tokens):
            lines.append(self._row())
            if self._at < len(self._tokens):
                self._at += 1  # a line break, or a bracket that closes nothing
        return lines

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _skip_spaces(self) -> None:
        while self._peek().isspace():
            self._at += 1

    def _row(self, extra_stop: str = "") -> Row:
        """Parse up to a token that belongs to whoever asked."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooDeep
        row = Row()
        while (token := self._peek()) and token not in (
            "}",
            "&",
            "\\\\",
            "\\end",
            "\\right",
            "\\cr",
        ):
            if token == extra_stop:
                break
            if token in ("\\over", "\\choose", "\\atop"):
                self._at += 1
                row = Row([self._infix(token, row, extra_stop)])
                break
            self._add(row)
        self._depth -= 1
        return row

    def _infix(self, token: str, top: Row, extra_stop: str) -> Node:
        fraction = Frac(top, self._row(extra_stop), bar=token == "\\over")
        return Fence("(", fraction, ")") if token == "\\choose" else fraction

    def _add(self, row: Row) -> None:
        token = self._next()
        if token.isspace():
            return
        if token in ("^", "_"):
            base = row.items.pop() if row.items else Row()
            row.items.append(self._script(base, token))
        elif token == "'":
            base = row.items.pop() if row.items else Row()
            row.items.append(self._primes(base))
        else:
            node = self._atom(token)
            if node is not None:
                row.items.append(node)

    def _script(self, base: Node, token: str) -> Node:
        script = base if isinstance(base, Script) else Script(base)
        argument = self._argument()
        if token == "^":
            script.sup = argument if script.sup is None else Row([script.sup, argument])
        else:
            script.sub = argument if script.sub is None else Row([script.sub, argument])
        return script

    def _primes(self, base: Node) -> Node:
        primes = "′"
        while self._peek() == "'":
            self._at += 1
            primes += "′"
        script = base if isinstance(base, Script) else Script(base)
        script.sup = Sym(primes)
        return script

    def _argument(self) -> Node:
        self._skip_spaces()
        token = self._peek()
        if not token or token in ("}", "&", "\\\\", "\\end", "\\right"):
            return Row()
        self._at += 1
        if token in ("^", "_", "'"):
            return Sym(token)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooDeep
        node = self._atom(token) or Row()
        self._depth -= 1
        return node

    def _atom(self, token: str) -> Node | None:
        if token == "{":
            row = self._row()
            if self._peek() == "}":
                self._at += 1
            return row
        if token.startswith("\\") and len(token) > 1:
            return self._command(token[1:])
        if token == "~":
            return Sym(" ", "space")
        return Sym(_minus(token), _kind(token))

    def _command(self, name: str) -> Node | None:
        if name in SYMBOLS:
            return Sym(*SYMBOLS[name])
        if name in FUNCTIONS:
            return Sym(name, FUNCTIONS[name])
        if name in _SPACES:
            return Sym(_SPACES[name], "space")
        if name in _TEXT:
            shown = self._raw()
            return Sym(shown, "op" if name.startswith("operatorname") else "ord")
        if name in ALPHABETS:
            table = ALPHABETS[name]
            return Sym("".join(table.get(character, character) for character in self._raw()))
        if name in ACCENTS:
            return Accent(self._argument(), ACCENTS[name])
        return self._structure(name)

    def _structure(self, name: str) -> Node | None:
        if name in _FRACTIONS:
            return Frac(self._argument(), self._argument())
        if name in _BINOMIALS:
            return Fence("(", Frac(self._argument(), self._argument(), bar=False), ")")
        if name == "sqrt":
            return self._root()
        if name == "left":
            return self._fence()
        if name == "begin":
            return self._environment()
        if name in _STACKS:
            other, base = self._argument(), self._argument()
            return Stack(base, other, above=_STACKS[name])
        if name in _BRACES:
            mark, above = _BRACES[name]
            return Stack(self._argument(), Sym(mark, "brace"), above)
        if name == "substack":
            return Grid([[line] for line in self._group_lines()], "matrix")
        if name in _IGNORED:
            return None
        if name in _DROPPED_WITH_ARGUMENT:
            self._raw()
            return None
        if name in _SECOND_ARGUMENT:
            self._raw()
            return self._argument()
        if name == "ce":
            return Sym(_chemical(self._raw()))
        return Sym("\\" + name, "op") if name.isalpha() else Sym(name)

    def _root(self) -> Node:
        self._skip_spaces()
        index: Node | None = None
        if self._peek() == "[":
            self._at += 1
            index = self._row("]")
            self._at += 1
        return Root(self._argument(), index)

    def _fence(self) -> Node:
        left = self._delimiter()
        body = self._row()
        right = ""
        if self._peek() == "\\right":
            self._at += 1
            right = self._delimiter()
        return Fence(left, body, right)

    def _delimiter(self) -> str:
        self._skip_spaces()
        token = self._next()
        if token.startswith("\\"):
            return SYMBOLS.get(token[1:], ("", ""))[0][:1]
        return {".": "", "<": "⟨", ">": "⟩"}.get(token, token)

    def _environment(self) -> Node:
        name = self._raw().rstrip("*")
        if name in ("array", "tabular", "alignedat", "alignat"):
            self._raw()
        rows: list[list[Node]] = [[]]
        while self._at < len(self._tokens):
            rows[-1].append(self._row())
            token = self._next()
            if token in ("\\\\", "\\cr"):
                rows.append([])
            elif token == "\\end":
                self._raw()
                break
        if len(rows) > 1 and all(isinstance(cell, Row) and not cell.items for cell in rows[-1]):
            rows.pop()
        left, right = _FENCES.get(name, ("", ""))
        grid = Grid(rows, name)
        return Fence(left, grid, right) if left or right else grid

    def _group_lines(self) -> list[Node]:
        lines: list[Node] = []
        self._skip_spaces()
        if self._next() != "{":
            return lines
        while self._at < len(self._tokens):
            lines.append(self._row())
            if self._next() != "\\\\":
                break
        return lines

    def _raw(self) -> str:
        """Return the text of a group as it stands, its brackets balanced."""
        self._skip_spaces()
        if self._peek() != "{":
            return self._next().lstrip("\\")
        self._at += 1
        depth, words = 1, []
        while token := self._next():
            depth += (token == "{") - (token == "}")
            if not depth:
                break
            if token not in "{}":
                words.append(_raw_text(token))
        return "".join(words)


def _raw_text(token: str) -> str:
    if token.isspace() or token == "~":
        return " "
    if token.startswith("\\") and len(token) > 1:
        return SYMBOLS.get(token[1:], (_SPACES.get(token[1:], ""), ""))[0]
    return token


def _chemical(text: str) -> str:
    """Return a chemical formula with its counts below the line."""
    text = text.replace("<=>", "⇌").replace("->", "→")
    return re.sub(r"(?<=[A-Za-z)\]])\d+", lambda match: _lowered(match[0]), text)


def _lowered(digits: str) -> str:
    return "".join(SUBSCRIPTS[digit] for digit in digits)


def _minus(token: str) -> str:
    return "−" if token == "-" else "∗" if token == "*" else token


def _kind(token: str) -> str:
    for kind, characters in (
        ("rel", _REL),
        ("bin", _BIN),
        ("open", _OPEN),
        ("close", _CLOSE),
        ("punct", _PUNCT),
    ):
        if token in characters:
            return kind
    return "ord"
