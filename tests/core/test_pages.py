"""Pages: what the names of their files say, and which one a session turns to."""

from __future__ import annotations

from pathlib import Path

import pytest

from sttui.core import pages
from sttui.core.emoji import split_emoji
from sttui.core.pages import Entry, calls_navigation, find, icon_and_name, order, page_files

# What Streamlit 1.67 makes of these names, in its order.
NAMES = [
    ("page_2.py", "", "page_2"),
    ("01_Home.py", "", "Home"),
    ("1_🎉_One.py", "🎉", "One"),
    ("1 - First page.py", "", "First_page"),
    ("2__two__more.py", "", "two_more"),
    ("10_ten.py", "", "ten"),
    ("_hidden.py", "", "hidden"),
    ("__double.py", "", "double"),
    ("-dash.py", "", "dash"),
    ("123.py", "", "123"),
    ("123_.py", "", "123"),
    ("007 James Bond.py", "", "James_Bond"),
    ("a.py.py", "", "a.py"),
    ("My page.py", "", "My_page"),
    ("my-page.py", "", "my-page"),
    ("🎈.py", "🎈", ""),
    ("🎈balloon.py", "🎈", "balloon"),
    ("🎈_ - balloon.py", "🎈", "balloon"),
    ("👨\u200d👩\u200d👧_family.py", "👨\u200d👩\u200d👧", "family"),
    ("🇩🇪 Germany.py", "🇩🇪", "Germany"),
    ("☺️ smile.py", "☺️", "smile"),
    ("✅_done_.py", "✅", "done_"),
    ("1️⃣_keycap.py", "", "️⃣_keycap"),
    ("ünï_cödé.py", "", "ünï_cödé"),
    ("über 🎉.py", "", "über_🎉"),
    ("3.14.py", "", ".14"),
    ("2024-01-05 log.py", "", "01-05_log"),
    ("a  b__c.py", "", "a_b_c"),
    ("Z.py", "", "Z"),
    ("b.PY.py", "", "b.PY"),
    ("1_.py", "", "1"),
    ("5-5_x.py", "", "5_x"),
    ("_ - .py", "", ""),
    ("  spaced.py", "", "spaced"),
    ("#️⃣_hash.py", "#️⃣", "hash"),
    ("©_c.py", "©", "c"),
    ("👩🏽\u200d🚀 astro.py", "👩🏽\u200d🚀", "astro"),
]
ORDER = [
    "1_.py",
    "1 - First page.py",
    "01_Home.py",
    "1️⃣_keycap.py",
    "1_🎉_One.py",
    "2__two__more.py",
    "3.14.py",
    "5-5_x.py",
    "007 James Bond.py",
    "10_ten.py",
    "123.py",
    "123_.py",
    "2024-01-05 log.py",
    "_ - .py",
    "#️⃣_hash.py",
    "a  b__c.py",
    "a.py.py",
    "b.PY.py",
    "-dash.py",
    "__double.py",
    "_hidden.py",
    "My page.py",
    "my-page.py",
    "page_2.py",
    "  spaced.py",
    "Z.py",
    "©_c.py",
    "über 🎉.py",
    "ünï_cödé.py",
    "☺️ smile.py",
    "✅_done_.py",
    "🇩🇪 Germany.py",
    "🎈.py",
    "🎈_ - balloon.py",
    "🎈balloon.py",
    "👨\u200d👩\u200d👧_family.py",
    "👩🏽\u200d🚀 astro.py",
]


@pytest.mark.parametrize(("name", "icon", "path"), NAMES)
def test_names_of_files(name: str, icon: str, path: str) -> None:
    assert icon_and_name(Path(name)) == (icon, path)


def test_the_order_of_files() -> None:
    names = [Path(name) for name, _, _ in NAMES]
    assert [path.name for path in sorted(names, key=order)] == ORDER


def test_a_page_without_letters_is_called_by_its_file() -> None:
    assert pages.entry_of(Path("🎈.py")).title == "🎈"
    assert pages.entry_of(Path("_ - .py")).key == "/_ - "


def test_files_that_are_no_pages(tmp_path: Path) -> None:
    for name in ("b.py", "10_a.py", "2_c.py", "__init__.py", ".hidden.py", "notes.txt", "x.pyc"):
        (tmp_path / name).write_text("", "utf-8")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "lost.py").symlink_to(tmp_path / "nowhere.py")
    assert [path.name for path in page_files(tmp_path)] == ["2_c.py", "10_a.py", "b.py"]
    assert page_files(tmp_path / "missing") == []


@pytest.mark.parametrize(
    ("text", "emoji", "rest"),
    [
        ("👍🏿 yes", "👍🏿", "yes"),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿_England", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "England"),
        ("❤️‍🔥hot", "❤️‍🔥", "hot"),
        ("→ no", "", "→ no"),
        ("7 dwarfs", "", "7 dwarfs"),
        ("", "", ""),
    ],
)
def test_emoji_at_the_beginning(text: str, emoji: str, rest: str) -> None:
    assert split_emoji(text) == (emoji, rest)


ENTRIES = [
    Entry(key="/app", title="Start", file="/x/app.py", default=True),
    Entry(key="/sales", title="Our sales", file="/x/pages/1_sales.py"),
    Entry(key="/docs", title="Docs", url="https://x.org"),
    Entry(key="/Our sales", title="Not this", hidden=True),
]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("", "/app"),
        ("/", "/app"),
        ("app", "/app"),
        ("sales", "/sales"),
        ("/sales/", "/sales"),
        ("our SALES", "/sales"),
        ("1_sales.py", "/sales"),
        ("1_sales", "/sales"),
        ("pages/1_sales.py", "/sales"),
        ("Our sales", "/Our sales"),
        ("docs", None),
        ("../app", None),
        ("nothing", None),
    ],
)
def test_what_a_page_may_be_called(name: str, key: str | None) -> None:
    found = find(ENTRIES, name)
    assert (found.key if found is not None else None) == key


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("import streamlit as st\nst.navigation([])", True),
        ("import sttui\nif x:\n    sttui.navigation([]).run()", True),
        ("from streamlit import navigation as n\nn([])", True),
        ("import streamlit as st\nnavigation = st.radio('navigation', [])", False),
        ("import streamlit as st\ndef navigation(): ...\nnavigation()", False),
        ("import menu\nmenu.navigation()", False),
    ],
)
def test_scripts_that_list_their_pages_themselves(text: str, calls: bool) -> None:
    assert calls_navigation(text) is calls


def test_a_wrong_name_is_told_before_the_app_starts(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("", "utf-8")
    assert pages.problem_with(script, "x") is None
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "1_First.py").write_text("", "utf-8")
    assert pages.problem_with(script, "First") is None
    assert pages.problem_with(script, "x") == "There is no page 'x'. There are: app, First."
    script.write_text("import streamlit as st\nst.navigation([])", "utf-8")
    assert pages.problem_with(script, "x") is None
