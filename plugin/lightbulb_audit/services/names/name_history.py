"""What people and things are called, as far as a page tells: kept, since Discord forgets the names of what is gone."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lightbulb_audit.catalog.actions import action
from lightbulb_audit.catalog.kinds import ACTORS, HIDDEN_NAME, NAMING, Kind
from lightbulb_audit.describe.names.entry_references import Reference, references
from lightbulb_audit.describe.names.name_table import Known, Lookup, Names, names_of
from lightbulb_audit.describe.names.nicknames import NICKNAME, nickname_change
from lightbulb_audit.model import Page, Record
from lightbulb_audit.model.progress import USERNAME, Sighting

JUST_BEFORE: Final = datetime.timedelta(milliseconds=1)


def sightings_of_page(page: Page, behind: Lookup, now: datetime.datetime) -> list[Sighting]:
    """Return what those whom a page's entries name are called now, and what its own changes say that they were called.

    The names are those of all that the entries reference, so what is kept is what would be said today.

    Args:
        page: The entries.
        behind: What the bot's cache knows.
        now: When they are seen.
    """
    names = names_of([page], behind)
    wanted = dict.fromkeys(one for record in page.records for one in references(record))
    found = sightings_of({one: known for one in wanted if (known := names.get(*one)) is not None}, now)
    for record in page.records:
        found.extend(sightings_of_record(record))
        found.extend(_of_account(record, names))
    return found


def sightings_of(known: Mapping[Reference, Known], now: datetime.datetime) -> list[Sighting]:
    """Return the names and usernames that some people and things have now."""
    found = [
        Sighting(kind, thing_id, now, one.name, one.channel_type, one.bot)
        for (kind, thing_id), one in known.items()
        if one.name and not one.hidden and thing_id not in ACTORS
    ]
    found += [
        Sighting(USERNAME, thing_id, now, one.username)
        for (kind, thing_id), one in known.items()
        if kind is Kind.USER and one.username
    ]
    return found


def _of_account(record: Record, names: Names) -> Iterator[Sighting]:
    """Yield what a member was called without a nickname: before the first one, and after the last."""
    change, target_id = nickname_change(record), record.entry.target_id
    if change is None or target_id is None:
        return
    name, at = names.account_name(target_id), record.created_at
    if name is None or at is None:
        return
    if change.old is None or change.new is None:
        yield Sighting(Kind.USER, int(target_id), at - JUST_BEFORE if change.old is None else at, name)


def sightings_of_record(record: Record) -> Iterator[Sighting]:
    """Yield the names that an entry itself says its target had, and has from then on."""
    target_id, kind = record.entry.target_id, action(record.entry.action_type).target
    key = NICKNAME if kind is Kind.USER else NAMING[kind].name_key
    if target_id is None or not key:
        return
    named = [change for change in record.changes() if change.key == key]
    at = record.created_at if named else None
    if at is not None:
        for change in named:
            for name, when in ((change.old, at - JUST_BEFORE), (change.new, at)):
                if isinstance(name, str) and name.strip() and name != HIDDEN_NAME:
                    yield Sighting(kind, int(target_id), when, name)


NameHistory = Mapping[tuple[str, int], Sequence[Sighting]]
"""What was seen of some people and things, by kind and id, the earliest first."""


def name_at(past: NameHistory, kind: Kind, thing_id: int, at: datetime.datetime, today: Known | None) -> Known | None:
    """Return what somebody or something was called at a moment, and what else is known of them today.

    Args:
        past: What was seen of them.
        kind: What they are.
        thing_id: Their id.
        at: The moment: the last name seen by then counts, else the first that was seen later.
        today: What is known of them now.
    """
    seen = past.get((kind, thing_id), ())
    if not seen or (today is not None and today.hidden):
        return today
    then = next((one for one in reversed(seen) if one.at <= at), seen[0])
    today = today or Known(None, bot=then.bot)
    channel_type = then.channel_type if today.channel_type is None else today.channel_type
    username = today.username or (username_of(past, thing_id) if kind is Kind.USER else None)
    return today._replace(name=then.name, channel_type=channel_type, username=username)


def username_of(past: NameHistory, user_id: int) -> str | None:
    """Return the last username that was seen of an account."""
    seen = past.get((USERNAME, user_id))
    return seen[-1].name if seen else None
