"""`lightbulb-audit archive export` with a question and a form, on both databases."""

import csv
import io
import json
import pathlib
from typing import Any, Final

import pytest
from tests.contract.archive.kit import GUILD, raw
from tests.contract.archive.test_command_line import run, run_apart

_ENTRIES: Final[list[dict[str, Any]]] = [
    raw(1, reason="=1+1 raid"),
    raw(2, action_type=24, changes=[{"key": "nick", "new_value": "@SUM(A1)"}], user_id="6"),
    raw(3, action_type=12, changes=[{"key": "name", "old_value": "plans, old"}], reason="nobody\nuses it"),
]


@pytest.fixture
def filled(address: str) -> str:
    """The address of an archive with three entries of one server."""
    lines = "".join(f"{json.dumps({**entry, 'guild_id': str(GUILD)})}\n" for entry in _ENTRIES)
    assert run("archive", "import", "--archive", address, "-", stdin=lines).exit_code == 0
    return address


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("", [3, 2, 1]),
        ("actor:6", [2]),
        ("-actor:6", [3, 1]),
        ("raid", [1]),
        ('"uses it" action:channel_delete', [3]),
        ("key:nick", [2]),
        ('target:"#plans, old"', [3]),
        ("target:103 -has:reason", []),
        ("before:2015-01-02", []),
    ],
)
def test_a_question_picks_entries(filled: str, question: str, numbers: list[int]) -> None:
    """What fits comes raw, newest first, with its server, and nothing else is on standard output or error."""
    words = ("archive", "export", question, "--archive", filled)
    done = run(*words)
    assert done.stdout == run("archive", "export", "--archive", filled, "--", question).stdout
    assert (done.exit_code, done.stderr) == (0, "")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert told == [{**raw_of(number), "guild_id": str(GUILD), "imported": True} for number in numbers]


def raw_of(number: int) -> dict[str, Any]:
    """The entry of that number."""
    return _ENTRIES[number - 1]


def test_a_table(filled: str) -> None:
    """A table has a row for each entry, and no cell that a spreadsheet would take for a formula."""
    done = run("archive", "export", "--archive", filled, "--format", "csv", "--guild", str(GUILD))
    assert (done.exit_code, done.stderr) == (0, "")
    head, *rows = csv.reader(io.StringIO(done.stdout.removeprefix("\ufeff")))
    assert [len(row) for row in rows] == [len(head)] * 3
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    assert any("'=1+1 raid" in row for row in rows)
    assert "\x1b" not in done.stdout


def test_a_page(filled: str) -> None:
    """A page repeats the question in words, and holds what fits."""
    done = run("archive", "export", "--archive", filled, "raid", "--format", "html")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith("</html>")
    assert "with “raid”" in done.stdout
    assert _ENTRIES[0]["id"] in done.stdout
    assert _ENTRIES[1]["id"] not in done.stdout


@pytest.mark.parametrize(
    ("question", "place", "said"),
    [
        ("actr:5", 1, "I know no filter called actr. There is: actor"),
        ("raid actor:nobody", 12, "I know nobody and nothing called nobody"),
        ("before:goose", 8, "I do not understand goose as a time"),
        ('raid "open', 6, "This quote is opened and never closed"),
        ("action:banana", 8, "I know no action called banana"),
        ("x" * 1001, 1001, "A search may have 1,000 characters"),
    ],
)
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_fault_is_pointed_at(filled: str, question: str, place: int, said: str, form: str) -> None:
    """One line on standard error says at which character and what, nothing is written, and the exit code is 1."""
    done = run("archive", "export", "--archive", filled, question, "--format", form)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"QUERY, at character {place}: {said}"), done.stderr
    assert done.stderr.count("\n") == 1


def test_one_server_a_file(filled: str) -> None:
    """A table is of one server: of several one must be named, while raw lines hold all of them."""
    other = json.dumps({**raw(9), "guild_id": "7"})
    assert run("archive", "import", "--archive", filled, "-", stdin=other).exit_code == 0
    for form in ("csv", "html"):
        done = run("archive", "export", "--archive", filled, "--format", form)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "it holds 2 servers; say which one: --guild 7" in done.stderr
        assert done.stderr.count("\n") == 1
        assert run("archive", "export", "--archive", filled, "--format", form, "--guild", "7").exit_code == 0
    lines = run("archive", "export", "--archive", filled, "reason").stdout.splitlines()
    assert [json.loads(line)["guild_id"] for line in lines] == ["7", str(GUILD)]
    unknown = run("archive", "export", "--archive", filled, "--guild", "8", "--format", "csv")
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert "there is nothing of guild 8 in it" in unknown.stderr


def test_a_name_that_only_one_server_knows(filled: str) -> None:
    """Where nobody is called so nothing fits; it is a fault only if that is so everywhere."""
    other = json.dumps({**raw(9, action_type=12, changes=[{"key": "name", "old_value": "den"}]), "guild_id": "7"})
    assert run("archive", "import", "--archive", filled, "-", stdin=other).exit_code == 0
    done = run("archive", "export", "--archive", filled, "target:#den")
    assert [json.loads(line)["guild_id"] for line in done.stdout.splitlines()] == ["7"]
    assert (done.exit_code, done.stderr) == (0, "")
    assert run("archive", "export", "--archive", filled, "target:#nowhere").exit_code == 1


def test_help_is_no_question() -> None:
    """`-h` asks for help here too."""
    done = run("archive", "export", "-h")
    assert done.exit_code == 0
    assert "QUERY" in done.stdout


def test_an_empty_archive(address: str) -> None:
    """Raw lines of nothing are nothing; a table of nothing cannot be made, since nobody knows of which server."""
    assert run("archive", "import", "--archive", address, "--guild", "9", "-", stdin="[]").exit_code == 0
    lines = run("archive", "export", "--archive", address, "raid")
    assert (lines.exit_code, lines.stdout, lines.stderr) == (0, "", "")
    table = run("archive", "export", "--archive", address, "--format", "csv")
    assert (table.exit_code, table.stdout) == (1, "")
    assert "it is empty, so there is nothing to export" in table.stderr


def test_wrong_use(tmp_path: pathlib.Path) -> None:
    """An unknown form or option is wrong use; no archive is a failure. A process says it as briefly."""
    address = f"sqlite:///{tmp_path}/a.sqlite3"
    assert run("archive", "export", "--archive", address, "--format", "pdf").exit_code == 2
    assert run("archive", "export", "--archive", address, "one", "two").exit_code == 2
    done = run_apart("archive", "export", "--archive", address, "actr:5", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
