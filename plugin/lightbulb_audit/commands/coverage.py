"""`/audit coverage`: what the archive has of this server, and what it lacks."""

import functools

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands import responder
from lightbulb_audit.commands.feed import FeedDesk, with_troubles
from lightbulb_audit.commands.permissions import may_view
from lightbulb_audit.commands.services import Services
from lightbulb_audit.render import coverage as coverage_view
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.collector.coverage import fetch_coverage


def coverage(services: Services, desk: FeedDesk) -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    class Coverage(
        lightbulb.SlashCommand,
        name="coverage",
        description="Since when the archive is complete, and what is missing",
        contexts=[hikari.ApplicationContextType.GUILD],
    ):
        private = lightbulb.boolean("private", "Whether only you see the answer", default=services.config.private)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with what there is, also where the bot may not read the log: the answer says so."""
            manner = responder.ResponseMode(edits=False, private=self.private)
            work = functools.partial(self._work, may_read=may_view(ctx.interaction.app_permissions))
            await responder.respond_if_allowed(ctx.interaction, work, manner, ctx.initial_response_sent, reads=False)

        async def _work(self, guild_id: hikari.Snowflake, _: Viewer, *, may_read: bool) -> MessagePayload:
            archive, keep_days = services.archive, services.config.retention_days
            known = await fetch_coverage(archive, guild_id, may_read=may_read, keep_days=keep_days)
            drawn = coverage_view.draw(known, services.server(guild_id).name)
            return await with_troubles(desk, guild_id, drawn)

    return Coverage
