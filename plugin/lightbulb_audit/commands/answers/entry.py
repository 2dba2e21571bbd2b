"""What `/audit entry` answers."""

import functools
import zoneinfo

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands.answers.autocomplete import offer
from lightbulb_audit.commands.answers.permissions import check_permissions
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.describe import Description
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Cursor, Query
from lightbulb_audit.render import entry as entry_view
from lightbulb_audit.render import limits
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.components import label
from lightbulb_audit.render.message import MessagePayload


async def answer(ctx: lightbulb.Context, services: Services, typed: str, *, private: bool) -> None:
    """Answer with the entry."""
    work = functools.partial(_draw, services, typed)
    await services.public.respond(ctx, work, "entry", private=private)


async def suggest(ctx: lightbulb.AutocompleteContext[str], services: Services) -> None:
    """Propose the newest entries that hold what was typed; nothing to those who may not see the log, or in time."""
    choices: list[tuple[str, str]] = []
    if check_permissions(ctx.interaction) is None and ctx.interaction.guild_id is not None:
        typed = str(ctx.focused.value).strip().casefold()
        for told in await services.suggestions.entries(ctx.interaction.guild_id):
            name, entry_id = _proposal(told, services.config.zone), str(int(told.record.id))
            if typed in name.casefold() or typed in entry_id:
                choices.append((name, entry_id))
    await offer(ctx, choices[: limits.CHOICES])


async def _draw(services: Services, typed: str, guild_id: hikari.Snowflake, viewer: Viewer) -> MessagePayload:
    entry_id = await services.entries.find(guild_id, typed)
    details = await services.entries.read(guild_id, entry_id, viewer)
    # The list behind it begins with it.
    place = Cursor("older", min(entry_id + 1, snowflake.LARGEST))
    back = ButtonState(Verb.BACK, Query(count=services.config.count, is_folded=services.config.fold), place)
    return entry_view.draw(entry_view.EntryView(details.description, details.resolution, back))


def _proposal(told: Description, zone: zoneinfo.ZoneInfo) -> str:
    """Return an entry as it is proposed: when it was, and what."""
    at = told.record.created_at
    when = "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M} "
    begun = f"{when}{told.icon} "
    return f"{begun}{label(told, limits.CHOICE - len(begun))}"
