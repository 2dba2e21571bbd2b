"""Proposing what to search for while somebody types."""

import asyncio
from collections.abc import Sequence
from typing import Final

import hikari
import lightbulb

from lightbulb_audit.analyse.search import proposing
from lightbulb_audit.analyse.search.proposing import Proposal
from lightbulb_audit.analyse.search.table import FILTERS
from lightbulb_audit.commands.asker import viewer_of
from lightbulb_audit.commands.audit import Audit
from lightbulb_audit.commands.refusals import refusal
from lightbulb_audit.commands.suggest import offer
from lightbulb_audit.describe.plain import clean, cut
from lightbulb_audit.render import limits

_PATIENCE: Final = 2.0
"""Seconds: Discord takes suggestions for 3 seconds."""


async def propose(ctx: lightbulb.AutocompleteContext[str], audit: Audit) -> None:
    """Ways on from what was typed in the language."""
    if refusal(ctx.interaction) is not None:
        await _offer(ctx, [])
        return
    typing = proposing.typing_in(str(ctx.focused.value))
    if not typing.name:
        await _offer(ctx, proposing.filters(typing))
        return
    found = await _values(ctx, audit, typing.name, typing.value)
    await _offer(ctx, [(f"{typing.before}{label}", f"{typing.before}{_quoted(value)}") for label, value in found])


async def propose_value(ctx: lightbulb.AutocompleteContext[str], audit: Audit, name: str) -> None:
    """Values of one filter."""
    await _offer(ctx, await _values(ctx, audit, name, str(ctx.focused.value)))


async def _values(ctx: lightbulb.AutocompleteContext[str], audit: Audit, name: str, typed: str) -> Sequence[Proposal]:
    """Names only for those who may see the log, of what it names and of what they see themselves."""
    if not proposing.is_named(name):
        return proposing.values(name, typed)
    guild_id: hikari.Snowflake | None = ctx.interaction.guild_id
    member = ctx.interaction.member
    if refusal(ctx.interaction) is not None or guild_id is None or member is None:
        return []
    viewer = viewer_of(member, private=True)
    try:
        async with asyncio.timeout(_PATIENCE):
            return proposing.people_and_things(name, await audit.called(guild_id, typed, FILTERS[name].kinds, viewer))
    except TimeoutError:
        return []


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


async def _offer(ctx: lightbulb.AutocompleteContext[str], proposals: Sequence[Proposal]) -> None:
    """Those that Discord takes: what stands before is part of each, and may leave it no room."""
    fitting = [
        (cut(clean(label), limits.CHOICE), value) for label, value in proposals if 0 < len(value) <= limits.CHOICE
    ]
    await offer(ctx, fitting[: limits.CHOICES])
