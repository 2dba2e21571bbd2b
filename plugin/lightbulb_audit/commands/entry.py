"""`/audit entry`: everything that one entry says."""

from typing import Final

import hikari
import lightbulb

from lightbulb_audit.commands import responder
from lightbulb_audit.commands.audit import Audit
from lightbulb_audit.commands.permissions import check_permissions
from lightbulb_audit.commands.suggest import offer
from lightbulb_audit.commands.viewer import viewer_of
from lightbulb_audit.render import limits
from lightbulb_audit.render.components import label
from lightbulb_audit.render.message import MessagePayload

_LONGEST_TEXT: Final = 200


def entry(audit: Audit) -> type[lightbulb.SlashCommand]:
    """The command, for one running plugin."""

    async def suggest(ctx: lightbulb.AutocompleteContext[str]) -> None:
        """The newest entries that hold what was typed; nothing for those who may not see the log, or in time."""
        choices: list[tuple[str, str]] = []
        if check_permissions(ctx.interaction) is None and ctx.interaction.guild_id is not None:
            typed = str(ctx.focused.value).strip().casefold()
            for told in await audit.suggested(ctx.interaction.guild_id):
                name, entry_id = f"{told.icon} {label(told)}"[: limits.CHOICE], str(int(told.record.id))
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
        private = lightbulb.boolean("private", "Whether only you see the answer", default=audit.config.private)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with the entry."""
            manner = responder.ResponseMode(edits=False, private=self.private)
            await responder.respond_if_allowed(ctx.interaction, self._work, manner, ctx.initial_response_sent)

        async def _work(self, guild_id: hikari.Snowflake, asker: hikari.InteractionMember) -> MessagePayload:
            return await audit.found(guild_id, self.id, viewer_of(asker, private=self.private))

    return Entry
