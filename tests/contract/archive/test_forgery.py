"""Who can write to the database and knows how the archive works: what `verify` finds, alone and with a kept head."""

import datetime
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from tests.contract.archive.kit import BASE, GUILD, NOW, Plain, head, seen

from lightbulb_audit.archive.chain import digest, leaves, records
from lightbulb_audit.archive.chain import head as heads
from lightbulb_audit.archive.chain.head import NewRow
from lightbulb_audit.archive.chain.records import NameRecord
from lightbulb_audit.archive.chain.verify import KeptHead, VerifyReport
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.schema import observations
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.progress import Sighting

_USER: Final = 105
_GAP: Final = Gap(Interval(5, 9), "offline", NOW)
_AT: Final = 1_767_312_000_000_000


class Forger:
    """Writes rows and digests as the archive itself would."""

    def __init__(self, address: str, plain: Plain, guild_id: int = GUILD) -> None:
        self._address = address
        self._guild_id = guild_id
        self.plain = plain

    def _is(self, number: int) -> sa.ColumnElement[bool]:
        return sa.and_(observations.c.guild_id == self._guild_id, observations.c.number == number)

    async def row(self, number: int) -> Any:
        """A row as it stands."""
        database = Database(self._address)
        wanted = sa.select(observations).where(
            observations.c.guild_id == self._guild_id, observations.c.number == number
        )
        async with database.reading() as connection:
            found = (await connection.execute(wanted)).one()
        await database.close()
        return found

    async def put(self, number: int, **values: Any) -> None:
        """Change a row."""
        statement = sa.update(observations).where(
            observations.c.guild_id == self._guild_id, observations.c.number == number
        )
        await self._write(lambda connection: connection.execute(statement.values(**values)))

    async def add(self, *additions: NewRow, anchor: tuple[int, bytes] | None = None) -> None:
        """Put rows behind the chain, and move its beginning."""

        async def work(connection: AsyncConnection) -> None:
            held = await heads.lock_head(connection, self._guild_id)
            await heads.append_rows(connection, held, additions)
            if anchor is not None:
                held.anchor_number, held.anchor_digest = anchor
            await heads.save_head(connection, held)

        await self._write(work)

    async def blank(self, number: int, raw: str, proof: bytes | None, why: str = "forget") -> None:
        """Give a row other words as if they were blanked, with a record."""
        await self.put(number, raw=raw, salt=b"", proof=proof, redacted=True)
        record = records.redaction(why, {number: digest.standing_digest(raw, proof or b"")})
        await self.add(NewRow(0, record, _AT, records.REDACTION))

    async def _write(self, work: Callable[[AsyncConnection], Awaitable[Any]]) -> None:
        database = Database(self._address)
        await database.write(work)
        await database.close()


async def _another_actor(forger: Forger) -> None:
    row = await forger.row(4)
    await forger.blank(4, row.raw.replace('"user_id":"5"', '"user_id":"6"'), None)


async def _another_actor_proved(forger: Forger) -> None:
    row = await forger.row(4)
    raw = row.raw.replace('"user_id":"5"', '"user_id":"6"')
    await forger.blank(4, raw, leaves.prove(row.salt, row.raw, raw))


async def _another_actor_salted(forger: Forger) -> None:
    row = await forger.row(4)
    raw = row.raw.replace('"user_id":"5"', '"user_id":"6"')
    await forger.blank(4, raw, leaves.prove(row.salt, raw, raw))


async def _words_moved(forger: Forger) -> None:
    row = await forger.row(4)
    said = json.loads(row.raw)
    said["user_id"], said["target_id"] = said["target_id"], said["user_id"]
    raw = json.dumps(said, separators=(",", ":"))
    await forger.blank(4, raw, leaves.prove(row.salt, row.raw, row.raw))


async def _emptied(forger: Forger) -> None:
    row = await forger.row(4)
    await forger.blank(4, "", leaves.prove(row.salt, row.raw, ""), "retention")


async def _emptied_quietly(forger: Forger) -> None:
    row = await forger.row(4)
    await forger.put(4, raw="", salt=b"", proof=leaves.prove(row.salt, row.raw, ""), redacted=True)


async def _cut(forger: Forger) -> None:
    row = await forger.row(3)
    await forger.plain.run(f"DELETE FROM observations WHERE guild_id = {GUILD} AND number <= 3")
    raw = records.pruning(0, 3, row.digest, [Interval(1, 4), Interval(10, BASE)], [_GAP], b"")
    await forger.add(NewRow(0, raw, _AT, records.PRUNING), anchor=(3, row.digest))


async def _cut_quietly(forger: Forger) -> None:
    row = await forger.row(3)
    await forger.plain.run(f"DELETE FROM observations WHERE guild_id = {GUILD} AND number <= 3")
    await forger.add(anchor=(3, row.digest))


async def _pruning_that_never_was(forger: Forger) -> None:
    await forger.add(NewRow(0, records.pruning(0, 3, b"x" * 32, [Interval(0, BASE)], [], b""), _AT, records.PRUNING))


async def _words_brought_back(forger: Forger) -> None:
    row = await forger.row(1)
    await forger.put(1, raw=row.raw.replace("null", '"5"', 1), redacted=False)


async def _words_brought_back_from_a_copy(forger: Forger) -> None:
    row = await forger.row(4)
    await forger.blank(4, "", leaves.prove(row.salt, row.raw, ""))
    await forger.put(4, raw=row.raw, salt=row.salt, proof=None, redacted=False)


async def _mark_turned_into_words(forger: Forger) -> None:
    row = await forger.row(1)
    await forger.put(1, raw=row.raw.replace("null", '"6"', 1))


async def _proof_edited(forger: Forger) -> None:
    row = await forger.row(1)
    await forger.put(1, proof=row.proof[:-1] + bytes([row.proof[-1] ^ 1]))


async def _tail_rewritten(forger: Forger) -> None:
    before, last = await forger.row(13), await forger.row(14)
    await forger.plain.run(f"DELETE FROM observations WHERE guild_id = {GUILD} AND number > 13")
    hexed = f"x'{before.digest.hex()}'" if forger.plain.is_sqlite else f"'\\x{before.digest.hex()}'::bytea"
    await forger.plain.run(f"UPDATE guilds SET head_number = 13, head_digest = {hexed} WHERE guild_id = {GUILD}")
    await forger.add(NewRow(0, last.raw.replace("forget", "nothing"), _AT, records.REDACTION))


def _set(change: str) -> Callable[[Forger], Awaitable[Any]]:
    return lambda forger: forger.plain.run(f"UPDATE observations SET {change} WHERE guild_id = {GUILD} AND number = 5")


def _derived(change: str) -> Callable[[Forger], Awaitable[Any]]:
    return lambda forger: forger.plain.run(change.format(guild=GUILD))


# What is found alone and with a kept head: in the rows, in what they tell (derived), or just listed.
_ATTACKS: Final[Sequence[tuple[str, Callable[[Forger], Awaitable[Any]], str, str]]] = (
    ("another actor, as if blanked", _another_actor, "rows", "rows"),
    ("another actor, with a proof of the change", _another_actor_proved, "rows", "rows"),
    ("another actor, with a proof of its own", _another_actor_salted, "rows", "rows"),
    ("actor and target swapped under a proof", _words_moved, "rows", "rows"),
    ("emptied by retention, with record and proof", _emptied, "listed", "erased"),
    ("emptied without a record", _emptied_quietly, "rows", "rows"),
    ("beginning cut with a pruning of one's own", _cut, "listed", "erased"),
    ("beginning cut without one", _cut_quietly, "rows", "rows"),
    ("a pruning that never was, and what it covers", _pruning_that_never_was, "rows", "rows"),
    ("words brought back", _words_brought_back, "rows", "rows"),
    ("words brought back from a copy", _words_brought_back_from_a_copy, "rows", "rows"),
    ("a mark turned into words", _mark_turned_into_words, "rows", "rows"),
    ("proof edited", _proof_edited, "rows", "rows"),
    ("tail rewritten", _tail_rewritten, "listed", "rows"),
    ("proof of a whole row", _set("proof = salt"), "rows", "rows"),
    ("version", _set("version = 3"), "rows", "rows"),
    ("version taken away", _set("version = NULL"), "rows", "rows"),
    ("covered by a row", _set("covered = '0-99'"), "rows", "rows"),
    ("coverage invented", _derived("INSERT INTO coverage VALUES ({guild}, 20, 30)"), "derived", "derived"),
    ("coverage stretched", _derived("UPDATE coverage SET high = high + 1"), "derived", "derived"),
    ("coverage removed", _derived("DELETE FROM coverage"), "derived", "derived"),
    ("gap invented", _derived("INSERT INTO gaps VALUES ({guild}, 0, 1, 'offline', 5)"), "derived", "derived"),
    ("gap's reason", _derived("UPDATE gaps SET reason = 'forbidden'"), "derived", "derived"),
    ("gap removed", _derived("DELETE FROM gaps"), "derived", "derived"),
    ("name changed", _derived("UPDATE names SET name = 'Zed'"), "derived", "derived"),
    ("name's words", _derived("UPDATE names SET words = 'zed'"), "derived", "derived"),
    ("name's moment", _derived("UPDATE names SET at = at - 1"), "derived", "derived"),
    ("a bot's mark", _derived("UPDATE names SET bot = NOT bot"), "derived", "derived"),
    ("name removed", _derived("DELETE FROM names"), "derived", "derived"),
    (
        "name invented",
        _derived("INSERT INTO names VALUES ({guild}, 'user', 9, 5, 'Zed', NULL, false, 'zed', 1)"),
        "derived",
        "derived",
    ),
    ("the index emptied", _derived("DELETE FROM postings"), "derived", "derived"),
    ("the vocabulary emptied", _derived("DELETE FROM vocabulary"), "derived", "derived"),
    ("a state", _derived("UPDATE entries SET reason = 'x'"), "derived", "derived"),
)


async def _filled(archive: Archive) -> KeptHead:
    """Rows of every kind, one of them blanked, and the head to keep."""
    await archive.append(GUILD, [seen(1, target_id=str(_USER)), *(seen(n) for n in range(2, 11))], [Interval(1, 4)])
    await archive.append(GUILD, (), gaps=[_GAP])
    await archive.append(GUILD, [], [Interval(10, BASE)])
    await archive.learn(GUILD, [Sighting("user", 5, NOW, "Anna"), Sighting("channel", 7, NOW, "general", 0)])
    await archive.forget(_USER)
    now = await head(archive)
    return KeptHead(now.digest, now.number)


async def _report(archive: Archive, kept: KeptHead | None) -> VerifyReport:
    (report,) = [one async for one in archive.verify(kept={GUILD: kept} if kept else None)]
    return report


def _sort(report: VerifyReport, *, has_kept: bool) -> str:
    if any(not finding.is_derived for finding in report.findings):
        return "rows"
    if report.findings:
        return "derived"
    return "erased" if has_kept and report.erasures else "listed"


@pytest.mark.parametrize(("forge", "alone", "kept"), [row[1:] for row in _ATTACKS], ids=[row[0] for row in _ATTACKS])
async def test_tamper_matrix(
    archive: Archive,
    address: str,
    plain: Plain,
    forge: Callable[[Forger], Awaitable[Any]],
    alone: str,
    kept: str,
) -> None:
    """Words can go and none can come in; what went after a kept head is listed; what the rows tell can be rebuilt."""
    head_kept = await _filled(archive)
    before = await _report(archive, head_kept)
    assert (before.findings, before.erasures) == ([], [])
    await forge(Forger(address, plain))
    if alone == "listed":
        # Whoever forges a row forges what it tells as well.
        await archive.rebuild(GUILD)
    found = await _report(archive, None), await _report(archive, head_kept)
    assert (_sort(found[0], has_kept=False), _sort(found[1], has_kept=True)) == (alone, kept), found
    if alone == "derived":
        await archive.rebuild(GUILD)
        assert (await _report(archive, head_kept)).findings == []


async def test_a_removal_alone_is_listed_with_time_reason_and_count(
    archive: Archive, address: str, plain: Plain
) -> None:
    """What was blanked or pruned after a kept head is named, and nothing before it."""
    kept = await _filled(archive)
    assert kept.number == 14
    forger = Forger(address, plain)
    await _emptied(forger)
    await _cut(forger)
    report = await _report(archive, kept)
    said = [(one.number, one.at, one.why, one.count) for one in report.erasures]
    assert said == [(15, _AT, "retention", 1), (16, _AT, None, 3)]


async def test_a_kept_head_that_was_pruned_shows_nothing_before(archive: Archive) -> None:
    """With its number it is told from one that was cut off; its digest alone is as good as rewritten."""
    await archive.append(GUILD, [seen(1), seen(2)])
    now = await head(archive)
    await archive.append(GUILD, [seen(3)])
    await archive.prune(GUILD, NOW + datetime.timedelta(days=1))
    report = await _report(archive, KeptHead(now.digest, now.number))
    assert (report.findings, report.is_pruned, [one.count for one in report.erasures][-1:]) == ([], True, [4])
    assert (await _report(archive, KeptHead(now.digest))).findings


async def test_pruning_carries_on_what_still_holds(archive: Archive) -> None:
    """Names, coverage and gaps that stood in removed rows stand in new ones, and forgotten names in none."""
    later = NOW + datetime.timedelta(days=400)
    await _filled(archive)
    await archive.learn(GUILD, [Sighting("user", 5, NOW + datetime.timedelta(days=1), "Berta")])
    await archive.append(GUILD, [seen(1 << 40)], [Interval(BASE, BASE << 1)])
    await archive.prune(GUILD, later)
    assert (await head(archive)).anchor_number > 0
    assert (await _report(archive, None)).findings == []
    known = await archive.names(GUILD, [("user", 5), ("channel", 7)])
    assert {one.name for some in known.values() for one in some} == {"Berta", "general"}
    await archive.forget(5)
    assert (await _report(archive, None)).findings == []
    before = await archive.progress(GUILD), await archive.names(GUILD, [("channel", 7)])
    await archive.rebuild(GUILD)
    assert (await archive.progress(GUILD), await archive.names(GUILD, [("channel", 7)])) == before


def test_names_of_others_stay_when_some_go() -> None:
    """A row of names loses just those that were forgotten, token by token."""
    raw = records.format_names(
        [NameRecord("user", 1, 2, "Zoë", None, False), NameRecord("user", 3, 2, "Zoë", None, True)]
    )
    after = records.remove_names(raw, [("user", 1, 2)])
    assert records.parse_names(after) == [NameRecord("user", 3, 2, "Zoë", None, True)]
    proof = leaves.prove(b"salt", raw, after)
    assert leaves.body_from_proof(proof, after) == leaves.body(b"salt", raw)
