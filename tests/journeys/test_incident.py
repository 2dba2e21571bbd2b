"""An incident: one message that goes on, and what people do about it from there."""

import json
import pathlib
from typing import Any, Final

import pytest
from tests.journeys import seen
from tests.journeys.incident_kit import Judge, held, member, posted, role_id, sitting, told

from discord_standin import Session, StepResult

_ALL: Final = [
    "Show entries",
    "Their history",
    "Incident file",
    "Mute for an hour",
    "Take their roles",
    "Pause invites",
]


@pytest.fixture
def address(tmp_path: pathlib.Path) -> str:
    """Where an archive may be made."""
    return f"sqlite:///{tmp_path}/archive.sqlite3"


def _labels(message: dict[str, Any]) -> list[str]:
    return [part["label"] for row in message["components"] for part in row["components"]]


async def _as(session: Session, username: str) -> None:
    await session.do(f"as {member(session.discord, username)['user']['id']}")


def _said(result: StepResult) -> str:
    assert result.answers[0]["ephemeral"]
    return seen.text(result)


async def test_a_raid_of_one_person_is_one_message(address: str) -> None:
    """What several rules find of one person is one message that pings once, with all that they did."""
    async with sitting(address) as session:
        discord = session.discord
        judge, helper = Judge(discord, address), role_id(discord, "Helper")
        begun = await session.do("/audit alert preset size:small channel:#mod-log role:@Helper")
        ids = [judge.entry() for _ in range(5)]
        first = await told(discord)
        ids += [judge.entry(12) for _ in range(3)]
        message = await told(discord, lambda text: "deleted 3" in text)
        ids += [judge.entry(20) for _ in range(5)]
        message = await told(discord, lambda text: "kicked 5 members" in text)
        listed = await session.do("press Show entries")
    assert f"and ping <@&{helper}> once an incident" in seen.text(begun)
    assert message["id"] == first["id"]
    assert (message["content"], message["mention_roles"]) == (f"<@&{helper}>", [helper])
    assert "**anna** banned 5 members" in message["embeds"][0]["description"]
    assert message["embeds"][0]["footer"]["text"] == "Alerts 1, 3 and 4"
    assert seen.entry_ids(listed) == ids[::-1]


async def test_one_message_goes_on(address: str) -> None:
    """It says who, what by doing, when and what is undone; it grows in place, and pings the rule's role once."""
    async with sitting(address) as session:
        discord = session.discord
        judge = Judge(discord, address, role="Helper")
        incident = await judge.find(*(judge.entry() for _ in range(3)))
        message = await told(discord)
        embed = message["embeds"][0]
        assert embed["title"] == "🚨 Incident 1"
        assert "**anna** banned 3 members" in embed["description"]
        assert "Roles: **Moderator** ⚠️" in embed["description"]
        assert _labels(message) == _ALL
        helper = role_id(discord, "Helper")
        assert (message["content"], message["mention_roles"]) == (f"<@&{helper}>", [helper])
        banned = judge.entry(target_id="100000000000000777")
        unban = judge.entry(23, "olga_ironfist", target_id="100000000000000777")
        await judge.find(judge.entry(12), banned, incident_id=incident.incident_id)
        again = await told(discord, lambda text: "deleted" in text and "1 of 5 undone" in text)
        assert again["id"] == message["id"]
        assert unban not in json.dumps(again["components"])
        sent = [row for row in discord.requests if "/messages" in row["path"] and row["method"] in {"POST", "PATCH"}]
        pings = [row for row in sent if helper in row["body"].get("allowed_mentions", {}).get("roles", [])]
        assert [row["method"] for row in pings] == ["POST"]
        assert all("action:stage" not in json.dumps(row["body"]) for row in sent)


async def test_entries_history_and_file(address: str) -> None:
    """Exactly its entries are listed for the presser alone, a page at a time; history and file are theirs alone too."""
    async with sitting(address) as session:
        judge = Judge(session.discord, address)
        ids = [judge.entry(reason="raid") for _ in range(30)]
        judge.entry(20, reason="not of it")
        await judge.find(*ids)
        await told(session.discord)
        listed = await session.do("press Show entries")
        assert "entries 1 to 25 of 30" in _said(listed)
        found = seen.entry_ids(listed)
        listed = await session.do("press Older")
        found += seen.entry_ids(listed)
        assert found == ids[::-1]
        looked = await session.do(f"choose {found[-1]}")
        assert "raid" in json.dumps(seen.message(looked)["embeds"])
        history = await session.do("press Their history")
        assert "not of it" in _said(history)
        made = await session.do("press Incident file")
        assert "The whole incident: 30 entries" in _said(made)
        (file,) = seen.message(made)["attachments"]
        assert file["filename"].endswith(".html")


async def test_roles_are_taken_and_given_back(address: str) -> None:
    """After a yes they are gone, the message and Discord's log say who did it, and one press gives them back."""
    async with sitting(address) as session:
        discord = session.discord
        judge = Judge(discord, address)
        await judge.find(judge.entry())
        await told(discord)
        before = held(discord, "anna")
        await _as(session, "olga_ironfist")
        asked = await session.do("press Take their roles")
        assert "Take **Moderator**, **Regular** from" in _said(asked)
        assert held(discord, "anna") == before
        assert "Nothing was done" in _said(await session.do("press No"))
        await session.do("press Take their roles")
        assert "Took **Moderator**, **Regular**" in _said(await session.do("press Yes"))
        assert held(discord, "anna") == set()
        message = await told(discord, lambda text: "🔒" in text)
        olga = member(discord, "olga_ironfist")["user"]["id"]
        assert f"<@{olga}> took" in message["embeds"][0]["description"]
        reasons = {one["reason"] for one in discord.world.state.audit_log.entries if one["action_type"] == 25}
        assert reasons == {f"Requested by olga_ironfist ({olga}): roles taken, incident 1"}
        assert "Gave **Moderator**, **Regular** back" in _said(await session.do("press Give roles back"))
        assert held(discord, "anna") == before
        message = await told(discord, lambda text: "🔓" in text)
        assert "Give roles back" not in _labels(message)


async def test_invites_are_paused(address: str) -> None:
    """After a yes nobody joins for a day; the message says who did it, and a press ends it."""
    async with sitting(address) as session:
        discord = session.discord
        judge = Judge(discord, address)
        await judge.find(judge.entry())
        await told(discord)
        asked = await session.do("press Pause invites")
        assert "Pause the invites" in _said(asked)
        assert "Invites are paused until" in _said(await session.do("press Yes"))
        assert discord.world.state.guild["incidents_data"]["invites_disabled_until"] is not None
        message = await told(discord, lambda text: "⏸️" in text)
        assert "Resume invites" in _labels(message)
        await session.do("press Resume invites")
        assert "Invites work again" in _said(await session.do("press Yes"))
        assert discord.world.state.guild["incidents_data"]["invites_disabled_until"] is None


async def test_muted_for_an_hour(address: str) -> None:
    """What goes on in a muted incident is kept and not told; only who manages the server mutes it."""
    async with sitting(address) as session:
        judge = Judge(session.discord, address)
        incident = await judge.find(judge.entry())
        message = await told(session.discord)
        await _as(session, "kenji_w")
        assert "Manage Server" in _said(await session.do("press Mute for an hour"))
        await _as(session, "olga_ironfist")
        assert "Incident 1 is muted until" in _said(await session.do("press Mute for an hour"))
        await judge.find(judge.entry(12), incident_id=incident.incident_id)
        await session.do("wait 1.5")
        assert [one.message["embeds"] for one in posted(session.discord)] == [message["embeds"]]


_LOG, _MANAGE, _ROLES = 1 << 7, 1 << 5, 1 << 28
_NO_LOG: Final = "View audit log"
_BUTTONS: Final = {
    "Show entries": (_LOG, "Incident 1 · entries"),
    "Their history": (_LOG, "audit history"),
    "Incident file": (_LOG, "The whole incident"),
    "Mute for an hour": (_MANAGE, "is muted until"),
    "Take their roles": (_ROLES, "Take **Moderator**"),
    "Pause invites": (_MANAGE, "Pause the invites"),
}
_PEOPLE: Final = ("barliman.b", "olga_ironfist", "anna", "kenji_w", "milamila", "bobthebuilder")
_ABOVE: Final = ("barliman.b", "olga_ironfist")
"""Those of them who stand above anna."""


async def test_who_may_press_what(address: str) -> None:
    """Each button asks anew: who may see the log reads, who manages the server mutes and pauses, who is above takes."""
    async with sitting(address) as session:
        state = session.discord.world.state
        moderators = state.roles[role_id(session.discord, "Moderator")]
        moderators["permissions"] = str(int(moderators["permissions"]) | _ROLES)
        judge = Judge(session.discord, address, channel="general")
        await judge.find(judge.entry())
        await told(session.discord)
        for name in _PEOPLE:
            may = state.permissions(member(session.discord, name)["user"]["id"])
            await _as(session, name)
            for label, (wanted, said) in _BUTTONS.items():
                answer = _said(await session.do(f"press {label}"))
                is_let = bool(may & _LOG and may & wanted)
                is_below = is_let and label == "Take their roles" and name not in _ABOVE
                assert (said in answer) is (is_let and not is_below), (name, label, answer)
                if not may & _LOG:
                    assert _NO_LOG in answer
                elif is_below:
                    assert ("That is you" if name == "anna" else "You do not stand above them") in answer
                elif not is_let:
                    assert "permission Manage" in answer
        assert held(session.discord, "anna") == {"Moderator", "Regular"}


async def test_what_cannot_be_taken_is_said(address: str) -> None:
    """Of somebody above the bot what is below it is taken, the rest named; without the permission the bot says so."""
    async with sitting(address) as session:
        discord = session.discord
        judge = Judge(discord, address)
        await judge.find(judge.entry(by="tomas.h"), by="tomas.h")
        await told(discord)
        asked = _said(await session.do("press Take their roles"))
        assert "Take **Dice Goblins 🎲**" in asked
        assert "**Warden** stays: it is not below the bot's highest role" in asked
        auditor = discord.world.state.roles[role_id(discord, "auditor")]
        auditor["permissions"] = str(int(auditor["permissions"]) & ~_ROLES)
        assert "The bot needs the permission Manage Roles" in _said(await session.do("press Yes"))
        assert held(discord, "tomas.h") == {"Warden", "Dice Goblins 🎲"}
