"""The file of an incident: who, the powers that were gained, what still stands, and every entry as it came."""

import datetime
import zoneinfo
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from lightbulb_audit.analyse.bursts import tally_records
from lightbulb_audit.catalog import incident_words as words
from lightbulb_audit.catalog.permissions import BY_BIT
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.bursts import Burst
from lightbulb_audit.describe.text.plain import clean, plain
from lightbulb_audit.query.terms import facts_of, slug_of_permission
from lightbulb_audit.render.export.report import Fact, Report
from lightbulb_audit.services.incidents.ports import IncidentView, Subject

_NAME: Final = 100
_LINES: Final = 50


def incident_report(
    view: IncidentView,
    server: str | None,
    holders: Callable[[str], Collection[int]],
    now: datetime.datetime,
    zone: zoneinfo.ZoneInfo,
) -> Report:
    """Return what the file of an incident says of itself.

    Args:
        view: The incident, its entries in the order of their making.
        server: What the server is called; None where nobody knows.
        holders: The roles that have a permission now, by its slug.
        now: When the file is made.
        zone: In which moments are repeated for who asks.
    """
    incident, told = view.incident, view.descriptions
    facts = (
        Fact(words.FILE_WHO, _who(view.subject)),
        Fact(words.FILE_POWERS, _cut([plain(one.sentence, longest=_NAME) for one in _powers(told, holders)])),
        Fact(words.FILE_STANDS, _cut(list(_sums([one for one in told if one.undoing is None])))),
        Fact(words.FILE_UNDONE, _cut(list(_sums([one for one in told if one.undoing is not None])))),
    )
    late = [words.FILE_LATE] if incident.is_late else []
    lacking = len(incident.entry_ids) - len(told)
    gone = [words.FILE_LACKING.format(count=f"{lacking:,}")] if lacking else []
    return Report(
        server=server,
        guild_id=incident.guild_id,
        made_at=now,
        zone=zone,
        question=words.TITLE_PLAIN.format(number=incident.incident_id),
        oldest=incident.opened_at,
        newest=incident.last_at,
        coverage=[*late, *gone],
        entries=len(told),
        facts=facts,
    )


def _who(subject: Subject | None) -> list[str]:
    if subject is None:
        return []
    names = dict.fromkeys(clean(name) for name in (subject.name, subject.username) if name)
    roles = ", ".join(clean(name) for name, _ in subject.roles or ())
    lines = [" · ".join([*names, f"id {subject.user_id}"])]
    return [*lines, words.ROLES.format(roles=roles)] if roles else lines


def _powers(told: Sequence[Description], holders: Callable[[str], Collection[int]]) -> Iterator[Description]:
    """Yield the entries by which a permission that can do harm was gained, by a role or by what a role may do."""
    slugs = [slug_of_permission(row.bit) for row in BY_BIT.values() if row.dangerous]
    signs = [f" @gain:{slug} " for slug in slugs]
    signs += [f" @add:{role_id} " for slug in slugs for role_id in holders(slug)]
    for one in told:
        line = facts_of(one.record.raw)
        if any(sign in line for sign in signs):
            yield one


def _sums(told: Sequence[Description]) -> Iterator[str]:
    """Yield who did what how often, the largest number first."""
    by_record = {id(one.record): one for one in told}
    for some in tally_records([one.record for one in told]):
        burst = Burst([by_record[id(record)] for record in some])
        said = burst.sentence if len(burst.entries) > 1 else burst.entries[0].sentence
        yield plain(said, longest=_NAME)


def _cut(lines: list[str]) -> list[str]:
    rest = len(lines) - _LINES
    return [*lines[:_LINES], words.AND_MORE.format(count=rest)] if rest > 0 else lines
