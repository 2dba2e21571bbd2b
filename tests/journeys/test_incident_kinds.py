"""Incidents of other kinds: a log that was closed, what was done to one thing, a message that takes no more edits."""

import asyncio
import datetime
import json
import pathlib
from typing import Any, Final

import pytest
from tests.journeys.collected import until
from tests.journeys.incident_kit import Judge, member, posted, role_id, sitting, told
from typing_extensions import override

from discord_standin.snowflake import Snowflakes

_AGO: Final = datetime.timedelta(hours=2)
_CLOSED: Final = "The bot may not read the audit log any more"


@pytest.fixture
def address(tmp_path: pathlib.Path) -> str:
    """Where an archive may be made."""
    return f"sqlite:///{tmp_path}/archive.sqlite3"


def _labels(message: dict[str, Any]) -> list[str]:
    return [part["label"] for row in message["components"] for part in row["components"]]


class _Earlier(Snowflakes):
    """Ids of two hours ago."""

    @override
    def next(self) -> str:
        return str(int(super().next()) - (int(_AGO.total_seconds() * 1000) << 22))


async def test_a_log_that_is_closed(address: str) -> None:
    """Whoever takes the permission to read the log from the bot is told of once, with a ping, a restart or not."""
    async with sitting(address) as session:
        discord = session.discord
        helper = role_id(discord, "Helper")
        discord.world.state.roles[helper]["mentionable"] = True
        added = await session.do("/audit alert add condition:silence channel:#mod-log role:@Helper")
        assert "events stop while the log goes on" in json.dumps(added.answers)
        await session.do("fault forbid")
        message = await told(discord, lambda text: _CLOSED in text)
        assert message["content"] == f"<@&{helper}>"
        assert _labels(message) == ["Mute for an hour", "Pause invites"]
        for step in ("kill", "start", "wait 3"):
            assert (await session.do(step)).error is None
        assert [one.message["id"] for one in posted(discord)] == [message["id"]]


async def test_a_message_that_takes_no_more_edits(address: str) -> None:
    """What goes on then has a new message without a ping, which is edited in its turn; the old one stays."""
    async with sitting(address) as session:
        state = session.discord.world.state
        usual, state.snowflakes = state.snowflakes, _Earlier()
        judge = Judge(session.discord, address, role="Helper")
        incident = await judge.find(judge.entry())
        await told(session.discord)
        (old,) = posted(session.discord)
        old.message["timestamp"] = (datetime.datetime.now(datetime.UTC) - _AGO).isoformat()
        state.snowflakes = usual
        for count in range(2, 8):
            await judge.find(judge.entry(), incident_id=incident.incident_id)
            said = f"banned {count} members"
            await until(lambda said=said: said in json.dumps(posted(session.discord)[-1].message["embeds"]), 30)
            await asyncio.sleep(0.4)
        first, second = (one.message for one in posted(session.discord))
        assert first["id"] == old.id
        assert "banned 4 members" in json.dumps(first["embeds"])
        assert (second["content"], second["mention_roles"]) == ("", [])


async def test_what_was_done_to_one_thing(address: str) -> None:
    """Where a rule counts by target, the message names it, whatever it is, and nobody's roles can be taken."""
    async with sitting(address) as session:
        discord = session.discord
        judge = Judge(discord, address)
        anna = member(discord, "anna")["user"]["id"]
        channel = next(key for key, one in discord.world.state.channels.items() if one["name"] == "general")
        change = [{"key": "topic", "old_value": "a", "new_value": "b"}]
        for number, (target, said) in enumerate(((anna, "**anna**"), (channel, "general**"), (None, "nobody")), 1):
            more = {"action_type": 21} if target is None else {"action_type": 11} if target == channel else {}
            ids = [judge.entry(by=by, target_id=target, changes=change, **more) for by in ("kenji_w", "olga_ironfist")]
            await judge.find_to(None if target is None else int(target), *ids)
            message = await told(discord, lambda text: text.startswith("What was done to"), count=number)
            assert said in message["embeds"][0]["description"]
            assert ("Their history" in _labels(message)) is (target == anna)
            assert "Take their roles" not in _labels(message)
            await asyncio.sleep(0.5)
