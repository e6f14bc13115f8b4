"""st.context: what is known of the viewer."""

from __future__ import annotations

import time

import pytest

import sttui as st
from sttui.core.context import Headers
from sttui.testing.v1 import AppTest


def test_locale_and_time_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert st.context.locale == "de-DE"
    assert st.context.timezone == "Europe/Berlin"
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("LC_MESSAGES", "")
    monkeypatch.setenv("LANG", "")
    assert st.context.locale is None


def test_the_offset_counts_as_in_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "localtime", lambda: _Local())
    assert st.context.timezone_offset == -120


class _Local:
    tm_gmtoff = 7200


def test_a_terminal_has_no_headers_cookies_or_address() -> None:
    at = AppTest.from_string("""
        import sttui as st
        st.json([dict(st.context.headers), st.context.cookies, st.context.ip_address,
                 st.context.is_embedded, st.context.theme["type"]])
        st.text(st.context.url)
    """).run()
    assert at.json[0].value == '[{}, {}, null, false, "dark"]'
    assert at.text[0].value.startswith("file://")


def test_headers_do_not_mind_the_case() -> None:
    headers = Headers({"Accept": ["a", "b"]})
    assert headers["ACCEPT"] == "a"
    assert headers.get_all("accept") == ["a", "b"]
    assert headers.get_all("other") == []
    assert headers.to_dict() == {"accept": "a"}
    with pytest.raises(KeyError):
        headers["other"]
