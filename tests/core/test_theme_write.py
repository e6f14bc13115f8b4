"""A theme is written among what stands in a config file, and nothing else changes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sttui.core.options import ConfigError
from sttui.core.theme import ThemeOptions
from sttui.core.theme_write import changes_between, file_for, to_toml, write_theme

TEXT = """\
# Ours.
[server]
runOnSave = true  # handy

[theme]
# The company's blue
primaryColor = "navy"   # do not touch
font = "serif"

[theme.sidebar]
textColor = "#fff"
"""


def test_comments_and_order_stay(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(TEXT)
    changes = [("", "primaryColor", "#112233"), ("sidebar", "textColor", None),
               ("dark", "linkColor", "#445566")]  # fmt: skip
    write_theme(path, changes)
    expected = TEXT.replace('"navy"', '"#112233"').replace('textColor = "#fff"\n', "")
    written = path.read_text()
    assert written.startswith(expected)
    assert tomllib.loads(written)["theme"]["dark"] == {"linkColor": "#445566"}
    assert [one.name for one in tmp_path.iterdir()] == ["config.toml"]


def test_a_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / ".streamlit" / "config.toml"
    write_theme(path, [("", "base", "dark"), ("light.sidebar", "textColor", "#000000")])
    assert tomllib.loads(path.read_text()) == {
        "theme": {"base": "dark", "light": {"sidebar": {"textColor": "#000000"}}}
    }
    assert "[theme.light]\n" not in path.read_text()


def test_line_ends_stay(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"[server]\r\nport = 1\r\n")
    write_theme(path, [("", "base", "dark")])
    assert path.read_bytes().startswith(b"[server]\r\nport = 1\r\n")


@pytest.mark.parametrize("data", [b"[theme", b"\xff", b"theme = 3"])
def test_a_file_that_is_no_config_is_left_alone(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match="left as it is"):
        write_theme(path, [("", "base", "dark")])
    assert path.read_bytes() == data


def test_a_folder_that_takes_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        write_theme(tmp_path / "file" / "config.toml", [("", "base", "dark")])


def test_only_what_differs_is_written() -> None:
    before = ThemeOptions(sections={"": {"textColor": "#111111", "linkColor": "#222222"}})
    after = ThemeOptions(base="dark", sections={"": {"textColor": "#111111"}, "sidebar": {}})
    assert changes_between(before, after) == [("", "base", "dark"), ("", "linkColor", None)]
    assert changes_between(before, before) == []


def test_a_theme_as_toml_is_one() -> None:
    options = ThemeOptions(
        base="dark",
        sections={"": {"textColor": "#111111", "baseRadius": 0.5}, "dark.sidebar": {"font": "ä"}},
    )
    assert tomllib.loads(to_toml(options)) == {
        "theme": {
            "base": "dark",
            "textColor": "#111111",
            "baseRadius": "0.5rem",
            "dark": {"sidebar": {"font": "ä"}},
        }
    }


def test_the_file_that_has_a_theme_is_chosen(tmp_path: Path) -> None:
    files = [tmp_path / name / "config.toml" for name in ("a/.streamlit", "a/.sttui")]
    files += [tmp_path / name / "config.toml" for name in ("b/.streamlit", "b/.sttui")]
    assert file_for(files) == files[2]
    for path in files[:2]:
        path.parent.mkdir(parents=True)
        path.write_text("")
    assert file_for(files) == files[1]
    files[0].write_text("[theme]\nbase = 'dark'")
    assert file_for(files) == files[0]
