"""Text of all kinds: headings, markdown, code, formulas, JSON."""

from __future__ import annotations

from typing import Any, Literal

from sttui.core.element import Element
from sttui.core.run import P, draw, put
from sttui.core.secrets import AttrDict
from sttui.elements.arguments import (
    check_help,
    check_icon,
    check_width,
    check_word,
    local_links,
    text_of,
    verbatim,
)

TextAlignment = Literal["left", "center", "right", "justify"]
ALIGNMENTS = ("left", "center", "right", "justify")
DIVIDERS = ("blue", "green", "orange", "red", "violet", "yellow", "gray", "grey", "rainbow")


class Text(Element, frozen=True, kw_only=True):
    """Verbatim text."""

    body: str
    align: str = "left"
    wrap: bool = True


class Markdown(Element, frozen=True, kw_only=True):
    """Markdown in Streamlit's dialect."""

    body: str
    align: str = "left"
    caption: bool = False
    allow_html: bool = False


class Html(Markdown, frozen=True, kw_only=True):
    """HTML, of which the text and simple tags are shown."""


class Heading(Element, frozen=True, kw_only=True):
    """A title, header or subheader: level 1, 2 or 3."""

    body: str
    level: int
    anchor: str = ""
    divider: str = ""
    icon: str = ""
    align: str = "left"


class Code(Element, frozen=True, kw_only=True):
    """A block of code."""

    body: str
    language: str = "python"
    line_numbers: bool = False
    wrap_lines: bool = False
    height: int | str = "content"


class Latex(Element, frozen=True, kw_only=True):
    """A formula."""

    body: str


class Json(Element, frozen=True, kw_only=True):
    """An object, as JSON text."""

    body: str
    expanded: bool | int = True


class Divider(Element, frozen=True, kw_only=True):
    """A horizontal line."""


class Space(Element, frozen=True, kw_only=True):
    """Empty room, in lines."""

    size: int | str = "small"


def text(
    at: P,
    body: Any,
    *,
    help: str | None = None,
    width: int | str = "content",
    text_alignment: TextAlignment = "left",
    wrap: bool = True,
) -> P:
    """Write text exactly as it is, with its spaces and without any formatting.

    Args:
        at: Where to write.
        body: The text; other things are turned into text.
        help: Text that a help mark beside it shows.
        width: "content", "stretch", or a number of pixels.
        text_alignment: "left", "center", "right" or "justify".
        wrap: Whether long lines are broken; if not, they end in an ellipsis.

    Example:
        >>> import sttui as st
        >>> st.text("This is some text.")
    """
    return draw(
        at,
        Text(
            body=verbatim(body),
            help=check_help(help) if help is not None else "",
            width="content" if width == "content" else check_width(width),
            align=text_alignment,
            wrap=wrap,
        ),
    )


def markdown(
    at: P,
    body: Any,
    unsafe_allow_html: bool = False,
    *,
    help: str | None = None,
    width: int | str = "auto",
    text_alignment: TextAlignment = "left",
    anchors: bool = True,
    wrap: bool = True,
) -> P:
    """Write markdown: GitHub's, with colours, badges, emoji, icons and formulas.

    Args:
        at: Where to write.
        body: The markdown. `:red[text]` and `:blue-background[text]` colour, `:tada:` is an
            emoji, `:material/home:` an icon, `$x^2$` a formula.
        unsafe_allow_html: Whether simple tags are honoured; else HTML is shown as text.
        help: Text that a help mark beside it shows.
        width: "stretch", "content", "auto", or a number of pixels.
        text_alignment: "left", "center", "right" or "justify".
        anchors: Kept for Streamlit; a terminal's headings have no links.
        wrap: Kept for Streamlit; lines are always broken at the page's width.

    Example:
        >>> import sttui as st
        >>> st.markdown("*Streamlit* is **really** :blue[cool]. :sunglasses:")
    """
    check_word("text_alignment", text_alignment, ALIGNMENTS)
    return draw(
        at,
        Markdown(
            body=local_links(text_of(body)),
            allow_html=unsafe_allow_html,
            help=check_help(help),
            width=check_width(width),
            align=text_alignment,
        ),
    )


def caption(
    at: P,
    body: Any,
    unsafe_allow_html: bool = False,
    *,
    help: str | None = None,
    width: int | str = "stretch",
    text_alignment: TextAlignment = "left",
    wrap: bool = True,
) -> P:
    """Write markdown in a quieter tone: notes, explanations, sources.

    Example:
        >>> import sttui as st
        >>> st.caption("Figures are of last week.")
    """
    check_word("text_alignment", text_alignment, ALIGNMENTS)
    return draw(
        at,
        Markdown(
            body=text_of(body),
            caption=True,
            allow_html=unsafe_allow_html,
            help=check_help(help),
            width=check_width(width),
            align=text_alignment,
        ),
    )


def badge(
    at: P,
    label: str,
    *,
    icon: str | None = None,
    color: str = "blue",
    width: int | str = "content",
    help: str | None = None,
) -> P:
    """Write a small coloured label.

    Example:
        >>> import sttui as st
        >>> st.badge("New")
        >>> st.badge("Healthy", icon=":material/favorite:", color="green")
    """
    words = " ".join(part for part in (check_icon(icon), text_of(label)) if part)
    body = f":{color}-badge[{words.replace(']', chr(92) + ']')}]"
    return draw(at, Markdown(body=body, help=check_help(help), width=check_width(width)))


def _heading(
    at: P,
    body: Any,
    level: int,
    anchor: str | bool | None,
    help: str | None,
    icon: str | None,
    divider: bool | str,
    width: int | str,
    align: str,
) -> P:
    check_word("text_alignment", align, ALIGNMENTS)
    colour = ""
    if divider is True:
        colour = {2: "gray", 3: "gray"}.get(level, "gray")
    elif divider:
        colour = check_word("divider", divider, DIVIDERS)
    return draw(
        at,
        Heading(
            body=text_of(body),
            level=level,
            anchor=anchor if isinstance(anchor, str) else "",
            divider=colour,
            icon=check_icon(icon),
            help=check_help(help),
            width=check_width(width),
            align=align,
        ),
    )


def title(
    at: P,
    body: Any,
    anchor: str | bool | None = None,
    *,
    help: str | None = None,
    icon: str | None = None,
    width: int | str = "stretch",
    text_alignment: TextAlignment = "left",
    wrap: bool = True,
) -> P:
    """Write the page's title.

    Example:
        >>> import sttui as st
        >>> st.title("A title with _italics_ :blue[colors] and emojis :sunglasses:")
    """
    return _heading(at, body, 1, anchor, help, icon, False, width, text_alignment)


def header(
    at: P,
    body: Any,
    anchor: str | bool | None = None,
    *,
    help: str | None = None,
    icon: str | None = None,
    divider: bool | str = False,
    width: int | str = "stretch",
    text_alignment: TextAlignment = "left",
    wrap: bool = True,
) -> P:
    """Write a section's heading, with a line below it where `divider` is given.

    Example:
        >>> import sttui as st
        >>> st.header("Results", divider="gray")
    """
    return _heading(at, body, 2, anchor, help, icon, divider, width, text_alignment)


def subheader(
    at: P,
    body: Any,
    anchor: str | bool | None = None,
    *,
    help: str | None = None,
    icon: str | None = None,
    divider: bool | str = False,
    width: int | str = "stretch",
    text_alignment: TextAlignment = "left",
    wrap: bool = True,
) -> P:
    """Write a smaller heading.

    Example:
        >>> import sttui as st
        >>> st.subheader("By month")
    """
    return _heading(at, body, 3, anchor, help, icon, divider, width, text_alignment)


def code(
    at: P,
    body: Any,
    language: str | None = "python",
    *,
    line_numbers: bool = False,
    wrap_lines: bool = False,
    height: int | str = "content",
    width: int | str = "stretch",
) -> P:
    """Write a block of code, coloured by its language's syntax.

    Args:
        at: Where to write.
        body: The code.
        language: The language's name, or None for plain monospaced text.
        line_numbers: Whether lines are numbered.
        wrap_lines: Whether long lines are broken.
        height: "content", "stretch", or a number of pixels after which it scrolls.
        width: "stretch", "content", or a number of pixels.

    Example:
        >>> import sttui as st
        >>> st.code("def hello():\\n    print('Hello!')")
    """
    return draw(
        at,
        Code(
            body=verbatim(body).strip("\n"),
            language=language or "",
            line_numbers=line_numbers,
            wrap_lines=wrap_lines,
            height=height,
            width=check_width(width),
        ),
    )


def latex(at: P, body: Any, *, help: str | None = None, width: int | str = "stretch") -> P:
    """Write a formula, as readable Unicode. `body` is LaTeX or a SymPy expression.

    Example:
        >>> import sttui as st
        >>> st.latex(r"a + ar + a r^2 = \\sum_{k=0}^{n} ar^k")
    """
    if not isinstance(body, str) and hasattr(body, "_latex"):
        import sympy  # type: ignore[import-not-found,import-untyped,unused-ignore]

        body = sympy.latex(body)
    return draw(at, Latex(body=text_of(body), help=check_help(help), width=check_width(width)))


def json(at: P, body: Any, *, expanded: bool | int = True, width: int | str = "stretch") -> P:
    """Write an object or a JSON string as a tree.

    Args:
        at: Where to write.
        body: The object; what JSON does not have is shown by its `repr`.
        expanded: Whether it is open, or how many levels of it are.
        width: "stretch" or a number of pixels.

    Example:
        >>> import sttui as st
        >>> st.json({"foo": "bar", "stuff": ["stuff 1", "stuff 2"]})
    """
    return draw(
        at,
        Json(body=verbatim(_as_json(body)), expanded=expanded, width=check_width(width)),
    )


def _as_json(body: Any) -> str:
    if isinstance(body, str):
        return body
    if isinstance(body, AttrDict):
        body = body.hidden()
    elif hasattr(body, "to_dict") and not isinstance(body, type):
        body = body.to_dict()
    elif hasattr(body, "_asdict"):
        body = body._asdict()
    import json as json_module

    try:
        return json_module.dumps(body, default=repr, ensure_ascii=False)
    except (TypeError, ValueError):
        return json_module.dumps(_keyed(body), default=repr, ensure_ascii=False)


def _keyed(value: Any) -> Any:
    """Return nested dictionaries with keys that JSON can have."""
    if isinstance(value, dict):
        return {str(key): _keyed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_keyed(item) for item in value]
    return value


def divider(at: P, *, width: int | str = "stretch") -> P:
    """Draw a horizontal line.

    Example:
        >>> import sttui as st
        >>> st.divider()
    """
    return draw(at, Divider(width=check_width(width)))


def space(at: P, size: int | str = "small") -> P:
    """Leave room: "xxsmall" to "xxlarge", "stretch", or a number of pixels.

    Example:
        >>> import sttui as st
        >>> st.space("large")
    """
    put(at, Space(size=size))
    return at


def html(
    at: P,
    body: Any,
    *,
    width: int | str = "stretch",
    unsafe_allow_javascript: bool = False,
) -> P:
    """Write the text of HTML (or of an HTML file); styles and scripts have no effect here.

    Example:
        >>> import sttui as st
        >>> st.html("<p><b>Bold</b> and plain</p>")
    """
    if hasattr(body, "_repr_html_"):
        body = body._repr_html_()
    source = str(body)
    if len(source) < 1_000 and "\n" not in source and source.endswith((".html", ".htm")):
        from pathlib import Path

        if Path(source).is_file():
            source = Path(source).read_text("utf-8", "replace")
    return draw(at, Html(body=text_of(source), allow_html=True, width=check_width(width)))
