"""The command line as a person or a script uses it: what it prints, where, and with which exit code."""

import asyncio
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
from typing import Any

import pytest

from discord_standin import Discord, GuildFile
from discord_standin.step_faults import set_fault
from lightbulb_audit.catalog.blind_spots import LACKING
from lightbulb_audit.catalog.words import UNTOLD


def run(*words: str, stdin: str | bytes = "", cwd: pathlib.Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line, without a token in its environment."""
    environment = {name: value for name, value in os.environ.items() if name != "DISCORD_TOKEN"}
    given = stdin if isinstance(stdin, bytes) else stdin.encode()
    done = subprocess.run(
        [sys.executable, "-m", "lightbulb_audit", *words], input=given, capture_output=True, check=False,
        env=environment, cwd=cwd, timeout=60,
    )  # fmt: skip
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


_ENTRY: dict[str, Any] = {
    "id": "1441797119303778304",
    "user_id": "5",
    "target_id": "6",
    "action_type": 22,
    "reason": "raid",
}
_PAGE: dict[str, Any] = {
    "audit_log_entries": [_ENTRY],
    "users": [{"id": "5", "username": "anna"}, {"id": "6", "username": "spam", "global_name": "spammer"}],
}


def test_read_as_json_has_the_contracts_shape() -> None:
    """Each entry becomes an object with these keys, its texts plain."""
    done = run("read", "--json", stdin=json.dumps(_PAGE))
    assert done.returncode == 0
    assert json.loads(done.stdout) == [
        {
            "id": "1441797119303778304",
            "at": "2025-11-22T14:27:00.537Z",
            "action_type": 22,
            "action": "member_ban_add",
            "category": "members",
            "actor": {"id": "5", "name": "anna", "username": "anna"},
            "on_behalf_of": None,
            "target": {"kind": "user", "id": "6", "name": "spammer", "username": "spam"},
            "sentence": "anna banned spammer",
            "reason": "raid",
            "changes": [],
            "options": {},
            "unread": [],
        }
    ]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([_ENTRY, _ENTRY]),
        json.dumps(_ENTRY) + "\n\n" + json.dumps(_ENTRY) + "\n",
        json.dumps({"audit_log_entries": [_ENTRY, None, 5, _ENTRY, {"id": "1"}, {"action_type": 5}]}),
        "\ufeff" + json.dumps([_ENTRY, [_ENTRY]]),
        "\n".join(json.dumps({"t": "GUILD_AUDIT_LOG_ENTRY_CREATE", "d": _ENTRY}) for _ in range(2)),
        json.dumps({"guild": {"id": "1"}, "audit_log": {"audit_log_entries": [_ENTRY, _ENTRY]}}),
    ],
    ids=["a list", "a line each", "odd rows between", "a byte order mark", "gateway events", "a guild file"],
)
def test_read_takes_every_shape(text: str) -> None:
    """Wherever entries stand, each comes out."""
    done = run("read", "-", "--json", stdin=text)
    assert done.returncode == 0
    assert [one["sentence"] for one in json.loads(done.stdout)] == ["user 5 banned user 6"] * 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "standard input: it is empty"),
        ("hello", "standard input: it is not JSON"),
        ('{"audit_log_entries": [', "standard input: it is not JSON"),
        ('{"message": "Missing Access", "code": 50001}', "Discord answered “Missing Access”"),
        ("5", "there is no audit log in it"),
        ("[" * 100_000, "it is nested too deeply"),
        (b"\xff[]", "it is neither UTF-8 nor UTF-16 text"),
        ('{"id": ' + "9" * 5000 + "}", "there is no audit log in it"),
    ],
    ids=["empty", "words", "half", "a refusal", "a number", "deep", "bytes", "a huge number"],
)
def test_read_says_what_is_wrong(text: str | bytes, said: str) -> None:
    """Bad input gets one line on standard error and exit code 1, never a traceback."""
    done = run("read", stdin=text)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_read_of_an_empty_log() -> None:
    """A log without entries is no error."""
    assert (run("read", stdin='{"audit_log_entries": []}').stdout, run("read", "--json", stdin="[]").stdout) == (
        "No entries.\n",
        "[]\n",
    )


def test_read_goes_on_after_a_bad_line() -> None:
    """One bad line of many costs that line only, and is named."""
    done = run("read", "--json", stdin=f"{json.dumps(_ENTRY)}\nnonsense\n{json.dumps(_ENTRY)}\n")
    assert len(json.loads(done.stdout)) == 2
    assert done.returncode == 1
    assert "no JSON on line 2" in done.stderr


def test_read_keeps_what_stands_before_the_cut() -> None:
    """Of a page that was cut off, be it within a character, the whole entries are said, and the cut is told."""
    text = json.dumps({"audit_log_entries": [_ENTRY, {**_ENTRY, "reason": "ééé"}]}, ensure_ascii=False).encode()
    done = run("read", "--json", stdin=text[: text.rindex("é".encode()) + 1])
    assert (done.returncode, len(json.loads(done.stdout))) == (1, 1)
    assert done.stderr == "standard input: it is cut off at the end; the one entry before it was read\n"


def test_read_leaves_out_only_what_is_too_deep() -> None:
    """One value that is nested thousands deep costs no entry, in words and as JSON."""
    deep = json.dumps({**_ENTRY, "changes": [{"key": "nick", "new_value": "DEEP"}]})
    text = f"[{json.dumps(_ENTRY)}, {deep}]".replace('"DEEP"', "[" * 5000 + "]" * 5000)
    for words in ([], ["--json"]):
        done = run("read", *words, stdin=text)
        assert done.returncode == 1
        assert done.stdout.count("banned") == 2
        assert done.stderr.startswith("standard input: a value was nested too deeply; it was left out")
        assert done.stderr.count("\n") == 1


def test_read_survives_half_a_character() -> None:
    """A lone surrogate in the input is carried out as an escape, and shown as a replacement."""
    entry = json.dumps({**_ENTRY, "reason": "half \ud83d"})
    assert json.loads(run("read", "--json", stdin=entry).stdout)[0]["reason"] == "half \ud83d"
    assert "half" in run("read", stdin=entry).stdout


def test_what_discord_never_tells_stands_below() -> None:
    """Who reads a log is told once, below the entries, what these do not say; a program gets no such lines."""
    move = {**_ENTRY, "action_type": 26, "options": {"count": "1"}}
    moves = [{**move, "id": str(int(_ENTRY["id"]) + at)} for at in (1, 2)]
    done = run("read", stdin=json.dumps(moves))
    entries, _, notes = done.stdout.partition(f"\n{UNTOLD}:\n")
    assert entries.count("moved 1 member") == 2
    assert notes == f"    {LACKING[26]}\n"
    assert UNTOLD not in run("read", "--json", stdin=json.dumps(moves)).stdout
    assert UNTOLD not in run("read", stdin=json.dumps(_ENTRY)).stdout


def test_read_in_words() -> None:
    """Without --json each entry is a line that a person can read."""
    done = run("read", stdin=json.dumps(_PAGE))
    assert done.stdout == "2025-11-22 14:27 UTC  🔨 anna banned spammer — raid\n"


@pytest.mark.parametrize(
    "words", [["nonsense"], ["read", "a", "b"], ["sandbox", "--port", "x"], ["run", "--what"], ["sandbox", "nonsense"]]
)
def test_wrong_use_is_2(words: list[str]) -> None:
    """What is no call of this program exits with 2."""
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_run_needs_a_token(tmp_path: pathlib.Path) -> None:
    """Without a token it says which variable to set."""
    done = run("run", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("DISCORD_TOKEN: ")


_SOME_TOKEN = "OTAw.def.ghi"  # noqa: S105 - of no bot


def _environment(token: str = _SOME_TOKEN) -> dict[str, str]:
    return {**os.environ, "DISCORD_TOKEN": token}


@pytest.mark.parametrize(
    ("token", "url", "said"),
    [
        ("abc.def.ghi", "http://127.0.0.1:1/api/v10", "DISCORD_TOKEN: this is no bot token; copy it anew"),
        ("Bot OTAw.def.ghi", "http://127.0.0.1:1/api/v10", "DISCORD_TOKEN: this is no bot token; copy it anew"),
        ("OTAw.def.ghi", "http://127.0.0.1:1/api/v10", "http://127.0.0.1:1/api/v10: nothing answers there"),
        ("OTAw.def.ghi", "http://nowhere.invalid/api/v10", "http://nowhere.invalid/api/v10: nothing answers there"),
        ("OTAw.def.ghi", "localhost:80", "localhost:80: this is no address of a server"),
        ("OTAw.def.ghi", "http://127.0.0.1:x", "http://127.0.0.1:x: this is no address of a server"),
    ],
    ids=["token", "prefix", "refused", "unknown host", "no scheme", "no port"],
)
def test_run_blames_what_is_wrong(token: str, url: str, said: str, tmp_path: pathlib.Path) -> None:
    """A token that is none, and a server that is not there, are told at once in one line about just that."""
    done = subprocess.run(
        [sys.executable, "-m", "lightbulb_audit", "run", "--rest-url", url], capture_output=True, text=True,
        check=False, env=_environment(token), cwd=tmp_path, timeout=20,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_run_can_be_stopped_while_it_starts(number: signal.Signals, tmp_path: pathlib.Path) -> None:
    """A signal before the bot is up ends it in good order: the stop was wanted, so the exit code is 0."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/api/v10"
        words = [sys.executable, "-m", "lightbulb_audit", "run", "--rest-url", url]
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=_environment(), cwd=tmp_path) as process:
            waiting = [server.accept()[0] for _ in range(2)]  # the first only sees whether anybody is there
            process.send_signal(number)
            _, said = process.communicate(timeout=30)
            for connection in waiting:
                connection.close()
    assert process.returncode == 0
    assert "Traceback" not in said


async def test_run_does_not_sleep_through_a_long_rate_limit(tmp_path: pathlib.Path) -> None:
    """A rate limit that is longer than anybody would wait is told at once."""
    async with Discord(GuildFile.from_json({"guild": {"id": "1"}})) as discord:
        set_fault(discord.world, "rate-limit 600")
        words = ["-m", "lightbulb_audit", "run", "--rest-url", discord.rest_url]
        process = await asyncio.create_subprocess_exec(
            sys.executable, *words, stderr=subprocess.PIPE, env=_environment(discord.token), cwd=tmp_path
        )
        _, said = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    assert "too many requests; try again in " in said.decode().splitlines()[-1]


def test_run_names_a_setting_that_cannot_be_used(tmp_path: pathlib.Path) -> None:
    """A broken settings file is told in one line."""
    (tmp_path / "mine.toml").write_text("[audit]\ncount = 99\n", encoding="utf-8")
    done = run("run", "--config", "mine.toml", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "mine.toml: count is 99; it must be a whole number from 1 to 25\n"


def test_sandbox_prints_what_a_person_would_see() -> None:
    """The answer alone is on standard output, with the time that it took."""
    done = run("sandbox", "/audit recent count:2")
    assert (done.returncode, done.stderr) == (0, "")
    assert "anna banned spam*mer_42 — raid, see #mod-log · 5 minutes ago" in done.stdout
    assert "answered in " in done.stdout


def test_sandbox_with_copies_of_a_guild() -> None:
    """The bot is in each copy; a step happens in the first until another is entered, and no id is in two."""
    done = run("sandbox", "--json", "--guilds", "2", "/audit recent count:1", "in 5")
    first, nowhere = json.loads(done.stdout)
    own, other = nowhere["error"].rpartition(": ")[2].rstrip(".").split(", ")
    assert done.returncode == 2
    assert first["error"] is None
    assert own == "817109139456032171"
    assert own != other
    again = run("sandbox", "--json", "--guilds", "2", f"in {other}", "/audit recent count:1")
    entered, listed = json.loads(again.stdout)
    assert (entered["error"], listed["error"]) == (None, None)
    assert len(listed["answers"]) == 1


def test_sandbox_as_json(tmp_path: pathlib.Path) -> None:
    """One object a step, with the keys of the contract; each request of the bot on a line of its own."""
    requests = tmp_path / "requests.jsonl"
    done = run("sandbox", "--json", "--requests", str(requests), "/audit recent count:2", "press Older")
    steps = json.loads(done.stdout)
    assert [step["step"] for step in steps] == ["/audit recent count:2", "press Older"]
    assert all(set(step) == {"step", "as", "ms", "answers", "choices", "posted", "error"} for step in steps)
    assert steps[0]["answers"][0]["message"]["id"] == steps[1]["answers"][0]["message"]["id"]
    rows = [json.loads(line) for line in requests.read_text(encoding="utf-8").splitlines()]
    assert all(set(row) == {"at", "method", "path", "query", "body", "status"} for row in rows)
    assert sum("audit-logs" in row["path"] for row in rows) == 2


@pytest.mark.parametrize("words", [[], ["--json"]], ids=["words", "json"])
def test_sandbox_tells_what_is_no_step(words: list[str]) -> None:
    """A step that is none exits with 2 and has its line on standard error; the others are done."""
    done = run("sandbox", *words, "wait abc", "event /nope", "fault nope", "wait 0")
    assert done.returncode == 2
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["wait", "event", "There"]
    if words:
        errors = [step["error"] for step in json.loads(done.stdout)]
        assert errors == [*done.stderr.splitlines(), None]


def test_sandbox_takes_steps_from_standard_input() -> None:
    """One step a line, to the end of input."""
    done = run("sandbox", "--json", stdin="/audit recent count:1\n\npress Older\n")
    assert done.returncode == 0
    assert [step["step"] for step in json.loads(done.stdout)] == ["/audit recent count:1", "press Older"]


def test_sandbox_takes_settings(tmp_path: pathlib.Path) -> None:
    """The bot in the sandbox uses the file that is given."""
    (tmp_path / "mine.toml").write_text('[audit]\ncount = 3\ntimezone = "Europe/Berlin"\n', encoding="utf-8")
    done = run("sandbox", "--config", "mine.toml", "/audit recent after:2026-01-05", cwd=tmp_path)
    assert "3 entries, newest first" in done.stdout
    assert "after 04 January 2026 23:00" in done.stdout  # a terminal shows every time in UTC


def test_sandbox_names_a_guild_file_that_cannot_be_read(tmp_path: pathlib.Path) -> None:
    """A missing or broken guild file is told in one line."""
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    for name in ("bad.json", "none.json"):
        done = run("sandbox", "--guild", name, "/audit recent", cwd=tmp_path)
        assert done.returncode == 1
        assert name in done.stderr
        assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not pathlib.Path("/dev/full").exists(), reason="a disk that is always full is Linux's")
def test_no_room_for_the_answer() -> None:
    """Where the answer cannot be written, one line says so."""
    with pathlib.Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "lightbulb_audit", "read"], input=json.dumps(_PAGE).encode(), stdout=full,
            stderr=subprocess.PIPE, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.decode() == "standard output: it cannot be written (No space left on device)\n"
