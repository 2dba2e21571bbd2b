"""Offering choices while somebody types."""

import logging
from collections.abc import Sequence
from typing import Final

import aiohttp
import hikari
import lightbulb

_log: Final = logging.getLogger(__name__)


async def offer(ctx: lightbulb.AutocompleteContext[str], choices: Sequence[tuple[str, str]]) -> None:
    """Show choices: what a person reads, and what the option gets.

    Nobody is told when Discord does not take them: the next letter asks again. The error's own words hold the
    address with the interaction's token, so they stay out of the log.
    """
    try:
        await ctx.respond(choices)
    except (hikari.HikariError, aiohttp.ClientError, OSError) as error:
        _log.info("choices could not be offered: %s", type(error).__name__)
