"""`st.user` as a script sees it."""

from __future__ import annotations

import pytest

import sttui as st
from sttui.core.session import Session
from sttui.errors import StreamlitAPIException
from sttui.testing.v1 import AppTest


def script() -> None:
    import sttui as st

    st.text(f"{st.user.to_dict()} {len(st.user)} {st.user.get('name')}")
    if st.user.get("is_logged_in"):
        st.text(f"{st.user.name} {st.user['name']} {st.user.is_logged_in}")


def test_there_is_nobody_to_log_in_on_a_terminal_of_ones_own() -> None:
    assert AppTest.from_function(script).run().text[0].value == "{} 0 None"


def test_a_session_knows_who_came_in(monkeypatch: pytest.MonkeyPatch) -> None:
    start = Session.__init__

    def known(self: Session, *args: object, **kwargs: object) -> None:
        start(self, *args, **kwargs)  # type: ignore[arg-type]
        self.user = {"is_logged_in": True, "name": "ada"}

    monkeypatch.setattr(Session, "__init__", known)
    assert AppTest.from_function(script).run().text[1].value == "ada ada True"


def test_what_is_not_known_is_an_error_as_in_streamlit() -> None:
    with pytest.raises(AttributeError, match='st.user has no attribute "name"'):
        _ = st.user.name
    with pytest.raises(KeyError, match='st.user has no key "name"'):
        st.user["name"]
    with pytest.raises(StreamlitAPIException, match="cannot be modified"):
        st.user.name = "eve"
