"""What the context menu of a user answers."""

import dataclasses
import functools

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands.answers.permissions import is_staff
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.model.query import Query, View
from lightbulb_audit.render import listing
from lightbulb_audit.render.message import MessagePayload


async def answer(ctx: lightbulb.Context, services: Services, target: hikari.User) -> None:
    """Answer with what they did, or of those who are no staff, with what was done to them."""
    resolved = ctx.interaction.resolved
    member = None if resolved is None else resolved.members.get(target.id)
    side = "actor" if member is not None and is_staff(member.permissions) else "target"
    work = functools.partial(_draw, services, side, int(target.id))
    await services.public.respond(ctx, work, "history", private=services.config.private)


async def _draw(
    services: Services, side: str, user_id: int, guild_id: hikari.Snowflake, viewer: Viewer
) -> MessagePayload:
    query = Query.where(count=services.config.count, **{side: user_id})
    query = dataclasses.replace(query, is_folded=services.config.fold)
    return listing.draw(await services.lists.read(guild_id, query, viewer, View.SIDES))
