"""`lightbulb-audit run` under whatever looks after it, every exit code, and somebody's own bot in the sandbox."""

import asyncio
import contextlib
import json
import logging
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.poolers import unused_port

from discord_standin import Discord
from discord_standin.step_faults import set_fault
from lightbulb_audit.cli.logs import JsonFormatter

from .collected import Life, guild_of, past
from .test_command_line import run

_README = pathlib.Path(__file__).parents[2] / "README.md"
_TOKEN = "OTAw.def.ghi"  # noqa: S105 - of no bot
_NOWHERE = ("--rest-url", "http://127.0.0.1:1/api/v10")


def _run_with(words: Sequence[str], environment: Mapping[str, str], folder: pathlib.Path) -> tuple[int, str, str]:
    """An exit code, and what was said on either stream."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("DISCORD_TOKEN", "LIGHTBULB_"))}
    done = subprocess.run(
        [sys.executable, "-m", "lightbulb_audit", *words], capture_output=True, text=True, check=False,
        env={**own, **environment}, cwd=folder, timeout=60, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("code", "words", "environment", "said"),
    [
        (0, ["--help"], {}, ""),
        (0, ["--version"], {}, ""),
        (0, ["read", "log.json"], {}, ""),
        (0, ["sandbox", "wait 0"], {}, ""),
        (0, ["archive", "import", "log.jsonl"], {}, ""),
        (1, ["run"], {}, "DISCORD_TOKEN: put your bot's token into this environment variable"),
        (1, ["run"], {"DISCORD_TOKEN_FILE": "nowhere"}, "DISCORD_TOKEN_FILE: the file that it names cannot be read"),
        (1, ["run", *_NOWHERE], {"DISCORD_TOKEN": f"'{_TOKEN}'"}, "http://127.0.0.1:1/api/v10: nothing answers there"),
        (1, ["run", "--config", "bad.toml"], {}, "bad.toml: count is 99; it must be a whole number from 1 to 25"),
        (1, ["run", "--config", "log.json"], {}, "log.json: it is no TOML ("),
        (1, ["run"], {"LIGHTBULB_AUDIT_CONFIG": "nowhere.toml"}, "nowhere.toml: it cannot be read (No such file or"),
        (1, ["run"], {"LIGHTBULB_AUDIT_COUNT": "0"}, "the environment: LIGHTBULB_AUDIT_COUNT: count is 0; it must be"),
        (1, ["run"], {"LIGHTBULB_AUDIT_ARCHIV": "x"}, "the environment: there is no variable LIGHTBULB_AUDIT_ARCHIV;"),
        (
            1,
            ["run", "--archive", "mysql://host/name"],
            {},
            "mysql://…: mysql is no database that an archive can be in",
        ),
        (
            1,
            ["run", "--archive", "postgres://h/n?sslmoed=x"],
            {},
            "postgres://…: its option sslmoed is unknown; do",
        ),
        (1, ["sandbox", "--config", "bad.toml", "wait 0"], {}, "bad.toml: count is 99; it must be a whole number from"),
        (1, ["sandbox", "wait 0"], {"LIGHTBULB_AUDIT_FOLD": "2"}, "the environment: LIGHTBULB_AUDIT_FOLD: fold is 2;"),
        (1, ["sandbox", "--guild", "bad.toml", "wait 0"], {}, "bad.toml"),
        (
            1,
            ["sandbox", "--bot", "log.py", "/audit recent"],
            {},
            "The bot ended with code 1; the last that it printed",
        ),
        (1, ["read", "nowhere.json"], {}, "nowhere.json: it cannot be read (No such file or directory)"),
        (1, ["archive", "status"], {}, "audit.sqlite3: there is no archive"),
        (1, ["archive", "verify"], {}, "audit.sqlite3: there is no archive"),
        (1, ["archive", "export"], {}, "audit.sqlite3: there is no archive"),
        (1, ["archive", "import", "nowhere"], {}, "nowhere: it cannot be read (No such file or directory)"),
        (2, ["archive", "prove"], {}, "Usage: "),
        (2, ["archive", "checkpoint"], {}, "Usage: "),
        (1, ["archive", "status", "--config", "bad.toml"], {}, "bad.toml: count is 99; it must be a whole number"),
        (1, ["archive", "backfill"], {}, "DISCORD_TOKEN: put your bot's token into this environment variable"),
        (2, [], {}, "Usage: "),
        (2, ["nonsense"], {}, "Usage: "),
        (2, ["run", "--what"], {}, "Usage: "),
        (2, ["run", "--health", "0"], {}, "Usage: "),
        (2, ["run", "--health", "localhost"], {}, "Usage: "),
        (2, ["run", "--metrics", "0"], {}, "Usage: "),
        (2, ["run", "--log-level", "loud"], {}, "Usage: "),
        (2, ["sandbox", "nonsense"], {}, ""),
        (2, ["sandbox", "--bot", "nowhere.py"], {}, "Usage: "),
        (2, ["archive", "status"], {"LIGHTBULB_AUDIT_ARCHIVE": ""}, "Usage: "),
        (2, ["archive", "forget"], {}, "Usage: "),
        (1, ["archive", "forget", "--user", "5"], {}, "audit.sqlite3: there is no archive"),
        (1, ["archive", "rebuild"], {}, "audit.sqlite3: there is no archive"),
        (1, ["archive", "prove", "5"], {}, "audit.sqlite3: there is no archive"),
    ],
)
def test_every_exit_code(
    tmp_path: pathlib.Path, code: int, words: list[str], environment: dict[str, str], said: str
) -> None:
    """0 where it is done, 1 where it cannot be, with one line that says why, and 2 for wrong use."""
    entry = {"id": "1441797119303778304", "user_id": "5", "target_id": "6", "action_type": 22, "guild_id": "9"}
    (tmp_path / "log.json").write_text(json.dumps([entry]), encoding="utf-8")
    (tmp_path / "log.jsonl").write_text(json.dumps(entry), encoding="utf-8")
    (tmp_path / "log.py").write_text("5\n", encoding="utf-8")
    (tmp_path / "bad.toml").write_text("[audit]\ncount = 99\n", encoding="utf-8")
    found, answer, error = _run_with(words, environment, tmp_path)
    assert (found, error[: len(said)]) == (code, said)
    assert "Traceback" not in answer + error
    assert code == 0 or not (tmp_path / "audit.sqlite3").exists()
    if code == 0:
        assert error == ""
    if code == 1:
        assert (answer, error.count("\n")) == ("", 1)


# A bot that runs


@contextlib.asynccontextmanager
async def _running(folder: pathlib.Path, discord: Discord, *words: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    """`lightbulb-audit run` on a local Discord, in a folder of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "lightbulb_audit", "run", "--rest-url", discord.rest_url, *words,
        stderr=subprocess.PIPE, cwd=folder, env={**os.environ, "DISCORD_TOKEN": discord.token},
    )  # fmt: skip
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _health(port: int, wanted: str) -> tuple[int, str]:
    """What is answered as soon as it says what is wanted, or at last."""
    found = (0, "nobody listens")
    async with aiohttp.ClientSession() as client:
        for _ in range(200):
            with contextlib.suppress(aiohttp.ClientConnectionError):
                async with client.get(f"http://127.0.0.1:{port}/anything") as answer:
                    found = (answer.status, await answer.text())
            if wanted in found[1]:
                break
            await asyncio.sleep(0.1)
    return found


def _readme_health(port: int) -> int:
    """How the README's check of a container ends."""
    found = re.search(
        r'^HEALTHCHECK CMD \["python", "-c", "(.*)"\]$', _README.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert found is not None
    words = [sys.executable, "-c", found[1].replace("8080", str(port))]
    return subprocess.run(words, check=False, capture_output=True, timeout=30).returncode


async def test_health(tmp_path: pathlib.Path) -> None:
    """It is well once it is connected and collects, and not before it is connected, nor while its archive is away."""
    port = unused_port()
    async with guild_of() as discord, _running(tmp_path, discord, "--health", str(port)) as process:
        assert await _health(port, "connected and collecting") == (200, "connected and collecting\n")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 30) == 0
        away = ("--health", str(port), "--archive", "nowhere/audit.sqlite3")
        async with _running(tmp_path, discord, *away):
            status, said = await _health(port, "not collecting: ")
            assert (status, said.count("\n")) == (503, 1)
            assert "the file cannot be opened; see whether its folder exists" in said
            assert await asyncio.to_thread(_readme_health, port) == 1
            (tmp_path / "nowhere").mkdir()
            assert await _health(port, "connected and collecting") == (200, "connected and collecting\n")
            assert await asyncio.to_thread(_readme_health, port) == 0
        async with _running(tmp_path, discord, "--health", str(port), "--archive", ""):
            assert (await _health(port, "connected and collecting"))[0] == 200
            async with _running(tmp_path, discord, "--health", str(port), "--archive", "") as other:
                assert other.stderr is not None
                line = (await other.stderr.read()).decode()
                assert (await other.wait(), line.count("\n")) == (1, 1)
                assert line.startswith(f"--health 127.0.0.1:{port}: nobody can listen there (")


async def _scraped(port: int, is_so: Callable[[Mapping[str, float]], bool]) -> Mapping[str, float]:
    """What Prometheus reads, as soon as something is so."""
    found: dict[str, float] = {}
    async with aiohttp.ClientSession() as client:
        for _ in range(300):
            with contextlib.suppress(aiohttp.ClientConnectionError):
                async with client.get(f"http://127.0.0.1:{port}/metrics") as answer:
                    families = list(text_string_to_metric_families(await answer.text()))
                found = {sample.name.removeprefix("lightbulb_audit_"): sample.value
                         for family in families for sample in family.samples}  # fmt: skip
                if found and is_so(found):
                    return found
            await asyncio.sleep(0.1)
    raise AssertionError(found)


async def test_metrics(tmp_path: pathlib.Path) -> None:
    """Prometheus reads how many servers are behind, what was asked and kept, and what events took."""
    port, health = unused_port(), unused_port()
    ports = ("--metrics", str(port), "--health", str(health))
    async with guild_of(entries=past(150)) as discord, _running(tmp_path, discord, *ports):
        first = await _scraped(port, lambda found: found["servers"] == 1 and found["pages_total"] == 2)
        assert (first["servers_behind"], first["rows_total"], first["events_total"]) == (0, 150, 0)
        assert (first["requests_total"], first["archive_up"], first["event_lag_seconds_count"]) == (2, 1, 0)
        assert 0 <= first["requests_left"] <= 5
        Life(discord, random.Random(1), (22,)).make(7)
        then = await _scraped(port, lambda found: found["events_total"] == 7)
        assert (then["rows_total"], then["pages_total"]) == (157, 2)
        assert 1 <= then["event_lag_seconds_count"] <= 7
        assert 0 <= then["event_lag_seconds_sum"] < 7 * 20
        discord.world.gateway.forget()
        discord.world.faults.status, discord.world.faults.errors = 500, 999
        await _scraped(port, lambda found: found["servers_behind"] == 1)
        assert (await _health(health, "not connected"))[0] in {200, 503}


async def test_health_of_a_bot_that_is_not_connected(tmp_path: pathlib.Path) -> None:
    """Before Discord answered, and after the connection broke, it says so."""
    port = unused_port()
    async with guild_of() as discord:
        set_fault(discord.world, "latency 60000")
        async with _running(tmp_path, discord, "--health", f"0.0.0.0:{port}"):
            assert await _health(port, "not connected") == (503, "not connected to Discord\n")


@pytest.mark.parametrize(("level", "is_told"), [("info", True), ("error", False)])
async def test_logs_as_json(tmp_path: pathlib.Path, level: str, is_told: bool) -> None:
    """Each line is an object with a time, a level, a logger and a message; what is below the level is not there."""
    async with guild_of() as discord, _running(tmp_path, discord, "--log-json", "--log-level", level) as process:
        await asyncio.wait_for(discord.world.gateway.is_ready.wait(), 30)
        await asyncio.sleep(0.5)
        process.send_signal(signal.SIGHUP)
        _, said = await asyncio.wait_for(process.communicate(), 30)
    rows = [json.loads(line) for line in said.decode().splitlines()]
    assert process.returncode == 0
    assert any(row["message"] == "the bot is up" for row in rows) is is_told
    assert all(set(row) == {"at", "level", "logger", "message"} for row in rows)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", row["at"]) for row in rows)


def test_an_exception_as_json() -> None:
    """A traceback is one value of the object."""
    with pytest.raises(ValueError, match="five") as caught:
        int("five")
    where = (caught.type, caught.value, caught.tb)
    record = logging.LogRecord("ours", logging.ERROR, "", 0, "%s failed", ("it",), where)
    row = json.loads(JsonFormatter().format(record))
    assert (row["level"], row["logger"], row["message"]) == ("error", "ours", "it failed")
    assert row["exception"].endswith("'five'")


@pytest.mark.skipif(shutil.which("nohup") is None, reason="there is no nohup")
async def test_nohup_is_heeded(tmp_path: pathlib.Path) -> None:
    """Whoever starts it with `nohup` can close the terminal, and it goes on."""
    async with guild_of() as discord:
        words = ["nohup", sys.executable, "-m", "lightbulb_audit", "run", "--rest-url", discord.rest_url]
        process = await asyncio.create_subprocess_exec(
            *words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path,
            env={**os.environ, "DISCORD_TOKEN": discord.token},
        )  # fmt: skip
        await asyncio.wait_for(discord.world.gateway.is_ready.wait(), 30)
        process.send_signal(signal.SIGHUP)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(process.wait(), 1)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 30) == 0


# Pipes, completion, somebody's own bot


@pytest.mark.parametrize(
    "words", [["archive", "export"], ["archive", "export", "--format", "csv"], ["read", "log.jsonl"]]
)
def test_whoever_reads_has_enough(tmp_path: pathlib.Path, words: list[str]) -> None:
    """`| head` ends it without a word."""
    entry = {"user_id": "5", "target_id": "6", "action_type": 22, "guild_id": "9", "reason": "x" * 400}
    first = 1_441_797_119_303_778_304
    lines = "\n".join(json.dumps({"id": str(first + (number << 22)), **entry}) for number in range(3000))
    (tmp_path / "log.jsonl").write_text(lines, encoding="utf-8")
    assert run("archive", "import", "log.jsonl", cwd=tmp_path).returncode == 0
    command = [sys.executable, "-m", "lightbulb_audit", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_of_a_shell(tmp_path: pathlib.Path, shell: str) -> None:
    """What the README has shells evaluate is a script, and what it asks completes our commands."""
    program = pathlib.Path(sys.executable).with_name("lightbulb-audit")
    script = subprocess.run(
        [program], env={**os.environ, "_LIGHTBULB_AUDIT_COMPLETE": f"{shell}_source"}, capture_output=True, text=True,
        check=True, cwd=tmp_path,
    )  # fmt: skip
    assert f"_LIGHTBULB_AUDIT_COMPLETE={shell}_complete" in script.stdout
    assert f"{shell}_source" in _README.read_text(encoding="utf-8")


def _readme_bot() -> str:
    """The README's example of a bot, as it stands there."""
    return next(
        block for block in re.findall(r"```python\n(.*?)```", _README.read_text(encoding="utf-8"), re.DOTALL)
        if "GatewayBot(" in block
    )  # fmt: skip


_OWN = """
import os
import hikari, lightbulb
import words  # a module beside it

class Bot(hikari.GatewayBot):
    def __init__(self):
        super().__init__(token="another's", banner=None)

bot = Bot()
client = lightbulb.client_from_app(bot)

@client.register
class Greet(lightbulb.SlashCommand, name="greet", description="Greets"):
    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        await ctx.respond(words.HELLO)

bot.subscribe(hikari.StartingEvent, client.start)
"""


def test_somebodys_own_bot(tmp_path: pathlib.Path) -> None:
    """The README's example runs unchanged; so does a bot with a token and modules of its own that a file just makes."""
    (tmp_path / "bot.py").write_text(_readme_bot(), encoding="utf-8")
    done = _run_with(["sandbox", "--bot", "bot.py", "/audit recent count:2", "press Older"], {}, tmp_path)
    assert (done[0], done[2]) == (0, "")
    assert done[1].count("2 entries, newest first") == 2
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "bot.py").write_text(_OWN, encoding="utf-8")
    (tmp_path / "own" / "words.py").write_text("HELLO = 'hello'\n", encoding="utf-8")
    done = _run_with(["sandbox", "--bot", "own/bot.py", "/greet", "kill", "start", "/greet"], {}, tmp_path)
    assert (done[0], done[2]) == (0, "")
    assert done[1].count("\nhello\n") == 2


_BY_HTTP = """
import hikari, lightbulb

bot = hikari.RESTBot("another's", "Bot", banner=None)
client = lightbulb.client_from_app(bot)

async def starting(_: hikari.RESTBot) -> None:
    await client.load_extensions("lightbulb_audit")
    await client.start()

bot.add_startup_callback(starting)
bot.run(host="0.0.0.0", port=1)
"""


def test_somebodys_own_bot_without_a_gateway(tmp_path: pathlib.Path) -> None:
    """Its commands, presses and restarts go by signed HTTP, wherever it would listen itself."""
    (tmp_path / "bot.py").write_text(_BY_HTTP, encoding="utf-8")
    steps = ("/audit recent count:2", "press Older", "stop", "/audit recent", "start", "/audit recent count:3")
    done = _run_with(["sandbox", "--bot", "bot.py", *steps], {}, tmp_path)
    assert (done[0], done[2]) == (0, "")
    assert done[1].count("2 entries, newest first") == 2
    assert "The application did not respond" in done[1]
    assert "3 entries, newest first" in done[1]


def test_somebodys_own_bot_takes_the_options(tmp_path: pathlib.Path) -> None:
    """An archive and settings reach it through its environment, where it has none of its own."""
    (tmp_path / "bot.py").write_text(_readme_bot(), encoding="utf-8")
    (tmp_path / "mine.toml").write_text("[audit]\ncount = 3\narchive = 'real.sqlite3'\n", encoding="utf-8")
    words = ["sandbox", "--bot", "bot.py", "--config", "mine.toml"]
    assert "3 entries, newest first" in _run_with([*words, "/audit recent"], {}, tmp_path)[1]
    assert not (tmp_path / "real.sqlite3").exists()
    assert _run_with([*words, "--archive", "a.sqlite3", "/audit coverage"], {}, tmp_path)[0] == 0
    assert (tmp_path / "a.sqlite3").exists()


def test_the_sandbox_takes_the_environment(tmp_path: pathlib.Path) -> None:
    """Settings may stand there, but for the archive: what happens in a sandbox belongs into no real one."""
    environment = {"LIGHTBULB_AUDIT_COUNT": "3", "LIGHTBULB_AUDIT_ARCHIVE": "real.sqlite3", "DISCORD_TOKEN_FILE": "/no"}
    code, answer, error = _run_with(["sandbox", "/audit recent"], environment, tmp_path)
    assert (code, error) == (0, "")
    assert "3 entries, newest first" in answer
    assert not (tmp_path / "real.sqlite3").exists()
