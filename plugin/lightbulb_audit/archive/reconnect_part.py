"""What every part of an archive that comes and goes is made of."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from typing_extensions import override

from lightbulb_audit.services.ports import PublicChannels

if TYPE_CHECKING:
    from lightbulb_audit.archive.store import Archive

_T = TypeVar("_T")


class WithArchive(Protocol):
    """Runs some work with the open archive."""

    def __call__(self, work: "Callable[[Archive], Awaitable[_T]]") -> Awaitable[_T]:
        """Return what the work gives."""
        ...


class ReconnectingPart:
    """A part of the archive, reached through it.

    Args:
        write: Runs what writes.
        read: Runs what reads.
    """

    def __init__(self, write: WithArchive, read: WithArchive) -> None:
        self._write = write
        self._read = read


class ReconnectingPublicChannels(ReconnectingPart, PublicChannels):
    """See `services.ports.PublicChannels`."""

    @override
    async def has(self, guild_id: int, channel_id: int) -> bool:
        return await self._read(lambda archive: archive.public_channels.has(guild_id, channel_id))

    @override
    async def add(self, guild_id: int, channel_id: int) -> None:
        await self._write(lambda archive: archive.public_channels.add(guild_id, channel_id))
