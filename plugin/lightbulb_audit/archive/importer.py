"""Taking entries in out of a file."""

import datetime
import json
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, Final

import hikari

from lightbulb_audit.archive.jsonl import EntryStream
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.describe.values.numbers import pluralize
from lightbulb_audit.model import Reader, snowflake
from lightbulb_audit.model.decode.log_file import Document
from lightbulb_audit.model.observation import Appended, Observation
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.services.names.name_history import sightings_of_record

_BATCH: Final = 1000
_IDS_NAMED: Final = 5


class Importer:
    """Takes a file into an archive.

    Args:
        archive: The archive.
        guild_id: The server of entries that name none, and the only one that is taken; None where each must name its
            own.
        progress: Is told how many more entries were taken.

    Attributes:
        taken: What came of it so far.
    """

    def __init__(self, archive: Archive, guild_id: int | None, progress: Callable[[int], None]) -> None:
        self.taken = Appended(0, 0)
        self._archive = archive
        self._guild_id = guild_id
        self._progress = progress
        self._reader = Reader(OfflineApp())
        self._waiting: dict[int, list[Observation]] = {}
        self._homeless = 0
        self._nameless = 0
        self._foreign = 0
        self._read = Document([])

    async def take(self, stream: BinaryIO) -> None:
        """Take every entry of a file.

        Raises:
            ValueError: If there is none to be found in it.
        """
        source, now = EntryStream(stream), datetime.datetime.now(datetime.UTC)
        count = 0
        for raw in source.entries():
            count += 1
            self._put(raw, now)
            if count % _BATCH == 0:
                await self._flush()
        await self._flush()
        self._read = source.read
        if not count and source.is_strange:
            problem = "no entries"
            raise ValueError(problem)

    def _put(self, raw: dict[str, Any], now: datetime.datetime) -> None:
        guild_id = snowflake.parse(raw.get("guild_id")) or self._guild_id
        if not guild_id:
            self._homeless += 1
            return
        if self._guild_id not in (None, guild_id):
            self._foreign += 1
            return
        try:
            observation = Observation.of(raw, now, "import")
        except ValueError:
            self._nameless += 1
            return
        self._waiting.setdefault(int(guild_id), []).append(observation)

    async def _flush(self) -> None:
        for guild_id, observed in self._waiting.items():
            taken = await self._archive.append(guild_id, observed)
            self.taken += taken
            # What things are called is told by their own entries, whoever is asked later.
            believed = [json.loads(one.raw) for one in observed if one.entry_id not in taken.contradicting]
            page = self._reader.page(believed, hikari.Snowflake(guild_id))
            await self._archive.learn(guild_id, [one for record in page.records for one in sightings_of_record(record)])
            self._progress(len(observed))
        self._waiting.clear()

    @property
    def problems(self) -> list[str]:
        """What could not be taken, one phrase each."""
        found: list[str] = []
        if self._homeless:
            found.append(f"{pluralize(self._homeless, 'entry names', 'entries name')} no server: say it by --guild")
        if self._foreign:
            found.append(f"{pluralize(self._foreign, 'entry names', 'entries name')} another server than --guild")
        if self._nameless:
            found.append(f"{pluralize(self._nameless, 'entry has', 'entries have')} no usable id")
        if contradicting := self.taken.contradicting:
            said = pluralize(len(contradicting), "entry contradicts", "entries contradict")
            ids = ", ".join(map(str, contradicting[:_IDS_NAMED]))
            found.append(f"{said} what the archive has, which stands ({ids}{_more(contradicting)})")
        return [*found, *self._read.problems.values()]


def _more(ids: Sequence[int]) -> str:
    return ", …" if len(ids) > _IDS_NAMED else ""
