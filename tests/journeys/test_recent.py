"""`/audit recent` as people use it: typed at a local Discord, answered by the real bot."""

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest

from discord_standin import Session
from discord_standin.markdown import spans

from .conftest import GuildJson, Play, bans
from .seen import entry_ids, is_on, message, publicly, text

_ANNA_BANS = "🔨 **anna** banned **spam\\*mer\\_42** — *raid, see \\#mod-log* · <t:"


async def test_a_list_reads_like_a_colleagues_words(play: Play) -> None:
    """The newest entries come first, one line each, with the span shown and how long Discord keeps them."""
    async with play() as session:
        result = await session.do("/audit recent")
    lines = text(result).splitlines()
    assert lines[0] == "The Prancing Pony · audit log"
    assert lines[1].startswith(_ANNA_BANS)
    assert "**olga** gave the role **Helper** the permission Administrator ⚠️" in lines[2]
    assert len(entry_ids(result)) == 10
    assert lines[11].startswith("-# 10 entries, newest first · <t:")
    assert lines[11].endswith("Discord keeps 45 days")
    assert result.to_json()["answers"][0]["ephemeral"] is True


async def _all_ids(session: Session, label: str, first: list[str]) -> list[str]:
    seen = list(first)
    result = await session.do("press Refresh")
    while is_on(result, label):
        result = await session.do(f"press {label}")
        seen += entry_ids(result)
    return seen


async def test_walking_to_the_end_and_back_shows_each_entry_once(play: Play, many_entries: GuildJson) -> None:
    """250 entries, 25 a page: ten pages to the end and nine back, nothing twice, nothing missing."""
    wanted = [entry["id"] for entry in many_entries["audit_log"]["audit_log_entries"]]
    async with play(many_entries) as session:
        first = await session.do("/audit recent count:25")
        down = await _all_ids(session, "Older", entry_ids(first))
        up = await _all_ids(session, "Newer", [])
    assert down == wanted
    assert sorted(up, reverse=True) == wanted[: len(wanted) - 25]


async def test_arriving_entries_move_nothing(play: Play, many_entries: GuildJson, tmp_path: Path) -> None:
    """What arrives between two presses is found at the top, and shifts no page."""
    old = [entry["id"] for entry in many_entries["audit_log"]["audit_log_entries"]]
    new = bans(many_entries, 30, seconds_ago=0)
    for number, entry in enumerate(new):
        payload = {**entry, "guild_id": many_entries["guild"]["id"]}
        event = {"t": "GUILD_AUDIT_LOG_ENTRY_CREATE", "d": payload}
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(event), encoding="utf-8")
    seen: list[str] = []
    async with play(many_entries) as session:
        result = await session.do("/audit recent count:25")
        seen += entry_ids(result)
        for number in reversed(range(len(new))):
            await session.do(f"event {tmp_path / f'{number}.jsonl'}")
            if is_on(result, "Older"):
                result = await session.do("press Older")
                seen += entry_ids(result)
        back = await _all_ids(session, "Newer", [])
    assert seen == old
    assert sorted(back, reverse=True) == [entry["id"] for entry in new] + old[:-25]


async def test_buttons_outlive_a_killed_bot(play: Play, many_entries: GuildJson) -> None:
    """A press after a SIGKILL and a start goes on where the list stood, and edits the same message."""
    wanted = [entry["id"] for entry in many_entries["audit_log"]["audit_log_entries"]]
    seen: list[str] = []
    async with play(many_entries) as session:
        result = await session.do("/audit recent count:25")
        message_id = message(result)["id"]
        for _ in range(3):
            seen += entry_ids(result)
            await session.do("kill")
            await session.do("start")
            result = await session.do("press Older")
            assert message(result)["id"] == message_id
    assert [*seen, *entry_ids(result)] == wanted[:100]


async def test_buttons_that_lead_nowhere_are_off(play: Play, guild: GuildJson) -> None:
    """On the only page everything but Refresh is off; in between all are on."""
    few = {**guild, "audit_log": {"audit_log_entries": bans(guild, 3)}}
    async with play(few) as session:
        whole = await session.do("/audit recent")
        await session.do("/audit recent count:1")
        middle = await session.do("press Older")
        last = await session.do("press Older")
    assert [is_on(whole, label) for label in ("Newest", "Newer", "Older", "Refresh")] == [False, False, False, True]
    assert [is_on(middle, label) for label in ("Newest", "Newer", "Older", "Refresh")] == [True, True, True, True]
    assert [is_on(last, label) for label in ("Newest", "Newer", "Older", "Refresh")] == [True, True, False, True]


async def test_one_read_and_one_answer(play: Play) -> None:
    """A list costs Discord one page of the log and one answer."""
    async with play() as session:
        await session.do("/audit recent")
        requests = session.discord.requests
        mine = [(entry["method"], entry["path"].split("/")[1]) for entry in requests if _is_asked_later(entry)]
    assert mine == [("GET", "guilds"), ("POST", "interactions")]


def _is_asked_later(entry: dict[str, Any]) -> bool:
    return "audit-logs" in entry["path"] or entry["path"].startswith(("/interactions", "/webhooks", "/channels"))


async def test_choosing_an_entry_answers_with_it_alone(play: Play) -> None:
    """The menu's value is the entry's id, and choosing it answers with that entry alone."""
    async with play() as session:
        result = await session.do("/audit recent")
        chosen = await session.do(f"choose {entry_ids(result)[1]}")
    assert "the permission Administrator" in text(chosen)
    assert entry_ids(chosen) == []
    assert entry_ids(result)[1] in message(chosen)["embeds"][0]["footer"]["text"]


@pytest.mark.parametrize(
    ("options", "fits"),
    [
        ("user:@anna", "**anna**"),
        ("action:member_ban_add", "banned"),
        ("action:messages", "message"),
        ("action:webhooks user:@olga", "webhook"),
        ("target:@bob", "Bobby"),
        ("target:@bob action:messages user:@anna", "by **Bobby**"),
    ],
)
async def test_filters_keep_what_was_asked_for(play: Play, options: str, fits: str) -> None:
    """Every line of a filtered list fits the question, which is repeated above it."""
    async with play() as session:
        result = await session.do(f"/audit recent {options}")
    lines = text(result).splitlines()[1:-1]
    assert lines[0].startswith("-# 🔎 ")
    assert len(lines) > 1
    assert all(fits in line for line in lines[1:])


async def test_a_time_is_repeated_as_it_was_understood(play: Play) -> None:
    """Words without a zone are meant in UTC, and the answer says each reader in their own zone when that was."""
    now = datetime.datetime.now(datetime.UTC)
    async with play() as session:
        before = await session.do("/audit recent before:2 days ago")
        day = await session.do("/audit recent after:2026-01-05")
        wrong = await session.do("/audit recent after:the day of the goose")
    said = re.search(r"before <t:(\d+):f> \(<t:\1:R>\)", text(before))
    assert said is not None
    assert -5 < int(said[1]) - (now - datetime.timedelta(days=2)).timestamp() < 120
    midnight = int(datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC).timestamp())
    assert f"after <t:{midnight}:f> (<t:{midnight}:R>)" in text(day)
    assert text(wrong).startswith("I do not understand “the day of the goose” as a time for **after**")


async def test_searching_further_where_discord_cannot_filter(play: Play, guild: GuildJson) -> None:
    """At most 1,000 entries are looked at for a press; the answer says how far, and a button goes on."""
    entries = bans(guild, 2100)
    entries[2050] = {**entries[2050], "action_type": 72, "options": {"count": "5", "channel_id": "1"}}
    async with play({**guild, "audit_log": {"audit_log_entries": entries}}) as session:
        first = await session.do("/audit recent action:messages")
        second = await session.do("press Search further")
        third = await session.do("press Search further")
        reads = [entry for entry in session.discord.requests if "audit-logs" in entry["path"]]
    assert "Nothing found so far" in text(first)
    assert "looked through 1,000 entries, back to <t:" in text(first)
    assert "Nothing found so far" in text(second)
    assert entry_ids(third) == [entries[2050]["id"]]
    assert "looked through 100 entries, to the end" in text(third)
    assert len(reads) == 10 + 10 + 2


async def test_autocomplete_offers_actions_and_categories(play: Play) -> None:
    """Half a word is enough; what is chosen is understood."""
    async with play() as session:
        offered = (await session.do("type /audit recent action:ba")).choices
        everything = (await session.do("type /audit recent action:mem")).choices
        result = await session.do(f"/audit recent action:{offered[0]['value']}")
    assert offered[0] == {"name": "🔨 Member banned", "value": "member_ban_add"}
    assert {"name": "All of Members", "value": "members"} in everything
    assert "banned" in text(result)


async def test_an_empty_log(play: Play, guild: GuildJson) -> None:
    """A server in which nothing happened gets a sentence, and no menu."""
    async with play({**guild, "audit_log": {"audit_log_entries": []}}) as session:
        result = await session.do("/audit recent")
    assert "Nothing is in the audit log." in text(result)
    assert entry_ids(result) == []


async def test_public_answers(play: Play) -> None:
    """`private:false` lets the channel see the list; another moderator may press, a plain member may not."""
    async with play() as session:
        result = await publicly(session, "/audit recent private:false count:2")
        people = {name: _user_id(session, name) for name in ("anna", "bob")}
        await session.do(f"as {people['anna']}")
        pressed = await session.do("press Older")
        await session.do(f"as {people['bob']}")
        refused = await session.do("press Older")
        chosen = await session.do(f"choose {entry_ids(pressed)[0]}")
    assert result.to_json()["answers"][0]["ephemeral"] is False
    assert message(pressed)["id"] == message(result)["id"]
    for no in (refused, chosen):
        assert text(no).startswith("You need the permission **View audit log**")
        assert no.to_json()["answers"][0]["ephemeral"] is True


def _user_id(session: Session, name: str) -> str:
    users = session.discord.world.state.users
    return next(user_id for user_id, user in users.items() if name in (user["username"], user.get("global_name")))


async def test_only_those_who_may(play: Play) -> None:
    """A member without the permission is refused by the command itself, in a sentence only they see."""
    async with play() as session:
        await session.do(f"as {_user_id(session, 'bob')}")
        result = await session.do("/audit recent private:false")
        reads = [entry for entry in session.discord.requests if "audit-logs" in entry["path"]]
    assert text(result).startswith("You need the permission **View audit log** to see this.")
    assert result.to_json()["answers"][0]["ephemeral"] is True
    assert reads == []


async def test_the_bot_needs_the_permission_too(play: Play) -> None:
    """Without View audit log the bot says so, names who can give it, and does not ask Discord at all."""
    async with play() as session:
        await session.do("fault forbid")
        result = await session.do("/audit recent")
        reads = [entry for entry in session.discord.requests if "audit-logs" in entry["path"]]
        await session.do("fault calm")
        again = await session.do("/audit recent")
    assert text(result).startswith("I need the permission **View audit log**")
    assert "owner" in text(result)
    assert reads == []
    assert _ANNA_BANS in text(again)


async def test_nothing_from_outside_is_alive(play: Play) -> None:
    """Through all of the example's hostile names and reasons, only our own markup is alive, and nobody is mentioned."""
    alive: set[str] = set()
    async with play() as session:
        result = await session.do("/audit recent count:25")
        while True:
            seen = message(result)
            assert (seen["mentions"], seen["mention_roles"], seen["mention_everyone"]) == ([], [], False)
            alive |= {span.kind for span in spans(seen["embeds"][0]["description"])}
            if not is_on(result, "Older"):
                break
            result = await session.do("press Older")
        sent = [entry["body"]["data"] for entry in session.discord.requests if "/callback" in entry["path"]]
    assert alive <= {"text", "bold", "italic", "time", "subtext"}
    assert all(body["allowed_mentions"] == {"parse": []} for body in sent)


async def test_a_hidden_channel_keeps_its_secret(play: Play) -> None:
    """What Discord sends in the place of a hidden channel's name is never shown."""
    async with play() as session:
        result = await session.do("/audit recent count:25")
        while is_on(result, "Older"):
            assert "hidden___" not in json.dumps(result.to_json())
            result = await session.do("press Older")
