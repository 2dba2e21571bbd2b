"""`/audit coverage` as people use it: typed at a local Discord, answered by the real bot and its archive."""

import asyncio
import pathlib
from typing import Any

import hikari
import pytest
import sqlalchemy as sa

import lightbulb_audit
from discord_standin import Session, StepResult

from .conftest import Play
from .seen import message, text
from .test_extension import running

_NO_PERMISSION = "⚠️ I do not have the permission **View audit log**"


@pytest.fixture
def address(tmp_path: pathlib.Path) -> str:
    """Where an archive may be made."""
    return f"sqlite:///{tmp_path / 'archive.sqlite3'}"


def fields(result: StepResult) -> dict[str, str]:
    """The fields of an answer, by their headings."""
    found: list[dict[str, Any]] = message(result)["embeds"][0].get("fields", [])
    return {field["name"]: field["value"] for field in found}


async def told(session: Session, words: str) -> StepResult:
    """The answer that says something, which takes the bot a moment."""
    said: list[str] = []
    for _ in range(100):
        result = await session.do("/audit coverage")
        said = [text(result), *fields(result).values()]
        if any(words in one for one in said):
            return result
        await asyncio.sleep(0.1)
    pytest.fail(f"{words!r} is never said, but {said}")


async def test_no_archive(play: Play) -> None:
    """Without an archive the answer says so, and what to set."""
    async with play() as session:
        result = await session.do("/audit coverage")
    said = text(result)
    assert said.startswith("The Prancing Pony · archive\nI keep no archive")
    assert "45 days" in said
    assert "`archive = " in said
    assert fields(result) == {}


async def test_a_new_archive_fills(play: Play, address: str) -> None:
    """A new archive is complete for 45 days within moments, and says how entries come in; only the asker sees it."""
    async with play(archive=address) as session:
        await told(session, "after 45 days")  # what can never be had is found out last
        result = await session.do("/audit coverage")
        public = await session.do("/audit coverage private:false")
        entries = len(session.discord.world.state.audit_log.entries)
    assert "✅ Complete since <t:" in text(result)
    assert f"\n{entries:,} entries are held, from <t:" in text(result)
    assert fields(result)["How it is collected"].startswith("Each entry is kept as soon as it is made.")
    assert "after 45 days" in fields(result)["What is missing"]
    assert [one.to_json()["answers"][0]["ephemeral"] for one in (result, public)] == [True, False]


async def test_those_who_may_not_see_the_log(play: Play, address: str) -> None:
    """A member without the permission is refused, as by every command."""
    async with play(archive=address) as session:
        users = session.discord.world.state.users
        bob = next(user_id for user_id, user in users.items() if "bob" in (user["username"], user.get("global_name")))
        await session.do(f"as {bob}")
        result = await session.do("/audit coverage private:false")
    assert text(result).startswith("You need the permission **View audit log** to see this.")
    assert result.to_json()["answers"][0]["ephemeral"] is True


async def test_the_bot_may_not_read_the_log(play: Play, address: str) -> None:
    """Where the bot lacks the permission it says so, since when, and who can give it; what it holds it tells still."""
    async with play(archive=address) as session:
        await told(session, "✅ Complete")
        await session.do("fault forbid")
        at_once = await session.do("/audit coverage")
        await session.do("stop")
        await session.do("start")
        later = await told(session, "I was first refused <t:")
        await session.do("fault calm")
    for result in (at_once, later):
        assert text(result).split("\n")[1].startswith(_NO_PERMISSION)
        assert "\nComplete since <t:" in text(result)
        assert "entries are held" in text(result)
    assert "✅" not in text(at_once)


async def test_no_archive_and_no_permission(play: Play) -> None:
    """Both are said, the trouble first."""
    async with play() as session:
        await session.do("fault forbid")
        said = text(await session.do("/audit coverage"))
    assert said.index(_NO_PERMISSION) < said.index("I keep no archive")


async def test_an_archive_that_cannot_be_opened(play: Play, tmp_path: pathlib.Path) -> None:
    """What is wrong is said first, without the address, and the log is still shown."""
    folder = tmp_path / "not-there"
    async with play(archive=f"sqlite:///{folder / 'archive.sqlite3'}") as session:
        result = await told(session, "⚠️ The archive cannot be ")
        recent = await session.do("/audit recent count:1")
        folder.mkdir()
        healed = await told(session, "✅ Complete")
    assert "the file cannot be opened" in text(result)
    assert "Answers come from Discord itself meanwhile" in text(result)
    assert "not-there" not in str(result.to_json())
    assert "1 entry" in text(recent)
    assert "⚠️" not in text(healed)


async def test_no_intent(address: str) -> None:
    """Without the intent the bot asks Discord now and then, says so, and what to add."""
    config = lightbulb_audit.Config(archive=address)
    async with running(intents=hikari.Intents.GUILDS, values=[config]) as (session, _):
        result = await told(session, "I ask Discord for new entries now and then")
        await told(session, "Complete since <t:")
        asked = await told(session, "I last asked Discord for what is new <t:")
    assert "`hikari.Intents.GUILD_MODERATION`" in fields(result)["How it is collected"]
    assert "up to <t:" in text(asked)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://me:hunter2@host/name", "mysql is no database that an archive can be in; write sqlite"),
        ("me:hunter2@host/name", "its address is neither a path nor a URL; write sqlite"),
        (
            "postgres://me:hunter2@127.0.0.1:1/name?sslmoed=require",
            "its option sslmoed is unknown; do you mean sslmode?",
        ),
        (
            "postgres://me:hunter2@127.0.0.1:1/name?sslmode=require",
            "see whether it runs and whether the address is right",
        ),
        ("SERVER", "there is no database of this name; create it"),
        ("/proc/nowhere/hunter2.sqlite3", "see whether its folder exists"),
    ],
)
async def test_whatever_is_wrong_with_an_archive(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, address: str, said: str
) -> None:
    """The commands answer from Discord, `/audit coverage` says what is wrong and what to do, and no secret is told."""
    if address.startswith("SERVER"):
        address = (
            sa.make_url(request.getfixturevalue("server")).set(database="nowhere").render_as_string(hide_password=False)
        )
    async with running(values=[lightbulb_audit.Config(archive=address)]) as (session, _):
        recent = await session.do("/audit recent count:1")
        coverage = await told(session, said)
    assert "1 entry" in text(recent)
    assert "Answers come from Discord itself meanwhile" in text(coverage)
    assert "hunter2" not in str(coverage.to_json())
    is_seen_at_once = not address.startswith("postgres") or "sslmoed" in address
    assert ("no archive is kept, and the commands answer from Discord alone: " in caplog.text) is is_seen_at_once
    assert caplog.text.replace("hunter2.sqlite3", "").count("hunter2") == 0
