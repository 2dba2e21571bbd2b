"""The README's blocks: each is run in a fresh folder, or stands in a list here that says why not."""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tomllib
from typing import Final, NamedTuple

import hikari
import lightbulb
import pytest

import lightbulb_audit
from lightbulb_audit import config

_README: Final = (pathlib.Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


class Block(NamedTuple):
    """A block of code.

    Attributes:
        language: What stands behind its fence.
        text: What is in it.
    """

    language: str
    text: str


BLOCKS: Final = [Block(*found) for found in re.findall(r"^```(\w*)\n(.*?)^```$", _README, re.MULTILINE | re.DOTALL)]

NOT_RUN: Final = {
    "The Prancing Pony · audit log": "a drawing of an answer; the goldens hold the real ones",
    "pip install lightbulb-audit\n": "asks a registry; test_wheel installs the built wheel",
    "pip install uv && uv run pytest": "runs these tests",
    "FROM python": "needs Docker; journeys/test_running.py runs its health check on a bot",
    "docker build": "needs Docker",
    "_LIGHTBULB_AUDIT_COMPLETE": "goes into a shell's settings; journeys/test_running.py asks for each shell's script",
    "bot.run()": "asks Discord; journeys/test_extension.py has the same bot on the stand-in",
    "Holds a proof against a checkpoint": "contract/archive/test_proof.py runs it on real proofs",
    "ALTER TABLE entries": "contract/archive/test_spreading.py runs it on PostgreSQL",
}
"""What is in a block that is not run, and why."""

_PROMPT: Final = re.compile(r"^(?:pip install uv && )?uv run (lightbulb-audit .*)$")
_STEP: Final = re.compile(r"^/audit .*$")


def _kind(block: Block) -> str:
    """How a block is run; empty where it is not."""
    if any(part in block.text for part in NOT_RUN):
        return ""
    lines = block.text.splitlines()
    if all(map(_PROMPT.match, lines)):
        return "commands"
    if all(map(_STEP.match, lines)):
        return "steps"
    return {"toml": "settings", "python": "code"}.get(block.language, "unknown")


def _blocks(kind: str) -> list[Block]:
    return [block for block in BLOCKS if _kind(block) == kind]


def _sandbox(folder: pathlib.Path, words: list[str]) -> list[dict[str, object]]:
    """What the sandbox said, as JSON, run in a folder with nothing in it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIGHTBULB_AUDIT")}
    done = subprocess.run(
        [sys.executable, "-m", "lightbulb_audit", *words, "--json"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_block_is_run_or_says_why_not() -> None:
    """No block is of a kind that nobody knows, and no reason is left over."""
    assert [block.text for block in BLOCKS if _kind(block) == "unknown"] == []
    assert [part for part in NOT_RUN if not any(part in block.text for block in BLOCKS)] == []
    assert all(_blocks(kind) for kind in ("commands", "steps", "settings", "code"))


@pytest.mark.parametrize("block", _blocks("commands"), ids=lambda block: block.text.strip())
def test_a_command_does_what_it_shows(block: Block, tmp_path: pathlib.Path) -> None:
    """Each step of it is done without an error, and gives an answer where it asks for one."""
    for line in block.text.splitlines():
        found = _PROMPT.match(line)
        assert found is not None
        _, *words = shlex.split(found[1])
        for result in _sandbox(tmp_path, words):
            assert result["error"] is None, result
            assert result["answers"] or result["step"] in ("kill", "start", "stop"), result
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("block", _blocks("steps"), ids=lambda block: block.text.strip())
def test_a_search_is_understood(block: Block, tmp_path: pathlib.Path) -> None:
    """The language's example is one; it finds something, or says that nothing fits."""
    for result in _sandbox(tmp_path, ["sandbox", *block.text.splitlines()]):
        assert result["error"] is None
        assert "I know no" not in json.dumps(result["answers"])


@pytest.mark.parametrize("block", _blocks("settings"), ids=lambda block: block.text.strip())
def test_settings_can_be_used(block: Block) -> None:
    """A table of settings is one that the extension takes."""
    assert config.parse(tomllib.loads(block.text), "the README") != lightbulb_audit.Config()


@pytest.mark.parametrize("block", _blocks("code"), ids=lambda block: block.text.splitlines()[1])
async def test_code_runs(block: Block) -> None:
    """Code for a bot runs behind the bot that the README begins with, and registers what it says."""
    bot = hikari.GatewayBot("MQ.x.y", banner=None, logs=None)
    client = lightbulb.client_from_app(bot)
    given = {"bot": bot, "client": client, "hikari": hikari, "lightbulb": lightbulb, "lightbulb_audit": lightbulb_audit}
    exec(compile(block.text, "README.md", "exec"), given)  # noqa: S102 - our own README
    assert len(client.registered_commands) == block.text.count("@client.register")
    for name in re.findall(r"event: lightbulb_audit\.(\w+)", block.text):
        assert len(bot.event_manager.get_listeners(getattr(lightbulb_audit, name), polymorphic=False)) == 1
