"""`/audit history`: the life of one thing, and what it was like at a moment."""

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


def history(config: Config, services: "Deferred[Services]") -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    class Life(
        lightbulb.SlashCommand,
        name="history",
        description="All that happened to one user, role, channel, invite or anything else, also if it is gone",
        contexts=[hikari.ApplicationContextType.GUILD],
    ):
        of = lightbulb.string(
            "of", "A mention, a name, an id or an invite's code", max_length=_LONGEST_TEXT,
            autocomplete=values_of(services, "about"),
        )  # fmt: skip
        at = lightbulb.string(
            "at", "What it was like then: a date, “2 days ago”, an entry's id", default="", max_length=_LONGEST_TEXT
        )
        count = lightbulb.integer(
            "count", "How many entries on a page", default=config.count, min_value=1, max_value=MOST_COUNT
        )
        fold = lightbulb.boolean("fold", "Whether many of one kind in a row are one line", default=config.fold)
        private = lightbulb.boolean("private", "Whether only you see the answer", default=config.private)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with the list, or with what it was like."""
            found = await services.get()
            from lightbulb_audit.commands.answers import history

            options = history.HistoryOptions(self.of, self.at, self.count, self.fold)
            await history.answer(ctx, found, options, private=self.private)

    return Life
