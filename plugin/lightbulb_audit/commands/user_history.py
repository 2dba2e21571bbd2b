"""The context menu of a user: what they did, and what was done to them."""

from typing import TYPE_CHECKING, Any

import hikari
import lightbulb

from lightbulb_audit.commands.names import CommandName
from lightbulb_audit.config import Config
from lightbulb_audit.deferred import Deferred

if TYPE_CHECKING:
    from lightbulb_audit.commands.answers.services import Services


def user_history(config: Config, services: "Deferred[Services]", name: CommandName) -> type[lightbulb.UserCommand]:
    """Return the command, for one running plugin."""

    class History(
        lightbulb.UserCommand,
        name=name.current,
        contexts=[hikari.ApplicationContextType.GUILD],
        default_member_permissions=config.permission,
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
            found = await services.get()
            from lightbulb_audit.commands.answers import user_history

            await user_history.answer(ctx, found, self.target)

    return History
