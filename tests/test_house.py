"""The rules by which sttui is built, as tests: a rule that nobody checks is soon a wish."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sttui"
SOURCES = sorted(PACKAGE.rglob("*.py"))

LONGEST_FILE = 500
LONGEST_FUNCTION = 60
HEAVY = {
    "PIL",
    "altair",
    "asyncssh",
    "markdown_it",
    "matplotlib",
    "numpy",
    "pandas",
    "plotext",
    "plotly",
    "polars",
    "pyarrow",
    "pygments",
    "pylatexenc",
    "sqlalchemy",
    "watchfiles",
    "xxhash",
}
RECORDS = {"Element", "Block", "Control"}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {module_name(path): path for path in SOURCES}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(*types: type) -> Iterator[tuple[str, Any]]:
    """Yield the nodes of some types with the name of their module."""
    for name, path in NAMES.items():
        for node in ast.walk(tree(path)):
            if isinstance(node, types):
                yield name, node


def imports(path: Path) -> Iterator[str]:
    """Yield what a module imports when it is imported: not in functions, not for types only."""
    for name, _ in _imports(tree(path).body):
        yield name


def _imports(body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    for node in body:
        match node:
            case ast.Import():
                yield from ((alias.name, node) for alias in node.names)
            case ast.ImportFrom(module=str(module)):
                # `from sttui import errors` needs the module, not what the package gathers.
                found = {f"{module}.{alias.name}" for alias in node.names} & set(NAMES)
                yield from ((name, node) for name in found or {module})
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                yield from _imports(node.orelse)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                continue
            case _:
                for field in ("body", "orelse", "finalbody"):
                    yield from _imports(getattr(node, field, []))


def loaded_by(statement: str) -> set[str]:
    """Return the top-level packages that a statement loads in a fresh interpreter."""
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def foreign(packages: set[str]) -> set[str]:
    own = {"sttui", "__main__", "__mp_main__", "sitecustomize", "_virtualenv", "_distutils_hack"}
    # msgspec looks for it by itself.
    own.add("typing_extensions")
    known = packages - sys.stdlib_module_names - own
    return {name for name in known if not name.startswith(("__editable__", "_editable_impl"))}


def test_no_file_is_too_long() -> None:
    lengths = {name: len(path.read_text().splitlines()) for name, path in NAMES.items()}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    too_long = []
    for name, node in nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        body = node.body[1:] if ast.get_docstring(node) else node.body
        if body and (body[-1].end_lineno or 0) - body[0].lineno >= LONGEST_FUNCTION:
            too_long.append(f"{name}.{node.name}")
    assert too_long == []


def test_every_module_says_why_it_exists() -> None:
    silent = [path for path in SOURCES if not ast.get_docstring(tree(path))]
    assert [path for path in silent if path.name != "__init__.py"] == []


def test_names_are_of_the_field() -> None:
    vague = re.compile(r"(Manager|Helper|Util|Misc|Common)s?$", re.IGNORECASE)
    names = [*NAMES, *(f"{name}.{node.name}" for name, node in nodes(ast.ClassDef))]
    assert [name for name in names if vague.search(name)] == []


def test_nobody_inside_imports_the_package_itself() -> None:
    found = [name for name, node in nodes(ast.Import) if "sttui" in [a.name for a in node.names]]
    for name, node in nodes(ast.ImportFrom):
        if node.module == "sttui":
            # `from sttui import compat` names a module of ours, not a public name.
            found += [name for alias in node.names if f"sttui.{alias.name}" not in NAMES]
    assert found == []


def test_nothing_heavy_is_imported_with_a_module() -> None:
    # A module that others import only within their functions may do as it likes.
    eager = {found for path in SOURCES for found in imports(path)}
    found = {
        f"{name} imports {other}"
        for name, path in NAMES.items()
        for other in imports(path)
        if other.partition(".")[0] in HEAVY and (name in eager or path.name == "__init__.py")
    }
    assert found == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    edges = {
        name: {found for found in imports(path) if found in NAMES} - {name}
        for name, path in NAMES.items()
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " > ".join((*path, name))
        if name not in done:
            for other in edges[name]:
                visit(other, (*path, name))
            done.add(name)

    for name in edges:
        visit(name, ())


def test_rooms_import_one_way() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout


def families() -> list[str]:
    """Return the element families: the modules that define a record."""
    found = []
    for path in sorted((PACKAGE / "elements").glob("*.py")):
        for node in tree(path).body:
            bases = getattr(node, "bases", [])
            if any(isinstance(base, ast.Name) and base.id in RECORDS for base in bases):
                found.append(path.stem)
                break
    return found


@pytest.mark.parametrize("family", families())
def test_a_family_has_the_same_name_in_every_room(family: str) -> None:
    for place in (
        PACKAGE / "ui" / "render" / f"{family}.py",
        ROOT / "tests" / "elements" / f"test_{family}.py",
    ):
        assert place.is_file(), place.relative_to(ROOT)


def test_a_style_sheet_is_named_like_what_it_styles() -> None:
    modules = {path.stem for path in (PACKAGE / "ui").rglob("*.py")} | {"main"}
    assert {path.stem for path in (ROOT / "css").glob("*.tcss")} <= modules


def test_import_sttui_loads_the_standard_library_and_msgspec_only() -> None:
    assert foreign(loaded_by("import sttui")) <= {"msgspec"}


def test_the_command_line_loads_click_besides() -> None:
    assert foreign(loaded_by("import sttui.cli")) <= {"msgspec", "click"}


def test_a_core_module_needs_no_textual() -> None:
    core = [name for name in NAMES if name.startswith(("sttui.core", "sttui.elements"))]
    assert foreign(loaded_by("import " + ", ".join(core))) <= {"msgspec"}
