"""The context menu of a user: what they did, and what was done to them."""

import dataclasses
import functools

import hikari
import lightbulb

from lightbulb_audit.catalog import words
from lightbulb_audit.commands import responder
from lightbulb_audit.commands.permissions import is_staff, viewer_of
from lightbulb_audit.commands.services import Services
from lightbulb_audit.model.query import Query, View
from lightbulb_audit.render import listing
from lightbulb_audit.render.message import MessagePayload


def user_history(services: Services) -> type[lightbulb.UserCommand]:
    """The command, for one running plugin."""

    class History(
        lightbulb.UserCommand,
        name=words.HISTORY,
        contexts=[hikari.ApplicationContextType.GUILD],
        default_member_permissions=hikari.Permissions.VIEW_AUDIT_LOG,
    ):
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with what they did, or of those who are no staff, with what was done to them."""
            manner = responder.ResponseMode(edits=False, private=services.config.private)
            resolved = ctx.interaction.resolved
            target = None if resolved is None else resolved.members.get(self.target.id)
            side = "actor" if target is not None and is_staff(target.permissions) else "target"
            work = functools.partial(self._work, side)
            await responder.respond_if_allowed(ctx.interaction, work, manner, ctx.initial_response_sent)

        async def _work(self, side: str, guild_id: hikari.Snowflake, asker: hikari.InteractionMember) -> MessagePayload:
            query = Query.where(count=services.config.count, **{side: int(self.target.id)})
            query = dataclasses.replace(query, is_folded=services.config.fold)
            viewer = viewer_of(asker, private=services.config.private)
            return listing.draw(await services.lists.read(guild_id, query, viewer, View.SIDES))

    return History
