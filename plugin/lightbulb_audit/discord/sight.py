"""What somebody may see of a server, out of the bot's cache where it has one, else of Discord."""

import asyncio
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import Place, Viewer, may_read, may_view
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.discord.answers import Answers
from lightbulb_audit.discord.channel_places import ChannelPlaces
from lightbulb_audit.discord.lookups import with_timeout
from lightbulb_audit.errors import AuditError, ForbiddenError, GoneError
from lightbulb_audit.model.search import NamedThing

_UNCACHED: Final = 4
"""Requests where nothing is cached: the roles, the channel, a thread's parent, and whether one is in it."""

_ARCHIVED: Final = 2
"""Requests where the channel alone is not cached, as an archived thread: the thread, and whether one is in it."""

_MOST_ASKED: Final = 5
"""Private threads that are asked about for one list of names; who is in them is not cached."""

_CHANNELS: Final = frozenset({Kind.CHANNEL, Kind.THREAD})

Allows = Callable[[Viewer, int, Mapping[int, int], Place], bool]
"""A rule of `analyse.visibility`."""


class MemberSight:
    """See `services.ports.Sight`.

    Args:
        app: The bot.
        viewer: Whose eyes.
        guild_id: The server.
        answers: What Discord was asked for, which tells where a thread is: that never changes.
    """

    def __init__(self, app: hikari.RESTAware, viewer: Viewer, guild_id: hikari.Snowflake, answers: Answers) -> None:
        self._rest = app.rest
        self._places = ChannelPlaces(app, guild_id, answers)
        self._viewer = viewer
        self._guild_id = guild_id

    def cost(self, channel_id: int) -> int:
        """Return how many requests `may_read` costs at most: usually none."""
        channel = self._places.find_cached(hikari.Snowflake(channel_id))
        if not self._cached_roles:
            return _UNCACHED
        if channel is None:
            return _ARCHIVED
        return 1 if channel.type == hikari.ChannelType.GUILD_PRIVATE_THREAD else 0

    async def may_read(self, guild_id: hikari.Snowflake, channel_id: int) -> bool:
        """Return whether Discord would show the messages of a channel.

        Raises:
            ForbiddenError: If the bot itself may not see the channel.
            AuditError: If it cannot be found out.
        """
        channel = await self._places.channel(hikari.Snowflake(channel_id))
        place = await self._places.place(channel)
        if place.is_hidden:
            raise ForbiddenError
        roles = self._cached_roles or await self._places.roles()
        if may_read(self._viewer, int(guild_id), roles, place):
            return True
        return self._could_join(place, roles, may_read) and await self._is_in(channel.id)

    async def visible(self, called: Sequence[NamedThing]) -> Sequence[NamedThing]:
        """Return those whose names Discord would show: all but channels and threads that are closed to the viewer.

        It costs no request but one for each of a few private threads that the viewer may be in, side by side.
        """
        shown = {one: await self._is_shown(one) for one in called}
        asked = [one for one, is_shown in shown.items() if is_shown is None][:_MOST_ASKED]
        joined = await asyncio.gather(*(self._is_in(hikari.Snowflake(one.id)) for one in asked), return_exceptions=True)
        shown |= {one: answer is True for one, answer in zip(asked, joined, strict=True)}
        return [one for one in called if shown[one]]

    async def _is_shown(self, called: NamedThing) -> bool | None:
        """Whether a name is shown to the viewer; None where that is so only if they were added to a private thread."""
        if called.kind not in _CHANNELS:
            return True
        channel = self._places.find_cached(hikari.Snowflake(called.id))
        try:
            place = None if channel is None else await self._places.place(channel)
        except AuditError:
            return False
        if place is None:
            return False
        if may_view(self._viewer, int(self._guild_id), self._cached_roles, place):
            return True
        return None if self._could_join(place, self._cached_roles, may_view) else False

    def _could_join(self, place: Place, roles: Mapping[int, int], allows: Allows) -> bool:
        """Return whether being in a private thread would be enough."""
        if not place.is_private_thread or self._viewer.user_id is None:
            return False
        joined = Place(place.overwrites, is_private_thread=True, members=frozenset({self._viewer.user_id}))
        return allows(self._viewer, int(self._guild_id), roles, joined)

    @functools.cached_property
    def _cached_roles(self) -> Mapping[int, int]:
        return self._places.cached_roles

    async def _is_in(self, thread_id: hikari.Snowflake) -> bool:
        """Return whether the asker was added to a private thread."""
        if self._viewer.user_id is None:
            return False
        try:
            await with_timeout(self._rest.fetch_thread_member(thread_id, self._viewer.user_id))
        except GoneError:
            return False
        return True
