"""`/audit entry`: everything that one entry says."""

from typing import TYPE_CHECKING, Final

import hikari
import lightbulb

from lightbulb_audit.config import Config
from lightbulb_audit.deferred import Deferred

if TYPE_CHECKING:
    from lightbulb_audit.commands.answers.services import Services

_LONGEST_TEXT: Final = 200


def entry(config: Config, services: "Deferred[Services]") -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    async def suggest(ctx: lightbulb.AutocompleteContext[str]) -> None:
        found = await services.get()
        from lightbulb_audit.commands.answers import entry

        await entry.suggest(ctx, found)

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
        private = lightbulb.boolean("private", "Whether only you see the answer", default=config.private)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with the entry."""
            found = await services.get()
            from lightbulb_audit.commands.answers import entry

            await entry.answer(ctx, found, self.id, private=self.private)

    return Entry
