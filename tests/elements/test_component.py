"""Custom components as a script sees them: data in, state and trigger values back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sttui import errors
from sttui.elements.component import ComponentResult, handed, settled
from sttui.elements.faces import fingerprint
from sttui.testing.v1 import AppTest

Run = Callable[[str], AppTest]

RATING = """
rating = st.components.v2.component("rating", render=lambda part: "x")
def note(name):
    st.session_state.setdefault("calls", []).append(name)
"""


def test_the_result_by_item_and_by_attribute(result: Callable[..., Any]) -> None:
    call = "rating(key='k', default={'a': 1}, on_a_change=f, on_b_change=f)"
    before = f"{RATING}\nf = lambda: None"
    assert result(f"dict({call})", before) == {"a": 1, "b": None}
    assert result(f"[({call}).a]", before) == [1]
    assert result(f"({call}).zzz", before) == "AttributeError"
    assert result(f"(type({call}).__name__)", before) == "ComponentResult"


def test_the_result_has_triggers_first() -> None:
    made = ComponentResult({"a": 1}, {"a": 2, "b": 3})
    assert dict(made) == {"a": 1, "b": 3} == {"a": made.a, "b": made.b}


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("rating(default={'a': 1})", "BidiComponentInvalidDefaultKeyError"),
        ("rating(on__change=print)", "BidiComponentInvalidCallbackNameError"),
        ("rating(data=object())", "BidiComponentUnserializableDataError"),
        ("rating(width='wide')", "StreamlitInvalidWidthError"),
        ("rating(5)", "StreamlitAPIException"),
        ("component('x', html=3)", "StreamlitInvalidParameterTypeError"),
        ("component('x', widget=int, render=str)", "StreamlitAPIException"),
        ("component('x', render=3)", "StreamlitInvalidParameterTypeError"),
        ("component('x', keys={'a': str})", "StreamlitAPIException"),
        ("component('x', render=str, keys={'a': 3})", "StreamlitAPIException"),
        ("declare('x')", "StreamlitAPIException"),
        ("declare('x', path='/nowhere')", "StreamlitAPIException"),
        ("declare('x', path='/', url='http://x')", "StreamlitAPIException"),
        ("declare('x', url='http://x')(1)", "MarshallComponentException"),
        ("declare('x', url='http://x')(tab_index=-2)", "StreamlitValueError"),
    ],
)
def test_wrong_uses(result: Callable[..., Any], call: str, error: str) -> None:
    before = f"""{RATING}
component = st.components.v2.component
declare = st.components.v1.declare_component
"""
    assert result(call, before) == error


def test_state_and_triggers_reach_the_script(app: Run) -> None:
    at = app(
        f"""{RATING}
from functools import partial
got = rating(key="k", default={{"stars": 1}},
    on_stars_change=partial(note, "stars"), on_chosen_change=partial(note, "chosen"))
st.text(f"{{got.stars}} {{got.chosen}} {{dict(st.session_state.k)}}")
"""
    )
    assert at.text[0].value == "1 None {'stars': 1}"
    part = at.get_by_key("k")
    part.set_state_value("stars", 4).set_trigger_value("chosen", "yes").run()
    assert at.text[0].value == "4 yes {'chosen': 'yes', 'stars': 4}"
    assert at.session_state["calls"] == ["stars", "chosen"]
    at.run()
    assert at.text[0].value == "4 None {'stars': 4}"
    assert at.get("component")[0].value == {"stars": 4}
    at.get_by_key("k").set_value({"stars": 5}).run()
    assert at.text[0].value == "5 None {'stars': 5}"


def test_a_callback_sees_what_was_triggered(app: Run) -> None:
    at = app(
        f"""{RATING}
def chosen():
    st.session_state.seen = st.session_state.k.chosen
rating(key="k", on_chosen_change=chosen)
"""
    )
    at.get_by_key("k").set_trigger_value("chosen", 7).run()
    assert at.session_state["seen"] == 7


def test_session_state_sets_the_component(app: Run) -> None:
    at = app(
        f"""{RATING}
if st.button("Reset"):
    st.session_state["k"]["stars"] = 0
    st.session_state.k.unknown = 1
got = rating(key="k", default={{"stars": 3}}, on_stars_change=lambda: None)
st.text(str(dict(got)))
if st.button("Late"):
    st.session_state.k.stars = 1
"""
    )
    at.button[0].click().run()
    assert at.text[0].value == "{'stars': 0}"
    # The screen is to show it: its record carries the program's value with another stamp.
    assert at.get("component")[0].record.value == {"stars": 0}
    assert at.get("component")[0].record.stamp == 1
    at.button[1].click().run()
    assert "cannot be modified after the component" in at.exception[0].value


def test_a_state_that_was_set_before(app: Run) -> None:
    at = app(
        f"""{RATING}
st.session_state.setdefault("k", {{"a": 5}})
st.text(str(dict(rating(key="k", default={{"a": 1}}, on_a_change=lambda: None))))
"""
    )
    assert at.text[0].value == "{'a': 5}"
    at = app(f"{RATING}\nst.session_state.k = 5\nrating(key='k')")
    assert "is a dictionary of its values" in at.exception[0].value


def test_a_form_holds_everything_back(app: Run) -> None:
    at = app(
        f"""{RATING}
with st.form("f"):
    got = rating(key="k", default={{"stars": 1}}, on_stars_change=lambda: note("stars"),
        on_chosen_change=lambda: note("chosen"))
    st.form_submit_button("Send")
st.text(f"{{got.stars}} {{got.chosen}}")
"""
    )
    at.get_by_key("k").set_state_value("stars", 2).set_trigger_value("chosen", 9).run()
    assert at.text[0].value == "1 None"
    at.get_by_key("k").set_state_value("stars", 2).set_trigger_value("chosen", 9)
    at.button[0].click().run()
    assert at.text[0].value == "2 9"
    assert at.session_state["calls"] == ["stars", "chosen"]


def test_a_fragment_runs_alone(app: Run) -> None:
    at = app(
        f"""{RATING}
st.session_state.whole = st.session_state.get("whole", 0) + 1
@st.fragment
def part():
    got = rating(key="k", on_stars_change=lambda: None)
    st.text(f"stars {{got.stars}}")
part()
"""
    )
    session = at.session
    from sttui.core.wire import Changed

    session.send(Changed(id=at.get("component")[0].id, value={"stars": 3}))
    assert session.wait(10)
    assert at.text[0].value == "stars 3"
    assert at.session_state["whole"] == 1


def test_triggers_that_no_callback_names_rerun_the_script(app: Run) -> None:
    at = app(
        f"{RATING}\ngot = rating(key='k')\nst.text(str([dict(got), dict(st.session_state.k)]))"
    )
    at.get_by_key("k").set_trigger_value("other", 5).run()
    assert at.text[0].value == "[{}, {'other': 5}]"


def test_data_of_all_kinds_arrive(app: Run) -> None:
    at = app(
        f"""{RATING}
import pandas as pd
from datetime import date
rating(data={{"frame": pd.DataFrame({{"a": [1, 2]}}), "list": (1, 2.5, None),
    "day": date(2026, 1, 2), "bytes": b"x", 3: True}})
"""
    )
    sent = handed(at.get("component")[0].record.data)
    assert sent["frame"]["a"].tolist() == [1, 2]
    assert sent == {
        "frame": sent["frame"],
        "list": [1, 2.5, None],
        "day": "2026-01-02",
        "bytes": b"x",
        3: True,
    }


def test_data_are_copied() -> None:
    data = {"list": [1]}
    kept = settled(data)
    data["list"].append(2)
    assert kept == {"list": [1]}
    handed(kept)["list"].append(3)
    assert kept == {"list": [1]}


def test_version_one(app: Run) -> None:
    at = app(
        """
show = st.components.v1.declare_component("dial", render=lambda part: "x")
def changed():
    st.session_state.calls = st.session_state.get("calls", 0) + 1
st.text(show(label="x", default=4, key="v", on_change=changed))
st.text(f"{st.session_state.v} {show.name.rpartition('.')[2]}")
"""
    )
    assert at.text.values == ["4", "None dial"]
    assert at.get("component")[0].record.data == {"label": "x"}
    at.get_by_key("v").set_value([1, {"a": 2}]).run()
    assert at.text.values == ["[1, {'a': 2}]", "[1, {'a': 2}] dial"]
    assert at.session_state["calls"] == 1


def test_a_web_component_keeps_its_default(app: Run) -> None:
    at = app(
        """
show = st.components.v1.declare_component("slider", url="http://localhost:3000")
st.text(show(min=1, default=4))
with st.sidebar:
    st.components.v2.component("page", html="<b>Hi</b>", js="x()", css="y")()
"""
    )
    assert at.text[0].value == "4"
    record = at.sidebar.get("component")[0].record
    assert record.html == "<b>Hi</b>"
    assert record.lacking == ("its JavaScript", "its style sheet")


def test_a_decorator(app: Run) -> None:
    at = app(
        """
@st.components.v2.component("stars")
def stars(part):
    return "x"
st.text(stars(key="s", on_n_change=lambda: None).n)
"""
    )
    assert at.text[0].value == "None"
    assert at.get("component")[0].record.kind == "drawing"


def test_equal_components_need_keys(app: Run) -> None:
    at = app(f"{RATING}\nrating()\nrating(data=1)\nrating(data=1)")
    assert "multiple `component` elements" in at.exception[0].value


def source(body: str) -> Any:
    names: dict[str, Any] = {}
    exec(body, names)
    return names["it"]


def test_the_same_code_has_the_same_fingerprint() -> None:
    body = (
        "class it:\n    size = 3\n    def f(self, n=1):\n        return [x * 2 for x in range(n)]"
    )
    same = [body, "\n\n" + body]
    other = [body.replace("* 2", "* 3"), body.replace("n=1", "n=2"), body.replace("= 3", "= 4")]
    assert len({fingerprint(source(one)) for one in same}) == 1
    assert len({fingerprint(source(one)) for one in (*same, *other)}) == 4


def test_what_a_function_closes_over_is_code_too() -> None:
    body = "def make(n):\n    return lambda part: n\nit = make({})"
    prints = {fingerprint(source(body.format(n))) for n in ("1", "1", "2", "'a'")}
    assert len(prints) == 3


def test_errors_are_those_of_streamlit() -> None:
    assert issubclass(errors.BidiComponentUnserializableDataError, errors.BidiComponentError)


def test_the_state_of_a_component_can_be_shown() -> None:
    at = AppTest.from_string(
        """
import sttui as st
part = st.components.v2.component("part", render=lambda part: "x")
part(key="c", default={"n": 1}, on_n_change=lambda: None)
st.write(st.session_state.c)
st.json(st.session_state.c)
"""
    ).run()
    assert not at.exception
    assert [json.value for json in at.json] == ['{"n": 1}', '{"n": 1}']
