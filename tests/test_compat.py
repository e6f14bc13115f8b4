"""`import streamlit` means sttui while the alias is on, and nothing is left of it afterwards."""

from __future__ import annotations

import importlib
import subprocess
import sys
import textwrap
from pathlib import Path
from types import ModuleType

import pytest

from sttui import compat
from sttui.compat import aliased


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package named streamlit on the import path, in the role of the real one."""
    package = tmp_path / "streamlit"
    package.mkdir()
    (package / "__init__.py").write_text("real = True")
    (package / "errors.py").write_text("real = True")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    return package


def names_of_streamlit() -> set[str]:
    return {name for name in sys.modules if name.partition(".")[0] == "streamlit"}


def run(code: str) -> dict[str, object]:
    names: dict[str, object] = {}
    with aliased():
        exec(textwrap.dedent(code), names)
    return names


def test_the_forms_of_import() -> None:
    names = run(
        """
        import streamlit
        import streamlit as st
        import streamlit.errors
        import streamlit.errors as errors
        from streamlit import errors as errors_too
        from streamlit.errors import StreamlitAPIException
        from streamlit.delta_generator import DeltaGenerator
        from streamlit.runtime.scriptrunner import (
            RerunException, StopException, add_script_run_ctx, get_script_run_ctx,
        )
        from streamlit.runtime import exists
        from streamlit.logger import get_logger
        """
    )
    from sttui.container import Container
    from sttui.core.run import RerunException, StopException
    from sttui.core.threads import add_script_run_ctx, get_script_run_ctx
    from sttui.errors import StreamlitAPIException

    assert names["streamlit"] is names["st"]
    assert names["errors"] is names["errors_too"]
    assert names["StreamlitAPIException"] is StreamlitAPIException
    assert names["DeltaGenerator"] is Container
    assert names["RerunException"] is RerunException
    assert names["StopException"] is StopException
    assert names["add_script_run_ctx"] is add_script_run_ctx
    assert names["get_script_run_ctx"] is get_script_run_ctx
    assert names["exists"]() is True  # type: ignore[operator]


def test_every_public_name_is_ours() -> None:
    import sttui

    names = [name for name in vars(sttui) if not name.startswith("_")]
    with aliased():
        st = importlib.import_module("streamlit")
        assert st.__version__ == "1.67.0"
        assert set(names) <= set(dir(st))
        for name in names:
            value = getattr(st, name)
            assert value is getattr(sttui, name) or isinstance(value, ModuleType), name


def test_every_name_in_the_table_is_well_formed() -> None:
    for module, names in compat._NAMES.items():
        assert module.startswith("streamlit")
        for value in names.values():
            if isinstance(value, str) and ":" in value:
                assert value.startswith("sttui")


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("import streamlit.no_such", "streamlit.no_such"),
        ("import streamlit.runtime.no_such", "streamlit.runtime.no_such"),
        ("from streamlit.runtime import no_such", "no_such"),
        ("from streamlit.delta_generator import no_such", "no_such"),
        ("from streamlit.errors import NoSuchError", "NoSuchError"),
    ],
)
def test_what_is_not_there_says_so_and_says_sttui(statement: str, name: str) -> None:
    with pytest.raises(ImportError, match="sttui stands in for Streamlit here") as caught:
        run(statement)
    assert name in str(caught.value)


def test_a_missing_attribute_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="sttui stands in for Streamlit here"):
        run("import streamlit.runtime\nstreamlit.runtime.no_such")
    names = run("import streamlit.runtime\nfound = hasattr(streamlit.runtime, 'no_such')")
    assert names["found"] is False


def test_a_submodule_does_not_hide_a_command() -> None:
    import sttui

    if "navigation" not in vars(sttui):
        pytest.skip("st.navigation is not built yet")
    names = run("import streamlit as st\nimport streamlit.navigation.page")
    assert names["st"].navigation is sttui.navigation  # type: ignore[attr-defined]


def test_the_errors_of_caches_are_where_libraries_look_for_them() -> None:
    names = run(
        """
        import streamlit as st
        from streamlit.runtime.caching.cache_errors import UnhashableParamError
        from streamlit.runtime.caching.hashing import UserHashError
        try:
            st.cache_data(lambda x: x)((x for x in ()))
        except UnhashableParamError as error:
            caught = error
        """
    )
    assert "Cannot hash argument 'x'" in str(names["caught"])


def test_a_library_can_ask_for_a_rerun() -> None:
    names = run(
        """
        from streamlit.runtime.scriptrunner import RerunData, RerunException
        wish = RerunException(RerunData(query_string="x=1"))
        """
    )
    assert isinstance(names["wish"], BaseException)


def test_the_modules_of_components() -> None:
    from sttui.components import v1, v2
    from sttui.elements.component import ComponentResult

    names = run(
        """
        import streamlit as st
        import streamlit.components.v1 as components
        from streamlit.components.v1.components import declare_component
        from streamlit.components.v2 import component
        from streamlit.components.v2.types import ComponentRenderer
        from streamlit.components.v2.bidi_component.state import BidiComponentResult
        html, iframe = components.html, st.components.v1.iframe
        """
    )
    assert names["html"] is v1.html and names["iframe"] is v1.iframe
    assert names["declare_component"] is v1.declare_component
    assert names["component"] is v2.component
    assert names["ComponentRenderer"] is v2.Renderer
    assert names["BidiComponentResult"] is ComponentResult


def test_nothing_is_left_afterwards() -> None:
    path, before = list(sys.meta_path), names_of_streamlit()
    run("import streamlit.runtime.scriptrunner")
    assert sys.meta_path == path
    assert names_of_streamlit() == before


def test_the_real_package_is_neither_imported_nor_disturbed(real: Path) -> None:
    names = run("import streamlit.errors\nfound = hasattr(streamlit.errors, 'real')")
    assert names["found"] is False
    outside = importlib.import_module("streamlit.errors")
    try:
        assert outside.real is True
        run("import streamlit.errors")
        assert sys.modules["streamlit.errors"] is outside
        assert importlib.import_module("streamlit").real is True
    finally:
        for name in names_of_streamlit():
            del sys.modules[name]


def test_the_alias_ends_after_an_error_and_nests() -> None:
    with pytest.raises(ZeroDivisionError):
        run("import streamlit\n1/0")
    assert not names_of_streamlit()
    with aliased():
        first = importlib.import_module("streamlit")
        with aliased():
            pass
        assert importlib.import_module("streamlit") is first
    with aliased():
        assert importlib.import_module("streamlit") is first


def test_installed_for_the_whole_process() -> None:
    code = """
        from sttui import compat
        compat.install()
        import streamlit.components
        from streamlit.runtime.scriptrunner import get_script_run_ctx
        assert get_script_run_ctx.__module__ == "sttui.core.threads"
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)


def test_other_packages_that_begin_alike_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "streamlit_extra_thing.py").write_text("value = 1")
    monkeypatch.syspath_prepend(tmp_path)
    assert run("from streamlit_extra_thing import value")["value"] == 1
    del sys.modules["streamlit_extra_thing"]
