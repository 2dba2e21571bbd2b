"""Checkpoints: what is found with them that no digest beside the data can tell, and what is no fault."""

import datetime
import json
from typing import Any

import pytest
from tests.contract.archive.kit import BASE, GUILD, NOW, Plain, findings, head, history, seen, unindexed

from lightbulb_audit.archive.chain import digest as chain
from lightbulb_audit.archive.chain import leaves
from lightbulb_audit.archive.checkpoints import signature, tree
from lightbulb_audit.archive.checkpoints.comparison import Comparison
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.checkpoint import Checkpoint

_DAY = datetime.timedelta(days=1)


async def given(archive: Archive, day: int) -> Checkpoint:
    """A checkpoint that was given out on a day."""
    made = await archive.checkpoints.make(GUILD, NOW + day * _DAY)
    assert made is not None
    await archive.checkpoints.record(made)
    return made


async def compared(archive: Archive, *checkpoints: Checkpoint) -> Comparison:
    """What comes of holding the archive against some."""
    (done,) = await archive.checkpoints.compare({GUILD: checkpoints})
    return done


async def said(archive: Archive, *checkpoints: Checkpoint) -> list[str]:
    """What is found."""
    return [f"{one.place}: {one.problem}" for one in (await compared(archive, *checkpoints)).findings]


@pytest.fixture
async def kept(archive: Archive) -> list[Checkpoint]:
    """Three days of an archive, with a checkpoint after each."""
    found: list[Checkpoint] = []
    for day in range(3):
        await archive.append(GUILD, [seen(number) for number in range(day * 10 + 1, day * 10 + 11)])
        found.append(await given(archive, day))
    await archive.append(GUILD, [seen(number) for number in range(31, 34)])
    return found


async def rewrite(plain: Plain, changed: dict[int, str] | None = None, gone: frozenset[int] = frozenset()) -> None:
    """Rewrite an archive as one would who knows this program: every digest is right afterwards.

    Args:
        plain: The database.
        changed: What some rows shall say, by their numbers.
        gone: Rows that shall never have been.
    """
    columns = "number, entry_id, raw, seen_at, way, salt, covered"
    rows = await plain.run(f"SELECT {columns} FROM observations WHERE guild_id = {GUILD} ORDER BY number")
    digest, number = chain.genesis(GUILD), 0
    mark = "X'{}'" if plain.is_sqlite else r"'\x{}'"
    statements = [f"DELETE FROM {table} WHERE guild_id = {GUILD}" for table in ("observations", "entries")]
    statements += unindexed()
    for old, entry_id, raw, seen_at, way, salt, covered in rows:
        if old in gone:
            continue
        text: str = (changed or {}).get(old) or raw
        content = chain.content_of(GUILD, entry_id, seen_at, way, covered, leaves.body(bytes(salt), text))
        number, digest = number + 1, chain.link(digest, content)
        hexed = ", ".join(mark.format(bytes(one).hex()) for one in (salt, content, digest))
        false = "0" if plain.is_sqlite else "false"
        quoted, covers = text.replace("'", "''"), "NULL" if covered is None else f"'{covered}'"
        statements.append(
            "INSERT INTO observations (guild_id, number, entry_id, raw, seen_at, way, redacted, salt, content, digest, "
            f"version, covered) VALUES ({GUILD}, {number}, {entry_id}, '{quoted}', {seen_at}, '{way}', {false}, "
            f"{hexed}, {chain.VERSION}, {covers})"
        )
    head_digest = mark.format(digest.hex())
    statements.append(f"UPDATE guilds SET head_number = {number}, head_digest = {head_digest} WHERE guild_id = {GUILD}")
    await plain.run(*statements)


async def rebuilt(archive: Archive) -> None:
    """Make all that is derived anew: nothing in the database contradicts itself any more."""
    await archive.rebuild(GUILD)
    assert await findings(archive) == []


async def test_what_was_not_changed_agrees(archive: Archive, kept: list[Checkpoint]) -> None:
    """Every checkpoint is borne out by the rows, and what none vouches for is counted."""
    done = await compared(archive, *kept)
    assert (done.findings, done.agreed, done.pruned) == ([], kept, [])
    assert done.lines == [
        f"guild {GUILD}: the rows agree with 3 checkpoints, 2026-01-02 03:04 UTC to 2026-01-04 03:04 UTC",
        f"guild {GUILD}: 3 rows are newer than the last one",
    ]


async def test_an_archive_that_was_written_anew(archive: Archive, plain: Plain, kept: list[Checkpoint]) -> None:
    """A rewritten row is found though every digest was made anew, and its place lies between two checkpoints."""
    old = (await history(archive, GUILD, BASE + (15 << 22)))[0].raw
    await rewrite(plain, {15: old.replace("reason 15", "reason 16")})
    await rebuilt(archive)
    problem = "its root is another: one of the rows 11 to {} is not what it was"
    assert await said(archive, *kept) == [
        f"the checkpoint of 2026-01-03 03:04 UTC: {problem.format(20)}",
        f"the checkpoint of 2026-01-04 03:04 UTC: {problem.format(30)}",
    ]
    assert await said(archive, kept[0]) == []
    again = await given(archive, 3)
    assert len(await said(archive, *kept, again)) == 3  # the tree was computed before, and keeps the old row


async def test_a_tail_that_was_cut_off(archive: Archive, plain: Plain, kept: list[Checkpoint]) -> None:
    """Rows that are gone from the end are missed, with the chain as sound as before."""
    await rewrite(plain, gone=frozenset(range(16, 34)))
    await rebuilt(archive)
    cut = "it counted {} rows, and there are 15: the others were cut off"
    assert await said(archive, *kept) == [
        f"the checkpoint of 2026-01-03 03:04 UTC: {cut.format(20)}",
        f"the checkpoint of 2026-01-04 03:04 UTC: {cut.format(30)}",
    ]
    assert len(await said(archive, await given(archive, 3))) == 0


async def test_a_row_that_never_was(archive: Archive, plain: Plain, kept: list[Checkpoint]) -> None:
    """A row that was taken out, or put in, in the midst of a chain that was made anew is found."""
    await rewrite(plain, gone=frozenset({5}))
    await rebuilt(archive)
    assert len(await said(archive, *kept)) == 3


async def test_rows_that_are_missing_get_no_checkpoint(archive: Archive, plain: Plain) -> None:
    """Whoever removes a row by plain SQL gets no checkpoint over the rest, but a sentence."""
    await archive.append(GUILD, [seen(number) for number in range(1, 11)])
    await plain.run(f"DELETE FROM observations WHERE guild_id = {GUILD} AND number = 4")
    with pytest.raises(ArchiveError, match=f"rows of guild {GUILD} are missing"):
        await archive.checkpoints.make(GUILD, NOW)


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
async def test_a_digest_that_is_none(archive: Archive, plain: Plain, kept: list[Checkpoint]) -> None:
    """Whatever stands in place of a row's digest, where the database takes it, is another root and no error."""
    await plain.run(f"UPDATE observations SET content = 'x' WHERE guild_id = {GUILD} AND number = 12")
    assert len(await said(archive, *kept)) == 2


async def test_a_forgotten_person_changes_no_root(archive: Archive, kept: list[Checkpoint]) -> None:
    """Blanking leaves what the tree is made of, and its own record comes behind it."""
    assert await archive.forget(5) == 33
    assert await findings(archive) == []
    done = await compared(archive, *kept, await given(archive, 3))
    assert (done.findings, len(done.agreed)) == ([], 4)


async def test_pruned_rows_change_no_root(archive: Archive, kept: list[Checkpoint]) -> None:
    """After rows were let go of, twice, the checkpoints over what is left agree, and the others are counted."""
    for through in (12, 25):
        await archive.prune(GUILD, snowflake.time_of(BASE + (through << 22)) + datetime.timedelta(milliseconds=1))
        assert (await head(archive)).anchor_number >= through
        done = await compared(archive, *kept)
        assert done.findings == []
    assert ([one.rows for one in done.pruned], [one.rows for one in done.agreed]) == ([10, 20], [30])
    again = await given(archive, 3)
    assert (await compared(archive, *kept, again)).findings == []
    await archive.append(GUILD, [seen(40)])
    assert (await compared(archive, again, await given(archive, 4))).findings == []


async def test_all_that_is_vouched_for_is_gone(archive: Archive, kept: list[Checkpoint]) -> None:
    """Where every checkpoint is of rows that were pruned, nothing is proved, and that is a finding."""
    await archive.prune(GUILD, snowflake.time_of(BASE + (32 << 22)) + datetime.timedelta(milliseconds=1))
    assert len(await said(archive, *kept)) == 1


async def test_a_made_up_pruning(archive: Archive, plain: Plain, kept: list[Checkpoint]) -> None:
    """A beginning that was cut off, with the tree over it made up, is found by any later checkpoint."""
    await archive.prune(GUILD, snowflake.time_of(BASE + (12 << 22)) + datetime.timedelta(milliseconds=1))
    ((raw,),) = await plain.run("SELECT raw FROM observations WHERE way = 'pruning'")
    told: dict[str, Any] = json.loads(raw)
    said_before = await said(archive, *kept)
    made_up = tree.unknown(told["through"], b"made up").to_bytes().hex()
    await plain.run(f"UPDATE observations SET raw = replace(raw, '{told['frontier']}', '{made_up}')")
    assert (said_before, len(await said(archive, *kept))) == ([], 2)


async def test_an_archive_pruned_before_there_were_trees(archive: Archive, plain: Plain) -> None:
    """Where the pruning says nothing of a tree, the rest is vouched for from now on."""
    await archive.append(GUILD, [seen(number) for number in range(1, 11)])
    await archive.prune(GUILD, snowflake.time_of(BASE + (4 << 22)) + datetime.timedelta(milliseconds=1))
    await plain.run("UPDATE observations SET raw = '{}' WHERE way = 'pruning'")
    first = await given(archive, 0)
    await archive.append(GUILD, [seen(11)])
    second = await given(archive, 1)
    assert await said(archive, first, second) == []
    await plain.run("UPDATE observations SET content = salt WHERE number = 7")
    assert len(await said(archive, first, second)) == 2


async def test_a_checkpoint_that_was_made_up(archive: Archive, kept: list[Checkpoint]) -> None:
    """Nobody can make an archive look false by a line without its key, or with a key of their own."""
    one, two, _ = kept
    seed = signature.new_seed()
    forged = Checkpoint(GUILD, one.rows, bytes(32), one.at, one.key, two.signature)
    own = Checkpoint(GUILD, one.rows, bytes(32), two.at, signature.public_key(seed))
    own = Checkpoint(own.guild_id, own.rows, own.root, own.at, own.key, signature.sign(seed, own.body))
    assert await said(archive, one, forged, own) == [
        "the checkpoint of 2026-01-02 03:04 UTC: its signature is not right: it was altered or made up",
        "the checkpoint of 2026-01-03 03:04 UTC: it is signed by another key than the first one",
    ]


async def test_a_server_that_is_gone(archive: Archive, kept: list[Checkpoint]) -> None:
    """Checkpoints of a server of which nothing is left are a finding, and its key is gone with it."""
    await archive.drop(GUILD)
    assert await said(archive, *kept) == [
        "the checkpoint of 2026-01-04 03:04 UTC: it counted 30 rows, and there are none; the server was deleted here"
    ]
    await archive.append(GUILD, [seen(1)])
    assert (await given(archive, 5)).key != kept[0].key


async def test_days_without_one_are_told(archive: Archive) -> None:
    """A hole between two checkpoints is told: those in it may have been deleted."""
    await archive.append(GUILD, [seen(1)])
    first, last = await given(archive, 0), await given(archive, 15)
    hole = "there is no checkpoint between 2026-01-02 03:04 UTC and 2026-01-17 03:04 UTC"
    assert (await compared(archive, first, last)).lines[-1] == f"guild {GUILD}: {hole}"


async def test_when_one_is_due(archive: Archive) -> None:
    """Once a day, for whoever comes first; again at once where it could not be posted; no wrong clock puts it off."""
    checkpoints, hour = archive.checkpoints, datetime.timedelta(hours=1)
    assert await checkpoints.due(NOW, _DAY) == []
    await archive.append(GUILD, [seen(1)])
    await archive.append(7, [seen(1)])
    assert await checkpoints.due(NOW, _DAY) == [7, GUILD]
    assert await checkpoints.claim(GUILD, NOW, _DAY)
    assert not await checkpoints.claim(GUILD, NOW, _DAY)
    assert await checkpoints.due(NOW + hour, _DAY) == [7]
    assert await checkpoints.due(NOW + _DAY, _DAY) == [7, GUILD]
    await checkpoints.release(GUILD)
    assert await checkpoints.due(NOW + hour, _DAY) == [7, GUILD]
    assert await checkpoints.claim(GUILD, NOW + 400 * _DAY, _DAY)
    assert GUILD in await checkpoints.due(NOW + hour, _DAY)


async def test_a_checkpoint_costs_the_rows_since_the_last(archive: Archive, plain: Plain) -> None:
    """The tree goes on from where it stood: rows that it holds are not read again."""
    await archive.append(GUILD, [seen(number) for number in range(1, 9)])
    before = await given(archive, 0)
    await plain.run(f"DELETE FROM observations WHERE guild_id = {GUILD} AND number < 8")
    await archive.append(GUILD, [seen(9)])
    after = await given(archive, 1)
    assert (before.rows, after.rows) == (8, 9)
