"""The sandbox as a program: exit codes, JSON, standard input."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.standin.worlds import BOT_ARGV, BOT_ENV, guild_json

from discord_standin.sandbox import sandbox

PROGRAM = (
    "import asyncio,sys;from pathlib import Path;from discord_standin.sandbox import sandbox;"
    "sys.exit(asyncio.run(sandbox(argv=sys.argv[2:4],env={'BOT_TOKEN':'{token}','BOT_REST_URL':'{rest_url}'},"
    "guild=Path(sys.argv[1]),as_json=True,steps=sys.argv[4:])))"
)


@pytest.fixture
def guild(tmp_path: Path) -> Path:
    """A guild file on disk."""
    path = tmp_path / "guild.json"
    path.write_text(json.dumps(guild_json()))
    return path


async def _run(*steps: str, **options: Any) -> int:
    return await sandbox(argv=BOT_ARGV, env=BOT_ENV, steps=steps, **options)


async def test_json_and_requests(guild: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON array on standard output, an object a step; requests as JSON lines in their file."""
    log = tmp_path / "requests.jsonl"
    assert await _run("/echo text:a", "wait 0", guild=guild, as_json=True, requests=log) == 0
    out, err = capsys.readouterr()
    shown = json.loads(out)
    assert [(one["step"], one["as"], one["error"]) for one in shown] == [
        ("/echo text:a", "1", None),
        ("wait 0", "1", None),
    ]
    assert err == ""
    rows = list(map(json.loads, log.read_text().splitlines()))
    assert all(set(row) == {"at", "method", "path", "query", "body", "status"} for row in rows)
    assert rows[-1]["path"].endswith("/{token}/callback")


async def test_example_guild_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a guild file the example guild is used, and answers are printed as they come."""
    assert await _run("/echo text:hello") == 0
    assert "hello" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("steps", "code"),
    [(["/nothing"], 0), (["press Nothing"], 0), (["dance"], 2), (["wait 0", "fault gravity", "wait 0"], 2)],
)
async def test_exit_codes(guild: Path, steps: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """What Discord refuses is an answer; a step that is none is wrong use, and the others are done all the same."""
    assert await _run(*steps, guild=guild, as_json=True) == code
    assert len(json.loads(capsys.readouterr().out)) == len(steps)


@pytest.mark.parametrize("as_json", [True, False])
async def test_a_malformed_step_is_told(guild: Path, as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """Each step that is none gets one line on standard error, with `--json` too."""
    steps = ["dance", "wait abc", "event /nope", "fault nope", "fault error 200 1", "grow 1 x", "as 77", "wait 0"]
    assert await _run(*steps, guild=guild, as_json=as_json) == 2
    out, err = capsys.readouterr()
    lines = err.splitlines()
    words = ["no step called 'dance'", "wait SECONDS", "/nope cannot be read: No such", "no fault called 'nope'"]
    words += ["fault error STATUS N", "grow ENTRY_ID COUNT", "as USER_ID"]
    assert len(lines) == len(words)
    for line, word in zip(lines, words, strict=True):
        assert word in line
    if as_json:
        assert [one["error"] for one in json.loads(out)] == [*lines, None]


async def test_what_cannot_be_done(guild: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be read or a bot that cannot start is 1, a stranger who types is 2; each with one line."""
    assert await _run("wait 0", guild=tmp_path / "none") == 1
    assert await _run("wait 0", guild=guild, as_user="77") == 2
    assert await sandbox(argv=["/no/bot"], env={}, steps=["wait 0"], guild=guild) == 1
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_standard_input(guild: Path) -> None:
    """Without steps they come from standard input, one a line, without blank lines and comments."""
    command = [sys.executable, "-c", PROGRAM, str(guild), *BOT_ARGV]
    done = subprocess.run(command, input="# a\n\n/echo text:a\nwait 0", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert [one["step"] for one in json.loads(done.stdout)] == ["/echo text:a", "wait 0"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(guild: Path, number: signal.Signals) -> None:
    """A signal ends it in good order: the array so far, and no bot left behind."""
    command = [sys.executable, "-c", PROGRAM, str(guild), *BOT_ARGV]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdin is not None
        process.stdin.write("wait 0\ndance\nwait 60\n")
        process.stdin.flush()
        assert process.stderr is not None
        assert "dance" in process.stderr.readline()
        process.send_signal(number)
        assert process.stdout is not None
        assert [one["step"] for one in json.loads(process.stdout.read())] == ["wait 0", "dance"]
        process.stdin.close()
    assert process.returncode == 0
