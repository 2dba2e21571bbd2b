"""What the commands and buttons of feeds share: who may, where feeds are, and how one is begun."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import hikari

from lightbulb_audit.analyse.visibility import EVERYONE
from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.answers import responder
from lightbulb_audit.commands.answers.permissions import viewer_of
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.describe.names.name_table import names_of
from lightbulb_audit.describe.text.markdown import escape, markdown
from lightbulb_audit.errors import ArchiveError, ForbiddenError, GoneError
from lightbulb_audit.model.feed import Feed, Look, NewFeed
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.remote import named_ids
from lightbulb_audit.query.syntax import format_search
from lightbulb_audit.render.listing import fit_lines
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.render.search.query_text import describe_query
from lightbulb_audit.services.alerts.ports import AlertStore
from lightbulb_audit.services.alerts.rules import RuleBook
from lightbulb_audit.services.alerts.runner import AlertRunner
from lightbulb_audit.services.feeds.place import FeedPlace, FeedPlaces
from lightbulb_audit.services.feeds.ports import Draw, FeedChannels, FeedStore
from lightbulb_audit.services.feeds.runner import FeedRunner
from lightbulb_audit.services.feeds.teller import PostTeller

Interaction: TypeAlias = hikari.CommandInteraction | hikari.ComponentInteraction

_LONGEST_NAME: Final = 64
_LONGEST_NUMBER: Final = 9
_QUERY: Final = 1500


@dataclasses.dataclass(frozen=True, slots=True)
class FeedServices:
    """The feeds of a running bot.

    Attributes:
        store: Where they are.
        runner: What serves them.
        places: The channels that they can post to.
        channels: Those that they post to.
        teller: Tells the entries of their messages.
        draw: Draws those.
    """

    store: FeedStore
    runner: FeedRunner
    places: FeedPlaces
    channels: FeedChannels
    teller: PostTeller
    draw: Draw


@dataclasses.dataclass(frozen=True, slots=True)
class AlertServices:
    """The alerts of a running bot.

    Attributes:
        store: Where they are.
        runner: What judges by them.
        rules: What they ask.
        own: What in a server is the bot's own: its id, and those of its roles.
    """

    store: AlertStore
    runner: AlertRunner
    rules: RuleBook
    own: Callable[[int], Awaitable[Sequence[int]]]


class Refusals(NamedTuple):
    """Why somebody gets nothing else.

    Attributes:
        needs_manage: That they may not manage the server.
        needs_archive: That there is no archive.
    """

    needs_manage: str
    needs_archive: str


_REFUSALS: Final = Refusals(feed_words.NEEDS_MANAGE, feed_words.NEEDS_ARCHIVE)


class RefusedError(Exception):
    """What was asked for cannot be done; its text says why, and what to do."""


@dataclasses.dataclass(frozen=True, slots=True)
class FeedDesk:
    """What a command about feeds works with.

    Attributes:
        services: Where answers come from.
        feeding: The feeds; None without an archive.
        alerting: The alerts; likewise.
    """

    services: Services
    feeding: FeedServices | None
    alerting: AlertServices | None = None

    async def answer(
        self,
        interaction: Interaction,
        work: "Work",
        sent: asyncio.Event | None = None,
        *,
        edits: bool = False,
        refusals: "Refusals | None" = None,
    ) -> None:
        """Answer somebody who may manage the server, for their eyes alone; tell anybody else why not.

        Args:
            interaction: What is answered.
            work: What gives the answer, for the feeds and a server.
            sent: Set once Discord has a first answer.
            edits: Whether the message with the button is changed.
            refusals: What is said to those who may not, and where there is no archive.
        """
        lacks = refusals or _REFUSALS

        async def respond(guild_id: hikari.Snowflake, _: object) -> MessagePayload:
            if not may_manage(interaction.member):
                return say(lacks.needs_manage)
            if self.feeding is None:
                return say(lacks.needs_archive)
            try:
                return await work(self.feeding, guild_id)
            except RefusedError as error:
                return say(str(error))
            except ArchiveError:
                return say(feed_words.AWAY)

        manner = responder.ResponseMode(edits=edits, private=True, is_secret=True)
        await responder.respond_if_allowed(interaction, respond, manner, sent)
        if isinstance(interaction, hikari.CommandInteraction):
            await self.services.public.after(interaction)

    async def parse(self, interaction: Interaction, guild_id: hikari.Snowflake, text: str) -> str:
        """Return a query as it is kept: written out, so that it means the same for ever."""
        member = interaction.member
        if member is None:
            return ""
        viewer = viewer_of(member, private=True)
        return format_search(await self.services.parser.parse(guild_id, text, viewer, str(interaction.locale)))

    async def in_words(self, guild_id: hikari.Snowflake, query: Query, room: int = _QUERY) -> str:
        """Return what a query asks for, as an answer repeats it, as far as there is room."""
        server = self.services.server(guild_id)
        names = names_of([], server.names, server.people)
        await self.services.describer.recall_names(int(guild_id), names, named_ids(query))
        said = describe_query(query, names, is_of_people=False, is_plain=False)
        text, is_cut = fit_lines([markdown(parts, longest=_LONGEST_NAME) for parts in said], room)
        return " · ".join([*([text] if text else ()), *(["…"] if is_cut else ())]) or feed_words.ALL

    async def read(self, guild_id: hikari.Snowflake, written: str) -> Query:
        """Return a query out of what is kept of it."""
        return await self.services.parser.parse(guild_id, written, EVERYONE)


Work: TypeAlias = Callable[[FeedServices, hikari.Snowflake], Awaitable[MessagePayload]]


async def check_place(feeding: FeedServices, guild_id: hikari.Snowflake, channel_id: int) -> bool:
    """See that a feed can post to a channel; tell whether people can read it who may not see the log.

    Raises:
        RefusedError: If it cannot.
    """
    return (await find_place(feeding, guild_id, channel_id)).is_public


async def find_place(feeding: FeedServices, guild_id: hikari.Snowflake, channel_id: int) -> FeedPlace:
    """Return what is known of a channel that can be posted to.

    Raises:
        RefusedError: If it cannot.
    """
    try:
        place = await feeding.places.place(int(guild_id), channel_id)
    except (GoneError, ForbiddenError) as error:
        raise RefusedError(feed_words.UNKNOWN_CHANNEL) from error
    if not place.is_postable:
        raise RefusedError(feed_words.NO_TEXT_CHANNEL.format(channel=channel_id))
    if place.lacking:
        names = ", ".join(feed_words.PERMISSIONS[one] for one in place.lacking)
        raise RefusedError(feed_words.BOT_LACKS.format(channel=channel_id, permissions=names))
    return place


async def alter(
    desk: FeedDesk, feeding: FeedServices, guild_id: hikari.Snowflake, feed_id: int, new: NewFeed
) -> MessagePayload:
    """Change a feed to what is asked for, and say so."""
    values: dict[str, Any] = {"channel_id": new.channel_id, "query": new.query, "look": str(new.look)}
    known = next((one for one in await feeding.store.of(int(guild_id)) if one.feed_id == feed_id), None)
    if known is None:
        raise RefusedError(feed_words.NO_SUCH_FEED.format(feed=feed_id))
    if known.channel_id != new.channel_id:
        values |= {"trouble": None, "is_told": True}  # it was the other channel's
    await feeding.store.change(int(guild_id), feed_id, **values)
    feeding.runner.changed(int(guild_id))
    sentence = feed_words.CHANGED_PAUSED if known.is_paused else feed_words.CHANGED
    return await _say_what(desk, guild_id, sentence, feed_id, new)


async def _say_what(
    desk: FeedDesk, guild_id: hikari.Snowflake, sentence: str, feed_id: int, new: NewFeed
) -> MessagePayload:
    query = await desk.in_words(guild_id, await desk.read(guild_id, new.query))
    return say(sentence.format(feed=feed_id, channel=new.channel_id, query=query, look=in_look(new.look)))


def in_look(look: Look) -> str:
    """Return what is said of a look behind the query; nothing of the usual one."""
    return feed_words.SHOWN_FULL if look is Look.FULL else ""


async def begin(desk: FeedDesk, feeding: FeedServices, guild_id: hikari.Snowflake, new: NewFeed) -> MessagePayload:
    """Begin a feed, and say so."""
    feed = await feeding.store.add(int(guild_id), new)
    feeding.runner.changed(int(guild_id))
    return await _say_what(desk, guild_id, feed_words.ADDED, feed.feed_id, new)


async def find(feeding: FeedServices, guild_id: hikari.Snowflake, text: str) -> Feed:
    """Return the feed of a number.

    Raises:
        RefusedError: If there is none.
    """
    number = text.strip().removeprefix("#")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        raise RefusedError(feed_words.NOT_A_FEED.format(text=clean_quote(text)))
    found = next((one for one in await feeding.store.of(int(guild_id)) if one.feed_id == int(number)), None)
    if found is None:
        raise RefusedError(feed_words.NO_SUCH_FEED.format(feed=int(number)))
    return found


def clean_quote(text: str) -> str:
    """Return what somebody typed, safe to be repeated."""
    return escape(text, 40)


def may_manage(member: hikari.InteractionMember | None) -> bool:
    """Return whether somebody may manage the server; Discord sends administrators every permission."""
    wanted = hikari.Permissions.MANAGE_GUILD | hikari.Permissions.ADMINISTRATOR
    return member is not None and bool(member.permissions & wanted)


def say(text: str, rows: Sequence[hikari.api.ComponentBuilder] = ()) -> MessagePayload:
    """Return a sentence."""
    return MessagePayload(hikari.Embed(description=text, color=COLOUR), rows)
