"""What a theme does not say is derived from what it says, and can be read."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from rich.color import ANSI_COLOR_NAMES

from sttui.core.marks import Chart, Series
from sttui.core.theme import ThemeOptions, Tone
from sttui.ui.contrast import blend, contrast, laid_over, readable
from sttui.ui.derive import ansi_palette, own_ground, theme_palettes
from sttui.ui.palette import COLOURS, DARK, LIGHT, Palette
from sttui.ui.plotting import series_inks

COLOUR = some.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
INKS = ("muted", "primary", "info", "success", "warning", "error", *COLOURS)


def page(tone: Tone = "dark", **options: object) -> Palette:
    return theme_palettes(ThemeOptions(sections={"": options}), tone)[0]


def side(aside: dict[str, object], tone: Tone = "dark", **options: object) -> Palette:
    return theme_palettes(ThemeOptions(sections={"": options, "sidebar": aside}), tone)[1]


def fields(palette: Palette) -> dict[str, object]:
    names = (field.name for field in dataclasses.fields(palette) if field.name != "_styles")
    return {name: getattr(palette, name) for name in names}


@pytest.mark.parametrize(("tone", "usual"), [("dark", DARK), ("light", LIGHT)])
def test_a_theme_that_says_nothing_is_ours(tone: Tone, usual: Palette) -> None:
    same = fields(page(tone)) | {"sidebar": ""}
    assert same == fields(usual)


@settings(max_examples=150)
@given(some.fixed_dictionaries({}, optional={
    "primaryColor": COLOUR, "backgroundColor": COLOUR, "redColor": COLOUR, "greenColor": COLOUR,
    "linkColor": COLOUR, "borderColor": COLOUR,
}), some.sampled_from(["dark", "light"]))  # fmt: skip
def test_what_is_derived_can_be_read(options: dict[str, str], tone: Tone) -> None:
    palette = page(tone, **options)
    for ink in INKS:
        assert contrast(getattr(palette, ink), palette.background) >= 4.5, ink
        if ink != "muted":
            ground = getattr(palette, f"{ink}_background")
            assert contrast(getattr(palette, ink), ground) >= 4.45, ink
    assert contrast(palette.text, palette.background) >= 4.5
    assert contrast(palette.colour("on_accent"), palette.colour("accent")) >= 4.5


@given(COLOUR, COLOUR)
def test_what_is_said_is_taken_as_it_is(ink: str, ground: str) -> None:
    palette = page(textColor=ink, backgroundColor=ground, linkColor=ink, redTextColor=ink,
                   codeTextColor=ink, codeBackgroundColor=ground, redBackgroundColor=ground,
                   dataframeHeaderTextColor=ink, dataframeHeaderBackgroundColor=ground)  # fmt: skip
    assert {palette.text, palette.link, palette.red, palette.code, palette.table_header} == {ink}
    assert {
        palette.background,
        palette.code_background,
        palette.red_background,
        palette.table_header_background,
    } == {ground}


@settings(max_examples=60)
@given(COLOUR, COLOUR)
def test_the_sidebar_can_be_read_on_any_ground(ground: str, page_ground: str) -> None:
    palette = side({"backgroundColor": ground}, backgroundColor=page_ground)
    assert contrast(palette.text, palette.background) >= 4.5
    assert contrast(palette.text, palette.panel) >= 4.5
    assert palette.background == ground


def test_the_sidebar_changes_grounds_with_the_page_as_in_streamlit() -> None:
    palette = side({}, backgroundColor="#101010", secondaryBackgroundColor="#202020")
    assert (palette.background, palette.panel) == ("#202020", "#101010")


def test_what_is_not_opaque_lets_the_ground_through() -> None:
    assert page(backgroundColor="#000000", borderColor="#ffffff80").border == "#808080"
    assert laid_over("#ff0000", "#000000") == "#ff0000"


def test_corners_links_borders() -> None:
    palette = page(baseRadius=0.0, linkUnderline=False, showWidgetBorder=False)
    assert palette.square and not palette.widget_border
    assert not palette.style("link").underline
    assert page(baseRadius=0.5).style("link").underline


def test_colours_of_charts() -> None:
    scale = [f"#{n}0{n}0{n}0" for n in range(10)]
    palette = page(
        chartCategoricalColors=["#ff0000", "#00ff00"],
        chartSequentialColors=scale,
        chartDivergingColors=scale[::-1],
    )
    three = tuple(Series(name=name, x=(0.0,), y=(1.0,)) for name in ("1", "5.5", "10"))
    assert series_inks(Chart(series=three), palette) == ["#ff0000", "#00ff00", "#ff0000"]
    ramp = series_inks(Chart(series=three, ramp="sequential"), palette)
    assert ramp == [scale[0], scale[4], scale[9]]
    assert series_inks(Chart(series=three, ramp="diverging"), palette)[0] == scale[9]
    words = tuple(Series(name=name) for name in ("a", "b"))
    assert series_inks(Chart(series=words, ramp="sequential"), palette) == ["#ff0000", "#00ff00"]
    # What the script says itself is not overridden.
    assert series_inks(Chart(series=(Series(color="#0000ff"),)), palette) == ["#0000FF"]


@given(COLOUR, some.sampled_from(["dark", "light"]))
def test_of_sixteen_colours_the_readable_ones_are_taken(colour: str, tone: Tone) -> None:
    palette = ansi_palette({"primaryColor": colour, "chartCategoricalColors": [colour]}, tone)
    unfit = {
        "dark": {"black", "blue", "bright_black"},
        "light": {"yellow", "bright_yellow", "white", "bright_white", "bright_cyan"},
    }
    assert ANSI_COLOR_NAMES[palette.primary] < 16
    assert palette.primary not in unfit[tone]
    painted = own_ground(palette)
    assert {painted.text, painted.background} <= {"black", "bright_white"}


@given(COLOUR, COLOUR, some.floats(0, 1))
def test_a_mixture_lies_between(one: str, other: str, share: float) -> None:
    assert blend(one, other, 0) == one
    assert blend(one, other, 1) == other
    assert len(blend(one, other, share)) == 7


def test_contrast_is_counted_as_wcag_has_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert readable("#ffff00", ("#ffffff",)) != "#ffff00"
    assert readable("#000000", ("#ffffff",)) == "#000000"
