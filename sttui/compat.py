"""Lets a script's `import streamlit` mean sttui, and finds stand-ins for gallery packages.

A finder hands out stand-ins for the modules that scripts and libraries import. They hold no code:
a table says where each name lives in sttui. Real Streamlit, if installed, is not touched, and is
back when the alias goes.
"""

from __future__ import annotations

import importlib
import logging
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import reduce
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, cast

from sttui.version import STREAMLIT_VERSION

if TYPE_CHECKING:
    from importlib.abc import Loader

_ROOT = "streamlit"
_PACKAGES: Mapping[str, str] = {
    "st_aggrid": "streamlit-aggrid",
    "streamlit_autorefresh": "streamlit-autorefresh",
    "streamlit_extras": "streamlit-extras",
    "streamlit_folium": "streamlit-folium",
    "streamlit_lottie": "streamlit-lottie",
    "streamlit_option_menu": "streamlit-option-menu",
}
"""Packages of components for which there is something native, whether they are installed or not:
what they show runs in browsers only."""
_ADDED: Mapping[str, Mapping[str, str]] = {
    "streamlit_lottie": {"lottie": "sttui.gallery.lottie:st_lottie"},
}
"""What packages add to Streamlit's commands once they are imported."""
_EXTRAS = """
    add_vertical_space app_logo badges bottom_container buy_me_a_coffee chart_container
    colored_header customize_running dataframe_explorer echo_expander floating_button grid
    keyboard_text keyboard_url let_it_rain mandatory_date_range mention metric_cards
    no_default_selectbox redirect row skeleton star_rating stateful_button stodo stoggle
    stylable_container switch_page_button tags toggle_switch
"""
_INSTALLED = ("site-packages", "dist-packages")


def _exists() -> bool:
    """Return True: within sttui a script always has a runtime."""
    return True


def _get_logger(name: str) -> logging.Logger:
    """Return Python's own logger of that name."""
    return logging.getLogger(name)


_RUN_CONTEXT = {
    "add_script_run_ctx": "sttui.core.threads:add_script_run_ctx",
    "get_script_run_ctx": "sttui.core.threads:get_script_run_ctx",
    "ScriptRunContext": "sttui.core.run:Run",
}
_RUN_CONTROL: Mapping[str, object] = {
    "RerunData": SimpleNamespace,
    "RerunException": "sttui.core.run:RerunException",
    "StopException": "sttui.core.run:StopException",
}
_CACHES = {"cache_data": "sttui:cache_data", "cache_resource": "sttui:cache_resource"}
_CACHE_ERRORS = {
    name: f"sttui.caching.errors:{name}"
    for name in (
        "CacheReplayClosureError",
        "CachedFunctionReturnedAwaitableError",
        "CachedStFunctionInBackgroundModeWarning",
        "UnevaluatedDataFrameError",
        "UnhashableParamError",
        "UnhashableTypeError",
        "UnserializableReturnValueError",
    )
}
_STATE = {
    "SessionStateProxy": "sttui.core.session_state:SessionState",
    "QueryParamsProxy": "sttui.core.query:QueryParams",
    "WidgetArgs": tuple,
    "WidgetKwargs": dict,
    "WidgetCallback": Callable,
}
_UPLOADS = {"UploadedFile": "sttui.elements.file:UploadedFile"}

_MODULES: Mapping[str, str] = {
    "st_aggrid": "sttui.gallery.aggrid",
    "st_aggrid.grid_options_builder": "sttui.gallery.grid_options",
    "st_aggrid.shared": "sttui.gallery.aggrid",
    "streamlit": "sttui",
    "streamlit_autorefresh": "sttui.gallery.autorefresh",
    "streamlit_folium": "sttui.gallery.folium",
    "streamlit_lottie": "sttui.gallery.lottie",
    "streamlit_option_menu": "sttui.gallery.option_menu",
    "streamlit.column_config": "sttui.column_config",
    "streamlit.components.v1": "sttui.components.v1",
    "streamlit.components.v1.components": "sttui.components.v1",
    "streamlit.components.v1.custom_component": "sttui.components.v1",
    "streamlit.components.v2": "sttui.components.v2",
    "streamlit.connections": "sttui.connections",
    "streamlit.errors": "sttui.errors",
    "streamlit.testing.v1": "sttui.testing.v1",
    "streamlit.typing": "sttui.typing",
}
"""Modules whose every name is that of a module of ours."""

_NAMES: Mapping[str, Mapping[str, object]] = {
    "streamlit": {"__version__": STREAMLIT_VERSION},
    "streamlit.commands.echo": {"echo": "sttui:echo"},
    "streamlit.commands.execution_control": {
        "rerun": "sttui:rerun",
        "stop": "sttui:stop",
        "switch_page": "sttui:switch_page",
    },
    "streamlit.commands.logo": {"logo": "sttui:logo"},
    "streamlit.commands.navigation": {"navigation": "sttui:navigation"},
    "streamlit.commands.page_config": {"set_page_config": "sttui:set_page_config"},
    "streamlit.components.v2.bidi_component.state": {
        "BidiComponentResult": "sttui.elements.component:ComponentResult",
        "ComponentResult": "sttui.elements.component:ComponentResult",
    },
    "streamlit.components.v2.types": {"ComponentRenderer": "sttui.components.v2:Renderer"},
    "streamlit.config": {
        "get_option": "sttui.core.config:get_option",
        "set_option": "sttui.core.config:set_option",
        "set_user_option": "sttui.core.config:set_option",
    },
    "streamlit.connections.base_connection": {
        "BaseConnection": "sttui.connections:BaseConnection",
    },
    "streamlit.connections.snowflake_connection": {
        "SnowflakeConnection": "sttui.connections:SnowflakeConnection",
    },
    "streamlit.connections.sql_connection": {"SQLConnection": "sttui.connections:SQLConnection"},
    "streamlit.delta_generator": {"DeltaGenerator": "sttui.container:Container"},
    "streamlit.elements.dialog_decorator": {"dialog_decorator": "sttui:dialog"},
    "streamlit.elements.lib.utils": {"Key": str | int, "LabelVisibility": str},
    "streamlit.elements.spinner": {"spinner": "sttui:spinner"},
    "streamlit.elements.widgets.file_uploader": _UPLOADS,
    "streamlit.logger": {"get_logger": _get_logger},
    "streamlit.navigation.page": {"Page": "sttui:Page", "StreamlitPage": "sttui:Page"},
    "streamlit.runtime": {"exists": _exists},
    "streamlit.runtime.caching": _CACHES,
    "streamlit.runtime.caching.cache_data_api": _CACHES,
    "streamlit.runtime.caching.cache_errors": _CACHE_ERRORS,
    "streamlit.runtime.caching.cache_resource_api": _CACHES,
    "streamlit.runtime.caching.hashing": {"UserHashError": "sttui.caching.errors:UserHashError"},
    "streamlit.runtime.connection_factory": {"connection_factory": "sttui:connection"},
    "streamlit.runtime.fragment": {"fragment": "sttui:fragment"},
    "streamlit.runtime.scriptrunner": {**_RUN_CONTEXT, **_RUN_CONTROL},
    "streamlit.runtime.scriptrunner.script_run_context": _RUN_CONTEXT,
    "streamlit.runtime.scriptrunner.script_runner": _RUN_CONTROL,
    "streamlit.runtime.scriptrunner_utils.exceptions": _RUN_CONTROL,
    "streamlit.runtime.scriptrunner_utils.script_requests": _RUN_CONTROL,
    "streamlit.runtime.scriptrunner_utils.script_run_context": _RUN_CONTEXT,
    "streamlit.runtime.secrets": {
        "AttrDict": "sttui.core.secrets:AttrDict",
        "Secrets": "sttui.core.secrets:Secrets",
        "secrets_singleton": "sttui:secrets",
    },
    "streamlit.runtime.state": _STATE,
    "streamlit.runtime.state.common": _STATE,
    "streamlit.runtime.state.query_params_proxy": _STATE,
    "streamlit.runtime.state.session_state_proxy": _STATE,
    "streamlit.runtime.uploaded_file_manager": _UPLOADS,
    "streamlit.testing.v1.app_test": {"AppTest": "sttui.testing.v1:AppTest"},
    "streamlit.version": {"STREAMLIT_VERSION_STRING": STREAMLIT_VERSION},
    "streamlit.web.bootstrap": {},
    "streamlit.web.cli": {"main": "sttui.cli:main"},
}
"""Names that live elsewhere here: `module:path` of ours, or the thing itself."""


def _with_parents(names: Iterator[str]) -> frozenset[str]:
    known: set[str] = set()
    for name in names:
        parts = name.split(".")
        known |= {".".join(parts[:n]) for n in range(1, len(parts) + 1)}
    return frozenset(known)


_KNOWN = _with_parents(
    iter((*_MODULES, *_NAMES, *(f"streamlit_extras.{name}" for name in _EXTRAS.split())))
)


def _whom(module: str) -> str:
    """Return what a module's stand-in stands in for."""
    return _PACKAGES.get(module.partition(".")[0], "Streamlit")


class StandIn(ModuleType):
    """A module under one of Streamlit's names, with sttui's things in it."""

    def __getattr__(self, name: str) -> object:
        inner = f"{self.__name__}.{name}"
        if inner in _KNOWN and _depth and not _is_command(self.__name__, name):
            with suppress(ImportError):
                return importlib.import_module(inner)
        try:
            value = _look_up(self.__name__, name)
        except (AttributeError, ModuleNotFoundError) as error:
            if isinstance(error, ImportError) and not (error.name or "").startswith("sttui"):
                raise
            raise AttributeError(
                f"sttui stands in for {_whom(self.__name__)} here: {self.__name__} has no {name!r}",
                name=name,
            ) from None
        if not name.startswith("__"):
            self.__dict__[name] = value
        return value

    def __setattr__(self, name: str, value: object) -> None:
        # `import streamlit.navigation.page` must not put a module in the place of st.navigation.
        if not (isinstance(value, StandIn) and _is_command(self.__name__, name)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        names = set(self.__dict__) | set(_NAMES.get(self.__name__, ()))
        if (module := _MODULES.get(self.__name__)) is not None:
            names |= set(dir(importlib.import_module(module)))
        return sorted(names)


def _is_command(module: str, name: str) -> bool:
    """Whether a name is a command of ours, not a module or still to come."""
    own = vars(importlib.import_module(_MODULES[module])) if module in _MODULES else {}
    if (module, name) == ("streamlit", "navigation"):
        # A command that is imported when it is first used, and also a module of Streamlit's.
        return True
    return name in own and not isinstance(own[name], ModuleType)


def _look_up(module: str, name: str) -> object:
    if (value := _NAMES.get(module, {}).get(name)) is not None:
        return _resolve(value)
    if module.startswith("streamlit_extras."):
        extras = importlib.import_module("sttui.gallery.extras").NAMES
        return extras[module.rpartition(".")[2]].get(name) or _missing(name)
    if (target := _MODULES.get(module)) is not None and name not in ("__path__", "__file__"):
        return getattr(importlib.import_module(target), name)
    raise AttributeError(name)


def _missing(name: str) -> object:
    raise AttributeError(name)


def _resolve(value: object) -> object:
    if isinstance(value, str) and value.startswith("sttui") and ":" in value:
        module, _, path = value.partition(":")
        return reduce(getattr, path.split("."), importlib.import_module(module))
    return value


class _Finder:
    """Finds Streamlit's modules as stand-ins; all else is left to the finders after it."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if not _is_ours(fullname):
            return None
        whom = _whom(fullname)
        if fullname not in _KNOWN:
            why = "" if whom == "Streamlit" else "; most of that package needs a browser"
            raise ModuleNotFoundError(
                f"sttui stands in for {whom} here and has no module {fullname}{why}",
                name=fullname,
            )
        # Python prints this as the file in `cannot import name ...`, which we cannot word.
        origin = f"sttui stands in for {whom} here and has no such name"
        # A loader need not be a `Loader`, whose module takes a while to import.
        spec = ModuleSpec(fullname, cast("Loader", self), origin=origin, is_package=True)
        spec.has_location = True
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        # One stand-in for the life of the process: libraries keep what they imported.
        if spec.name not in _stand_ins:
            _stand_ins[spec.name] = StandIn(spec.name)
        return _stand_ins[spec.name]

    def exec_module(self, module: ModuleType) -> None:
        if (target := _MODULES.get(module.__name__)) is None:
            return
        try:
            importlib.import_module(target)
        except ModuleNotFoundError as error:
            if not (error.name or "").startswith("sttui"):
                raise
            raise ImportError(
                f"sttui stands in for {_whom(module.__name__)} here and does not have "
                f"{module.__name__} yet",
                name=module.__name__,
            ) from None
        for name, place in _ADDED.get(module.__name__, {}).items():
            setattr(importlib.import_module(_ROOT), name, _resolve(place))


_stand_ins: dict[str, StandIn] = {}
_finder = _Finder()
_lock = threading.RLock()
_depth = 0
_set_aside: dict[str, ModuleType] = {}


def install() -> None:
    """Alias Streamlit for the rest of the process."""
    _enter()


@contextmanager
def aliased() -> Iterator[None]:
    """Alias Streamlit for a while; afterwards `sys.modules` is as before."""
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    global _depth
    with _lock:
        _depth += 1
        if _depth > 1:
            return
        _set_aside.update(_take_out())
        sys.meta_path.insert(0, _finder)


def _leave() -> None:
    global _depth
    with _lock:
        _depth -= 1
        if _depth:
            return
        sys.meta_path.remove(_finder)
        _take_out()
        sys.modules.update(_set_aside)
        _set_aside.clear()


def _take_out() -> dict[str, ModuleType]:
    names = [name for name in tuple(sys.modules) if _is_ours(name)]
    return {name: sys.modules.pop(name) for name in names}


def _is_ours(name: str) -> bool:
    """Whether a module of this name is to be a stand-in.

    A project's own module that is named like a package of the gallery is left alone.
    """
    top = name.partition(".")[0]
    return top == _ROOT or (top in _PACKAGES and not _is_of_project(top))


def _is_of_project(top: str) -> bool:
    module = sys.modules.get(top)
    if isinstance(module, StandIn):
        return False
    try:
        from importlib.machinery import PathFinder

        spec = module.__spec__ if module is not None else PathFinder.find_spec(top)
    except (ImportError, ValueError):
        return False
    if spec is None:
        return False
    places = [spec.origin or "", *(spec.submodule_search_locations or ())]
    return not any(folder in place for place in places for folder in _INSTALLED)
