"""Streamlit's markdown on a screen of cells."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from sttui.ui.markdown import (
    inline,
    plain,
    render_heading,
    render_html,
    render_label,
    render_latex,
    render_markdown,
)
from sttui.ui.markup.latex import to_text
from sttui.ui.markup.shortcodes import icon
from sttui.ui.palette import DARK, LIGHT

MARKUP = st.lists(
    st.sampled_from(
        [
            *"*_~`[]()<>!#|$:-+=\\\n \t.1ab日",
            *("**", "```", "$$", ":red[", ":blue-badge[", ":rainbow[", ":color[", "]{", "\n\n"),
            *('foreground="red"}', ":tada:", ":material/home:", "- ", "1. ", "> ", "\n| a | b |\n"),
            *("|---|:-:|\n", "![x](y)", "https://a.b/c", "<b>", "</b>", "<p style='color:red'>"),
            *("\\frac", "{", "}", "^", "\\sqrt", "\\sum", "\\begin{matrix}", "\\\\", "&", "\x1b"),
            *(
                "\u202e",
                "👩\u200d🚀",
                "\ufe0f",
                "e\u0301",
                "&#x1b;",
                "&#9;",
                "[ ] ",
                "    ",
                "<script>",
            ),
        ]
    ),
    max_size=30,
).map("".join)
ANY_TEXT = MARKUP | st.text(st.characters(codec=None, exclude_categories=()))
WIDTHS = st.integers(1, 60)


def render(body: str, width: int = 60, **options: bool) -> list[Strip]:
    return list(render_markdown(body, width, LIGHT, **options))


def texts(strips: Iterable[Strip]) -> list[str]:
    return [strip.text.rstrip() for strip in strips]


def style_of(strips: Iterable[Strip], text: str) -> Style:
    for strip in strips:
        for segment in strip:
            if segment.text.strip() == text:
                assert segment.style is not None
                return segment.style
    raise AssertionError(f"{text!r} is not a piece of its own")


def assert_sound(strips: Iterable[Strip], width: int) -> None:
    for strip in strips:
        assert strip.cell_length <= width
        assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in strip.text)


def test_paragraphs_join_their_lines() -> None:
    assert texts(render("one\ntwo\n\nthree")) == ["one two", "", "three"]
    assert texts(render("*one*\ntwo  \nbroken\n\nthree")) == ["one two", "broken", "", "three"]


@pytest.mark.parametrize(
    "body", ["plain words", "one\ntwo\n\n\nthree", "a long line " * 20, "x\n\n"]
)
def test_plain_text_is_drawn_alike_with_and_without_the_parser(body: str) -> None:
    parsed = texts(render(body + "\n\n&amp;", 30))
    assert texts(render(body, 30)) == parsed[:-2]


@pytest.mark.parametrize(
    ("body", "text", "attribute"),
    [
        ("a **b** c", "b", "bold"),
        ("a *b* c", "b", "italic"),
        ("a _b_ c", "b", "italic"),
        ("a ~~b~~ c", "b", "strike"),
        ("a **b *c* d**", "c", "italic"),
    ],
)
def test_emphasis(body: str, text: str, attribute: str) -> None:
    assert getattr(style_of(render(body), text), attribute)


def test_inline_code_is_literal() -> None:
    assert texts(render("`**x** :red[y]`")) == ["**x** :red[y]"]


@pytest.mark.parametrize("colour", ["red", "orange", "yellow", "green", "blue", "violet", "grey"])
def test_named_colours(colour: str) -> None:
    strips = render(f":{colour}[text] and :{colour}-background[ground] and :{colour}-badge[label]")
    tone, ground = LIGHT.style(colour), LIGHT.style(f"{colour}_background")
    assert style_of(strips, "text").color == tone.color
    assert style_of(strips, "ground").bgcolor == ground.bgcolor
    assert style_of(strips, "label").color == tone.color
    assert style_of(strips, "label").bgcolor == ground.bgcolor


def test_colours_hold_markup_and_each_other() -> None:
    strips = render(":red[a **b** :blue[c]]")
    assert style_of(strips, "b").bold
    assert style_of(strips, "b").color == LIGHT.style("red").color
    assert style_of(strips, "c").color == LIGHT.style("blue").color


def test_rainbow_gives_each_character_its_colour() -> None:
    (strip,) = render(":rainbow[abcdef]")
    assert [segment.style and segment.style.color for segment in strip] == [
        LIGHT.style(name).color for name in ("red", "orange", "yellow", "green", "blue", "violet")
    ]


def test_css_colours() -> None:
    strips = render(':color[x]{foreground="#ff0000"} :color[y]{background="rgb(0,0,255)"} z')
    assert style_of(strips, "x").color == Style(color="#ff0000").color
    assert style_of(strips, "y").bgcolor == Style(bgcolor="#0000ff").bgcolor
    assert texts(render(':color[x]{foreground="no colour"}')) == ["x"]


@pytest.mark.parametrize("body", [":foo[bar]", ":red [x]", "a : b", "12:30:45", ":nosuchemoji:"])
def test_what_is_no_directive_stays(body: str) -> None:
    assert texts(render(body)) == [body]


def test_shortcodes() -> None:
    assert texts(render(":tada: :+1: :material/home: :rofl: :streamlit:")) == ["🎉 👍 ⌂ 🤣 ♛"]
    assert icon("nothing_of_that_name") == "◆"
    assert cell_len(icon("check")) == 1


def test_signs_that_stand_alone_become_one() -> None:
    assert texts(render("a -> b <- c <-> d -- e >= f <= g ~= h")) == [
        "a → b ← c ↔ d — e ≥ f ≤ g ≈ h"
    ]
    assert texts(render("a->b `->` --flag")) == ["a->b -> --flag"]


def test_links_lead_to_the_web_or_mail_only() -> None:
    strips = render("[web](https://a.b/c?d=1) [mail](mailto:a@b.c) [top](#top) [rel](page.html)")
    assert style_of(strips, "web").link == "https://a.b/c?d=1"
    assert style_of(strips, "mail").link == "mailto:a@b.c"
    assert all(
        not (s.style and s.style.link) for s in strips[0] if "top" in s.text or "rel" in s.text
    )
    assert texts(render("[x](javascript:alert(1))")) == ["[x](javascript:alert(1))"]


def test_bare_addresses_are_links() -> None:
    strips = render("see https://a.b/c_d_e, or (www.x.org).")
    assert style_of(strips, "https://a.b/c_d_e").link == "https://a.b/c_d_e"
    assert style_of(strips, "www.x.org").link == "https://www.x.org"


def test_images_show_what_they_are_of() -> None:
    strips = render("![a cat](https://a.b/cat.png)")
    assert texts(strips) == ["▣ a cat"]
    assert style_of(strips, "▣ a cat").link == "https://a.b/cat.png"


def test_lists_nest_and_hang() -> None:
    body = "- one\n- two\n  - three is long enough\n\n\n9. nine\n10. ten"
    assert texts(render(body, 16)) == [
        "• one",
        "• two",
        "  ◦ three is",
        "    long enough",
        "",
        " 9. nine",
        "10. ten",
    ]


def test_task_lists() -> None:
    assert texts(render("- [x] done\n- [ ] to do")) == ["☑ done", "☐ to do"]


def test_loose_lists_have_room() -> None:
    assert texts(render("- a\n\n- b\n\n  c")) == ["• a", "", "• b", "", "  c"]


def test_quotes_have_a_bar() -> None:
    assert texts(render("> one two three\n>\n> > in", 11)) == [
        "▌ one two",
        "▌ three",
        "▌",
        "▌ ▌ in",
    ]


def test_tables_align_and_wrap() -> None:
    body = "| a | b |\n|:--|--:|\n| x | 1 |\n| yy | 200 |"
    assert texts(render(body)) == ["a  │   b", "───┼────", "x  │   1", "yy │ 200"]
    narrow = render("| a | b |\n|---|---|\n| many words in here | x |", 14)
    assert_sound(narrow, 14)
    assert len(narrow) > 3


def test_fenced_code_is_a_panel() -> None:
    strips = render("```python\nimport os\n```", 20)
    assert strips[0].cell_length == 20
    assert style_of(strips, "import") == LIGHT.style("keyword")
    assert texts(render("    indented", 20)) == [" indented"]


def test_headings() -> None:
    assert texts(render("# One\ntext\n## Two")) == ["One", "━━━", "text", "", "Two"]
    assert texts(render_heading("My **title**", 1, 40, LIGHT)) == ["My title", "━━━━━━━━"]
    assert texts(render_heading("x", 2, 4, LIGHT, "blue")) == ["x", "────"]
    assert texts(render_heading("x", 1, 4, LIGHT, "rainbow")) == ["x", "────"]
    assert texts(render_heading("# literal", 3, 40, LIGHT)) == ["# literal"]


def test_rules_fill_the_width() -> None:
    assert texts(render("a\n\n---", 5)) == ["a", "", "─────"]


def test_html_is_text_unless_allowed() -> None:
    body = '<b>x</b> <span style="color: red">y</span><br>z <script>alert(1)</script>'
    assert texts(render(body, 100)) == [body]
    strips = render(body, allow_html=True)
    assert texts(strips) == ["x y", "z"]
    assert style_of(strips, "x").bold
    assert style_of(strips, "y").color == Style(color="#ff0000").color


def test_html_blocks_become_lines() -> None:
    body = "<div><h2>Head</h2><p>one\n two</p><ul><li>a<li>b</ul><style>p {}</style></div>"
    assert texts(render(body, allow_html=True)) == ["Head", "one two", "• a", "• b"]
    assert texts(render_html(body, 40, LIGHT)) == ["Head", "one two", "• a", "• b"]


@pytest.mark.parametrize("body", ["<style>p { color: red }</style>", "<script>go()</script>\n", ""])
def test_html_without_text_takes_no_room(body: str) -> None:
    assert not render_html(body, 40, LIGHT)


def test_money_is_not_math() -> None:
    assert texts(render("from $5 to $10, \\$x\\$")) == ["from $5 to $10, $x$"]


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("E = mc^2", "E = mc²"),
        (r"\frac{1}{2}", "½"),
        (r"\frac{a+b}{c}", "(a+b)/c"),
        (r"\sqrt{2} + \sqrt[3]{x+1}", "√2 + ∛(x+1)"),
        (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿ xᵢ"),
        (r"\alpha \leq \beta \to \infty", "α ≤ β → ∞"),
        (r"\mathbb{R}^n", "ℝⁿ"),
        (r"\hat{y}", "y\u0302"),
        (r"\text{if } x", "if x"),
        (r"-x - y", "−x − y"),
        (r"\sin x", "sin x"),
        (r"x^{y_z}", "x^(y_z)"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a b; c d)"),
        ("f'", "f′"),
        (r"\unknown{x}", r"\unknown x"),
        (r"\frac{", "/"),
        ("{" * 200, "{" * 200),
    ],
)
def test_formulas_on_one_line(formula: str, text: str) -> None:
    assert to_text(formula) == text


def test_formulas_in_two_dimensions() -> None:
    assert [line.text for line in render_latex(r"x = \frac{a}{b+1}", 11, LIGHT)] == [
        "       a",
        "x = ───────",
        "     b + 1",
    ]
    assert texts(render("so\n\n$$\nx^2\n$$", 2)) == ["so", "", "x²"]
    assert texts(render("$$x^2$$", 6)) == ["  x²"]


def test_long_formulas_break_before_operators() -> None:
    strips = render_latex("aaaa + bbbb + cccc = dddd", 12, LIGHT)
    assert texts(strips) == ["aaaa + bbbb", "+ cccc", "= dddd"]
    assert_sound(render_latex("a" * 50, 12, LIGHT), 12)


def test_labels_take_inline_markup_only() -> None:
    label = inline("**Bold** :red[x]\n# no *heading*", DARK)
    assert label.plain == "Bold x # no heading"
    assert inline("- item", DARK).plain == "- item"
    assert inline("1. item", DARK).plain == "1. item"
    assert inline("[/bold] [@click=app.quit]x[/]", DARK).plain == "[/bold] [@click=app.quit]x[/]"


def test_labels_are_cut_with_an_ellipsis() -> None:
    assert render_label("**Bold** :red[label]", 20, DARK).text == "Bold label"
    assert render_label("**Bold** :red[label]", 8, DARK).text == "Bold la…"


def test_labels_are_fresh_each_time() -> None:
    inline("**a**", DARK).append("more")
    assert inline("**a**", DARK).plain == "a"


def test_plain_is_without_markup() -> None:
    assert plain(":material/home: **Home** :blue-badge[new] $x^2$ `c`") == "⌂ Home new x² c"


@pytest.mark.parametrize("width", [1, 2, 5, 40])
@pytest.mark.parametrize(
    "body",
    [
        "*" * 5000,
        "[" * 5000,
        "> " * 3000 + "x",
        "- " * 3000 + "x",
        ":red[" * 3000,
        "`" * 5001,
        "$" * 5001,
        "|a" * 2000 + "\n" + "|-" * 2000,
        "<b>" * 3000,
        "![" * 3000,
        "a**" * 3000,
    ],
)
def test_hostile_nesting_is_survived(body: str, width: int) -> None:
    assert_sound(render(body, width), width)


def test_text_nested_too_deep_is_shown_as_it_is() -> None:
    assert "".join(texts(render(">" * 500, 50))) == ">" * 500


def test_huge_text_is_shown_as_it_is() -> None:
    strips = render_markdown("**word** " * 1_200_000, 80, LIGHT)
    assert strips[0].text.startswith("**word**")


@settings(deadline=None)
@given(ANY_TEXT, WIDTHS, st.booleans())
def test_any_markdown_fits(body: str, width: int, allow_html: bool) -> None:
    assert_sound(render(body, width, allow_html=allow_html), width)


@settings(deadline=None)
@given(ANY_TEXT, WIDTHS)
def test_any_formula_html_heading_and_label_fits(body: str, width: int) -> None:
    assert_sound(render_latex(body, width, LIGHT), width)
    assert_sound(render_html(body, width, LIGHT), width)
    assert_sound(render_heading(body, 1, width, LIGHT), width)
    assert "\n" not in inline(body, LIGHT).plain
    assert_sound([render_label(body, width, LIGHT)], width)
    plain(body)


def test_plain_text_needs_no_parser() -> None:
    code = (
        "import sys\n"
        "from sttui.ui.markdown import inline, render_heading, render_markdown\n"
        "from sttui.ui.palette import DARK\n"
        "render_markdown('Just words, 3.5 of them.\\n\\nAnd more: yes!', 40, DARK)\n"
        "render_heading('A title', 1, 40, DARK), inline('A label', DARK)\n"
        "assert not {'markdown_it', 'pygments', 'rich._emoji_codes'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
