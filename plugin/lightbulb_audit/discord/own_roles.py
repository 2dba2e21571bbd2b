"""What in a server is the bot's own."""

from collections.abc import Sequence

import hikari

from lightbulb_audit.discord.guild_cache import own_id
from lightbulb_audit.discord.lookups import with_timeout


class RestOwnRoles:
    """Tells what in a server is the bot's own.

    Args:
        app: The bot.
    """

    def __init__(self, app: hikari.RESTAware) -> None:
        self._app = app

    async def __call__(self, guild_id: int) -> Sequence[int]:
        """Return the ids of the bot and of its roles.

        Raises:
            AuditError: If Discord does not say.
        """
        me = await with_timeout(own_id(self._app))
        member = await with_timeout(self._app.rest.fetch_member(hikari.Snowflake(guild_id), me))
        return [int(me), *sorted(int(one) for one in member.role_ids if one != guild_id)]
