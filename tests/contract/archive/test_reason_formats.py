"""A format of reasons of one's own, the same for both databases, for Python and for the command line."""

import asyncio
import csv
import io
import json
import pathlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

import hikari
import pytest
from tests.contract.archive.kit import BASE, GUILD, NOW, raw
from tests.contract.archive.test_command_line import run
from tests.unit.entries import READER

from lightbulb_audit.analyse.reason import FORMATS
from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.describe.names.name_table import nobody
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.model.intervals import Interval
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.query import Clause, PageRequest, Query
from lightbulb_audit.query.predicate import compile_predicate
from lightbulb_audit.query.remote import predicate_of
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.names.known_server import UnknownServer
from lightbulb_audit.services.names.name_history import sightings_of_page
from lightbulb_audit.services.names.name_search import NameSearch

_ROW: Final = "{reason} ~ {name}"
_ANNA, _BOB, _TWIN, _OTHER_TWIN, _DYNO = (200000000000000000 + number for number in range(1, 6))
_USERS: Final[list[dict[str, Any]]] = [
    {"id": str(_ANNA), "username": "anna_01", "global_name": "anna"},
    {"id": str(_BOB), "username": "bob_01", "global_name": "bob"},
    {"id": str(_TWIN), "username": "twin_01", "global_name": "Twin"},
    {"id": str(_OTHER_TWIN), "username": "twin_02", "global_name": "twin"},
    {"id": str(_DYNO), "username": "dyno", "global_name": "Dyno", "bot": True},
]
_SERVER: Final = hikari.Snowflake(GUILD)


def _row(number: int, user: int, reason: str) -> dict[str, Any]:
    return raw(number, user_id=str(user), target_id=str(_BOB), reason=reason)


_BY_FORMAT: Final = _row(1, _DYNO, "raid ~ anna")
_BY_TABLE: Final = _row(2, _DYNO, f"Requested by anna ({_ANNA}): raid")
_FORGED: Final = _row(3, _BOB, "raid ~ anna")
_OF_TWINS: Final = _row(4, _DYNO, "raid ~ Twin")
_OWN: Final = _row(5, _ANNA, "raid")
_ROWS: Final = (_BY_FORMAT, _BY_TABLE, _FORGED, _OF_TWINS, _OWN)


@pytest.fixture(autouse=True)
def own_formats() -> Iterator[None]:
    """A process that has no formats of its own yet, and none afterwards."""
    _set(())
    yield
    _set(())


def _set(formats: Sequence[str]) -> None:
    FORMATS.own = ()
    FORMATS.lengthen(formats)


async def _keep(archive: Archive) -> None:
    page = READER.page({"audit_log_entries": list(_ROWS), "users": _USERS}, _SERVER)
    await archive.append(GUILD, [Observation.of(row, NOW, "event") for row in _ROWS], [Interval(BASE, BASE << 1)])
    await archive.learn(GUILD, sightings_of_page(page, nobody, NOW))


async def _found(archive: Archive, name: str, user_id: int) -> list[int]:
    """The numbers of the entries that a filter finds, in the database and in Python alike."""
    query = Query((Clause(name, (str(user_id),)),))
    lore = await NameSearch(archive, None).context_for(_SERVER, UnknownServer(), query)
    kept = await archive.search(GUILD, compile_predicate(query, lore), limit=100)
    page = READER.page({"audit_log_entries": list(_ROWS)}, _SERVER)
    here = [int(record.id) for record in page.records if predicate_of(query, lore).matches(record)]
    assert sorted(one.entry_id for one in kept) == sorted(here)
    return sorted((entry_id - BASE) >> 22 for entry_id in here)


async def test_a_row_of_ones_own_is_searched(address: str) -> None:
    """What a setting's row names is found by `for:` and `actor:`, forged by nobody, and not where two are called so."""
    _set([_ROW])
    async with await open_archive(address) as archive:
        await _keep(archive)
        assert await _found(archive, "for", _ANNA) == [1, 2]
        assert await _found(archive, "actor", _ANNA) == [1, 2, 5]
        assert await _found(archive, "for", _TWIN) == []
        assert await _found(archive, "actor", _BOB) == [3]


async def test_a_row_counts_for_what_was_kept_before(address: str) -> None:
    """An archive that was filled without the row is searched by it as soon as the setting has it."""
    async with await open_archive(address) as archive:
        await _keep(archive)
        assert await _found(archive, "for", _ANNA) == [2]
    _set([_ROW])
    async with await open_archive(address) as archive:
        assert await _found(archive, "for", _ANNA) == [1, 2]
        page = READER.page([one.json() for one in await archive.page(GUILD, PageRequest())], _SERVER)
        told, _ = await Describer(archive).describe(GUILD, [page], page.records, nobody)
    assert [plain(one.sentence) for one in told] == [
        "anna banned bob",
        "Dyno banned bob",
        "bob banned themself",
        "Dyno, for anna, banned bob",
        "Dyno, for anna, banned bob",
    ]


def test_the_command_line_reads_as_the_bot_does(
    address: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of settings that is named or lies at hand lengthens the table for exports and for `read`."""

    async def fill() -> None:
        async with await open_archive(address) as archive:
            await _keep(archive)

    asyncio.run(fill())
    file = tmp_path / "config.toml"
    file.write_text(f'[audit]\nreason_formats = ["{_ROW}"]\n', encoding="utf-8")
    page = json.dumps({"audit_log_entries": [_BY_FORMAT], "users": _USERS})
    assert "Dyno banned bob — raid ~ anna" in run("read", stdin=page).stdout
    assert "Dyno, for anna, banned bob — raid\n" in run("read", "--config", str(file), stdin=page).stdout
    _set(())
    monkeypatch.chdir(tmp_path)
    for words in (("--archive", address, "--config", str(file)), ("--archive", address)):
        done = run("archive", "export", "for:anna", "--format", "csv", *words)
        assert (done.exit_code, done.stderr) == (0, "")
        rows = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"), newline="")))
        assert [row["sentence"] for row in rows] == ["Dyno, for anna, banned bob"] * 2
        assert [(row["for"], row["for_username"]) for row in rows] == [("anna", "anna_01")] * 2
        _set(())


def test_settings_that_nobody_named_stop_nothing(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that only lies at hand and cannot be used keeps nobody from reading; one that is named is told of."""
    (tmp_path / "config.toml").write_text("[audit]\nwhat = 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    page = json.dumps({"audit_log_entries": [_OWN], "users": _USERS})
    assert run("read", stdin=page).exit_code == 0
    named = run("read", "--config", "config.toml", stdin=page)
    assert (named.exit_code, named.stdout) == (1, "")
    assert "there is no setting what" in named.stderr
