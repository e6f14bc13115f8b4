"""Apps of several pages: what a script gets, and what it keeps from page to page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sttui.core import config
from sttui.core.wire import Rerun
from sttui.testing.v1 import AppTest

Write = Callable[[Mapping[str, str]], AppTest]


@pytest.fixture
def app(tmp_path: Path) -> Write:
    """Write the files of an app, `app.py` among them; return the app before its first run."""

    def write(files: Mapping[str, str]) -> AppTest:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text("import sttui as st\n" + text, "utf-8")
        return AppTest.from_file(tmp_path / "app.py", default_timeout=20)

    return write


def titles(at: AppTest) -> list[str]:
    return [title.value for title in at.title]


FOLDER = {
    "app.py": """
st.title("Start")
st.text_input("Name", key="name")
st.slider("Level")
if st.button("Go"):
    st.switch_page("pages/1_🎉_One.py", query_params={"a": "1", "b": ["2", "3"]})
st.text(str(st.query_params.to_dict()))
""",
    "pages/1_🎉_One.py": """
"One"
st.title("One")
st.text_input("Name", key="name")
st.slider("Level")
st.text(str(st.query_params.to_dict()))
st.text(str(sorted(st.session_state)))
""",
    "pages/2_Two.py": """
st.title("Two")
st.text(__file__)
st.text(str(sorted(st.session_state)))
""",
}


def test_a_folder_of_pages(app: Write) -> None:
    at = app(FOLDER).run()
    assert titles(at) == ["Start"]
    known = at.session.navigation
    assert known is not None
    assert [(e.title, e.icon, e.url_path) for e in known.pages] == [
        ("app", "", ""),
        ("One", "🎉", "One"),
        ("Two", "", "Two"),
    ]
    at.switch_page("pages/2_Two.py").run()
    assert titles(at) == ["Two"]
    assert at.text[0].value.endswith("2_Two.py")
    at.run()
    assert titles(at) == ["Two"]
    at.switch_page("app.py").run()
    assert titles(at) == ["Start"]


def test_the_widgets_of_a_page_are_forgotten_when_it_is_left(app: Write) -> None:
    at = app(FOLDER).run()
    at.session_state["mine"] = 1
    at.text_input(key="name").set_value("Ada")
    at.slider[0].set_value(7).run()
    at.switch_page("pages/1_🎉_One.py").run()
    assert at.text_input(key="name").value == ""
    assert at.slider[0].value == 0
    assert at.session_state["mine"] == 1
    at.text_input(key="name").set_value("Bob").run()
    at.switch_page("pages/2_Two.py").run()
    assert at.text[1].value == "['mine']"
    at.switch_page("app.py").run()
    assert at.text_input(key="name").value == ""
    assert at.slider[0].value == 0


def test_switch_page_gives_query_parameters(app: Write) -> None:
    at = app(FOLDER).run()
    at.button[0].click().run()
    assert titles(at) == ["One"]
    assert at.text[0].value == "{'a': '1', 'b': '3'}"
    assert at.query_params == {"a": "1", "b": ["2", "3"]}
    at.run()
    assert titles(at) == ["One"]


def test_another_page_begins_without_query_parameters(app: Write) -> None:
    at = app(FOLDER)
    at.query_params["x"] = "1"
    at.run()
    session = at.session
    assert at.text[0].value == "{'x': '1'}"
    session.send(Rerun(page="Two"))
    assert session.wait(20)
    assert session.query.text() == ""
    session.send(Rerun(page="/One", query="y=2"))
    assert session.wait(20)
    assert at.text[0].value == "{'y': '2'}"


def test_a_test_may_begin_with_a_page(app: Write) -> None:
    assert titles(app(FOLDER).switch_page("pages/2_Two.py").run()) == ["Two"]


def test_switch_page_of_app_test_names_files_that_are_not_there(app: Write) -> None:
    at = app({**FOLDER, "pages.py": "", "other.py": ""}).run()
    with pytest.raises(ValueError, match="nope"):
        at.switch_page("pages/nope.py")
    with pytest.raises(ValueError, match=r"other\.py"):
        at.switch_page("other.py")


def test_the_option_that_hides_the_folder(app: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    at = app(FOLDER)
    monkeypatch.setattr(config, "current", config.Config())
    flags = [("client.showSidebarNavigation", "false")]
    config.current.load(at.session.script.path, flags, environ={})
    known = at.run().session.navigation
    assert known is not None
    assert known.position == "hidden"


NAVIGATION = {
    "app.py": """
st.session_state.runs = st.session_state.get("runs", 0) + 1
st.sidebar.slider("Common", key="common")
st.sidebar.slider("Plain")
def go():
    st.switch_page(there)
def fun():
    st.title("Fun")
    for name, keep in (("gone", None), ("session", "session"), ("page", "page")):
        if st.session_state.get("shown", True):
            st.text_input(name, key=name, persist_state=keep)
    st.text_input("bound", key="bound", bind="query-params")
    st.button("Call", on_click=go)
here = st.Page(fun, title="Fun page", icon="🎈")
there = st.Page("views/view.py")
page = st.navigation({"A": [here], "B": [there, st.Page("views/other.py", url_path="o")]})
st.header(f"{page.title}|{page.url_path}|{page.icon}")
page.run()
st.caption("The end")
""",
    "views/view.py": """
st.title("View")
st.text(str(sorted(st.session_state)))
st.text_input("gone", key="gone")
if st.button("Go on"):
    st.switch_page("views/other.py", query_params=[("x", "1")])
""",
    "views/other.py": """
st.title("Other")
st.text(str(sorted(st.session_state)))
""",
}


def test_navigation_runs_the_current_page_within_the_frame(app: Write) -> None:
    at = app(NAVIGATION).run()
    assert (titles(at), at.header[0].value) == (["Fun"], "Fun page||🎈")
    assert at.caption[0].value == "The end"
    at.switch_page("views/view.py").run()
    assert (titles(at), at.header[0].value) == (["View"], "view|view|")
    at.switch_page("views/other.py").run()
    assert (titles(at), at.header[0].value) == (["Other"], "other|o|")
    assert at.caption[0].value == "The end"


def test_widgets_of_the_frame_keep_their_values(app: Write) -> None:
    at = app(NAVIGATION).run()
    at.sidebar.slider[0].set_value(4)
    at.sidebar.slider[1].set_value(2)
    for name in ("gone", "session", "page", "bound"):
        at.text_input(key=name).set_value("typed")
    at.run()
    at.switch_page("views/view.py").run()
    assert [slider.value for slider in at.slider] == [4, 2]
    assert at.text[0].value == "['bound', 'common', 'runs', 'session']"
    assert at.text_input(key="gone").value == ""
    assert at.query_params == {}
    at.button[0].click().run()
    assert titles(at) == ["Other"]
    assert [slider.value for slider in at.slider] == [4, 2]
    assert at.query_params == {"x": "1"}
    at.session.send(Rerun(page=""))
    assert at.session.wait(20)
    values = [(at.text_input(key=k).value) for k in ("gone", "session", "page", "bound")]
    assert values == ["", "typed", "", "typed"]


def test_a_value_kept_for_a_page_lasts_as_long_as_the_page(app: Write) -> None:
    at = app(NAVIGATION).run()
    at.text_input(key="page").set_value("typed").run()
    at.session_state["shown"] = False
    at.run()
    assert at.session_state["page"] == "typed"
    at.session_state["shown"] = True
    at.run()
    assert at.text_input(key="page").value == "typed"
    at.session_state["shown"] = False
    at.run()
    at.switch_page("views/other.py").run()
    assert "page" not in at.session_state


def test_switch_page_in_a_callback(app: Write) -> None:
    at = app(NAVIGATION).run()
    at.button[0].click().run()
    assert titles(at) == ["View"]
    assert at.session_state["runs"] == 2


def test_pages_that_come_and_go(app: Write) -> None:
    at = app(
        {
            "app.py": """
def login():
    st.title("Login")
    if st.button("Log in"):
        st.session_state.user = "Ada"
        st.rerun()
def board():
    st.title("Board")
def logout():
    del st.session_state.user
    st.rerun()
if "user" in st.session_state:
    page = st.navigation({"Reports": [board], "Account": [logout]})
else:
    page = st.navigation([login])
page.run()
"""
        }
    ).run()
    assert titles(at) == ["Login"]
    at.button[0].click().run()
    assert titles(at) == ["Board"]
    assert at.session.missing == ""
    at.session.send(Rerun(page="logout"))
    assert at.session.wait(20)
    assert titles(at) == ["Login"]


def test_a_page_that_is_not_there_gives_way_to_the_default(app: Write) -> None:
    at = app(NAVIGATION).run()
    at.switch_page("views/view.py").run()
    at.session.send(Rerun(page="nope"))
    assert at.session.wait(20)
    assert titles(at) == ["Fun"]
    assert at.session.missing == "nope"


def test_an_error_in_a_page_leaves_the_navigation_alone(app: Write) -> None:
    files = {**FOLDER, "pages/3_bad.py": "import nothing_of_that_name", "pages/4_worse.py": "if"}
    at = app(files).run()
    at.switch_page("pages/3_bad.py").run()
    assert "nothing_of_that_name" in at.exception[0].value
    at.switch_page("pages/4_worse.py").run()
    assert "invalid syntax" in at.exception[0].value
    at.switch_page("pages/2_Two.py").run()
    assert not at.exception
    assert titles(at) == ["Two"]


def test_an_error_of_the_main_script_leaves_its_pages_alone(app: Write, tmp_path: Path) -> None:
    at = app(FOLDER).run()
    (tmp_path / "app.py").write_text("if", "utf-8")
    at.run()
    assert at.exception
    at.switch_page("pages/2_Two.py").run()
    assert titles(at) == ["Two"]


def test_navigation_makes_the_folder_count_no_more(app: Write) -> None:
    at = app(
        {
            "menu.py": "def show(page):\n    st.navigation([page, 'pages/two.py']).run()",
            "app.py": """
import menu
st.slider("Level")
def one():
    st.title("One")
menu.show(one)
""",
            "pages/two.py": "st.title('Two')",
            "pages/three.py": "st.title('Three')",
        }
    ).run()
    at.slider[0].set_value(5).run()
    assert at.slider[0].value == 5
    known = at.session.navigation
    assert known is not None
    assert [entry.title for entry in known.pages] == ["one", "two"]
    at.switch_page("pages/two.py").run()
    assert titles(at) == ["Two"]
    assert at.slider[0].value == 5
    with pytest.raises(ValueError, match="three"):
        at.switch_page("pages/three.py")


def test_a_page_opened_first_runs_within_its_frame(app: Write) -> None:
    at = app({**NAVIGATION, "pages/view.py": "st.title('Not this')"})
    at.session.send(Rerun(page="view"))
    assert at.session.wait(20)
    assert titles(at) == ["View"]
    assert at.caption[0].value == "The end"


def test_fragments_of_another_page_are_gone(app: Write) -> None:
    at = app(
        {
            "app.py": """
@st.fragment(run_every=60)
def clock():
    st.slider("In a fragment")
def one():
    clock()
def two():
    clock()
    st.title("Two")
st.navigation([one, two]).run()
"""
        }
    ).run()
    (first,) = at.session.fragments.automatic()
    at.slider[0].set_value(3).run()
    at.session.send(Rerun(page="two"))
    assert at.session.wait(20)
    (second,) = at.session.fragments.automatic()
    assert (first.page, second.page) == ("/one", "/two")
    assert at.slider[0].value == 0
    at.slider[0].set_value(4)
    at.session.send(*at._events())
    assert at.session.wait(20)
    assert at.slider[0].value == 4
    assert titles(at) == ["Two"]


def test_what_a_page_defines_can_be_pickled(app: Write) -> None:
    at = app(
        {
            "app.py": """
class Of:
    pass
st.session_state.main = Of
st.navigation(["page.py"]).run()
""",
            "page.py": """
import pickle
class Mine:
    pass
found = [type(pickle.loads(pickle.dumps(c()))) for c in (Mine, st.session_state.main)]
st.text(found == [Mine, st.session_state.main])
""",
        }
    ).run()
    assert not at.exception
    assert at.text[0].value == "True"


def test_functions_of_one_name_on_two_pages_share_no_cache(app: Write) -> None:
    page = "@st.cache_data\ndef load(): return {0!r}\nst.text(load())"
    at = app(
        {
            "app.py": "st.navigation(['a.py', 'b.py']).run()",
            "a.py": page.format("A"),
            "b.py": page.format("B"),
        }
    ).run()
    assert at.text[0].value == "A"
    at.switch_page("b.py").run()
    assert at.text[0].value == "B"


def test_page_links(app: Write) -> None:
    at = app(
        {
            "app.py": """
def one():
    st.title("One")
there = st.Page("two.py", title="Number two", icon="🎈", help="Why go there")
page = st.navigation([one, there])
st.page_link(there)
st.page_link("two.py", query_params={"a": ["1", "2"]})
st.page_link("two.py", label="Mine", icon="🔥", help="Mine too", disabled=True)
st.page_link(st.Page("https://x.org", title="Elsewhere"))
page.run()
""",
            "two.py": "st.title('Two')",
        }
    ).run()
    links = [link.record for link in at.page_link]
    assert [(link.label, link.icon, link.help, link.disabled) for link in links] == [
        ("Number two", "🎈", "Why go there", False),
        ("Number two", "", "Why go there", False),
        ("Mine", "🔥", "Mine too", True),
        ("Elsewhere", "", "", False),
    ]
    assert [link.page for link in links] == ["/two", "/two", "/two", "https://x.org"]
    assert links[1].query == "a=1&a=2"


def test_the_address_of_a_page(app: Write, tmp_path: Path) -> None:
    files = {"app.py": "st.navigation(['a.py', 'b c.py']).run()", "a.py": "", "b c.py": ""}
    at = app({name: text + "\nst.text(st.context.url)" for name, text in files.items()}).run()
    assert [text.value for text in at.text] == [(tmp_path / "app.py").as_uri()] * 2
    at.switch_page("b c.py").run()
    assert at.text[0].value == f"{(tmp_path / 'app.py').as_uri()}/b_c"


def test_set_page_config_holds_for_its_page(app: Write) -> None:
    at = app(
        {
            "app.py": "st.navigation(['a.py', 'b.py']).run()",
            "a.py": "st.set_page_config(page_title='Mine', layout='wide')",
            "b.py": "",
        }
    ).run()
    assert (at.session.config.title, at.session.config.layout) == ("Mine", "wide")
    at.run()
    assert at.session.config.title == "Mine"
    at.switch_page("b.py").run()
    assert (at.session.config.title, at.session.config.layout) == ("", "centered")


def test_a_logo_goes_with_the_script_that_shows_it(app: Write) -> None:
    at = app({"app.py": "if st.checkbox('Logo', True):\n    st.logo('🏠', size='LARGE')"}).run()
    logo = at.session.logo
    assert logo is not None
    assert (logo.image, logo.size) == ("🏠", "large")
    at.checkbox[0].uncheck().run()
    assert at.session.logo is None


HEAD = """
def f(): pass
def g(): pass
class C:
    def __call__(self): pass
def twice():
    page = st.navigation([f])
    page.run()
    page.run()
def other(page):
    st.navigation([st.Page("a/settings.py")])
    st.switch_page(page)
"""

# What Streamlit 1.67 gives, or the class of what it raises.
RESULTS = [
    ('st.Page("missing.py")', "StreamlitPageNotFoundError"),
    ('st.Page("a/settings.py", url_path="a/b")', "StreamlitAPIException"),
    ('st.Page(f, url_path="")', "StreamlitMissingRequiredParameterError"),
    ('st.Page(f, url_path=" / ")', "StreamlitMissingRequiredParameterError"),
    ('st.Page(f, url_path="", default=True).url_path', ""),
    ("st.Page(lambda: 1).title", "<lambda>"),
    ("st.Page(C())", "StreamlitMissingRequiredParameterError"),
    ('st.Page(C(), title="t").url_path', ""),
    ('st.Page("_.py")', "StreamlitMissingRequiredParameterError"),
    ('st.Page("https://x.org")', "StreamlitMissingRequiredParameterError"),
    (
        'st.Page("https://x.org", title="T", default=True)',
        "StreamlitIncompatibleParametersError",
    ),
    ('st.Page("https://x.org", title="A & B?").url_path', "a_b"),
    ('st.Page("https://x.org", title="???")', "StreamlitMissingRequiredParameterError"),
    ('st.Page("https://x.org", title="T").external_url', "https://x.org"),
    ('st.Page(f, visibility="nope")', "StreamlitValueError"),
    ('st.Page(f, title="  ")', "StreamlitMissingRequiredParameterError"),
    ('st.Page("a/settings.py").url_path', "settings"),
    ('st.Page("a/settings.py", icon="🎈").icon', "🎈"),
    ('st.Page("x.txt")', "StreamlitMissingRequiredParameterError"),
    ('st.Page("x.txt", title="X").title', "X"),
    (r'st.Page("a\0b")', "StreamlitAPIException"),
    ('st.Page(f, visibility="hidden").visibility', "hidden"),
    ("st.navigation([])", "StreamlitMissingRequiredParameterError"),
    ("st.navigation({})", "StreamlitMissingRequiredParameterError"),
    ("st.navigation([f, f])", "StreamlitAPIException"),
    ('st.navigation(["a/settings.py", "b/settings.py"])', "StreamlitAPIException"),
    (
        "st.navigation([st.Page(f, default=True), st.Page(g, default=True)])",
        "StreamlitAPIException",
    ),
    ('st.navigation([st.Page("https://x.org", title="T")])', "StreamlitAPIException"),
    ("st.navigation([3])", "StreamlitInvalidParameterTypeError"),
    ('st.navigation([f], position="left")', "StreamlitValueError"),
    ('st.navigation([f], expanded="x")', "StreamlitInvalidParameterTypeError"),
    ("st.navigation([f], expanded=-1)", "StreamlitValueError"),
    ("st.navigation([f, g], expanded=2).title", "f"),
    ("st.navigation([f, g]).url_path", ""),
    ("st.navigation([f, st.Page(g, default=True)]).title", "g"),
    ("st.navigation([f]).run()", "None"),
    ("st.Page(f).run()", "StreamlitAPIException"),
    ("twice()", "StreamlitAPIException"),
    ('st.switch_page("missing.py")', "StreamlitPageNotFoundError"),
    ('st.switch_page(st.Page("https://x.org", title="T"))', "StreamlitAPIException"),
    ('other(st.Page("b/settings.py"))', "StreamlitAPIException"),
    ('other(st.Page(f, url_path="settings"))', "StreamlitAPIException"),
    ("st.switch_page(st.Page(f), query_params=3)", "StreamlitInvalidParameterTypeError"),
    ('st.switch_page(st.Page(f), query_params="a=1")', "StreamlitInvalidParameterTypeError"),
    ('st.page_link("missing.py")', "StreamlitPageNotFoundError"),
    ('st.page_link("app.py") and 1', "1"),
    ('st.logo("nope.png")', "StreamlitAPIException"),
    ('st.logo("")', "StreamlitAPIException"),
    ('st.logo("🏠")', "None"),
    ('st.logo(":material/home:", size="huge")', "StreamlitValueError"),
    ('st.logo("🏠", link="ftp://x")', "StreamlitInvalidURLError"),
]


@pytest.mark.parametrize(("expression", "result"), RESULTS)
def test_results_and_errors(app: Write, expression: str, result: str) -> None:
    script = f"""{HEAD}
try:
    st.session_state.result = str({expression})
except Exception as error:
    st.session_state.result = type(error).__name__
"""
    files = {"app.py": script, "a/settings.py": "", "b/settings.py": "", "_.py": "", "x.txt": ""}
    at = app(files).run()
    assert not at.exception
    assert at.session_state["result"] == result


def test_an_error_names_both_pages_of_one_path(app: Write) -> None:
    at = app(
        {
            "app.py": "st.navigation({'A': ['a/set.py'], 'B': ['b/set.py']})",
            "a/set.py": "",
            "b/set.py": "",
        }
    ).run()
    message = at.exception[0].value
    assert '`a/set.py` (section "A", default page)' in message
    assert '`b/set.py` (section "B")' in message
