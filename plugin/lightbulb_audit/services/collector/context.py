"""What every server's collecting works with."""

import dataclasses
import datetime
from collections.abc import Callable

from lightbulb_audit.describe.names.name_table import Lookup
from lightbulb_audit.model import Reader, snowflake
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.collector.news import Announce, tell_nobody
from lightbulb_audit.services.collector.pace import Pacer
from lightbulb_audit.services.collector.schedule import Schedule
from lightbulb_audit.services.collector.standings import Standings
from lightbulb_audit.services.collector.tally import Tally
from lightbulb_audit.services.ports import AuditLog, Store


@dataclasses.dataclass(frozen=True)
class Context:
    """What every server's collecting works with.

    Attributes:
        log: Discord's log.
        store: The archive.
        reader: Reads events.
        names: What a server's people and things are called now, as far as that costs nothing.
        rhythm: How often what is asked.
        pace: When Discord may be asked.
        standings: What the archive holds of each server at the beginning.
        clock: Discord's time.
        keep_days: For how many days entries are kept; 0 for ever.
        is_polled: Whether no events come.
        tally: How much was done so far.
        announce: Is told which entries of a page nobody knew of before, those from before the collecting left out.
    """

    log: AuditLog
    store: Store
    reader: Reader
    names: Callable[[int], Lookup]
    rhythm: Schedule
    pace: Pacer
    standings: Standings
    clock: DiscordClock
    keep_days: int
    is_polled: bool
    tally: Tally
    announce: Announce = tell_nobody

    def oldest(self) -> int:
        """Return the smallest id that is kept."""
        if not self.keep_days:
            return 0
        return int(snowflake.first_at(self.clock.now() - datetime.timedelta(days=self.keep_days)))
