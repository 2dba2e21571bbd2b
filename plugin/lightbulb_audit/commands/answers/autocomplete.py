"""Proposing what to search for while somebody types."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

import aiohttp
import hikari
import lightbulb

from lightbulb_audit.commands.answers.permissions import check_permissions, viewer_of
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.describe.text.plain import clean, truncate
from lightbulb_audit.query import completion
from lightbulb_audit.query.completion import Proposal
from lightbulb_audit.query.filters import FILTERS
from lightbulb_audit.render import limits

_log: Final = logging.getLogger(__name__)

_PATIENCE: Final = 2.0
"""Seconds: Discord takes suggestions for 3 seconds."""


async def offer(ctx: lightbulb.AutocompleteContext[str], choices: Sequence[tuple[str, str]]) -> None:
    """Show choices: what a person reads, and what the option gets.

    Nobody is told when Discord does not take them: the next letter asks again. The error's own words hold the
    address with the interaction's token, so they stay out of the log.
    """
    try:
        await ctx.respond(choices)
    except (hikari.HikariError, aiohttp.ClientError, OSError) as error:
        _log.info("choices could not be offered: %s", type(error).__name__)


async def propose(ctx: lightbulb.AutocompleteContext[str], services: Services) -> None:
    """Ways on from what was typed in the language."""
    if check_permissions(ctx.interaction) is not None:
        await _offer(ctx, [])
        return
    typing = completion.parse_partial(str(ctx.focused.value))
    if not typing.name:
        await _offer(ctx, completion.complete_filters(typing))
        return
    found = await _values(ctx, services, typing.name, typing.value)
    await _offer(ctx, [(f"{typing.before}{label}", f"{typing.before}{_quoted(value)}") for label, value in found])


async def propose_value(ctx: lightbulb.AutocompleteContext[str], services: Services, name: str) -> None:
    """Values of one filter."""
    await _offer(ctx, await _values(ctx, services, name, str(ctx.focused.value)))


async def _values(
    ctx: lightbulb.AutocompleteContext[str], services: Services, name: str, typed: str
) -> Sequence[Proposal]:
    """Return names only for those who may see the log, of what it names and of what they see themselves."""
    if not completion.takes_names(name):
        return completion.complete_values(name, typed)
    guild_id: hikari.Snowflake | None = ctx.interaction.guild_id
    member = ctx.interaction.member
    if check_permissions(ctx.interaction) is not None or guild_id is None or member is None:
        return []
    viewer = viewer_of(member, private=True)
    try:
        async with asyncio.timeout(_PATIENCE):
            kinds = FILTERS[name].kinds
            if typed.strip(" @#"):
                named = await services.suggestions.find_named(guild_id, typed, kinds, viewer)
            else:
                named = await services.suggestions.recent(guild_id, name, kinds)
            return completion.complete_names(name, named)
    except TimeoutError:
        return []


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


async def _offer(ctx: lightbulb.AutocompleteContext[str], proposals: Sequence[Proposal]) -> None:
    """Those that Discord takes: what stands before is part of each, and may leave it no room."""
    fitting = [
        (truncate(clean(label), limits.CHOICE), value) for label, value in proposals if 0 < len(value) <= limits.CHOICE
    ]
    await offer(ctx, fitting[: limits.CHOICES])
