"""`/audit coverage`: what the archive has of this server, and what it lacks."""

from typing import TYPE_CHECKING

import hikari
import lightbulb

from lightbulb_audit.config import Config
from lightbulb_audit.deferred import Deferred

if TYPE_CHECKING:
    from lightbulb_audit.commands.answers.feed.desk import FeedDesk


def coverage(config: Config, desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    class Coverage(
        lightbulb.SlashCommand,
        name="coverage",
        description="Since when the archive is complete, and what is missing",
        contexts=[hikari.ApplicationContextType.GUILD],
    ):
        private = lightbulb.boolean("private", "Whether only you see the answer", default=config.private)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with what there is, also where the bot may not read the log: the answer says so."""
            found = await desk.get()
            from lightbulb_audit.commands.answers import coverage

            await coverage.answer(ctx, found, private=self.private)

    return Coverage
