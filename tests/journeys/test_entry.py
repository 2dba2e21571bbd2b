"""`/audit entry`, the menu, and the context menu, as people use them."""

import base64
import re
from typing import Any

import pytest

from discord_standin import Session, StepResult
from discord_standin.markdown import spans

from .conftest import GuildJson, Play, bans
from .seen import entry_ids, is_on, message, publicly, text


def user_id(session: Session, name: str) -> str:
    """The id of somebody in the example guild."""
    users = session.discord.world.state.users
    return next(one for one, user in users.items() if name in (user["username"], user.get("global_name")))


def fields(result: StepResult) -> dict[str, str]:
    """The fields of the entry's embed by heading."""
    return {field["name"]: field["value"] for field in message(result)["embeds"][0].get("fields", [])}


def entry(guild: GuildJson, action_type: int, index: int = 0) -> dict[str, Any]:
    """The newest entries of a type in a guild's log."""
    entries = guild["audit_log"]["audit_log_entries"]
    return [one for one in entries if one["action_type"] == action_type][index]


async def test_an_entry_says_everything(play: Play, guild: GuildJson) -> None:
    """Actor, sentence, when, target, reason, changes and id stand in one embed."""
    ban = entry(guild, 22)
    async with play(guild) as session:
        result = await session.do(f"/audit entry id:{ban['id']}")
    embed = message(result)["embeds"][0]
    seen = fields(result)
    assert embed["author"]["name"] == "anna"
    assert embed["title"] == "🔨 Member banned"
    assert embed["description"].startswith("**anna** banned **spam\\*mer\\_42**\n<t:")
    assert f"<@{ban['user_id']}>" in seen["Who"]
    assert f"id {ban['target_id']}" in seen["To whom"]
    assert seen["Reason"] == "*raid, see \\#mod-log*"
    assert embed["footer"]["text"] == f"Entry {ban['id']}"


async def test_back_to_the_list_it_came_from(play: Play) -> None:
    """The menu turns the asker's own list into the entry, and Back turns it into the same list again."""
    async with play() as session:
        first = await session.do("/audit recent count:3 action:messages")
        older = await session.do("press Older")
        looked = await session.do(f"choose {entry_ids(older)[1]}")
        back = await session.do("press Back to the list")
    assert message(first)["id"] == message(looked)["id"] == message(back)["id"]
    assert entry_ids(back) == entry_ids(older)


async def test_back_from_an_entry_that_was_asked_for(play: Play, many_entries: GuildJson) -> None:
    """Behind `/audit entry` lies the list that begins with it."""
    wanted = many_entries["audit_log"]["audit_log_entries"][40]["id"]
    async with play(many_entries) as session:
        await session.do(f"/audit entry id:{wanted}")
        back = await session.do("press Back to the list")
    assert entry_ids(back)[0] == wanted
    assert is_on(back, "Newer")


async def test_a_public_list_stays_the_channels(play: Play) -> None:
    """Who looks into an entry of a list that all see gets a message of their own."""
    async with play() as session:
        shown = await publicly(session, "/audit recent private:false")
        looked = await session.do(f"choose {entry_ids(shown)[0]}")
    assert message(looked)["id"] != message(shown)["id"]
    assert looked.to_json()["answers"][0]["ephemeral"] is True


async def test_suggestions_cost_one_read(play: Play) -> None:
    """Typing a word letter by letter reads the log once; who may not see it is offered nothing."""
    async with play() as session:
        offered = [(await session.do(f"type /audit entry id:{typed}")).choices for typed in ("b", "ba", "banned")]
        reads = [request for request in session.discord.requests if "audit-logs" in request["path"]]
        await session.do(f"as {user_id(session, 'bob')}")
        nothing = (await session.do("type /audit entry id:b")).choices
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d 🔨 anna banned spam\*mer_42", offered[2][0]["name"])
    assert all(len(choices) <= 25 for choices in offered)
    assert len(reads) == 1
    assert nothing == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("1", "Discord has no entry 1 any more"),
        ("the goose", "I do not understand “the goose” as an entry."),
        ("https://discord.com/channels/1/2/3", "I do not understand “https\\://discord.com/channels/1/2/3”"),
    ],
)
async def test_what_is_no_entry(play: Play, words: str, sentence: str) -> None:
    """An id that is gone, words, and a link into another server get a sentence each."""
    async with play() as session:
        result = await session.do(f"/audit entry id:{words}")
    assert text(result).startswith(sentence)


async def test_a_message_link_finds_its_pin(play: Play, guild: GuildJson) -> None:
    """The link of a pinned message means the entry that says who pinned it."""
    pin = entry(guild, 74, 1)
    link = f"https://discord.com/channels/{guild['guild']['id']}/{pin['options']['channel_id']}/{pin['options']['message_id']}"
    async with play(guild) as session:
        result = await session.do(f"/audit entry id:{link}")
        other = await session.do(f"/audit entry id:{link[:-3]}123")
    assert message(result)["embeds"][0]["footer"]["text"] == f"Entry {pin['id']}"
    assert text(other).startswith("The audit log says nothing about that message")


async def test_all_changes_as_a_file(play: Play, guild: GuildJson) -> None:
    """What does not fit is counted, and a button sends the whole as a text file to the presser alone."""
    changes = [{"key": f"setting_{number}", "new_value": "x" * 90} for number in range(60)]
    changed = {**entry(guild, 11), "changes": changes}
    async with play({**guild, "audit_log": {"audit_log_entries": [changed]}}) as session:
        result = await session.do(f"/audit entry id:{changed['id']}")
        whole = await session.do("press All changes")
    attachment = message(whole)["attachments"][0]
    file = base64.b64decode(attachment["data"]).decode()
    assert "and " in fields(result)["Changes"].splitlines()[-1]
    assert whole.to_json()["answers"][0]["ephemeral"] is True
    assert file.count("Setting ") == 60


async def test_a_long_list_is_in_the_file(play: Play, guild: GuildJson) -> None:
    """A list that ends in "and 5 more" counts as cut: the button is there, and its file names all of it."""
    rule = entry(guild, 141)
    words = [f"word{number}" for number in range(15)]
    changed = {**rule, "changes": [{"key": "$add_keyword_filter", "new_value": words}]}
    async with play({**guild, "audit_log": {"audit_log_entries": [changed]}}) as session:
        result = await session.do(f"/audit entry id:{changed['id']}")
        whole = await session.do("press All changes")
    file = base64.b64decode(message(whole)["attachments"][0]["data"]).decode()
    assert "word9 and 5 more" in fields(result)["Changes"]
    assert ", ".join(words) in file


async def test_looking_things_up_costs_what_is_unknown(play: Play, guild: GuildJson) -> None:
    """For each type of entry there are at most five look-ups; none for what page or cache had."""
    by_type = {one["action_type"]: one for one in reversed(guild["audit_log"]["audit_log_entries"])}
    async with play(guild) as session:
        await session.do("/audit recent count:1")
        for action_type, one in by_type.items():
            asked = len(session.discord.requests)
            result = await session.do(f"/audit entry id:{one['id']}")
            assert fields(result) is not None
            paths = [request["path"] for request in session.discord.requests[asked:]]
            lookups = [path for path in paths if "audit-logs" not in path and "/interactions" not in path]
            # Discord's page has the accounts of who did it and to whom, not of those who stand inside alone.
            known = {user["id"] for user in guild["audit_log"]["users"]} & {one.get("user_id"), one.get("target_id")}
            assert len(lookups) <= 5, (action_type, lookups)
            assert not [path for path in lookups if path.removeprefix("/users/") in known], (action_type, lookups)


async def test_an_unknown_user_is_looked_up(play: Play, guild: GuildJson) -> None:
    """Who is neither in page nor cache is fetched by name; who does not exist is said to be gone."""
    ban = {**bans(guild, 1)[0], "target_id": "741445573018742617"}
    gone = {**bans(guild, 1, seconds_ago=9000)[0], "target_id": "999"}
    file = {**guild, "audit_log": {"audit_log_entries": [ban, gone]}}
    async with play(file) as session:
        found = await session.do(f"/audit entry id:{ban['id']}")
        missing = await session.do(f"/audit entry id:{gone['id']}")
    assert "banned **Sam**" in text(found)
    assert "samwise\\_potato" in fields(found)["To whom"]
    assert "this account is gone" in fields(missing)["To whom"]


async def test_a_slow_lookup_costs_its_own_line(play: Play, guild: GuildJson) -> None:
    """Where Discord does not answer about the message, everything else is still said."""
    pin = entry(guild, 74, 2)
    async with play(guild) as session:
        await session.do("/audit recent count:1")
        await session.do("fault latency 2100")
        result = await session.do(f"/audit entry id:{pin['id']}")
    assert fields(result)["The message"].startswith("Discord did not say what it was.")
    assert message(result)["embeds"][0]["title"] == "📌 Message pinned"


_KEPT = "the cellar key lies under the third barrel"


def _with_pin(guild: GuildJson, channel_id: str) -> tuple[GuildJson, str]:
    """The guild with one pinned message in a channel, and the entry that tells of it."""
    owner = next(user for user in guild["audit_log"]["users"] if user["id"] == guild["guild"]["owner_id"])
    pinned: dict[str, Any] = {
        "id": "1570000000000000000", "channel_id": channel_id, "author": owner, "content": _KEPT, "type": 0,
        "timestamp": "2026-11-20T10:00:00+00:00", "edited_timestamp": None, "tts": False, "mention_everyone": False,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": True,
    }  # fmt: skip
    pin: dict[str, Any] = {
        "id": "1570000000000000001",
        "user_id": owner["id"],
        "target_id": owner["id"],
        "action_type": 74,
        "options": {"channel_id": channel_id, "message_id": pinned["id"]},
    }
    log: dict[str, Any] = {**guild["audit_log"], "audit_log_entries": [pin]}
    return {**guild, "audit_log": log, "messages": {channel_id: [pinned]}}, pin["id"]


def _overwritten(guild: GuildJson, overwrites: list[dict[str, Any]]) -> tuple[GuildJson, str]:
    """The guild with the overwrites of #general replaced."""
    channels: list[dict[str, Any]] = [
        {**channel, "permission_overwrites": overwrites} if channel["name"] == "general" else channel
        for channel in guild["guild"]["channels"]
    ]
    channel_id = next(channel["id"] for channel in channels if channel["name"] == "general")
    return {**guild, "guild": {**guild["guild"], "channels": channels}}, channel_id


def _named(things: list[dict[str, Any]], name: str) -> str:
    return next(thing["id"] for thing in things if thing["name"] == name)


_VIEW, _HISTORY = str(1 << 10), str(1 << 16)


@pytest.mark.parametrize(
    ("case", "asker", "sees"),
    [
        ("open", "anna", True),
        ("closed to everyone", "anna", False),
        ("closed to everyone", "Barliman Butterbur", True),
        ("closed, open to moderators", "anna", True),
        ("closed, open to anna", "anna", True),
        ("closed to anna", "anna", False),
        ("no history for everyone", "anna", False),
        ("no history for everyone", "Barliman Butterbur", True),
    ],
)
async def test_a_messages_text_is_shown_where_discord_would(
    play: Play, guild: GuildJson, case: str, asker: str, sees: bool
) -> None:
    """Text and jump appear exactly for those who may view the channel and read its history; else a sentence does."""
    everyone, bot = guild["guild"]["id"], guild["bot"]["id"]
    moderators = _named(guild["guild"]["roles"], "Moderator")
    anna = next(user["id"] for user in guild["audit_log"]["users"] if user.get("global_name") == "anna")
    for_bot = {"id": bot, "type": 1, "allow": str(1 << 10 | 1 << 16), "deny": "0"}
    closed = {"id": everyone, "type": 0, "allow": "0", "deny": _VIEW}
    cases: dict[str, list[dict[str, Any]]] = {
        "open": [],
        "closed to everyone": [closed],
        "closed, open to moderators": [closed, {"id": moderators, "type": 0, "allow": _VIEW, "deny": "0"}],
        "closed, open to anna": [closed, {"id": anna, "type": 1, "allow": _VIEW, "deny": "0"}],
        "closed to anna": [{"id": anna, "type": 1, "allow": "0", "deny": _VIEW}],
        "no history for everyone": [{"id": everyone, "type": 0, "allow": "0", "deny": _HISTORY}],
    }
    changed, channel_id = _overwritten(guild, [*cases[case], for_bot])
    file, pin_id = _with_pin(changed, channel_id)
    async with play(file) as session:
        await session.do(f"as {user_id(session, asker)}")
        result = await session.do(f"/audit entry id:{pin_id}")
        asked = [request["path"] for request in session.discord.requests if "/messages/" in request["path"]]
    shown = fields(result)["The message"]
    assert (_KEPT in shown, "Go to the message" in shown) == (sees, sees)
    assert (shown == "In a channel that you cannot see.") is not sees
    assert bool(asked) is sees


async def test_a_public_answer_shows_what_everyone_may_see(play: Play, guild: GuildJson) -> None:
    """The owner who asks for all to see does not spill what the channel's everyone may not read."""
    closed = {"id": guild["guild"]["id"], "type": 0, "allow": "0", "deny": _VIEW}
    for_bot = {"id": guild["bot"]["id"], "type": 1, "allow": str(1 << 10 | 1 << 16), "deny": "0"}
    changed, channel_id = _overwritten(guild, [closed, for_bot])
    file, pin_id = _with_pin(changed, channel_id)
    async with play(file) as session:
        mine = await session.do(f"/audit entry id:{pin_id}")
        ours = await publicly(session, f"/audit entry id:{pin_id} private:false")
    assert _KEPT in fields(mine)["The message"]
    assert fields(ours)["The message"] == "In a channel that you cannot see."


async def test_a_thread_is_as_closed_as_its_channel(play: Play, guild: GuildJson) -> None:
    """A thread in a private channel is private, and so is a channel that the bot itself may not see."""
    closed = {"id": guild["guild"]["id"], "type": 0, "allow": "0", "deny": _VIEW}
    for_bot = {"id": guild["bot"]["id"], "type": 1, "allow": str(1 << 10 | 1 << 16), "deny": "0"}
    changed, channel_id = _overwritten(guild, [closed, for_bot])
    thread: dict[str, Any] = {**changed["guild"]["threads"][0], "parent_id": channel_id, "type": 11}
    threads = [thread, *changed["guild"]["threads"][1:]]
    file, pin_id = _with_pin({**changed, "guild": {**changed["guild"], "threads": threads}}, thread["id"])
    hidden, hidden_pin = _with_pin(guild, _named(guild["guild"]["channels"], "cellar-accounts"))
    async with play(file) as session:
        owner = await session.do(f"/audit entry id:{pin_id}")
        await session.do(f"as {user_id(session, 'anna')}")
        anna = await session.do(f"/audit entry id:{pin_id}")
    async with play(hidden) as session:
        nobody = await session.do(f"/audit entry id:{hidden_pin}")
    assert _KEPT in fields(owner)["The message"]
    assert fields(anna)["The message"] == "In a channel that you cannot see."
    assert _KEPT not in str(nobody.to_json())
    assert "hidden___" not in str(nobody.to_json())


async def test_both_sides_of_a_history(play: Play) -> None:
    """The context menu lists what somebody did; a button shows what was done to them, and both walk on."""
    async with play() as session:
        anna = user_id(session, "anna")
        did = await session.do(f"user-command Audit history {anna}")
        older = await session.do("press Older")
        done = await session.do("press Was done to")
        again = await session.do("press Did")
        await session.do(f"as {user_id(session, 'bob')}")
        refused = await session.do(f"user-command Audit history {anna}")
    assert text(did).startswith("The Prancing Pony · audit history\n-# 🔎 by **anna**")
    assert (is_on(did, "Did"), is_on(did, "Was done to")) == (False, True)
    assert is_on(older, "Was done to")
    assert "-# 🔎 done to **anna**" in text(done)
    assert entry_ids(again) == entry_ids(did)
    assert text(refused).startswith("You need the permission **View audit log**")


async def test_every_entry_of_the_example_fits_and_is_dead(play: Play, guild: GuildJson) -> None:
    """Discord takes the embed of every entry, and nothing from outside is alive in any of its texts."""
    async with play(guild) as session:
        for one in guild["audit_log"]["audit_log_entries"]:
            result = await session.do(f"/audit entry id:{one['id']}")
            embed = message(result)["embeds"][0]
            texts = [embed["description"], *(field["value"] for field in embed.get("fields", []))]
            for alive in (span for source in texts for span in spans(source)):
                assert alive.kind in {"text", "bold", "italic", "time", "user", "role", "channel", "link"}, alive
                if alive.kind == "link":
                    assert str(alive.target).startswith(
                        ("https://discord.com/channels/", "https://cdn.discordapp.com/")
                    )


@pytest.mark.parametrize("is_archived", [False, True])
@pytest.mark.parametrize(("asker", "sees"), [("anna", True), ("olga", True), ("bob", False)])
async def test_a_private_thread_is_its_members(
    play: Play, guild: GuildJson, asker: str, sees: bool, is_archived: bool
) -> None:
    """In a private thread its members read, and administrators; others do not, though they see the channel."""
    channel_id = _named(guild["guild"]["channels"], "general")
    anna, bot = _user(guild, "anna"), guild["bot"]["id"]
    thread: dict[str, Any] = {
        **guild["guild"]["threads"][0], "parent_id": channel_id, "type": 12, "member_ids": [anna, bot],
        "owner_id": guild["guild"]["owner_id"],
    }  # fmt: skip
    thread["thread_metadata"] = {**thread["thread_metadata"], "archived": is_archived}
    roles = [_without_threads(role) if role["name"] != "Warden" else role for role in guild["guild"]["roles"]]
    roles = [{**role, "permissions": str(int(role["permissions"]) | 1 << 7)} for role in roles]
    threads = [thread, *guild["guild"]["threads"][1:]]
    changed = {**guild, "guild": {**guild["guild"], "threads": threads, "roles": roles}}
    file, pin_id = _with_pin(changed, thread["id"])
    async with play(file) as session:
        await session.do(f"as {user_id(session, asker)}")
        result = await session.do(f"/audit entry id:{pin_id}")
    assert (_KEPT in fields(result)["The message"]) is sees


def _user(guild: GuildJson, name: str) -> str:
    return next(user["id"] for user in guild["audit_log"]["users"] if user.get("global_name") == name)


def _without_threads(role: dict[str, Any]) -> dict[str, Any]:
    """A role that neither manages threads nor administers."""
    return {**role, "permissions": str(int(role["permissions"]) & ~(1 << 34 | 1 << 3))}
