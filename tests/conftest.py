"""What holds for all tests: none of them depends on who runs it, or where."""

from __future__ import annotations

import pytest

from sttui.core import config


@pytest.fixture(autouse=True, scope="session")
def no_foreign_config(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let the developer's own config files and environment have no say."""
    nowhere = tmp_path_factory.mktemp("nowhere")
    config.current.load(environ={}, cwd=nowhere, home=nowhere)
