"""What stands under a feed's messages, and under the question before one is begun."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeAlias

import hikari

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.answers import responder
from lightbulb_audit.commands.answers.feed.desk import FeedDesk, FeedServices, alter, begin, check_place, say
from lightbulb_audit.commands.answers.permissions import viewer_of
from lightbulb_audit.commands.host_checks import HostChecks
from lightbulb_audit.commands.presses import Answer, Press
from lightbulb_audit.errors import ArchiveError, OutdatedError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.feed import FeedVerb, NewFeed, parse_custom_id
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.syntax import format_search
from lightbulb_audit.render import entry
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.feed import question, sum_list
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.search.query_footer import parse_footer

_Press: TypeAlias = Callable[[hikari.ComponentInteraction, str, asyncio.Event], Awaitable[None]]


class FeedPresses:
    """Answers every press of a component of a feed's: each time the presser alone, who is checked anew.

    Args:
        desk: What it works with.
        checks: The host's own checks.
        others: Answers every other press of ours.
    """

    def __init__(self, desk: FeedDesk, checks: HostChecks, others: Answer) -> None:
        self._desk = desk
        self._checks = checks
        self._others = others
        self._presses: Final[Mapping[FeedVerb, tuple[_Press, str]]] = {
            FeedVerb.ENTRY: (self._entry, "entry"),
            FeedVerb.LIST: (self._list, "search"),
            FeedVerb.YES: (self._yes, "feed add"),
            FeedVerb.NO: (self._no, "feed add"),
        }

    async def __call__(self, interaction: Press, sent: asyncio.Event) -> None:
        """Answer a press, and set the event once Discord has a first answer."""
        carried = parse_custom_id(interaction.custom_id)
        if carried is None or not isinstance(interaction, hikari.ComponentInteraction):
            await self._others(interaction, sent)
            return
        press, stands_for = self._presses[carried[0]]
        if press in (self._yes, self._no) and question.is_about_change(carried[1]):
            stands_for = "feed change"
        if await self._checks.pass_press(interaction, stands_for, sent):
            await press(interaction, carried[1], sent)

    async def _entry(self, interaction: hikari.ComponentInteraction, _: str, sent: asyncio.Event) -> None:
        """Look into an entry; the way back leads to what a search finds around it."""

        async def work(guild_id: hikari.Snowflake, _: object) -> MessagePayload:
            entry_id = snowflake.parse(next(iter(interaction.values), None))
            if entry_id is None or interaction.member is None:
                raise OutdatedError
            viewer = viewer_of(interaction.member, private=True)
            details = await self._desk.services.entries.read(guild_id, entry_id, viewer)
            back = ButtonState(Verb.BACK, Query.where(count=self._desk.services.config.count))
            return entry.draw(entry.EntryView(details.description, details.resolution, back))

        await responder.respond_if_allowed(interaction, work, _PRIVATE, sent)

    async def _list(self, interaction: hikari.ComponentInteraction, about: str, sent: asyncio.Event) -> None:
        """List the entries of a sum, a page at a time: just those that it tells."""
        nonce, page = sum_list.parse_about(about)

        async def work(guild_id: hikari.Snowflake, _: object) -> MessagePayload:
            feeding, member = self._desk.feeding, interaction.member
            if feeding is None or member is None:
                raise OutdatedError
            try:
                post = await feeding.store.find(int(guild_id), nonce)
            except ArchiveError:
                return say(feed_words.AWAY)
            if post is None or not post.entry_ids:
                return say(feed_words.PRUNED)
            at, ids = sum_list.page_of(post, page or 0)
            try:
                view = await feeding.teller.tell(dataclasses.replace(post, entry_ids=ids, is_sum=False))
            except ArchiveError:
                return say(feed_words.AWAY)
            return sum_list.draw(view, at, len(post.entry_ids))

        manner = responder.ResponseMode(edits=page is not None, private=True, is_secret=True)
        await responder.respond_if_allowed(interaction, work, manner, sent)

    async def _yes(self, interaction: hikari.ComponentInteraction, about: str, sent: asyncio.Event) -> None:
        async def work(feeding: FeedServices, guild_id: hikari.Snowflake) -> MessagePayload:
            try:
                channel_id, feed_id, look = question.parse_about(about)
            except ValueError as error:
                raise OutdatedError from error
            query = format_search(parse_footer(interaction.message, guild_id))
            await check_place(feeding, guild_id, channel_id)
            new = NewFeed(channel_id, query, int(interaction.user.id), look)
            if feed_id:
                return await alter(self._desk, feeding, guild_id, feed_id, new)
            return await begin(self._desk, feeding, guild_id, new)

        await self._desk.answer(interaction, work, sent, edits=True)

    async def _no(self, interaction: hikari.ComponentInteraction, about: str, sent: asyncio.Event) -> None:
        async def work(_feeding: FeedServices, _guild_id: hikari.Snowflake) -> MessagePayload:
            return say(feed_words.NOT_CHANGED if question.is_about_change(about) else feed_words.NOT_ADDED)

        await self._desk.answer(interaction, work, sent, edits=True)


_PRIVATE: Final = responder.ResponseMode(edits=False, private=True, is_secret=True)
