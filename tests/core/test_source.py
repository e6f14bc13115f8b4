"""The user's source: compiled once, read as it declares, forgotten when edited."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sttui.core.magic import WRITER, Magic
from sttui.core.source import (
    SourceError,
    compile_script,
    compile_text,
    forget,
    local_files,
    local_modules,
    read,
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the import path; what is imported from it goes at the end."""
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    forget(tmp_path)


def test_the_code_is_shared_until_the_file_changes(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("x = 1")
    first = compile_script(script, magic=Magic())
    assert compile_script(script, magic=Magic()) is first
    assert compile_script(script, magic=None) is not first
    script.write_text("x = 22")
    second = compile_script(script, magic=Magic())
    assert second is not first
    assert second.co_filename == str(script)


def test_magic_is_compiled_in_where_it_is_on(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("1")
    assert WRITER in compile_script(script, magic=Magic()).co_names
    assert WRITER not in compile_script(script, magic=None).co_names


def test_our_own_future_imports_stay_out() -> None:
    names: dict[str, object] = {}
    exec(compile_text("x: print('kept') = 1", "app.py", magic=None), names)
    exec(compile_text("def f(a: int): ...", "app.py", magic=None), names)
    assert names["f"].__annotations__ == {"a": int}  # type: ignore[attr-defined]


def test_a_declared_encoding_is_obeyed(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_bytes("# coding: latin-1\nx = 'é'".encode("latin-1"))
    names: dict[str, object] = {}
    exec(compile_script(script, magic=None), names)
    assert names["x"] == "é"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_bytes(b"\xef\xbb\xbfx = 1\r\n")
    assert read(script) == "x = 1\n"


def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    with pytest.raises(SourceError, match="is not there"):
        compile_script(script, magic=None)
    with pytest.raises(SourceError, match="is a folder"):
        compile_script(tmp_path, magic=None)
    for wrong in (b"x = '\xff'", b"1\n" * 9999 + b"'\xff'", b"# coding: no-such\n"):
        script.write_bytes(wrong)
        with pytest.raises(SourceError, match="save it as UTF-8"):
            compile_script(script, magic=None)


@pytest.mark.parametrize("text", ["x =", "x = '\0'", "def f(:\n"])
def test_what_is_not_python_is_a_syntax_error(tmp_path: Path, text: str) -> None:
    script = tmp_path / "app.py"
    script.write_text(text)
    with pytest.raises(SyntaxError):
        compile_script(script, magic=Magic())


def test_local_modules_are_those_of_the_folder(project: Path) -> None:
    (project / "mine_flat.py").write_text("")
    (project / "mine_package").mkdir()
    (project / "mine_package" / "__init__.py").write_text("")
    (project / "mine_package" / "part.py").write_text("")
    (project / "mine_bare").mkdir()
    (project / "mine_bare" / "inner.py").write_text("")
    installed = project / "venv" / "site-packages"
    installed.mkdir(parents=True)
    (installed / "mine_installed.py").write_text("")
    sys.path.insert(0, str(installed))
    names = ["mine_flat", "mine_package.part", "mine_bare.inner", "mine_installed"]
    for name in names:
        importlib.import_module(name)
    sys.path.remove(str(installed))
    assert local_modules(project) == {
        "mine_flat",
        "mine_package",
        "mine_package.part",
        "mine_bare",
        "mine_bare.inner",
    }
    assert {path.name for path in local_files(project)} == {
        "mine_flat.py",
        "__init__.py",
        "part.py",
        "inner.py",
    }
    del sys.modules["mine_installed"]


def test_a_script_in_the_root_folder_owns_neither_python_nor_sttui() -> None:
    found = local_modules(Path("/"))
    assert not found & {"os", "pytest", "sttui", "sttui.core.source"}


def test_forgotten_modules_are_imported_anew(project: Path) -> None:
    (project / "mine_a.py").write_text("value = 1")
    (project / "mine_b.py").write_text("from mine_a import value")
    assert importlib.import_module("mine_b").value == 1
    # The same length within the same second, which byte code cannot tell apart.
    (project / "mine_a.py").write_text("value = 2")
    forget(project, [project / "mine_a.py"])
    assert "mine_b" not in sys.modules
    assert importlib.import_module("mine_b").value == 2


def test_a_lazy_module_is_not_woken(project: Path) -> None:
    class Lazy:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"asked for {name}")

    sys.modules["mine_lazy"] = Lazy()  # type: ignore[assignment]
    try:
        assert "mine_lazy" not in local_modules(project)
    finally:
        del sys.modules["mine_lazy"]
