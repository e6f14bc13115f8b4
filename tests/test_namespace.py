"""`import sttui` is cheap, and works without `sttui run` too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60
    )


def test_importing_loads_the_standard_library_and_msgspec_only() -> None:
    done = python("""
import sys
before = set(sys.modules)
import sttui
tops = {name.partition('.')[0] for name in set(sys.modules) - before}
known = {'sttui', 'msgspec', 'typing_extensions'}  # the last by msgspec, where it is there
print(*sorted(tops - set(sys.stdlib_module_names) - known))
""")
    assert done.stderr == ""
    assert done.stdout.strip() == ""


def test_writing_plain_values_loads_nothing_more() -> None:
    done = python("""
import sys
from sttui.testing.v1 import AppTest
at = AppTest.from_string('''
import sttui as st
st.title("t"); st.write("a", 1, {"b": 2}, None, [1]); st.button("x"); st.slider("s")
st.selectbox("s", ["a"]); st.columns(2); st.text_input("t")
''').run()
assert not at.exception, at.exception
print(*sorted({'pandas', 'numpy', 'pyarrow', 'textual', 'rich', 'plotext'} & set(sys.modules)))
""")
    assert done.stderr == ""
    assert done.stdout.strip() == ""


def test_a_script_that_python_runs_says_how_to_start_it() -> None:
    done = python("""
import sttui as st
st.title("Hello")
if st.button("b"): print("never")
with st.sidebar: print(st.slider("s", 0, 10, 3))
st.session_state.x = 1
print(st.session_state.x)
""")
    assert done.returncode == 0
    assert done.stdout.splitlines() == ["3", "1"]
    assert "sttui run" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_version() -> None:
    import sttui as st
    from sttui.version import VERSION

    assert st.__version__ == VERSION
