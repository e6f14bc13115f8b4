"""Empty caches for each test: they belong to the process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sttui.caching import inspect


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    inspect.clear_all()
    yield
    inspect.clear_all()
