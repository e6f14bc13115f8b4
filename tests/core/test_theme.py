"""`[theme]` in all its sections, its mistakes, and the file it builds on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sttui.core import fetch
from sttui.core.config import Config
from sttui.core.theme import ThemeOptions, theme_options

Read = Callable[[str], Config]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(toml: str) -> Config:
        folder = tmp_path / ".streamlit"
        folder.mkdir(exist_ok=True)
        (folder / "config.toml").write_text(toml, encoding="utf-8")
        config = Config()
        config.load(environ={}, cwd=tmp_path, home=tmp_path / "home")
        return config

    return read


def test_without_a_section_there_is_no_theme(read: Read) -> None:
    options = theme_options(read("[server]\nport = 1"))
    assert not options.is_set
    assert options.tone is None


@pytest.mark.parametrize(
    ("toml", "tone"),
    [
        ("base = 'light'", "light"),
        ("base = 'DARK'", "dark"),
        ("primaryColor = 'red'", None),
        ("backgroundColor = 'white'", "light"),
        ("backgroundColor = '#002b36'", "dark"),
        ("textColor = 'white'", "dark"),
        ("base = 'light'\nbackgroundColor = 'black'", "light"),
        ("base = 'light'\n[theme.dark]\nprimaryColor = 'red'", None),
    ],
)
def test_a_theme_has_a_tone_or_goes_with_both(read: Read, toml: str, tone: str | None) -> None:
    options = theme_options(read(f"[theme]\n{toml}"))
    assert options.is_set
    assert options.tone == tone


def test_tones_and_sidebar_stand_over_the_theme(read: Read) -> None:
    options = theme_options(
        read("""
            [theme]
            primaryColor = "red"
            textColor = "#111"
            [theme.dark]
            textColor = "#eee"
            [theme.sidebar]
            backgroundColor = "navy"
            primaryColor = "gold"
            [theme.dark.sidebar]
            backgroundColor = "black"
        """)
    )
    assert options.has_tones
    assert options.page("light") == {"primaryColor": "#ff0000", "textColor": "#111111"}
    assert options.page("dark") == {"primaryColor": "#ff0000", "textColor": "#eeeeee"}
    assert options.sidebar("light")["backgroundColor"] == "#000080"
    assert options.sidebar("dark") == {"backgroundColor": "#000000", "primaryColor": "#ffd700"}


def test_a_colour_that_is_none_is_told_and_the_rest_applies(read: Read, tmp_path: Path) -> None:
    options = theme_options(
        read("[theme]\nprimaryColor = 'ff4b4b'\ntextColor = 'reed'\nlinkColor = 'teal'")
    )
    assert options.page("dark") == {"linkColor": "#008080"}
    file = str(tmp_path / ".streamlit" / "config.toml")
    first, second = options.problems
    assert first == f"{file}: theme.primaryColor is no colour: 'ff4b4b'. Did you mean \"#ff4b4b\"?"
    assert second.startswith(f"{file}: theme.textColor is no colour: 'reed'. Did you mean \"red\"?")


def test_of_colours_of_series_the_good_ones_stay(read: Read) -> None:
    options = theme_options(read('[theme]\nchartCategoricalColors = ["red", "no", "#00f"]'))
    assert options.page("dark")["chartCategoricalColors"] == ["#ff0000", "#0000ff"]
    assert "theme.chartCategoricalColors is no colour: 'no'" in options.problems[0]


def test_a_scale_has_ten_colours(read: Read) -> None:
    options = theme_options(read('[theme]\nchartSequentialColors = ["red", "blue"]'))
    assert options.page("dark") == {}
    assert "takes 10 colours, not 2" in options.problems[0]


@pytest.mark.parametrize(
    ("radius", "rem"),
    [("'none'", 0.0), ("'full'", 2.0), ("'8px'", 0.5), ("'0.5rem'", 0.5), ("0", 0.0)],
)
def test_a_radius(read: Read, radius: str, rem: float) -> None:
    assert theme_options(read(f"[theme]\nbaseRadius = {radius}")).page("dark")["baseRadius"] == rem


def test_a_radius_that_is_none(read: Read) -> None:
    options = theme_options(read("[theme]\nbaseRadius = 'huge'"))
    assert options.page("dark") == {}
    assert "theme.baseRadius takes none, small" in options.problems[0]


def test_a_theme_builds_on_a_file(read: Read, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(
        "[theme]\nbase = 'dark'\nprimaryColor = 'red'\ntextColor = 'white'\n"
        "[theme.sidebar]\ntextColor = 'gold'\n"
    )
    config = read("[theme]\nbase = 'ours.toml'\nprimaryColor = 'lime'")
    assert config.get("theme.base") == "dark"
    assert config.get("theme.primaryColor") == "lime"
    assert config.get("theme.textColor") == "white"
    assert config.get("theme.sidebar.textColor") == "gold"
    assert config.source("theme.textColor") == "ours.toml"
    assert tmp_path / "ours.toml" in config.files


def test_a_file_without_a_base_is_light_as_in_streamlit(read: Read, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text("[theme]\nprimaryColor = 'red'")
    assert read("[theme]\nbase = 'ours.toml'").get("theme.base") == "light"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "there is no file ours.toml"),
        ("[theme", "ours.toml: "),
        ("[server]\nport = 1", "a theme needs a section [theme]"),
        ("[theme]\nbase = 'other.toml'", "a theme builds on one file"),
        ("[theme.up]\nx = 1", "there is no section [theme.up]"),
        ("#" * (1 << 20) + "\n[theme]", "larger than 1 MB"),
    ],
)
def test_a_file_that_is_no_theme_is_told(
    read: Read, tmp_path: Path, text: str | None, told: str
) -> None:
    if text is not None:
        (tmp_path / "ours.toml").write_text(text)
    config = read("[theme]\nbase = 'ours.toml'\ntextColor = 'red'")
    assert told in config.warnings[0]
    # What the app says itself stays.
    assert config.get("theme.base") is None
    assert config.get("theme.textColor") == "red"


def test_what_a_file_says_wrong_is_left_out(read: Read, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(
        "[theme]\nlinkUnderline = 'perhaps'\ntextColour = 'red'\nlinkColor = 'teal'"
    )
    config = read("[theme]\nbase = 'ours.toml'")
    assert config.get("theme.linkColor") == "teal"
    first, second = config.warnings
    assert first == "ours.toml: theme.linkUnderline takes true or false, not 'perhaps'"
    assert "did you mean theme.textColor?" in second


def test_a_theme_of_the_web_comes_by_https_only(read: Read) -> None:
    assert "by https only" in read("[theme]\nbase = 'http://example.org/x.toml'").warnings[0]


def test_a_theme_of_the_web(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def answer(url: str, *, timeout: float, largest: int) -> bytes:
        asked.append((url, timeout, largest))
        return b"[theme]\nbase = 'dark'\nprimaryColor = 'red'"

    monkeypatch.setattr(fetch, "fetch", answer)
    config = read("[theme]\nbase = 'https://example.org/x.toml'")
    assert config.get("theme.primaryColor") == "red"
    assert asked == [("https://example.org/x.toml", 5.0, 1 << 20)]


def test_a_theme_of_the_web_that_does_not_come(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(url: str, **options: object) -> bytes:
        raise fetch.FetchError("the server does not answer")

    monkeypatch.setattr(fetch, "fetch", answer)
    config = read("[theme]\nbase = 'https://example.org/x.toml'")
    assert "the server does not answer" in config.warnings[0]
    assert config.get("theme.base") is None


def test_a_change_of_the_file_is_read(read: Read, tmp_path: Path) -> None:
    theme = tmp_path / "ours.toml"
    theme.write_text("[theme]\nprimaryColor = 'red'")
    config = read("[theme]\nbase = 'ours.toml'")
    theme.write_text("[theme]\nprimaryColor = 'blue'")
    assert config.reload() is None
    assert config.get("theme.primaryColor") == "blue"


def test_options_without_a_base_are_a_theme() -> None:
    assert ThemeOptions(sections={"": {"textColor": "#ffffff"}}).is_set
    assert not ThemeOptions(sections={"": {}}).is_set
