"""Commands whose module is imported when a script first uses one of them."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module in a class body: its functions become methods that load it."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Method:
        if name.startswith("__"):
            raise AttributeError(name)
        return Method(self._module, name)


class Method:
    """A method that puts the function it stands for in its own place, once it is asked for."""

    def __init__(self, module: str, function: str) -> None:
        self._module = module
        self._function = function

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, instance: object, owner: type) -> Any:
        function = getattr(import_module(self._module), self._function)
        setattr(self._owner, self._name, function)
        return function if instance is None else function.__get__(instance, owner)
