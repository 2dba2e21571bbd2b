"""A yes for a channel is remembered, whatever the archive does."""

from lightbulb_audit.errors import ArchiveAwayError
from lightbulb_audit.services.public_memory import PublicMemory


class _Away:
    """An archive that is away."""

    async def has(self, guild_id: int, channel_id: int) -> bool:
        """Fail."""
        raise ArchiveAwayError("the archive", f"it is away, asked about {guild_id} {channel_id}")

    async def add(self, guild_id: int, channel_id: int) -> None:
        """Fail."""
        raise ArchiveAwayError("the archive", f"it is away, told about {guild_id} {channel_id}")


class _Kept(dict[tuple[int, int], int]):
    """An archive that counts how often it is asked."""

    asked = 0

    async def has(self, guild_id: int, channel_id: int) -> bool:
        """Say so."""
        self.asked += 1
        return (guild_id, channel_id) in self

    async def add(self, guild_id: int, channel_id: int) -> None:
        """Keep it."""
        self[guild_id, channel_id] = 1


async def test_without_an_archive() -> None:
    """A yes counts for its channel in its server alone."""
    memory = PublicMemory(None)
    await memory.add(1, 2)
    assert [await memory.has(*one) for one in ((1, 2), (1, 3), (2, 2))] == [True, False, False]


async def test_an_archive_that_is_away() -> None:
    """Without its archive, nobody is taken to have said yes, and a yes counts until the process ends."""
    memory = PublicMemory(_Away())
    assert not await memory.has(1, 2)
    await memory.add(1, 2)
    assert await memory.has(1, 2)


async def test_an_archive_is_asked_until_it_knows() -> None:
    """What another process remembered counts here too, and is asked for no more once it is known."""
    kept = _Kept()
    memory = PublicMemory(kept)
    assert not await memory.has(1, 2)
    await kept.add(1, 2)
    assert [await memory.has(1, 2) for _ in range(3)] == [True] * 3
    assert kept.asked == 2
