"""Proofs of single entries, as the README's own script checks them, which shares nothing with this program."""

import copy
import json
import pathlib
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Final

import pytest
from tests.contract.archive.kit import BASE, GUILD, NOW, Plain, seen

from lightbulb_audit.archive.store import Archive
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model import snowflake
from lightbulb_audit.services.collector.checkpoints import message_of

_README: Final = pathlib.Path(__file__).parents[3] / "README.md"
_ENTRY: Final = BASE + (5 << 22)
_REASON: Final = "é 🔨\n'\u202e"


class Check:
    """The script out of the README, beside a message out of a channel."""

    def __init__(self, folder: pathlib.Path, message: str) -> None:
        text = _README.read_text(encoding="utf-8").partition("### A head that nobody can rewrite")[2]
        self._script, self._proof, self._message = (folder / name for name in ("check.py", "proof.json", "message.txt"))
        self._script.write_text(text.partition("```python\n")[2].partition("\n```")[0], encoding="utf-8")
        self._message.write_text(message, encoding="utf-8")

    def __call__(self, proof: Any) -> tuple[int, str]:
        """Its exit code, and what it says."""
        self._proof.write_text(json.dumps(proof), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", str(self._script), str(self._proof), str(self._message)],
            capture_output=True, check=False, encoding="ascii", timeout=30,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr


async def proved(archive: Archive, entry_id: int = _ENTRY) -> dict[str, Any]:
    """The proof of an entry."""
    return json.loads(await archive.checkpoints.prove(GUILD, entry_id))


async def posted(archive: Archive) -> str:
    """A message with a checkpoint of all there is, and one of another server."""
    made = [await archive.checkpoints.make(guild_id, NOW) for guild_id in (7, GUILD)]
    given = [one for one in made if one is not None]
    for one in given:
        await archive.checkpoints.record(one)
    return message_of(given)


@pytest.fixture
async def filled(archive: Archive) -> Archive:
    """Entries of two servers; one entry was seen twice, and pruned rows lie before."""
    await archive.append(7, [seen(1)])
    await archive.append(GUILD, [seen(number, reason=_REASON) for number in range(1, 12)])
    await archive.append(GUILD, [seen(5, reason=_REASON, options={"count": "2"})])
    return archive


async def test_a_true_proof(filled: Archive, tmp_path: pathlib.Path) -> None:
    """Each state of an entry is proved, its words come out as Discord sent them, and later rows change nothing."""
    check = Check(tmp_path, await posted(filled))
    await filled.append(GUILD, [seen(20)])
    code, said = check(await proved(filled))
    told = said.splitlines()
    assert (code, told[0], len(told)) == (0, "TRUE", 3)
    for line, number, count in zip(told[1:], (5, 12), (None, "2"), strict=True):
        start = f"row {number} of 12, there at 2026-01-02T03:04:05Z: "
        entry = json.loads(line.removeprefix(start))
        assert line.startswith(start)
        assert (entry["id"], entry["reason"], entry.get("options", {}).get("count")) == (str(_ENTRY), _REASON, count)


async def test_every_row_can_be_proved(filled: Archive, plain: Plain, tmp_path: pathlib.Path) -> None:
    """The path of each row leads to the root, also behind rows that were pruned."""
    check = Check(tmp_path, await posted(filled))
    bound = snowflake.time_of(BASE + (4 << 22))
    assert await filled.prune(GUILD, bound) > 0
    rows = await plain.run(f"SELECT DISTINCT entry_id FROM observations WHERE guild_id = {GUILD} AND entry_id > 0")
    assert len(rows) == 8
    assert [check(await proved(filled, entry_id))[0] for (entry_id,) in rows] == [0] * 8


def _says(proof: dict[str, Any], **changed: Any) -> None:
    proof["rows"][0]["says"].update(changed)


_TAMPERED: Final[dict[str, Callable[[dict[str, Any]], Any]]] = {
    "words": lambda proof: proof["rows"][0]["says"]["tokens"].__setitem__(1, '"6"'),
    "frame": lambda proof: _says(proof, frame=proof["rows"][0]["says"]["frame"].replace("user_id", "target_id", 1)),
    "another version": lambda proof: _says(proof, raw="{}"),
    "what it covers": lambda proof: _says(proof, covered="1-2"),
    "when": lambda proof: _says(proof, seen_at=proof["rows"][0]["says"]["seen_at"] + 1),
    "way": lambda proof: _says(proof, way="backfill"),
    "salt": lambda proof: _says(proof, salt="00" * 16),
    "place": lambda proof: proof["rows"][0].update(row=6),
    "path": lambda proof: proof["rows"][0]["path"].reverse(),
    "shorter path": lambda proof: proof["rows"][0]["path"].pop(),
    "longer path": lambda proof: proof["rows"][0]["path"].append("00" * 32),
    "entry": lambda proof: proof.update(entry=str(BASE)),
    "server": lambda proof: proof.update(guild="7"),
    "root": lambda proof: proof.update(checkpoint=proof["checkpoint"].replace("root=", "root=00")[:-2]),
    "rows": lambda proof: proof.update(checkpoint=proof["checkpoint"].replace("rows=12", "rows=13")),
    "time": lambda proof: proof.update(checkpoint=proof["checkpoint"].replace("2026-01-02", "2026-01-01")),
    "nothing": lambda proof: proof["rows"].clear(),
}


async def test_a_tampered_proof(filled: Archive, tmp_path: pathlib.Path) -> None:
    """Whatever is changed in a proof, the script says that it is false, and not what is false about it."""
    check, proof = Check(tmp_path, await posted(filled)), await proved(filled)
    for name, tamper in _TAMPERED.items():
        changed = copy.deepcopy(proof)
        tamper(changed)
        assert changed != proof, name
        code, said = check(changed)
        assert (code, "FALSE" in said) == (1, True), name


async def test_what_cannot_be_proved(filled: Archive, plain: Plain) -> None:
    """What came after the last checkpoint, is not there, was blanked or was altered is said to be so."""
    with pytest.raises(ArchiveError, match="no checkpoint was given out since"):
        await proved(filled)
    await posted(filled)
    await filled.append(GUILD, [seen(30)])
    with pytest.raises(ArchiveError, match="no checkpoint was given out since"):
        await proved(filled, BASE + (30 << 22))
    with pytest.raises(ArchiveError, match="there is no entry 5"):
        await proved(filled, 5)
    await plain.run(f"UPDATE observations SET content = salt WHERE guild_id = {GUILD} AND number = 9")
    with pytest.raises(ArchiveError, match="not those of the last checkpoint"):
        await proved(filled)
    await filled.forget(5)
    with pytest.raises(ArchiveError, match="what it said was blanked"):
        await proved(filled)
