"""What a rule would have found in the archive, had it been there."""

import asyncio
import datetime
from collections.abc import Sequence
from typing import Final, NamedTuple

from lightbulb_audit.analyse.windows import Mark, Stretch, broken_records, merge, stretches
from lightbulb_audit.catalog.kinds import ACTORS
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Condition, ConditionKind
from lightbulb_audit.services.alerts.compiled import CompiledRule, mark_of
from lightbulb_audit.services.alerts.deed_reader import DeedReader
from lightbulb_audit.services.alerts.grouping import group
from lightbulb_audit.services.alerts.ports import AlertStore
from lightbulb_audit.services.alerts.series import OpenIncident

SPAN: Final = datetime.timedelta(days=45)
"""How far back is looked: as far as Discord's own log reaches."""

MOST: Final = 300_000
"""Entries that are looked at."""


class Firing(NamedTuple):
    """An incident that would have been.

    Attributes:
        key: Of whom or what.
        entry_ids: Its entries, in the order of their making.
    """

    key: int | None
    entry_ids: Sequence[int]


class Replayed(NamedTuple):
    """What a rule would have found.

    Attributes:
        firings: The incidents, oldest first.
        since: From when on was looked; the oldest entry's moment where the archive is younger.
        is_whole: Whether all of that time was looked at.
    """

    firings: Sequence[Firing]
    since: datetime.datetime
    is_whole: bool


async def replay(store: AlertStore, guild_id: int, rule: CompiledRule, now: datetime.datetime) -> Replayed:
    """Run a rule over the newest 45 days of an archive; nothing is written.

    Raises:
        ArchiveError: If the database does not do its part.
    """
    low, looked = int(snowflake.first_at(now - SPAN)), 0
    first: int | None = None
    marks: dict[int | None, list[Mark]] = {}
    async for deeds in DeedReader(store, guild_id).between(low, snowflake.LARGEST):
        for deed, sides in rule.pick(deeds):
            marks.setdefault(rule.key_of(deed), []).append(mark_of(deed, sides))
        looked += len(deeds)
        if deeds and first is None:
            first = deeds[0].entry_id
        if looked >= MOST:
            break
        await asyncio.sleep(0)
    found = [firing for key, some in marks.items() for firing in firings_of(key, some, rule.rule.condition)]
    found.sort(key=lambda one: one.entry_ids[0])
    return Replayed(found, now if first is None else snowflake.time_of(first), looked < MOST)


def firings_of(key: int | None, marks: Sequence[Mark], condition: Condition) -> list[Firing]:
    """Return the incidents that all marks of one key make."""
    ordered = sorted(marks)
    incidents: list[OpenIncident] = []
    group(ordered, _held(key, ordered, condition), condition, 0, incidents)
    return [Firing(key, sorted(one.entry_ids)) for one in incidents]


def _held(key: int | None, marks: Sequence[Mark], condition: Condition) -> list[Stretch]:
    if condition.is_local:
        return stretches(marks, condition)
    if key in ACTORS or not marks:
        return []
    if condition.kind is ConditionKind.FIRST:
        return [Stretch(marks[0].entry_id, marks[0].entry_id)]
    return merge(broken_records(marks, condition.windows[0]))
