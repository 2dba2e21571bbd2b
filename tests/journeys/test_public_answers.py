"""`private:false`: where people would read the log who may not see it, whoever asks is asked first."""

import contextlib
import copy
from collections.abc import AsyncGenerator, Iterator
from typing import Any, Final

import pytest
from tests.journeys import seen
from tests.journeys.conftest import GuildJson, Play
from tests.journeys.hosts import bots
from tests.journeys.hosts.bots import Host

from discord_standin import Discord, GuildFile, Session, StepResult
from lightbulb_audit import Config
from lightbulb_audit.catalog import words

_VIEW, _HISTORY, _LOG = 1 << 10, 1 << 16, 1 << 7


def _lets(subject: str, kind: int) -> dict[str, Any]:
    """An overwrite of a role, 0, or a member, 1, that may read and write."""
    return {"id": subject, "type": kind, "allow": str(_VIEW | _HISTORY | 2048), "deny": "0"}


def _closed(guild: GuildJson, *overwrites: dict[str, Any]) -> GuildJson:
    """The example guild whose channels nobody may see but the bot, and some who may."""
    closed = copy.deepcopy(guild)
    everyone = {"id": guild["guild"]["id"], "type": 0, "allow": "0", "deny": str(_VIEW)}
    for channel in closed["guild"]["channels"]:
        channel["permission_overwrites"] = [everyone, _lets(guild["bot"]["id"], 1), *overwrites]
    return closed


@contextlib.asynccontextmanager
async def _sitting(host: Host, guild: GuildJson) -> AsyncGenerator[Session]:
    async with (
        Discord(GuildFile.from_json(guild), has_endpoint=host.is_rest) as discord,
        host.run(discord),
        Session(discord, follow_up_seconds=1.0 if host.before else 0.0) as session,
    ):
        yield session


def _is_private(result: StepResult) -> bool:
    return result.to_json()["answers"][0]["ephemeral"]


_STEPS: Final = ("recent", "search", "entry id:{id}", "history of:@bob", "export")


@pytest.mark.parametrize("is_archived", [False, True])
async def test_asks_first(play: Play, guild: GuildJson, tmp_path: Any, is_archived: bool) -> None:
    """The question shows nothing of the log, to the asker alone; a yes shows the answer to all, and is remembered."""
    archive = f"sqlite:///{tmp_path}/archive.sqlite3" if is_archived else ""
    entry_id = guild["audit_log"]["audit_log_entries"][0]["id"]
    steps = [f"/audit {step} private:false".format(id=entry_id) for step in _STEPS]
    async with play(guild, archive=archive) as session:
        for step in steps:
            asked = await session.do(step)
            assert _is_private(asked)
            assert seen.buttons(asked) == ["Yes", "No"]
            assert seen.text(asked) == words.PUBLIC_QUESTION
            assert not seen.entry_ids(asked)
            assert not seen.message(asked)["attachments"]
        shown = await session.do("press Yes")
        assert not _is_private(shown)
        assert seen.message(shown)["attachments"]
        for _ in range(1 + is_archived):
            for step in steps:
                again = await session.do(step)
                assert not _is_private(again)
                assert seen.buttons(again)[:1] != ["Yes"]
            await session.do("stop")
            await session.do("start")
        assert _is_private(await session.do("/audit recent"))
        assert seen.buttons(await session.do(steps[0])) == ["Yes", "No"] or is_archived


async def test_a_no_shows_it_to_the_asker_alone(play: Play) -> None:
    """After a no the question itself becomes the answer, nothing is remembered, and the next time is asked again."""
    async with play() as session:
        asked = await session.do("/audit recent private:false count:3")
        shown = await session.do("press No")
        assert _is_private(shown)
        assert seen.message(shown)["id"] == seen.message(asked)["id"]
        assert len(seen.entry_ids(shown)) == 3
        assert seen.buttons(await session.do("/audit recent private:false")) == ["Yes", "No"]


async def test_the_question_goes_once_it_is_answered(play: Play) -> None:
    """A yes leaves the public answer alone behind: nothing is left to press a second time."""
    async with play() as session:
        asked = await session.do("/audit recent private:false count:3")
        await session.do("press Yes")
        state = session.discord.world.state
        held = state.messages.find(asked.answers[0]["channel_id"], seen.message(asked)["id"])
        assert held is None or held.is_deleted


async def test_a_yes_after_a_restart(play: Play) -> None:
    """A yes to an answer that waits no more is remembered and says so; a no says that its list is outdated."""
    async with play() as session:
        await session.do("/audit recent private:false")
        await session.do("stop")
        await session.do("start")
        said = await session.do("press Yes")
        assert _is_private(said)
        assert "Give the command once more" in seen.text(said)
        assert not _is_private(await session.do("/audit recent private:false"))


async def test_who_may_no_longer(play: Play, guild: GuildJson) -> None:
    """Who lost the permission between question and yes sees nothing, and no yes is remembered."""
    async with play() as session:
        state = session.discord.world.state
        moderator = next(
            user_id
            for user_id in state.members
            if state.permissions(user_id) & _LOG and not state.permissions(user_id) & 8 and user_id != state.bot["id"]
        )
        await session.do(f"as {moderator}")
        await session.do("/audit recent private:false")
        state.members[moderator]["roles"] = []
        refused = await session.do("press Yes")
        assert _is_private(refused)
        assert "View audit log" in seen.text(refused)
        await session.do(f"as {guild['guild']['owner_id']}")
        assert seen.buttons(await session.do("/audit recent private:false")) == ["Yes", "No"]


def _channels(guild: GuildJson) -> Iterator[tuple[str, GuildJson, bool]]:
    """Guilds by who reads their channels, and whether a question comes."""
    owner, bot = guild["guild"]["owner_id"], guild["bot"]["id"]
    roles = guild["guild"]["roles"]
    holder = next(one["id"] for one in roles if int(one["permissions"]) & _LOG and not one.get("tags"))
    plain = next(
        one["id"]
        for one in roles
        if not int(one["permissions"]) & (_LOG | 8) and not one.get("tags") and one["id"] != guild["guild"]["id"]
    )
    members = guild["guild"]["members"]
    person = next(one["user"]["id"] for one in members if not one["roles"] and one["user"]["id"] != owner)
    helper = next(one["user"]["id"] for one in members if holder in one["roles"] and one["user"]["id"] != bot)

    yield "nobody", _closed(guild), False
    yield "holders", _closed(guild, _lets(holder, 0)), False
    yield "a holder", _closed(guild, _lets(helper, 1)), False
    yield "the asker", _closed(guild, _lets(owner, 1)), False
    yield "a role", _closed(guild, _lets(plain, 0)), True
    yield "a person", _closed(guild, _lets(person, 1)), True


async def test_only_where_others_read(play: Play, guild: GuildJson) -> None:
    """No question comes where nobody reads the channel but those who may see the log, the bots and the asker."""
    for name, changed, is_asked in _channels(guild):
        async with play(changed) as session:
            result = await session.do("/audit recent private:false count:2")
            assert (seen.buttons(result) == ["Yes", "No"]) is is_asked, name
            assert _is_private(result) is is_asked, name


async def test_a_cached_channel_costs_no_request(play: Play, guild: GuildJson) -> None:
    """A bot that caches its servers asks Discord for nothing to find out who reads a channel."""
    async with play(_closed(guild)) as session:
        await session.do("/audit entry id:1")
        before = len(session.discord.requests)
        await session.do("/audit recent private:false count:2")
        paths = [row["path"] for row in session.discord.requests[before:]]
    assert [path for path in paths if "callback" not in path and "audit-logs" not in path] == []


def _reads(guild: GuildJson, paths: list[str]) -> list[str]:
    """The requests by which it is found out who reads a channel."""
    return [path for path in paths if path == f"/guilds/{guild['guild']['id']}" or path.startswith("/channels/")]


@pytest.mark.parametrize(
    ("hook", "is_asked"),
    [(bots.defer_for_all, True), (bots.defer_for_one, False), (bots.answer, True), (None, True)],
)
async def test_after_a_hook(guild: GuildJson, hook: Any, is_asked: bool) -> None:
    """A host that deferred for all has the question asked privately still; one that deferred for the asker, none."""
    host = Host(options={"hooks": [] if hook is None else [hook]}, before=bots.BEFORE if hook is bots.answer else "")
    async with _sitting(host, guild) as session:
        result = await session.do("/audit recent private:false count:2")
        ours = [one for one in result.to_json()["answers"] if one["message"]["content"] != (host.before or None)]
        assert [one["ephemeral"] for one in ours] == [True]
        labels = [part.get("label") for row in ours[0]["message"]["components"] for part in row["components"]]
        assert (labels == ["Yes", "No"]) is is_asked
        if is_asked:
            shown = await session.do("press Yes")
            assert [one["ephemeral"] for one in shown.to_json()["answers"]] == [False]


@pytest.mark.parametrize("hook", [bots.defer_for_all, bots.defer_past_lightbulb], ids=["known", "unknown"])
@pytest.mark.parametrize("command", ["recent count:2", "search query:banned", "export", "history of:@bob"])
async def test_a_host_that_defers_for_all_is_asked_about(guild: GuildJson, hook: Any, command: str) -> None:
    """Where a hook of the host's makes public what was to be private, nothing is shown before a yes."""
    async with _sitting(Host(options={"hooks": [hook]}), guild) as session:
        asked = await session.do(f"/audit {command}")
        (answer,) = asked.to_json()["answers"]
        assert answer["ephemeral"]
        assert seen.text(asked) == words.PUBLIC_QUESTION
        assert not seen.entry_ids(asked)
        assert not answer["message"]["attachments"]
        assert not _left_in_channel(session)
        alone = await session.do("press No")
        assert _is_private(alone)
        assert seen.text(alone) != words.PUBLIC_QUESTION
        await session.do(f"/audit {command}")
        assert not _is_private(await session.do("press Yes"))
        assert not _is_private(await session.do(f"/audit {command}"))


def _left_in_channel(session: Session) -> list[str]:
    """What all see of the bot's in the channel that is typed in."""
    state = session.discord.world.state
    channel = next(str(one["id"]) for one in state.channels.values() if one["name"] == "general")
    held = state.messages.in_channel(channel)
    return [one.message["content"] for one in held if one.message["author"]["id"] == state.bot["id"]]


@pytest.mark.parametrize("hook", [bots.defer_for_all, bots.defer_past_lightbulb], ids=["known", "unknown"])
async def test_what_managers_alone_see_is_never_public(guild: GuildJson, hook: Any, tmp_path: Any) -> None:
    """What is said of feeds and alerts, such as a threshold, is for the asker alone though a host deferred for all."""
    host = Host(options={"hooks": [hook]}, config=Config(archive=f"sqlite:///{tmp_path}/audit.sqlite3"))
    steps = ("feed list", "feed add channel:#general", "alert presets size:small", "alert list", "feed test feed:9")
    async with _sitting(host, guild) as session:
        for step in steps:
            result = await session.do(f"/audit {step}")
            assert [one["ephemeral"] for one in result.to_json()["answers"]] == [True], step
            assert seen.text(result), step
        assert not _left_in_channel(session)


async def test_the_setting_asks_too(guild: GuildJson) -> None:
    """With `private = false` in the settings the commands and the context menu ask just so."""
    target = next(one["user"]["id"] for one in guild["guild"]["members"])
    async with _sitting(Host(config=Config(private=False)), guild) as session:
        assert seen.buttons(await session.do("/audit recent")) == ["Yes", "No"]
        assert seen.buttons(await session.do(f"user-command Audit history {target}")) == ["Yes", "No"]
        assert not _is_private(await session.do("press Yes"))
        assert not _is_private(await session.do(f"user-command Audit history {target}"))


@pytest.mark.filterwarnings("ignore:shutdown_timeout should be set:DeprecationWarning")  # hikari 2.6 starts it so
async def test_without_a_gateway(guild: GuildJson) -> None:
    """A bot without a gateway asks Discord who reads the channel, a few requests once a minute."""
    host = Host(is_rest=True)
    async with _sitting(host, _closed(guild)) as session:
        requests = session.discord.requests
        assert not _is_private(await session.do("/audit recent private:false count:2"))
        paths = [row["path"] for row in requests]
        assert sum(path in _reads(guild, paths) for path in paths) == 2
        before = len(requests)
        assert not _is_private(await session.do("/audit recent private:false count:2"))
        assert not _reads(guild, [row["path"] for row in requests[before:]])
    async with _sitting(host, guild) as session:
        assert seen.buttons(await session.do("/audit recent private:false")) == ["Yes", "No"]
        assert not _is_private(await session.do("press Yes"))
