"""The context menu of a user: what they did, and what was done to them."""

import dataclasses
import functools
from typing import Any

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands.names import CommandName
from lightbulb_audit.commands.permissions import is_staff
from lightbulb_audit.commands.services import Services
from lightbulb_audit.model.query import Query, View
from lightbulb_audit.render import listing
from lightbulb_audit.render.message import MessagePayload


def user_history(services: Services, name: CommandName) -> type[lightbulb.UserCommand]:
    """Return the command, for one running plugin."""

    class History(
        lightbulb.UserCommand,
        name=name.current,
        contexts=[hikari.ApplicationContextType.GUILD],
        default_member_permissions=services.config.permission,
    ):
        given_name = name

        @classmethod
        async def as_command_builder(cls, default_locale: hikari.Locale, localization_provider: Any) -> Any:
            """Build what Discord gets, under a name that is free."""
            built = await super().as_command_builder(default_locale, localization_provider)
            return built.set_name(await name.find())

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with what they did, or of those who are no staff, with what was done to them."""
            resolved = ctx.interaction.resolved
            target = None if resolved is None else resolved.members.get(self.target.id)
            side = "actor" if target is not None and is_staff(target.permissions) else "target"
            work = functools.partial(self._work, side)
            await services.public.respond(ctx, work, "history", private=services.config.private)

        async def _work(self, side: str, guild_id: hikari.Snowflake, viewer: Viewer) -> MessagePayload:
            query = Query.where(count=services.config.count, **{side: int(self.target.id)})
            query = dataclasses.replace(query, is_folded=services.config.fold)
            return listing.draw(await services.lists.read(guild_id, query, viewer, View.SIDES))

    return History
