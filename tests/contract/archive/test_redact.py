import datetime
import pathlib
import random

from tests.contract.archive.kit import BASE, GUILD, NOW, Plain, findings, head, raw, seen

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.intervals import Interval
from lightbulb_audit.model.observation import Appended, Observation
from lightbulb_audit.model.query import PageRequest

_USER = 777_000_777_000_777_000


def _about_them() -> list[Observation]:
    them = str(_USER)
    return [
        seen(1),
        seen(2, user_id=them),
        seen(3, target_id=them, reason="spam by Robbie"),
        seen(4, reason=f"see <@{them}> there"),
        seen(5, target_id=them, action_type=24, changes=[{"key": "nick", "old_value": "Robbie", "new_value": "Bo"}]),
        seen(
            6,
            changes=[{"key": "owner_id", "old_value": them, "new_value": "5"}, {"key": "name", "new_value": "a Bo b"}],
        ),
        seen(7, action_type=121, changes=[{"key": them, "new_value": {"id": them, "type": 2, "permission": True}}]),
        seen(8, reason=f"{them}1 is another, Bob too"),
        seen(9, reason="known as Zed", options={"count": "3"}),
    ]


async def test_forgetting_blanks_every_mention(archive: Archive, plain: Plain) -> None:
    """Neither id nor name is left in any row; what speaks of others stays; the chain verifies."""
    before = _about_them()
    await archive.append(GUILD, before)
    kept = (await head(archive)).digest
    assert await archive.forget(_USER, ["Zed"]) == 7
    rows = await plain.run("SELECT raw, reason FROM entries", "SELECT raw, raw FROM observations WHERE entry_id > 0")
    text = str(rows + await plain.run("SELECT raw, reason, actor_id, target_id FROM entries"))
    assert f"{_USER}1 is another, Bob too" in text
    assert str(_USER) not in text.replace(f"{_USER}1", "")
    assert not any(name in text for name in ("Robbie", "'Bo'", "a Bo b", "Zed"))
    stored = {entry.entry_id: entry.raw for entry in await archive.page(GUILD, PageRequest())}
    assert stored[before[0].entry_id] == before[0].raw
    assert stored[before[7].entry_id] == before[7].raw
    assert await findings(archive, {GUILD: kept}) == []
    assert await archive.forget(_USER, ["Zed"]) == 0


async def test_what_was_forgotten_does_not_come_back(archive: Archive) -> None:
    """Discord still sends the words for a while; of a blanked entry only a larger count is taken."""
    await archive.append(GUILD, _about_them())
    await archive.forget(_USER, ["Zed"])
    before = [entry async for entry in archive.export()]
    assert await archive.append(GUILD, _about_them()) == Appended(0, 9)
    assert [entry async for entry in archive.export()] == before
    assert await archive.append(GUILD, [seen(9, reason="known as Zed", options={"count": "4"})]) == Appended(1, 0)
    newest = (await archive.page(GUILD, PageRequest()))[0].json()
    assert (newest["reason"], newest["options"]) == ("[forgotten]", {"count": "4"})
    await archive.rebuild(GUILD)
    assert (await archive.page(GUILD, PageRequest()))[0].json() == newest
    assert await findings(archive) == []


async def test_blanking_without_a_record_is_found(archive: Archive, plain: Plain) -> None:
    """A row that says it was blanked needs a record of exactly what stands there; one with a record must stay so."""
    await archive.append(GUILD, [seen(number) for number in range(1, 6)])
    await plain.run(f"UPDATE observations SET raw = '{{}}', redacted = true WHERE guild_id = {GUILD} AND number = 2")
    assert [str(one) for one in await findings(archive)] == [f"guild {GUILD}, row 2: blanked without a record of it"]
    await plain.run(
        *(f"DELETE FROM {table}" for table in ("observations", "entries", "postings", "vocabulary", "guilds"))
    )
    await archive.append(GUILD, _about_them())
    (row,) = await plain.run("SELECT raw FROM observations WHERE number = 3")
    await archive.forget(_USER)
    words = row[0].replace("'", "''")
    for change in (f"raw = '{words}'", f"raw = '{words}', redacted = false", "raw = raw || ' '"):
        await plain.run(f"UPDATE observations SET {change} WHERE number = 3")
        found = {str(one) for one in await findings(archive)}
        assert found == {f"guild {GUILD}, row 3: altered"}


async def test_a_forgotten_name_is_gone_from_the_file(sqlite_file: pathlib.Path) -> None:
    """Neither the database file nor its log of writes holds the bytes any more."""
    async with await open_archive(str(sqlite_file)) as archive:
        await archive.append(GUILD, [seen(n, reason=f"Xylophonia {n}") for n in range(2000)])
        assert await archive.forget(_USER, ["Xylophonia"]) == 2000
        for path in sqlite_file.parent.iterdir():
            assert b"xylophonia" not in path.read_bytes().lower(), path


async def test_pruning_leaves_a_chain_that_verifies(archive: Archive, plain: Plain) -> None:
    """Rows at the old end go, late ones further on are emptied, entries and coverage with them; newer ones stay."""
    rng = random.Random(2)
    days = [NOW - datetime.timedelta(days=number) for number in range(40)]
    ids = [int(snowflake.first_at(day)) + 1 for day in days]
    older, mixed = ids[:20:-1], ids[20::-1]
    mixed += [ids[39] + 5, ids[38] + 5]
    rng.shuffle(mixed)
    observed = [Observation.of({**raw(1), "id": str(one)}, NOW, "backfill") for one in (*older, *mixed)]
    await archive.append(GUILD, observed, [Interval(ids[-1], ids[0])])
    bound = NOW - datetime.timedelta(days=20, hours=1)
    assert await archive.prune(GUILD, bound) == 21
    assert sorted(entry.entry_id for entry in await archive.page(GUILD, PageRequest())) == sorted(ids[:21])
    assert (await archive.progress(GUILD)).covered == [Interval(int(snowflake.first_at(bound)), ids[0])]
    (known,) = await archive.status(GUILD)
    assert (known.holding.entries, known.observations) == (21, 21)
    assert (await head(archive)).anchor_number >= 19
    assert await findings(archive) == []
    before = await head(archive)
    assert await archive.prune(GUILD, bound) == 0
    assert await head(archive) == before
    await archive.append(GUILD, [seen(1)])
    await archive.forget(5)
    assert await archive.prune(GUILD, NOW + datetime.timedelta(days=1)) > 0
    assert await findings(archive) == []
    assert await archive.page(GUILD, PageRequest()) == []
    assert await plain.run("SELECT count(*) FROM observations WHERE entry_id > 0") == [(0,)]
    await archive.append(GUILD, [seen(1)])
    assert [entry.entry_id for entry in await archive.page(GUILD, PageRequest())] == [BASE + (1 << 22)]
    assert await findings(archive) == []
