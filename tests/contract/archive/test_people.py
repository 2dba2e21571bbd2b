"""How an archive tells people: with their usernames, by the names of then, and with what came of what they did."""

import asyncio
import csv
import io
import json
from collections.abc import Mapping
from typing import Any, Final

import hikari
from tests.contract.archive.kit import BASE, GUILD, NOW, Plain, findings, raw
from tests.contract.archive.test_command_line import run
from tests.unit.entries import READER, change

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.name_table import Known, Lookup, nobody
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.model.intervals import Interval
from lightbulb_audit.model.observation import TOLD, Observation
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.names.name_history import sightings_of_page

_ANNA, _BOB = 5, 777_000_777_000_777_000
_USERS: Final = [
    {"id": str(_ANNA), "username": "anna_01", "global_name": "anna"},
    {"id": str(_BOB), "username": "robbie_the_first", "global_name": "Bob"},
]
_SERVER: Final = hikari.Snowflake(GUILD)


def _row(number: int, action_type: int, **fields: Any) -> dict[str, Any]:
    return raw(number, action_type=action_type, target_id=str(_BOB), **fields)


async def _keep(archive: Archive, *rows: dict[str, Any], nickname: str = "") -> None:
    """Keep entries as the bot does that saw them, where its cache has this nickname of bob's."""
    page = READER.page({"audit_log_entries": list(rows), "users": _USERS}, _SERVER)
    observed = [Observation.of(row, NOW, "event") for row in rows]
    await archive.append(GUILD, observed, [Interval(BASE, BASE << 1)])
    await archive.learn(GUILD, sightings_of_page(page, _cache(nickname), NOW))


def _cache(nickname: str) -> Lookup:
    known: Mapping[int, Known] = {_BOB: Known(nickname, username="robbie_the_first")} if nickname else {}
    return lambda kind, thing_id: known.get(thing_id) if kind is Kind.USER else None


async def _told(archive: Archive, behind: Lookup = nobody) -> list[Description]:
    """All that is kept, told without Discord."""
    page = READER.page([one.json() for one in await archive.page(GUILD, PageRequest())], _SERVER)
    return (await Describer(archive).describe(GUILD, [page], page.records, behind))[0]


async def test_a_username_is_kept_with_the_names(archive: Archive) -> None:
    """Who is gone has the username beside the name, and is found by it."""
    await _keep(archive, _row(1, 22))
    (told,) = await _told(archive)
    assert (told.actor.username, told.target.name, told.target.username) == ("anna_01", "Bob", "robbie_the_first")
    (found,) = (await archive.find_named(GUILD, ["robbie the"]))["robbie the"]
    assert (found.kind, found.id, found.name) == (Kind.USER, _BOB, "robbie_the_first")


async def test_a_username_is_forgotten_with_the_rest(archive: Archive, plain: Plain) -> None:
    """Whoever is forgotten leaves no username behind, and the chain still verifies."""
    await _keep(archive, _row(1, 22), _row(2, 23, reason="robbie_the_first is back"))
    await archive.forget(_BOB)
    rows = str([await plain.run(f"SELECT * FROM {table}") for table in ("names", "entries", "observations")])
    assert "robbie" not in rows
    assert "anna_01" in rows
    assert await findings(archive) == []


async def test_lookalikes_of_then(archive: Archive) -> None:
    """Two who looked alike when they did it are told apart, though the entries are of different times."""
    await _keep(archive, _row(1, 24, changes=[change("nick", "ann\u0430")]), _row(2, 20))
    said = [plain(one.sentence) for one in await _told(archive)]
    assert said[0] == "anna (anna_01) kicked ann\u0430 (robbie_the_first)"


async def test_a_nickname_is_told_with_the_name_before_it(archive: Archive) -> None:
    """With an archive as without one: never the new name for the old, whatever the bot's cache has by now."""
    rows = [
        _row(1, 24, changes=[change("nick", "ok")]),
        _row(2, 24, changes=[change("nick", "fine", "ok")]),
        _row(3, 24, changes=[change("nick", None, "fine")]),
    ]
    wanted = [
        "anna removed Bob's nickname",
        "anna changed ok's nickname to “fine”",
        "anna changed Bob's nickname to “ok”",
    ]
    await _keep(archive, *rows, nickname="ok")
    for behind in (nobody, _cache("ok"), _cache("fine"), _cache("later")):
        assert [plain(one.sentence) for one in await _told(archive, behind)] == wanted


def _export(address: str, *words: str) -> str:
    done = run("archive", "export", "--archive", address, *words)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def test_files_say_what_came_of_it(address: str) -> None:
    """Page, table and lines of the command line tell what undid an entry, and usernames; raw lines stay raw."""
    ban, unban = _row(1, 22, reason="raid"), _row(2, 23)

    async def fill() -> None:
        async with await open_archive(address) as archive:
            await _keep(archive, ban, unban)

    asyncio.run(fill())
    for question in ((), ("raid",)):
        made = {form: _export(address, "--format", form, *question) for form in ("html", "csv", "jsonl")}
        assert "↩️</span> undone" in made["html"]
        assert "<bdi>robbie_the_first</bdi>" in made["html"]
        *_, row = csv.DictReader(io.StringIO(made["csv"].removeprefix("\ufeff"), newline=""))
        assert row["undone_by_entry_id"] == f"'{unban['id']}"
        assert (row["actor_username"], row["target_username"]) == ("anna_01", "robbie_the_first")
        line = json.loads(made["jsonl"].splitlines()[-1])
        beside = line.pop(TOLD)
        assert line == {"guild_id": str(GUILD), **ban}
        assert beside["undone_by"]["entry_id"] == unban["id"]
        assert beside["target"] == {"kind": "user", "id": str(_BOB), "name": "Bob", "username": "robbie_the_first"}
        assert json.loads(_export(address, *question).splitlines()[-1]) == line
