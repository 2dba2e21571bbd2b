"""What `/audit coverage` answers."""

import functools

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands.answers import responder
from lightbulb_audit.commands.answers.feed.desk import FeedDesk
from lightbulb_audit.commands.answers.feed.notice import with_troubles
from lightbulb_audit.commands.answers.permissions import may_view
from lightbulb_audit.render import coverage as coverage_view
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.collector.coverage import fetch_coverage


async def answer(ctx: lightbulb.Context, desk: FeedDesk, *, private: bool) -> None:
    """Answer with what there is, also where the bot may not read the log: the answer says so."""
    manner = responder.ResponseMode(edits=False, private=private)
    work = functools.partial(_draw, desk, may_read=may_view(ctx.interaction.app_permissions))
    await responder.respond_if_allowed(ctx.interaction, work, manner, ctx.initial_response_sent, reads=False)
    await desk.services.public.after(ctx.interaction)


async def _draw(desk: FeedDesk, guild_id: hikari.Snowflake, _: Viewer, *, may_read: bool) -> MessagePayload:
    services = desk.services
    archive, keep_days = services.archive, services.config.retention_days
    known = await fetch_coverage(archive, guild_id, may_read=may_read, keep_days=keep_days)
    drawn = coverage_view.draw(known, services.server(guild_id).name)
    return await with_troubles(desk, guild_id, drawn)
