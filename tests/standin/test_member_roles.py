"""The stand-in gives and takes roles and pauses invites, as Discord lets the bot."""

import datetime
from typing import Any
from urllib.parse import quote

import pytest
from tests.standin.test_openapi import SPEC, check
from tests.standin.worlds import BOT, BOT_ID, EVERYONE, GUILD_ID, serving

from discord_standin.permissions import Permission

_MEMBER = f"/guilds/{GUILD_ID}/members/2/roles"
_PAUSE = f"/guilds/{GUILD_ID}/incident-actions"


def _guild(may: Permission = Permission.MANAGE_ROLES | Permission.MANAGE_GUILD) -> dict[str, Any]:
    roles = [
        {"id": GUILD_ID, "name": "@everyone", "permissions": str(EVERYONE)},
        {"id": "50", "name": "Helpers", "position": 1},
        {"id": "51", "name": "Twitch", "position": 2, "managed": True},
        {"id": "52", "name": "Chiefs", "position": 4},
        {"id": "98", "name": "of the bot's place, but older", "position": 3},
        {"id": "99", "name": "bot", "permissions": str(BOT | int(may)), "managed": True, "position": 3},
    ]
    return {"roles": roles}


async def test_a_role_is_taken_and_given_and_the_log_tells_it() -> None:
    """What changes is one entry each with its reason; what changes nothing is none."""
    async with serving(guild=_guild()) as client:
        state = client.discord.world.state
        reason = {"X-Audit-Log-Reason": quote("for ännä (1)")}
        for method, roles, entries in (("DELETE", [], 1), ("DELETE", [], 1), ("PUT", ["50"], 2), ("PUT", ["50"], 2)):
            assert await client.ask(method, f"{_MEMBER}/50", headers=reason) == (204, None)
            assert state.members["2"]["roles"] == roles
            assert len(state.audit_log.entries) == entries
        kept = {entry["changes"][0]["key"]: entry for entry in state.audit_log.entries}
        assert kept.keys() == {"$remove", "$add"}
        for entry in kept.values():
            assert (entry["user_id"], entry["target_id"], entry["reason"]) == (BOT_ID, "2", "for ännä (1)")
            assert entry["changes"][0]["new_value"] == [{"id": "50", "name": "Helpers"}]


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        (f"{_MEMBER}/51", (403, 50013)),
        (f"{_MEMBER}/52", (403, 50013)),
        (f"{_MEMBER}/98", (403, 50013)),
        (f"{_MEMBER}/77", (404, 10011)),
        (f"{_MEMBER}/{GUILD_ID}", (400, 50028)),
        (f"/guilds/{GUILD_ID}/members/3/roles/50", (404, 10007)),
        (f"/guilds/{GUILD_ID}/members/4/roles/50", (404, 10013)),
    ],
)
async def test_what_the_bot_may_not_give(path: str, answer: tuple[int, int]) -> None:
    """Roles of others, roles that are not below its own, unknown ones, and people who are no members."""
    async with serving(guild=_guild()) as client:
        status, body = await client.ask("PUT", path)
        assert (status, body["code"]) == answer
        assert client.discord.world.state.audit_log.entries == []


async def test_both_need_their_permission() -> None:
    """Without MANAGE_ROLES no role, without MANAGE_GUILD no pause."""
    async with serving(guild=_guild(Permission.KICK_MEMBERS)) as client:
        for method, path in (("PUT", f"{_MEMBER}/50"), ("DELETE", f"{_MEMBER}/50"), ("PUT", _PAUSE)):
            status, body = await client.ask(method, path, json={})
            assert (status, body["code"]) == (403, 50013)


async def test_invites_are_paused_for_a_day_at_most() -> None:
    """The guild tells until when; what is left out is not paused; a moment beyond a day, or none, is refused."""
    now = datetime.datetime.now(datetime.UTC)
    async with serving(guild=_guild()) as client:
        for hours, expected in ((1, 200), (25, 400)):
            until = (now + datetime.timedelta(hours=hours)).isoformat()
            status, body = await client.ask("PUT", _PAUSE, json={"invites_disabled_until": until})
            assert status == expected
            if status == 200:
                assert datetime.datetime.fromisoformat(body["invites_disabled_until"]).isoformat() == until
                if SPEC.is_file():
                    check("PUT", _PAUSE, status, body)
        assert (await client.ask("PUT", _PAUSE, json={"invites_disabled_until": "soon"}))[0] == 400
        _, guild = await client.ask("GET", f"/guilds/{GUILD_ID}")
        assert guild["incidents_data"]["invites_disabled_until"] is not None
        await client.ask("PUT", _PAUSE, json={})
        _, guild = await client.ask("GET", f"/guilds/{GUILD_ID}")
        assert guild["incidents_data"] == {"invites_disabled_until": None, "dms_disabled_until": None}
