"""The extension in every bot: whatever a host does beside it, all of it works, and so does what is the host's."""

import contextlib
import dataclasses
import datetime
import logging
from collections.abc import AsyncGenerator
from typing import Any, Final

import hikari
import lightbulb
import pytest
from tests.journeys import seen
from tests.journeys.hosts import bots
from tests.journeys.hosts.bots import BEFORE, Host

from discord_standin import Discord, GuildFile, Session, StepResult
from discord_standin.example import example_guild
from lightbulb_audit import Config
from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog import words
from lightbulb_audit.commands.answers import responder
from lightbulb_audit.render.message import MessagePayload

GUILD: Final = example_guild(datetime.datetime.now(datetime.UTC))
_GUILD_ID: Final = int(GUILD["guild"]["id"])

NO_SERVER_WARNINGS: Final = pytest.mark.filterwarnings(
    "ignore:shutdown_timeout should be set:DeprecationWarning"  # hikari 2.6 starts its server so
)

HOSTS: Final = {
    "as the README has it": Host(),
    "a hook that defers for all": Host(options={"hooks": [bots.defer_for_all]}),
    "a hook that defers for one": Host(options={"hooks": [bots.defer_for_one]}),
    "a hook that answers": Host(options={"hooks": [bots.answer]}, before=BEFORE),
    "a hook that defers past lightbulb": Host(options={"hooks": [bots.defer_past_lightbulb]}),
    "a gate": Host(options={"hooks": [bots.gate(1)]}),
    "no gateway": Host(bots.with_components, is_rest=True),
    "no gateway, and a hook that defers": Host(options={"hooks": [bots.defer_for_all]}, is_rest=True),
    "its own /audit": Host(bots.with_own_group_before, group="audit-log"),
    "its own /audit, registered later": Host(bots.with_own_group_after, group="audit-log"),
    "names of its choice": Host(config=Config(group="who-did", guilds=(str(_GUILD_ID),)), group="who-did"),
    "a listener that takes all": Host(bots.with_catch_all),
    "menus of lightbulb's": Host(bots.with_components),
    "views of miru's": Host(bots.with_miru),
    "no cache": Host(cache=hikari.api.CacheComponents.NONE),
    "reloaded": Host(after=bots.reload),
    "loaded after the start": Host(bots.nothing, after=bots.load_started),
    "localized": Host(options={"localization_provider": lightbulb.DictLocalizationProvider({hikari.Locale.EN_US: {}})}),
    "servers of its choice": Host(options={"default_enabled_guilds": [_GUILD_ID]}),
    "injection by lightbulb's features": Host(
        options={"features": [lightbulb.features.COMMAND_INJECT_CONTEXT, lightbulb.features.HOOK_INJECT_ALL_PARAMS]}
    ),
}


@contextlib.asynccontextmanager
async def sitting(host: Host) -> AsyncGenerator[Session]:
    """A sitting with a bot."""
    file = GuildFile.from_json(GUILD)
    async with (
        Discord(file, has_endpoint=host.is_rest) as discord,
        host.run(discord),
        Session(discord, follow_up_seconds=1.0 if host.before else 0.0) as session,
    ):
        yield session


def ours(result: StepResult, host: Host) -> dict[str, Any]:
    """The last message of a step, which is ours; what the host answered before stands before it."""
    assert result.error is None, (result.step, result.error)
    answers = [
        one for one in result.to_json()["answers"] if one["message"]["content"] != host.before or not host.before
    ]
    assert len(answers) == 1, (result.step, result.to_json()["answers"])
    return answers[0]


def text(result: StepResult, host: Host) -> str:
    """All the text of our message."""
    message = ours(result, host)["message"]
    embeds = [f"{embed.get('title', '')}\n{embed.get('description', '')}" for embed in message["embeds"]]
    return "\n".join([message["content"], *embeds])


def first_entry(result: StepResult, host: Host) -> str:
    """The first value of the menu under a list."""
    rows = ours(result, host)["message"]["components"]
    return next(part["options"][0]["value"] for row in rows for part in row["components"] if part["type"] == 3)


_FEEDS = ("list", "add channel:#general", "change feed:9 query:banned", "pause feed:9", "remove feed:9", "test feed:9")
_ALERTS = (
    "list", "presets size:small", "add query:action:ban channel:#general", "preset size:small channel:#general",
    "change alert:9 count:4 within:30s", "try alert:9", "mute alert:9", "remove alert:9",
)  # fmt: skip
_OF_AN_ARCHIVE = (*(f"feed {one}" for one in _FEEDS), *(f"alert {one}" for one in _ALERTS))
"""The commands that need one; where there is none, each says so."""


async def check_commands(session: Session, host: Host) -> None:
    """Every command, and an autocomplete."""
    group, owner = host.group, GUILD["guild"]["owner_id"]
    # Where a hook puts off every answer for all to see, the first is asked about.
    listed = await seen.publicly(session, f"/{group} recent count:3")
    assert "3 entries" in text(listed, host)
    entry = await session.do(f"/{group} entry id:{first_entry(listed, host)}")
    assert first_entry(listed, host) in str(ours(entry, host))
    assert "banned" in text(await session.do(f"/{group} search query:banned count:2"), host)
    assert "audit history" in text(await session.do(f"/{group} history of:{owner}"), host).casefold()
    assert ours(await session.do(f"/{group} export query:banned"), host)["message"]["attachments"]
    assert "archive" in text(await session.do(f"/{group} coverage"), host).casefold()
    for command in _OF_AN_ARCHIVE:
        answered = text(await session.do(f"/{group} {command}"), host)
        assert answered if host.config.archive else "archive" in answered, command
    assert "audit history" in text(await session.do(f"user-command Audit history {owner}"), host).casefold()
    assert "member_ban_add" in str((await session.do(f"type /{group} recent action:ba")).choices)


async def check_presses(session: Session, host: Host) -> None:
    """A press, a menu, and a form."""
    quiet = dataclasses.replace(host, before="")
    listed = await session.do(f"/{host.group} recent count:3")
    older = await session.do("press Older")
    assert "3 entries" in text(older, quiet)
    assert first_entry(older, quiet) != first_entry(listed, host)
    there = older
    if host.prepare is not bots.with_catch_all:
        opened = await session.do(f"press {words.JUMP_TO}")
        assert opened.modal is not None, opened
        there = await session.do("submit yesterday")
        assert "entries" in text(there, quiet)
    entry_id = first_entry(there, quiet)
    assert entry_id in str(ours(await session.do(f"choose {entry_id}"), quiet))


@NO_SERVER_WARNINGS
@pytest.mark.parametrize("name", HOSTS)
async def test_all_of_it_works(name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Every command, a press, a menu, a form and an autocomplete are answered, and nothing is logged as an error."""
    host = HOSTS[name]
    async with sitting(host) as session:
        await check_commands(session, host)
        await check_presses(session, host)
    assert errors(caplog) == []


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged as an error, but for the signature that the stand-in forges to see whether it is looked at."""
    logged = [one for one in caplog.records if one.levelno >= logging.ERROR]
    return [one.getMessage() for one in logged if one.name != "hikari.interaction_server"]


def warnings(caplog: pytest.LogCaptureFixture, logger: str) -> list[str]:
    """What a part of ours warned of."""
    return [
        one.getMessage()
        for one in caplog.records
        if one.name == f"lightbulb_audit.{logger}" and one.levelno == logging.WARNING
    ]


@pytest.mark.parametrize(("hook", "is_private"), [(bots.defer_for_all, False), (bots.defer_for_one, True)])
async def test_a_deferred_answer_stays_as_private_as_it_is(hook: lightbulb.ExecutionHook, is_private: bool) -> None:
    """The host's deferral is filled in, as private as the host made it, though ours would be private."""
    host = Host(options={"hooks": [hook]})
    async with sitting(host) as session:
        answered = ours(await seen.publicly(session, "/audit recent count:3"), host)
        refused = ours(await session.do("/audit entry id:nonsense"), host)
    assert answered["ephemeral"] is is_private
    assert refused["ephemeral"] is is_private
    assert "I do not understand" in refused["message"]["content"]


class Eyes(lightbulb.SlashCommand, name="eyes", description="Says for whose eyes an answer is made"):
    """Answers as our own commands do."""

    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        """Answer."""

        async def work(_: hikari.Snowflake, viewer: Viewer) -> MessagePayload:
            return MessagePayload(hikari.Embed(description="all" if viewer.user_id is None else "one"))

        manner = responder.ResponseMode(edits=False, private=True)
        await responder.respond_if_allowed(ctx.interaction, work, manner, ctx.initial_response_sent)


@pytest.mark.parametrize(
    ("hook", "eyes", "is_private"),
    [
        (None, "one", True),
        (bots.defer_for_one, "one", True),
        (bots.answer, "one", True),
        (bots.defer_for_all, "all", False),
        (bots.defer_past_lightbulb, "all", False),
    ],
)
async def test_what_all_see_is_drawn_for_all(hook: lightbulb.ExecutionHook | None, eyes: str, is_private: bool) -> None:
    """Where a host defers for all to see, an answer that was to be private is made for the eyes of all."""

    async def with_eyes(_: Any, client: lightbulb.Client) -> None:
        client.register(Eyes)

    hooks, before = [] if hook is None else [hook], bots.BEFORE if hook is bots.answer else ""
    host = Host(with_eyes, options={"hooks": hooks}, before=before)
    async with sitting(host) as session:
        result = await session.do("/eyes")
    assert text(result, host).strip() == eyes
    assert ours(result, host)["ephemeral"] is is_private


async def test_a_gate_keeps_presses_out_too(caplog: pytest.LogCaptureFixture) -> None:
    """Whom a host's check keeps out of a command may neither press, nor choose, nor open or submit a form."""
    moderator = next(one["user"]["id"] for one in GUILD["guild"]["members"] if one["user"]["username"] == "anna")
    host = Host(options={"hooks": [bots.gate(int(moderator))]}, config=Config(private=False))
    async with sitting(host) as session:
        await seen.publicly(session, "/audit recent count:3")
        chosen = f"choose {first_entry(await session.do('press Older'), host)}"
        passed = await session.do(f"press {words.JUMP_TO}")
        await session.do(f"as {moderator}")
        refused = [await session.do(step) for step in ("press Newer", chosen, f"press {words.JUMP_TO}")]
        typed = await session.do("/audit recent")
    assert passed.modal is not None
    assert [text(one, host).strip() for one in refused] == [words.HOST_REFUSED] * 3
    assert [ours(one, host)["ephemeral"] for one in refused] == [True] * 3
    assert refused[-1].modal is None
    assert typed.error == "The application did not respond"
    warned = "the check check of this bot refused a press: NotAllowedError"
    assert warnings(caplog, "commands.host_checks") == [warned] * 3


async def test_error_handlers_of_the_host_answer_refused_presses() -> None:
    """A refusal goes to the client's error handlers, and what one of them answers is all that is said."""
    file = GuildFile.from_json(GUILD)
    host = Host(options={"hooks": [bots.no_exports]})
    handled: list[str] = []
    async with Discord(file) as discord, host.run(discord) as client, Session(discord) as session:

        @client.error_handler
        async def handle(failure: lightbulb.exceptions.ExecutionPipelineFailedException) -> bool:  # pyright: ignore[reportUnusedFunction] - lightbulb calls it
            handled.append(failure.context.command_data.qualified_name)
            return True

        await session.do("/audit search query:banned")
        saved = await session.do(f"press {words.SAVE}")
        older = await session.do("/audit recent count:3")
        walked = await session.do("press Older")
    assert handled == ["audit export"]
    assert text(saved, host).strip() == bots.REFUSED
    assert "3 entries" in text(older, host)
    assert "3 entries" in text(walked, host)


async def test_a_form_that_cannot_open_says_so(caplog: pytest.LogCaptureFixture) -> None:
    """Where the host answered a press first, its presser is told that no form can open, and what to do instead."""
    host = Host(bots.with_catch_all)
    async with sitting(host) as session:
        listed = await session.do("/audit recent count:3")
        pressed = await session.do(f"press {words.JUMP_TO}")
        older = await session.do("press Older")
    assert pressed.modal is None
    assert text(pressed, host).strip() == words.NO_FORM
    assert ours(pressed, host)["ephemeral"]
    assert first_entry(older, host) != first_entry(listed, host)
    assert errors(caplog) == []


@pytest.mark.parametrize(
    ("host", "is_warned"),
    [
        (Host(bots.nothing, after=bots.load_started), True),
        (Host(after=bots.reload), False),
        (Host(), False),
    ],
    ids=["loaded after the start", "loaded anew", "loaded before"],
)
async def test_loading_late_says_what_to_do(host: Host, is_warned: bool, caplog: pytest.LogCaptureFixture) -> None:
    """A client that started before loading is told once to sync its commands; one that has synced ours is not."""
    async with sitting(host) as session:
        assert "3 entries" in text(await session.do("/audit recent count:3"), host)
    warned = [one for one in warnings(caplog, "plugin") if "sync_application_commands()" in one]
    assert len(warned) == is_warned


@pytest.mark.parametrize("register", [bots.with_own_group_before, bots.with_own_group_after], ids=["before", "after"])
async def test_the_hosts_group_stays(register: bots.Prepare, caplog: pytest.LogCaptureFixture) -> None:
    """The host's own `/audit` answers beside ours, a warning says where ours went, and unloading leaves it."""
    host = Host(register, group="audit-log")
    file = GuildFile.from_json(GUILD)
    async with Discord(file) as discord, host.run(discord) as client, Session(discord) as session:
        theirs = await session.do("/audit books")
        named = [command["name"] for command in discord.world.commands]
        await client.unload_extensions(bots.EXTENSION)
        still = await session.do("/audit books")
        await client.load_extensions(bots.EXTENSION)
        again = await session.do("/audit-log recent count:3")
    assert text(theirs, host).strip() == text(still, host).strip() == "All is paid."
    assert sorted(named) == ["Audit history", "audit", "audit-log"]
    assert "3 entries" in text(again, host)
    assert warnings(caplog, "commands.names")[0] == (
        "this bot has a command called 'audit' of its own, so the audit log's is called 'audit-log': choose another "
        "name with the setting `group`"
    )


@NO_SERVER_WARNINGS
@pytest.mark.parametrize("is_rest", [False, True], ids=["gateway", "no gateway"])
async def test_the_hosts_components_stay_the_hosts(is_rest: bool, caplog: pytest.LogCaptureFixture) -> None:
    """A menu of lightbulb's, and a button of the host's whose id begins as ours did, are answered by the host alone."""
    host = Host(bots.with_components, is_rest=is_rest)
    async with sitting(host) as session:
        await session.do("/greet")
        greeted = await session.do("press Hello")
        await session.do("/likeness")
        mine = await session.do("press Mine")
    assert text(greeted, host).strip() == "Hello to you!"
    assert text(mine, host).strip() == "It is mine."
    assert errors(caplog) == []


async def test_views_of_miru_stay_mirus() -> None:
    """A view of miru's is answered by miru."""
    host = Host(bots.with_miru)
    async with sitting(host) as session:
        await session.do("/greet")
        greeted = await session.do("press Hello")
    assert text(greeted, host).strip() == "Hello to you!"


@NO_SERVER_WARNINGS
async def test_a_server_has_its_listeners_again_after_unloading() -> None:
    """On a bot without a gateway, unloading puts back the listeners that were there."""
    host = Host(is_rest=True)
    file = GuildFile.from_json(GUILD)
    async with Discord(file, has_endpoint=True) as discord, host.run(discord) as client:
        bot: Any = client.app
        kinds = (hikari.ComponentInteraction, hikari.ModalInteraction)
        with_us = [bot.get_listener(kind) for kind in kinds]
        await client.unload_extensions(bots.EXTENSION)
        without = [bot.get_listener(kind) for kind in kinds]
        await client.load_extensions(bots.EXTENSION)
    assert with_us[0] != without[0]
    assert without == [client.handle_interaction_create.__self__.handle_rest_interaction] * 2  # type: ignore[attr-defined]


async def test_two_bots_in_one_process(caplog: pytest.LogCaptureFixture) -> None:
    """Each of two bots has the extension for itself; unloading it from one leaves the other's."""
    host = Host()
    file = GuildFile.from_json(GUILD)
    async with Discord(file) as one, Discord(file) as other, host.run(one) as client, host.run(other):
        first, second = Session(one), Session(other)
        both = [text(await session.do("/audit recent count:3"), host) for session in (first, second)]
        await client.unload_extensions(bots.EXTENSION)
        await check_presses(second, host)
    assert both[0] == both[1]
    assert errors(caplog) == []


async def test_two_clients_of_one_bot(caplog: pytest.LogCaptureFixture) -> None:
    """Of two clients of one bot that have the extension, each has a group of its own, and a press is answered once."""

    async def second_client(bot: hikari.GatewayBot, client: lightbulb.Client) -> None:
        await bots.load(bot, client)
        other: lightbulb.Client = lightbulb.client_from_app(bot, delete_unknown_commands=False)
        await bots.load(bot, other)
        await other.start()

    host = Host(second_client, options={"delete_unknown_commands": False})
    async with sitting(host) as session:
        first = await session.do("/audit recent count:3")
        older = await session.do("press Older")
        second = await session.do("/audit-log recent count:3")
    assert "3 entries" in text(older, host)
    assert text(first, host) == text(second, host)
    assert errors(caplog) == []


@NO_SERVER_WARNINGS
async def test_a_bot_without_a_gateway_fills_its_archive(tmp_path: Any, caplog: pytest.LogCaptureFixture) -> None:
    """It asks for its servers and their logs, and answers from what it has; coverage says that it asks."""
    host = Host(is_rest=True, config=Config(archive=f"sqlite:///{tmp_path}/audit.sqlite3"))
    async with sitting(host) as session:
        told = ""
        for _ in range(100):
            told = text(await session.do("/audit coverage"), host)
            if "222 entries" in told:
                break
            await session.do("wait 0.1")
        found = text(await session.do("/audit search query:banned count:2"), host)
    assert "222 entries" in told
    assert "banned" in found
    assert "without a gateway no events come: the audit log is asked for now and then" in caplog.text
    assert errors(caplog) == []
