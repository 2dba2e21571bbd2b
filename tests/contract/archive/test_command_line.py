"""`lightbulb-audit archive` as a person uses it, on both databases."""

import asyncio
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.contract.archive.kit import GUILD, Plain, raw

from lightbulb_audit.archive import open_archive
from lightbulb_audit.cli.main import cli
from lightbulb_audit.model import snowflake


def run(*words: str, stdin: str = "") -> Result:
    """Run the command line within this process, which spares its start."""
    return CliRunner().invoke(cli, words, input=stdin.encode())


def run_apart(*words: str, stdin: str = "", cwd: pathlib.Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process."""
    return subprocess.run(
        [sys.executable, "-m", "lightbulb_audit", *words],
        input=stdin,
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=60,
    )


_ENTRIES: list[dict[str, Any]] = [
    raw(1, reason="line \u2028 end \x85 half \ud83d"),
    raw(2, action_type=24, changes=[{"key": "nick", "new_value": "Robbie"}]),
    raw(3, reason="Robbie again", options={"count": "5"}),
]


def test_a_life_of_an_archive(address: str, plain: Plain) -> None:
    """Import, export, read, forget and verify, with the answer alone on standard output."""
    page = json.dumps({"audit_log_entries": _ENTRIES, "users": []})
    done = run("archive", "import", "--archive", address, "--guild", str(GUILD), "-", stdin=page)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "3 taken in, 0 known already\n", "")
    exported = run("archive", "export", "--archive", address).stdout
    told = json.loads(run("read", "--json", stdin=exported).stdout)
    assert [(one["id"], one["reason"]) for one in told] == [(e["id"], e.get("reason")) for e in reversed(_ENTRIES)]
    again = run("archive", "import", "--archive", address, "-", stdin=exported)
    assert again.stdout == "0 taken in, 3 known already\n"
    forgotten = run("archive", "forget", "--archive", address, "--user", "102")
    assert (forgotten.exit_code, forgotten.stdout) == (0, "2 rows blanked\n")
    verified = run("archive", "verify", "--archive", address)
    assert (verified.exit_code, verified.stderr) == (0, "")
    head = verified.stdout.splitlines()[-1].removeprefix("head ")
    assert run("archive", "verify", "--archive", address, "--head", head).exit_code == 0
    asyncio.run(plain.run("UPDATE observations SET raw = raw || ' ' WHERE number = 3"))
    broken = run("archive", "verify", "--archive", address)
    assert broken.exit_code == 1
    assert f"guild {GUILD}, row 3: altered" in broken.stdout
    assert broken.stderr.count("\n") == 1


def test_what_was_erased_and_what_can_be_mended(address: str, plain: Plain) -> None:
    """What went after a kept head has an exit code of its own; damage in what the rows tell is mended by a command."""
    archive = ("--archive", address)
    run("archive", "import", *archive, "--guild", str(GUILD), "-", stdin=json.dumps(_ENTRIES))
    kept = ("--head", run("archive", "verify", *archive).stdout.splitlines()[-1].removeprefix("head "))
    run("archive", "forget", *archive, "--user", "102")
    done = run("archive", "verify", *archive, *kept)
    assert done.exit_code == 3
    assert re.search(r", row \d+: \d{4}-\d\d-\d\d \d\d:\d\d UTC, 2 rows blanked \(forget\)\n", done.stdout)
    assert done.stderr.endswith("rows were erased since the kept head; if that is in order, say --allow-erasure\n")
    assert run("archive", "verify", *archive, *kept, "--allow-erasure").exit_code == 0
    asyncio.run(plain.run("DELETE FROM postings", "UPDATE entries SET reason = 'x'"))
    done = run("archive", "verify", *archive)
    assert done.exit_code == 1
    assert done.stderr.endswith("none of them in the rows themselves; `lightbulb-audit archive rebuild` mends it\n")
    assert run("archive", "rebuild", *archive).stdout == f"guild {GUILD}: rebuilt from its rows\n"
    assert run("archive", "verify", *archive).exit_code == 0
    asyncio.run(plain.run("UPDATE observations SET raw = raw || ' ' WHERE number = 3"))
    done = run("archive", "rebuild", *archive)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "`archive verify` names them, compare it with a backup" in done.stderr


@pytest.mark.parametrize("words", [["export"], ["verify"], ["rebuild"], ["forget", "--user", "5"]])
def test_a_server_that_is_not_there(words: list[str], tmp_path: pathlib.Path) -> None:
    """Who asks for one that the archive does not know is told, and it does not know it afterwards either."""
    address = str(tmp_path / "archive.sqlite3")
    assert (
        run("archive", "import", "--archive", address, "--guild", "9", "-", stdin=json.dumps(_ENTRIES)).exit_code == 0
    )
    done = run("archive", *words, "--archive", address, "--guild", "8")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"{address}: there is nothing of guild 8 in it; `archive status` lists what there is\n"
    assert "guild 8" not in run("archive", "status", "--archive", address).stdout


def test_an_export_goes_round(tmp_path: pathlib.Path) -> None:
    """What another archive takes in from an export, it exports alike, byte for byte."""
    lines = "".join(f"{json.dumps({**entry, 'guild_id': str(GUILD + n % 2)})}\n" for n, entry in enumerate(_ENTRIES))
    exports: list[str] = []
    for name in ("one.sqlite3", "two.sqlite3"):
        assert run_apart("archive", "import", "--archive", name, "-", stdin=lines, cwd=tmp_path).returncode == 0
        lines = run_apart("archive", "export", "--archive", name, cwd=tmp_path).stdout
        exports.append(lines)
    assert exports[0] == exports[1]
    assert exports[0].count("\n") == 3


def test_settings_say_which_archive(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting `archive` names it, in a file, at hand or in the environment; else it is what `run` would take."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text('[audit]\narchive = "sqlite:///mine.sqlite3"\n', encoding="utf-8")
    line = json.dumps({**raw(1), "guild_id": "9"})
    assert run("archive", "import", "--config", "mine.toml", "-", stdin=line).exit_code == 0
    status = run("archive", "status", "--config", "mine.toml")
    assert status.stdout.startswith("guild 9: 1 entry, 1 observation of it\n")
    assert run("archive", "status").stderr == "audit.sqlite3: there is no archive\n"
    assert run("archive", "import", "-", stdin=line.replace('"9"', '"8"')).exit_code == 0
    assert run("archive", "status").stdout.startswith("guild 8: 1 entry")
    (tmp_path / "mine.toml").rename(tmp_path / "config.toml")
    assert run("archive", "status").stdout.startswith("guild 9: 1 entry")
    monkeypatch.setenv("LIGHTBULB_AUDIT_ARCHIVE", "audit.sqlite3")
    assert run("archive", "status").stdout.startswith("guild 8: 1 entry")
    assert run("archive", "status", "--archive", "mine.sqlite3").stdout.startswith("guild 9: 1 entry")
    monkeypatch.setenv("LIGHTBULB_AUDIT_ARCHIVE", "")
    assert run("archive", "status").exit_code == 2
    assert run("archive", "verify", "--archive", "mine.sqlite3", "--head", "nonsense").exit_code == 2


def test_what_cannot_be_taken_in_is_told(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is taken in, and one line says what was not and why."""
    monkeypatch.chdir(tmp_path)
    text = f"{json.dumps(raw(1))}\nnonsense\n{json.dumps({**raw(2), 'guild_id': '9'})}\n"
    done = run("archive", "import", "--archive", "a.sqlite3", "-", stdin=text)
    assert (done.exit_code, done.stdout) == (1, "1 taken in, 0 known already\n")
    assert "1 entry names no server: say it by --guild" in done.stderr
    assert "no JSON on line 2" in done.stderr
    for wrong in ("", "words", '{"message": "Missing Access"}'):
        done = run("archive", "import", "--archive", "a.sqlite3", "-", stdin=wrong)
        assert done.exit_code == 1
        assert done.stderr.count("\n") == 1
    done = run("archive", "export", "--archive", "none.sqlite3")
    assert (done.exit_code, done.stderr) == (1, "none.sqlite3: there is no archive\n")


@pytest.mark.parametrize(
    "shape", ['{"audit_log_entries": [%s, %s', "[%s,\n%s", "%s\n%s"], ids=["page", "list", "lines"]
)
def test_a_file_that_is_cut_off_is_told(shape: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands before the cut is taken in, and nobody is left to think that it was all."""
    monkeypatch.chdir(tmp_path)
    whole, half = json.dumps(raw(1)), json.dumps(raw(2))[:-9]
    done = run("archive", "import", "--archive", "a.sqlite3", "--guild", "9", "-", stdin=shape % (whole, half))
    assert (done.exit_code, done.stdout) == (1, "1 taken in, 0 known already\n")
    assert "it is cut off at the end" in done.stderr or "no JSON on line 2" in done.stderr


@pytest.mark.parametrize(
    ("package", "address", "extra"),
    [("sqlalchemy", "a.sqlite3", "archive"), ("asyncpg", "postgresql://u@127.0.0.1:1/n", "postgres")],
)
def test_a_missing_extra_is_named(
    package: str, address: str, extra: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the database's packages, one line says what to install."""
    monkeypatch.chdir(tmp_path)
    words = f"import sys; sys.modules['{package}'] = None"
    words += f"; sys.argv = ['x', 'archive', 'import', '--archive', '{address}', '-']"
    done = subprocess.run(
        [sys.executable, "-c", f"{words}; from lightbulb_audit.__main__ import main; main()"],
        input="{}",
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"the archive: {package} is missing: pip install 'lightbulb-audit[{extra}]'\n"


def test_a_damaged_file_takes_nothing(tmp_path: pathlib.Path) -> None:
    """Damage in a part of the file that an import does not touch is found all the same, before anything is written."""
    file = tmp_path / "a.sqlite3"
    lines = "\n".join(json.dumps({**raw(n, reason="r" * 50), "guild_id": "9"}) for n in range(2000))
    assert run("archive", "import", "--archive", str(file), "-", stdin=lines).exit_code == 0
    whole = file.read_bytes()
    middle = len(whole) // 2
    file.write_bytes(whole[:middle] + b"\xff" * 8192 + whole[middle + 8192 :])
    for given in (lines.replace("1441797", "1451797"), lines.split("\n")[0], "[]"):
        done = run("archive", "import", "--archive", str(file), "-", stdin=given)
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr == f"{file}: the file is damaged; restore it from a backup\n"


def test_an_empty_archive_says_that_there_is_nothing_to_verify(address: str) -> None:
    """An archive of which every server was deleted is in order, and says so."""
    line = json.dumps({**raw(1), "guild_id": "9"})
    assert run("archive", "import", "--archive", address, "-", stdin=line).exit_code == 0

    async def drop() -> None:
        async with await open_archive(address) as archive:
            await archive.drop(9)

    asyncio.run(drop())
    done = run("archive", "verify", "--archive", address)
    assert (done.exit_code, done.stdout) == (0, "The archive is empty: there is nothing to verify.\n")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("shape", ["lines", "page"])
def test_other_encodings_are_read(encoding: str, shape: str, tmp_path: pathlib.Path) -> None:
    """What PowerShell writes is read and imported like anything else."""
    file, entries = tmp_path / "log.json", [{**raw(n, reason="Zoë 🎉\u010a"), "guild_id": "9"} for n in range(3)]
    lines = "\r\n".join(json.dumps(one, ensure_ascii=False) for one in entries)
    text = lines if shape == "lines" else json.dumps({"audit_log_entries": entries}, indent=1, ensure_ascii=False)
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    file.write_bytes(f"{mark}{text}".encode(encoding))
    told = json.loads(run("read", "--json", str(file)).stdout)
    assert [one["reason"] for one in told] == ["Zoë 🎉\u010a"] * 3
    done = run("archive", "import", "--archive", str(tmp_path / "a.sqlite3"), str(file))
    assert (done.exit_code, done.stdout) == (0, "3 taken in, 0 known already\n")


def test_an_export_takes_the_time_zone_of_its_settings(tmp_path: pathlib.Path) -> None:
    """Days of a query are meant in the zone that the file sets, and a page repeats its times in it."""
    file = tmp_path / "mine.toml"
    file.write_text(
        f"[audit]\ntimezone = 'Pacific/Kiritimati'\narchive = '{tmp_path / 'a.sqlite3'}'\n", encoding="utf-8"
    )
    noon = datetime.datetime(2026, 10, 1, 12, tzinfo=datetime.UTC)  # the second of October, at 2 in the night there
    line = json.dumps({**raw(1), "id": str(int(snowflake.first_at(noon))), "guild_id": "9"})
    assert run("archive", "import", "--config", str(file), "-", stdin=line).exit_code == 0
    days = [run("archive", "export", "--config", str(file), f"created:2026-10-0{day}").stdout for day in (1, 2)]
    assert [text.count("\n") for text in days] == [0, 1]
    assert "02:00" in run("archive", "export", "--config", str(file), "--format", "html").stdout
