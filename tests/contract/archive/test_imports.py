"""A file can be written by anybody: what it may do to an archive, on both databases."""

import asyncio
import json
from typing import Any

import pytest
from tests.contract.archive.kit import BASE, GUILD, NOW, Plain, findings, head, history, raw, seen
from tests.contract.archive.test_command_line import run

from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model.observation import Appended, Observation

_FORGED: dict[str, Any] = {"user_id": "666", "reason": "it was somebody else"}


def _line(number: int, **fields: Any) -> str:
    return json.dumps({**raw(number, **fields), "guild_id": str(GUILD)})


async def _state(archive: Archive, number: int = 1) -> tuple[dict[str, Any], bool]:
    (entry,) = [one async for one in archive.export() if one.entry_id == BASE + (number << 22)]
    return json.loads(entry.raw), entry.is_imported


async def test_a_file_never_overrides_discord(archive: Archive) -> None:
    """Another actor and reason change nothing; what the file said is kept as its own, once."""
    await archive.append(GUILD, [seen(1)])
    forged = seen(1, "import", **_FORGED)
    for _ in range(2):
        assert await archive.append(GUILD, [forged]) == Appended(0, 0, (forged.entry_id,))
        assert await _state(archive) == (raw(1), False)
        assert [one.way for one in await history(archive, GUILD, forged.entry_id)] == ["event", "import"]
        assert await findings(archive) == []


async def test_discord_overrides_a_file(archive: Archive) -> None:
    """What was imported first is marked until Discord tells of it, and then is what Discord says."""
    await archive.append(GUILD, [seen(1, "import", **_FORGED), seen(2, "import")])
    assert await _state(archive) == (raw(1, **_FORGED), True)
    assert await _state(archive, 2) == (raw(2), True)
    assert await findings(archive) == []
    assert await archive.append(GUILD, [seen(1, "backfill"), seen(2, "catch-up")]) == Appended(2, 0)
    assert await _state(archive) == (raw(1), False)
    assert await _state(archive, 2) == (raw(2), False)
    assert await findings(archive) == []
    await archive.rebuild(GUILD)
    assert await _state(archive) == (raw(1), False)


async def test_of_a_file_only_a_larger_count_is_taken(archive: Archive) -> None:
    """A count grows at Discord, so a file may know of more; it may not take any away."""
    (discords, *files) = [raw(1, action_type=72, options={"count": count}) for count in ("3", "2", "8")]
    await archive.append(GUILD, [Observation.of(discords, NOW, "event")])
    taken = [await archive.append(GUILD, [Observation.of(one, NOW, "import")]) for one in files]
    assert taken == [Appended(0, 1), Appended(1, 0)]
    assert await _state(archive) == (files[1], False)
    assert await findings(archive) == []


async def test_of_two_files_the_first_stands(archive: Archive) -> None:
    """A second file does not override the first either, and is told to contradict it."""
    await archive.append(GUILD, [seen(1, "import")])
    taken = await archive.append(GUILD, [seen(1, "import", **_FORGED)])
    assert taken.contradicting == (seen(1).entry_id,)
    assert await _state(archive) == (raw(1), True)
    assert await findings(archive) == []


@pytest.mark.parametrize("wrong", ["imported = NOT imported", "actor_id = 666"])
async def test_a_mark_that_was_altered_is_found(archive: Archive, plain: Plain, wrong: str) -> None:
    """Whoever unmarks an imported entry by SQL is found by `verify`."""
    await archive.append(GUILD, [seen(1), seen(2, "import")])
    await plain.run(f"UPDATE entries SET {wrong}")
    assert {finding.problem for finding in await findings(archive)} == {"its state of today was altered"}


async def test_what_was_forgotten_is_no_contradiction(archive: Archive) -> None:
    """A file that still has the words brings none of them back."""
    await archive.append(GUILD, [seen(1)])
    await archive.forget(5)
    rows = (await head(archive)).number
    assert await archive.append(GUILD, [seen(1, "import")]) == Appended(0, 1)
    assert (await head(archive)).number == rows
    assert await findings(archive) == []


def test_the_command_line_names_what_contradicts(address: str, plain: Plain) -> None:
    """Whoever imports is told how many entries contradict the archive, and which; names out of them are not learnt."""
    first = "\n".join(_line(number) for number in range(8))
    assert run("archive", "import", "--archive", address, "-", stdin=first).exit_code == 0
    changes = [{"key": "nick", "new_value": "Forged"}]
    second = "\n".join(_line(number, action_type=24, changes=changes, **_FORGED) for number in range(7))
    done = run("archive", "import", "--archive", address, "-", stdin=f"{second}\n{_line(9)}")
    assert (done.exit_code, done.stdout) == (1, "1 taken in, 0 known already\n")
    ids = ", ".join(str(BASE + (number << 22)) for number in range(5))
    assert done.stderr == (
        f"standard input: 7 entries contradict what the archive has, which stands ({ids}, …); the rest was taken in\n"
    )
    assert asyncio.run(plain.run("SELECT name FROM names WHERE name = 'Forged'")) == []
    assert run("archive", "verify", "--archive", address).exit_code == 0


def test_lines_of_another_server_are_refused(address: str) -> None:
    """With `--guild` nothing of another server comes in, be it named in the file or not there before."""
    lines = f"{_line(1)}\n{json.dumps({**raw(2), 'guild_id': '9'})}\n{json.dumps(raw(3))}"
    done = run("archive", "import", "--archive", address, "--guild", str(GUILD), "-", stdin=lines)
    assert (done.exit_code, done.stdout) == (1, "2 taken in, 0 known already\n")
    assert done.stderr == "standard input: 1 entry names another server than --guild; the rest was taken in\n"
    assert "guild 9" not in run("archive", "status", "--archive", address).stdout


def test_imported_lines_are_marked_and_taken_again(address: str) -> None:
    """An export marks what is known from files alone; the mark is none of what the entry says."""
    assert run("archive", "import", "--archive", address, "-", stdin=_line(1)).exit_code == 0
    exported = run("archive", "export", "--archive", address).stdout
    assert json.loads(exported) == {"guild_id": str(GUILD), **raw(1), "imported": True}
    again = run("archive", "import", "--archive", address, "-", stdin=exported)
    assert (again.exit_code, again.stdout) == (0, "0 taken in, 1 known already\n")
    (told,) = json.loads(run("read", "--json", stdin=exported).stdout)
    assert (told["unread"], told["sentence"]) == ([], "user 5 banned user 101")
