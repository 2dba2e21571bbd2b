"""That a feed rests, told where people look: in the coverage, and to who made it at their next command."""

import dataclasses
import logging
from collections.abc import Iterable
from typing import Final

import aiohttp
import hikari

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.answers.feed.desk import FeedDesk, FeedServices
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model.feed import Feed
from lightbulb_audit.render import limits
from lightbulb_audit.render.message import SILENT, MessagePayload
from lightbulb_audit.render.overflow import fit_lines_counted
from lightbulb_audit.services.deadline import wait_at_most

_log: Final = logging.getLogger(__name__)

_PATIENCE: Final = 1.0
_LEAST: Final = 300
"""Characters that a line may need."""


def lines_of(feeds: Iterable[Feed]) -> list[str]:
    """Return a line for each feed that rests, though nobody paused it."""
    return [
        feed_words.RESTING.format(feed=one.feed_id, channel=one.channel_id, trouble=feed_words.TROUBLES[one.trouble])
        for one in feeds
        if one.trouble is not None and not one.is_paused
    ]


async def with_troubles(desk: FeedDesk, guild_id: hikari.Snowflake, payload: MessagePayload) -> MessagePayload:
    """Return an answer, with the feeds that rest below it, as far as there is room and the archive says."""
    feeds = [] if desk.feeding is None else await wait_at_most(desk.feeding.store.of(int(guild_id)), _PATIENCE) or []
    lines, embed = lines_of(feeds), payload.embed
    if not lines or embed is None:
        return payload
    room = limits.DESCRIPTION - len(embed.description or "") - 1
    if room > _LEAST:
        embed.description = f"{embed.description or ''}\n{fit_lines_counted(lines, room)[0]}"
    return dataclasses.replace(payload, embed=embed)


class TroubleNotice:
    """Tells who made a feed, at their next `/audit`, that it rests.

    Args:
        desk: Where feeds are.
    """

    def __init__(self, desk: FeedDesk) -> None:
        self._desk = desk

    async def __call__(self, interaction: hikari.CommandInteraction) -> None:
        """Tell it behind the answer to a command."""
        feeding, guild_id = self._desk.feeding, interaction.guild_id
        if feeding is None or guild_id is None:
            return
        known = await wait_at_most(feeding.store.of(int(guild_id)), _PATIENCE) or []
        feeds = [
            one
            for one in known
            if one.trouble and not one.is_paused and not one.is_told and one.made_by == int(interaction.user.id)
        ]
        if feeds and await _tell(interaction, fit_lines_counted(lines_of(feeds), limits.CONTENT)[0]):
            await _note(feeding, feeds)


async def _tell(interaction: hikari.CommandInteraction, text: str) -> bool:
    try:
        await interaction.execute(text, flags=hikari.MessageFlag.EPHEMERAL, **SILENT)
    except (hikari.HikariError, aiohttp.ClientError, OSError) as error:
        # The error's own text holds the address of the answer, which is a secret for 15 minutes.
        _log.info("that a feed rests could not be told: %s", type(error).__name__)
        return False
    return True


async def _note(feeding: FeedServices, feeds: Iterable[Feed]) -> None:
    try:
        for one in feeds:
            await feeding.store.change(one.guild_id, one.feed_id, is_told=True)
    except ArchiveError as error:
        _log.info("that a feed's maker was told could not be noted: %s", error)
