"""`/audit entry`: everything that one entry says."""

import zoneinfo
from typing import Final

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands.autocomplete import offer
from lightbulb_audit.commands.permissions import check_permissions
from lightbulb_audit.commands.services import Services
from lightbulb_audit.describe import Description
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Cursor, Query
from lightbulb_audit.render import entry as entry_view
from lightbulb_audit.render import limits
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.components import label
from lightbulb_audit.render.message import MessagePayload

_LONGEST_TEXT: Final = 200


def entry(services: Services) -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    async def suggest(ctx: lightbulb.AutocompleteContext[str]) -> None:
        """The newest entries that hold what was typed; nothing for those who may not see the log, or in time."""
        choices: list[tuple[str, str]] = []
        if check_permissions(ctx.interaction) is None and ctx.interaction.guild_id is not None:
            typed = str(ctx.focused.value).strip().casefold()
            for told in await services.suggestions.entries(ctx.interaction.guild_id):
                name, entry_id = _proposal(told, services.config.zone), str(int(told.record.id))
                if typed in name.casefold() or typed in entry_id:
                    choices.append((name, entry_id))
        await offer(ctx, choices[: limits.CHOICES])

    class Entry(
        lightbulb.SlashCommand,
        name="entry",
        description="Everything that one entry says",
        contexts=[hikari.ApplicationContextType.GUILD],
    ):
        id = lightbulb.string(
            "id", "An entry from the list, an entry's id, or the link of a message", max_length=_LONGEST_TEXT,
            autocomplete=suggest,
        )  # fmt: skip
        private = lightbulb.boolean("private", "Whether only you see the answer", default=services.config.private)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with the entry."""
            await services.public.respond(ctx, self._work, "entry", private=self.private)

        async def _work(self, guild_id: hikari.Snowflake, viewer: Viewer) -> MessagePayload:
            entry_id = await services.entries.find(guild_id, self.id)
            details = await services.entries.read(guild_id, entry_id, viewer)
            # The list behind it begins with it.
            place = Cursor("older", min(entry_id + 1, snowflake.LARGEST))
            back = ButtonState(Verb.BACK, Query(count=services.config.count, is_folded=services.config.fold), place)
            return entry_view.draw(entry_view.EntryView(details.description, details.resolution, back))

    return Entry


def _proposal(told: Description, zone: zoneinfo.ZoneInfo) -> str:
    """Return an entry as it is proposed: when it was, and what."""
    at = told.record.created_at
    when = "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M} "
    begun = f"{when}{told.icon} "
    return f"{begun}{label(told, limits.CHOICE - len(begun))}"
