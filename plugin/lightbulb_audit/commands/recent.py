"""`/audit recent`: what happened here lately."""

from typing import TYPE_CHECKING, Final

import hikari
import lightbulb

from lightbulb_audit.commands.proposals import values_of
from lightbulb_audit.config import Config
from lightbulb_audit.deferred import Deferred
from lightbulb_audit.model.query import MOST_COUNT

if TYPE_CHECKING:
    from lightbulb_audit.commands.answers.services import Services

_LONGEST_TEXT: Final = 100


def recent(config: Config, services: "Deferred[Services]") -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    async def suggest_action(ctx: lightbulb.AutocompleteContext[str]) -> None:
        await services.get()
        from lightbulb_audit.commands.answers import recent

        await recent.suggest_action(ctx)

    class Recent(
        lightbulb.SlashCommand,
        name="recent",
        description="What happened here lately, newest first",
        contexts=[hikari.ApplicationContextType.GUILD],
    ):
        count = lightbulb.integer(
            "count", "How many entries on a page", default=config.count, min_value=1, max_value=MOST_COUNT
        )
        user = lightbulb.user("user", "Who did it", default=None)
        action = lightbulb.string(
            "action",
            "What was done: an action, or a whole category",
            default="",
            max_length=_LONGEST_TEXT,
            autocomplete=suggest_action,
        )
        target = lightbulb.string(
            "target",
            "What it was done to: a user, channel, role or anything else",
            default="",
            max_length=_LONGEST_TEXT,
            autocomplete=values_of(services, "target"),
        )
        before = lightbulb.string(
            "before", "Only what is older: a date, “2 days ago”, an entry's id", default="", max_length=_LONGEST_TEXT
        )
        after = lightbulb.string(
            "after",
            "Only what is newer: a date, “yesterday 14:00”, an entry's id",
            default="",
            max_length=_LONGEST_TEXT,
        )
        fold = lightbulb.boolean("fold", "Whether many of one kind in a row are one line", default=config.fold)
        private = lightbulb.boolean("private", "Whether only you see the answer", default=config.private)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with the list."""
            found = await services.get()
            from lightbulb_audit.commands.answers import recent

            user: hikari.User | None = self.user
            options = recent.RecentOptions(
                self.count, user, self.action, self.target, self.before, self.after, self.fold
            )
            await recent.answer(ctx, found, options, private=self.private)

    return Recent
