import asyncio
import datetime
import io
import itertools
import os
import pathlib
import random
import tempfile
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contract.archive.kit import findings
from tests.properties.pages import Maker

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.importer import Importer
from lightbulb_audit.archive.jsonl import line_of
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model.observation import Observation

_GUILDS = itertools.count(1)


async def _lines(archive: Archive) -> bytes:
    return "".join([f"{line_of(one)}\n" async for one in archive.export()]).encode()


async def _there_and_back(folder: pathlib.Path, entries: list[dict[str, Any]]) -> None:
    now = datetime.datetime.now(datetime.UTC)
    async with (
        await open_archive(str(folder / "one.sqlite3")) as one,
        await open_archive(str(folder / "two.sqlite3")) as two,
    ):
        for entry in entries:
            await one.append(next(_GUILDS) % 3 + 1, [Observation.of(entry, now, "event")])
        lines = await _lines(one)
        for _ in range(2):
            importer = Importer(two, None, lambda _: None)
            await importer.take(io.BytesIO(lines))
            assert importer.problems == []
            assert await _lines(two) == lines.replace(b"}\n", b',"imported":true}\n')
        assert await findings(two) == []


@settings(max_examples=25 if "EVERY_CASE" in os.environ else 8, deadline=None)
@given(seed=st.integers(min_value=0))
def test_export_import_export(openapi: dict[str, Any], seed: int) -> None:
    """Whatever Discord's contract allows goes out of one archive into another, and comes out alike but for the mark."""
    maker = Maker(openapi, random.Random(seed))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_there_and_back(pathlib.Path(folder), [maker.entry() for _ in range(12)]))
