"""Options: where they come from, which source wins, and what is said of a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from sttui.core import config as module
from sttui.core.config import Config, get_option, set_option, variable, without_password
from sttui.core.options import OPTIONS, ConfigError
from sttui.errors import StreamlitAPIException


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A home folder, a current folder and a script's folder."""
    made = tuple(tmp_path / name for name in ("home", "cwd", "app"))
    for folder in made:
        folder.mkdir()
    return made[0], made[1], made[2]


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Config:
    """A configuration in place of the process's own."""
    config = Config()
    config.load(cwd=tmp_path, home=tmp_path, environ={})
    monkeypatch.setattr(module, "current", config)
    return config


def write(folder: Path, text: str, hidden: str = ".streamlit") -> Path:
    path = folder / hidden / "config.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def load(
    folders: tuple[Path, Path, Path],
    *flags: tuple[str, str],
    environ: dict[str, str] | None = None,
) -> Config:
    home, cwd, app = folders
    config = Config()
    config.load(app / "app.py", flags, environ=environ or {}, cwd=cwd, home=home)
    return config


def test_defaults_hold_where_nothing_is_written(folders: tuple[Path, Path, Path]) -> None:
    config = load(folders)
    assert config.get("server.port") == 8501
    assert config.get("runner.magicEnabled") is True
    assert config.get("theme.dark.sidebar.primaryColor") is None
    assert config.source("server.port") == "default"


def test_each_source_overrules_the_one_before(folders: tuple[Path, Path, Path]) -> None:
    home, cwd, app = folders
    seen = [load(folders).get("server.port")]
    write(home, "[server]\nport = 1")
    seen.append(load(folders).get("server.port"))
    write(home, "[server]\nport = 2", ".sttui")
    seen.append(load(folders).get("server.port"))
    write(cwd, "[server]\nport = 3")
    seen.append(load(folders).get("server.port"))
    write(app, "[server]\nport = 4")
    seen.append(load(folders).get("server.port"))
    write(app, "[server]\nport = 5", ".sttui")
    seen.append(load(folders).get("server.port"))
    environ = {"STREAMLIT_SERVER_PORT": "6"}
    seen.append(load(folders, environ=environ).get("server.port"))
    environ["STTUI_SERVER_PORT"] = "7"
    seen.append(load(folders, environ=environ).get("server.port"))
    seen.append(load(folders, ("server.port", "8"), environ=environ).get("server.port"))
    assert seen == [8501, 1, 2, 3, 4, 5, 6, 7, 8]


def test_source_names_the_place(folders: tuple[Path, Path, Path]) -> None:
    path = write(folders[2], "[server]\nport = 4\n[client]\ntoolbarMode = 'minimal'")
    config = load(folders, ("server.port", "9"), environ={"STTUI_LOGGER_LEVEL": "debug"})
    assert config.source("client.toolbarMode") == str(path)
    assert config.source("server.port") == "command line"
    assert config.source("logger.level") == "STTUI_LOGGER_LEVEL"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("server.runOnSave", "STTUI_SERVER_RUN_ON_SAVE"),
        ("server.enableCORS", "STTUI_SERVER_ENABLE_CORS"),
        ("runner.connectionDefaultTTL", "STTUI_RUNNER_CONNECTION_DEFAULT_TTL"),
        ("theme.dark.sidebar.textColor", "STTUI_THEME_DARK_SIDEBAR_TEXT_COLOR"),
    ],
)
def test_the_name_in_the_environment(name: str, expected: str) -> None:
    assert variable(OPTIONS[name]) == expected


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("server.runOnSave", "yes", True),
        ("server.runOnSave", "0", False),
        ("server.maxUploadSize", "50", 50),
        ("runner.connectionDefaultTTL", "1.5", 1.5),
        ("server.folderWatchList", "/a, /b", ["/a", "/b"]),
        ("server.folderWatchList", '["/a b"]', ["/a b"]),
        ("theme.chartCategoricalColors", "['#fff', 'red']", ["#fff", "red"]),
        ("server.trustedUserHeaders", '{"X-User": "name"}', {"X-User": "name"}),
        ("client.showErrorDetails", "FALSE", False),
        ("client.toolbarMode", "Viewer", "viewer"),
        ("theme.base", "dark", "dark"),
    ],
)
def test_text_takes_the_type_of_its_option(
    folders: tuple[Path, Path, Path], name: str, text: str, value: object
) -> None:
    found = load(folders, (name, text)).get(name)
    assert found == value
    assert type(found) is type(value)


def test_a_repeated_flag_makes_a_list(folders: tuple[Path, Path, Path]) -> None:
    name = "server.folderWatchList"
    assert load(folders, (name, "/a"), (name, "/b c")).get(name) == ["/a", "/b c"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("server.port", "many", ("command line: server.port", "whole number", "'many'")),
        ("server.port", "1.5", ("server.port", "whole number")),
        ("server.runOnSave", "perhaps", ("server.runOnSave", "true or false")),
        ("client.toolbarMode", "loud", ("one of auto, developer, viewer, minimal",)),
        ("server.folderWatchList", "[1", ("a list",)),
        ("server.runonsave", "true", ("no option server.runonsave", "server.runOnSave?")),
        ("zzz.qqq", "1", ("no option zzz.qqq", "sttui config show")),
    ],
)
def test_a_wrong_flag_is_told_in_one_line(
    folders: tuple[Path, Path, Path], name: str, text: str, words: tuple[str, ...]
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(folders, (name, text))
    assert "\n" not in str(caught.value)
    for word in words:
        assert word in str(caught.value)


def test_a_wrong_value_in_a_file_names_the_file(folders: tuple[Path, Path, Path]) -> None:
    path = write(folders[1], "[server]\nport = 'x'")
    with pytest.raises(ConfigError, match="server.port takes a whole number") as caught:
        load(folders)
    assert str(path) in str(caught.value)


def test_an_unknown_option_in_a_file_is_a_warning(folders: tuple[Path, Path, Path]) -> None:
    write(folders[1], "[server]\nports = 1\nport = 2\n[theme.dark]\ntextColour = 'red'")
    config = load(folders)
    assert config.get("server.port") == 2
    assert len(config.warnings) == 2
    assert "did you mean server.port?" in config.warnings[0]
    assert "theme.dark.textColor?" in config.warnings[1]


def test_a_value_can_stand_in_the_environment(
    folders: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_PORT", "77")
    monkeypatch.delenv("MY_KEY", raising=False)
    write(folders[1], "[server]\nport = 'env:MY_PORT'\ncookieSecret = 'env:MY_KEY'")
    config = load(folders)
    assert config.get("server.port") == 77
    assert config.get("server.cookieSecret") is None
    assert "$MY_KEY" in config.warnings[0]


def test_a_broken_file_keeps_the_last_good_values(folders: tuple[Path, Path, Path]) -> None:
    path = write(folders[2], "[server]\nport = 4")
    config = load(folders)
    path.write_text("[server]\nport = 5\nrunOnSave =\n", encoding="utf-8")
    told = config.reload()
    assert told is not None
    assert str(path) in told
    assert "line 3" in told
    assert config.get("server.port") == 4
    path.write_text("[server]\nport = 5\n", encoding="utf-8")
    assert config.reload() is None
    assert config.get("server.port") == 5


def test_flags_and_set_options_outlive_a_reload(folders: tuple[Path, Path, Path]) -> None:
    write(folders[2], "[server]\nport = 4")
    config = load(folders, ("server.port", "9"))
    config.set("client.toolbarMode", "viewer")
    assert config.reload() is None
    assert config.get("server.port") == 9
    assert config.get("client.toolbarMode") == "viewer"


def test_files_are_listed_once_with_the_strongest_last(tmp_path: Path) -> None:
    config = Config()
    config.load(tmp_path / "app.py", cwd=tmp_path, home=tmp_path / "home", environ={})
    assert config.files[-1] == tmp_path / ".sttui" / "config.toml"
    assert len(config.files) == 4


def test_a_script_may_set_what_streamlit_lets_it_set(own: Config) -> None:
    set_option("client.showErrorDetails", "none")
    assert get_option("client.showErrorDetails") == "none"
    with pytest.raises(StreamlitAPIException, match="cannot be set on the fly"):
        set_option("server.port", 1)
    with pytest.raises(StreamlitAPIException, match="Unrecognized config option: nope"):
        set_option("nope", 1)
    with pytest.raises(StreamlitAPIException, match="one of auto"):
        set_option("client.toolbarMode", "loud")


def test_an_unknown_option_cannot_be_read(own: Config) -> None:
    with pytest.raises(RuntimeError, match="not defined"):
        get_option("no.such")


def test_a_default_list_is_not_shared(own: Config) -> None:
    first = get_option("server.folderWatchList")
    assert isinstance(first, list)
    first.append("x")
    assert get_option("server.folderWatchList") == []


def test_every_default_fits_its_kind() -> None:
    from sttui.core.options import parse

    for option in OPTIONS.values():
        if option.default is not None and option.kind != "any":
            value = parse(option, option.default, "table")
            assert value == (list(option.default) if option.kind == "list" else option.default)


def test_every_option_has_a_variable_of_its_own() -> None:
    assert len({variable(option) for option in OPTIONS.values()}) == len(OPTIONS)


def test_the_listing_is_a_config_file(folders: tuple[Path, Path, Path]) -> None:
    import tomllib

    flags = (("theme.dark.textColor", "#fff"), ("server.cookieSecret", "abc"))
    environ = {"STTUI_UI_HIDE_TOP_BAR": "1", "STTUI_SERVER_FOLDER_WATCH_LIST": "/a"}
    config = load(folders, *flags, environ=environ)
    text = config.to_toml()
    parsed = tomllib.loads(text)
    assert parsed["server"] == {"folderWatchList": ["/a"], "cookieSecret": "(hidden)"}
    assert parsed["theme"]["dark"]["textColor"] == "#fff"
    assert parsed["ui"] == {"hideTopBar": True}
    assert parsed["browser"] == {}
    for name in OPTIONS:
        assert f"{name.rpartition('.')[2]} =" in text


def test_the_listing_shows_no_password(folders: tuple[Path, Path, Path]) -> None:
    flags = (("cache.key", "a key that signs"), ("cache.url", "rediss://me:p:@ss/w@host:1/2?x=1"))
    text = load(folders, *flags).to_toml()
    assert 'key = "(hidden)"' in text
    assert 'url = "rediss://me:(hidden)@host:1/2?x=1"' in text
    shown = (
        ("redis://host:1/0", "redis://host:1/0"),
        ("redis://me@host", "redis://me@host"),
        ("redis://:secret@host", "redis://:(hidden)@host"),
        (
            "unix:///run/redis.sock?db=1&password=secret",
            "unix:///run/redis.sock?db=1&password=(hidden)",
        ),
        ("cannot open redis://a:b@c: refused", "cannot open redis://a:(hidden)@c: refused"),
    )
    assert [without_password(text) for text, _ in shown] == [safe for _, safe in shown]
