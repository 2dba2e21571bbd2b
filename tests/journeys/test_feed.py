"""`/audit feed`: begun, changed and ended by those who manage the server, and what stands in its channel."""

import datetime
import json
import pathlib
from typing import Any

import pytest
from tests.journeys import seen
from tests.journeys.conftest import GuildJson, Play

from discord_standin import Session, StepResult
from lightbulb_audit.commands.answers.feed.notice import lines_of
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.feed import Feed, Trouble


class _Events:
    """Entries that happen in a server, as files for the step `event`."""

    def __init__(self, guild: GuildJson, folder: pathlib.Path) -> None:
        self._guild = guild["guild"]
        self._folder = folder
        self._made = 0

    def entry(self, action_type: int = 22, **fields: Any) -> dict[str, Any]:
        """An entry of now."""
        self._made += 1
        entry_id = int(snowflake.first_at(datetime.datetime.now(datetime.UTC))) + self._made
        base: dict[str, Any] = {
            "user_id": self._guild["owner_id"],
            "target_id": str(10**17 + self._made),
            "changes": [],
        }
        return {"id": str(entry_id), "guild_id": self._guild["id"], "action_type": action_type, **base, **fields}

    def step(self, *entries: dict[str, Any]) -> str:
        """The step in which they happen."""
        file = self._folder / f"events{self._made}"
        lines = (json.dumps({"t": "GUILD_AUDIT_LOG_ENTRY_CREATE", "d": one}) for one in entries)
        file.write_text("\n".join(lines))
        return f"event {file}"


@pytest.fixture
def bare(guild: GuildJson) -> GuildJson:
    """The example guild with an empty log."""
    return {**guild, "audit_log": {"audit_log_entries": []}, "messages": {}}


@pytest.fixture
def events(bare: GuildJson, tmp_path: pathlib.Path) -> _Events:
    """What happens."""
    return _Events(bare, tmp_path)


@pytest.fixture
def archive(tmp_path: pathlib.Path) -> str:
    """Where an archive may be made."""
    return f"sqlite:///{tmp_path}/archive.sqlite3"


async def _posted(session: Session, *steps: str) -> list[dict[str, Any]]:
    """The messages that were sent or edited within some steps and a moment after."""
    found: list[dict[str, Any]] = []
    for step in (*steps, "wait 1.5"):
        result = await session.do(step)
        assert result.error is None, result.error
        found += [one["message"] for one in result.posted]
    return found


def _ids(message: dict[str, Any]) -> list[str]:
    parts = [part for row in message["components"] for part in row["components"]]
    return [option["value"] for part in parts for option in part.get("options", ())]


def _words(result: StepResult) -> str:
    return seen.text(result)


async def test_what_happens_is_told_within_two_seconds(
    play: Play, bare: GuildJson, events: _Events, archive: str
) -> None:
    """Only what fits stands in the channel, once, with a menu that looks into it for those who may see the log."""
    async with play(bare, archive=archive) as session:
        added = await session.do("/audit feed add channel:#mod-log query:action:banned -target:100000000000000002")
        assert "Feed 1 posts to" in _words(added)
        ban, other, kick = events.entry(reason="spam"), events.entry(), events.entry(20)
        (message,) = await _posted(session, events.step(ban, other, kick))
        assert _ids(message) == [ban["id"]]
        assert "— *spam*" in message["embeds"][0]["description"]
        looked = await session.do(f"choose {ban['id']}")
        assert looked.answers[0]["ephemeral"]
        assert "spam" in json.dumps(seen.message(looked)["embeds"])
        assert await _posted(session) == []
        (channel,) = (one for one in bare["guild"]["channels"] if one["name"] == "mod-log")
        shown = await session.do("messages #mod-log")
        assert [one["message"]["id"] for one in shown.posted] == [message["id"]]
        sent = [row for row in session.discord.requests if row["path"] == f"/channels/{channel['id']}/messages"]
        assert all(row["body"]["enforce_nonce"] and len(row["body"]["nonce"]) <= 25 for row in sent)
        assert all(row["body"]["allowed_mentions"]["parse"] == [] for row in sent)


async def test_a_burst_is_a_sum(play: Play, bare: GuildJson, events: _Events, archive: str) -> None:
    """Of more than 25 entries who did what is told, and a button lists each of them."""
    async with play(bare, archive=archive) as session:
        await session.do("/audit feed add channel:#mod-log")
        many = [events.entry(reason="raid") for _ in range(60)]
        messages = await _posted(session, events.step(*many))
        counted = [_ids(one) or one["embeds"][0]["title"] for one in messages]
        assert counted == ["60 entries"]
        assert "banned 60 members" in messages[0]["embeds"][0]["description"]
        listed = await session.do("press Show the 60 entries")
        found = seen.entry_ids(listed)
        while seen.is_on(listed, "Older"):
            listed = await session.do("press Older")
            found += seen.entry_ids(listed)
        assert sorted(found) == sorted(one["id"] for one in many)


async def test_who_may(play: Play, bare: GuildJson, archive: str) -> None:
    """Only who manages the server manages feeds; who may not see the log gets nothing from a feed's buttons."""
    members = {one["user"]["id"]: one for one in bare["guild"]["members"]}
    async with play(bare, archive=archive) as session:
        state = session.discord.world.state
        helper = next(one for one in members if 128 & state.permissions(one) and not 32 & state.permissions(one))
        await session.do(f"as {helper}")
        for step in ("list", "add channel:#mod-log", "remove feed:1", "pause feed:1", "test feed:1", "change feed:1"):
            assert "Manage Server" in _words(await session.do(f"/audit feed {step}"))


@pytest.mark.parametrize("count", [1, 60])
async def test_buttons_ask_anew_who_may(play: Play, bare: GuildJson, events: _Events, archive: str, count: int) -> None:
    """A menu and a sum's button refuse privately who may not see the log, and give who may the entries."""
    members = {one["user"]["id"]: one for one in bare["guild"]["members"]}
    async with play(bare, archive=archive) as session:
        state = session.discord.world.state
        stranger = next(one for one in members if not 128 & state.permissions(one) and not 8 & state.permissions(one))
        helper = next(one for one in members if 128 & state.permissions(one) and not 32 & state.permissions(one))
        await session.do("/audit feed add channel:#general")
        await session.do("press Yes")
        many = [events.entry(reason="raid") for _ in range(count)]
        # On a busy machine the first of them stand in a list before the sum of the rest.
        posted = await _posted(session, events.step(*many), "wait 1.5")
        parts = [part for row in posted[-1]["components"] for part in row["components"]]
        press = f"press {parts[0]['label']}" if count > 1 else f"choose {many[0]['id']}"
        assert count == 1 or press.startswith("press Show the ")
        await session.do(f"as {stranger}")
        refused = await session.do(press)
        assert refused.answers[0]["ephemeral"]
        assert "View audit log" in _words(refused)
        assert "raid" not in json.dumps(seen.message(refused))
        assert await _posted(session) == []
        await session.do(f"as {helper}")
        assert "raid" in json.dumps(seen.message(await session.do(press)))


async def test_where_everybody_reads_it_asks_first(play: Play, bare: GuildJson, events: _Events, archive: str) -> None:
    """A channel that people without the log can read wants a yes; a no begins nothing; a forum is refused."""
    async with play(bare, archive=archive) as session:
        asked = await session.do("/audit feed add channel:#general query:action:kicked")
        assert seen.buttons(asked) == ["Yes", "No"]
        assert "Nothing was added" in _words(await session.do("press No"))
        assert "No feed yet" in _words(await session.do("/audit feed list"))
        await session.do("/audit feed add channel:#general query:action:kicked")
        assert "Feed 1 posts" in _words(await session.do("press Yes"))
        assert "Forums do not" in _words(await session.do("/audit feed add channel:#recipes"))
        kick = events.entry(20)
        (message,) = await _posted(session, events.step(kick, events.entry()))
        assert _ids(message) == [kick["id"]]


async def test_changed_paused_removed(play: Play, bare: GuildJson, events: _Events, archive: str) -> None:
    """A paused feed keeps its place, a changed one asks otherwise, a removed one posts no more."""
    async with play(bare, archive=archive) as session:
        await session.do("/audit feed add channel:#mod-log")
        await session.do("/audit feed pause feed:1")
        missed = events.entry()
        assert await _posted(session, events.step(missed)) == []
        assert "paused" in _words(await session.do("/audit feed list"))
        (message,) = await _posted(session, "/audit feed pause feed:1 paused:False")
        assert _ids(message) == [missed["id"]]
        await session.do("/audit feed change feed:1 query:action:kicked")
        assert await _posted(session, events.step(events.entry())) == []
        (tested,) = await _posted(session, events.step(events.entry(20)))
        (again,) = await _posted(session, "/audit feed test feed:1")
        assert _ids(again) == _ids(tested)
        await session.do("/audit feed remove feed:1")
        assert await _posted(session, events.step(events.entry(20))) == []
        assert "no feed 1" in _words(await session.do("/audit feed remove feed:1"))


async def test_an_undoing_replies(play: Play, bare: GuildJson, events: _Events, archive: str) -> None:
    """The message of an unban replies to that of the ban."""
    async with play(bare, archive=archive) as session:
        await session.do("/audit feed add channel:#mod-log")
        ban = events.entry()
        (first,) = await _posted(session, events.step(ban))
        (second,) = await _posted(session, events.step(events.entry(23, target_id=ban["target_id"])))
        assert second["message_reference"]["message_id"] == first["id"]


async def test_without_an_archive(play: Play, bare: GuildJson) -> None:
    """Without an archive it says how to turn one on."""
    async with play(bare) as session:
        assert "archive =" in _words(await session.do("/audit feed add channel:#mod-log"))


async def test_what_is_said_of_a_feed_holds(play: Play, bare: GuildJson, archive: str) -> None:
    """A paused feed is nowhere said to post, a no says what was not done, and a long list has whole lines."""
    long = " ".join(f"text:word{number}" for number in range(60))
    async with play(bare, archive=archive) as session:
        for _ in range(20):
            await session.do(f"/audit feed add channel:#staff query:{long}")
        listed = _words(await session.do("/audit feed list")).splitlines()
        assert all(line.endswith(" · … · posts") for line in listed[:-1])
        assert listed[-1] == f"and {20 - len(listed) + 1} more"
        await session.do("/audit feed pause feed:1")
        changed = _words(await session.do("/audit feed change feed:1 query:*"))
        assert "everything" in changed
        assert "still paused" in changed
        assert " · everything · ⏸️ paused" in _words(await session.do("/audit feed list")).splitlines()[0]
        await session.do("/audit feed change feed:1 channel:#general")
        assert _words(await session.do("press No")) == "Nothing was changed."
        await session.do("/audit feed add channel:#general")
        assert _words(await session.do("press No")) == "Nothing was added."


def _resting(number: int, *, is_paused: bool = False) -> Feed:
    return Feed(1, number, 10, "", 5, 0, 0, is_paused, Trouble.GONE, is_told=False)


def test_a_paused_feed_is_in_no_trouble() -> None:
    """Each feed that rests has a line, but for those that somebody paused: they do not go on by themselves."""
    lines = lines_of([_resting(1), _resting(2, is_paused=True), _resting(3)])
    assert [line.split()[1] for line in lines] == ["1", "3"]
