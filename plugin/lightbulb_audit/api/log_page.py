"""Reading a log without loss, and saying an entry in words."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import hikari

from lightbulb_audit.analyse.prunes import doubtful_prunes
from lightbulb_audit.api.entry_text import ChangeText, EntryText, Subject
from lightbulb_audit.describe import Description
from lightbulb_audit.describe import describe as describe_record
from lightbulb_audit.describe.names.lookalikes import Lookalikes
from lightbulb_audit.describe.names.name_table import Names, names_of
from lightbulb_audit.describe.names.party import Party
from lightbulb_audit.describe.text.plain import clean, plain, whole
from lightbulb_audit.discord.guild_cache import GuildCache
from lightbulb_audit.discord.names import CachedNames, cached_people
from lightbulb_audit.model import Page, Reader, Record, snowflake
from lightbulb_audit.model.decode.hikari_entry import raw_of
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.render.entry import colour_of

_OFFLINE = OfflineApp()
_NO_GUILD = hikari.Snowflake(0)


@dataclasses.dataclass(frozen=True, slots=True)
class LogPage:
    """A page of a log. It is made by `read_page` alone.

    Attributes:
        guild_id: Whose log; 0 where nobody said.
        records: Its entries, in the order in which they came.
        raw: The JSON that it was read from.
    """

    guild_id: hikari.Snowflake
    records: tuple[Record, ...]
    raw: Mapping[str, Any] = dataclasses.field(repr=False)
    _names: Names = dataclasses.field(repr=False, compare=False)
    _doubtful: frozenset[int] = dataclasses.field(repr=False, compare=False)

    def describe(self, record: Record) -> EntryText:
        """Say one of its entries in words, with the names that the page and the bot's cache have."""
        return text_of(describe_record(record, self._names, is_doubtful=int(record.id) in self._doubtful))

    def texts(self) -> tuple[EntryText, ...]:
        """Say all of its entries in words."""
        return tuple(self.describe(record) for record in self.records)


def read_page(payload: object, *, guild_id: int = 0, app: hikari.RESTAware | None = None) -> LogPage:
    """Read what `GET /guilds/{id}/audit-logs` answered, without loss.

    Every JSON object that has an id and an action type becomes a record, whatever else is wrong with it.

    Args:
        payload: The JSON, decoded: an answer of Discord's, or a list of entries.
        guild_id: Whose log it is.
        app: The bot, whose cache then names who is not named on the page; None where there is none.
    """
    page = Reader(app or _OFFLINE).page(payload, hikari.Snowflake(guild_id))
    return page_of(page, app)


def page_of(page: Page, app: hikari.RESTAware | None) -> LogPage:
    """Return a page that was read, with the names to tell it by."""
    names = _names_of(page, app)
    people = Lookalikes()
    people.add_people(page.records, names)
    names.mark_lookalikes(people.ids)
    return LogPage(page.guild_id, tuple(page.records), page.raw, names, doubtful_prunes(page.records))


def _names_of(page: Page, app: hikari.RESTAware | None) -> Names:
    if app is None or not page.guild_id:
        return names_of([page])
    cache = GuildCache(app, page.guild_id)
    return names_of([page], CachedNames(cache), cached_people(cache))


def describe(
    entry: Record | hikari.AuditLogEntry | Mapping[str, Any],
    *,
    guild_id: int | None = None,
    app: hikari.RESTAware | None = None,
) -> EntryText:
    """Say one entry in words. It never asks Discord for anything.

    People and things are called by the entry itself and by the bot's cache; whoever neither knows is told by id. A page
    names far more: `read_page(...).describe(record)`.

    Args:
        entry: A record, hikari's model of an entry, or its JSON, of a page or of a gateway event.
        guild_id: Whose log it is; None for what the entry says.
        app: The bot, whose cache names people and things; None where there is none.

    Raises:
        ValueError: If it is no entry: JSON without an id or without an action type.
    """
    record = _record_of(entry, guild_id, app)
    page = Page(app or _OFFLINE, record.entry.guild_id, {}, [record], row_count=1)
    return page_of(page, app).describe(record)


def _record_of(
    entry: Record | hikari.AuditLogEntry | Mapping[str, Any], guild_id: int | None, app: hikari.RESTAware | None
) -> Record:
    if isinstance(entry, Record):
        return entry
    if isinstance(entry, hikari.AuditLogEntry):
        return Record(entry, raw_of(entry))
    raw = dict(entry)
    whose = snowflake.parse(raw.get("guild_id")) if guild_id is None else hikari.Snowflake(guild_id)
    record = Reader(app or _OFFLINE).entry(raw, whose or _NO_GUILD)
    if record is None:
        problem = "this is no audit log entry: it has no id or no action type"
        raise ValueError(problem)
    return record


def text_of(told: Description) -> EntryText:
    """Return a description as a plain value."""
    record, behind = told.record, told.on_behalf_of
    reason = told.full_reason
    return EntryText(
        id=record.id,
        created_at=record.created_at,
        action_type=int(record.entry.action_type),
        action=told.row.slug,
        category=told.row.category.value,
        icon=told.icon,
        colour=colour_of(told),
        sentence=plain(told.sentence),
        reason=None if reason is None else clean(reason),
        actor=_subject(told.actor),
        target=_subject(told.target),
        on_behalf_of=None if behind is None else _subject(behind),
        changes=tuple(
            ChangeText(line.change.key, plain((line.label,)), whole(line.text), line.change.old, line.change.new)
            for line in told.changes
        ),
        remarks=tuple(remark.plain for remark in told.remarks),
        unread=told.unread,
        record=record,
    )


def _subject(party: Party) -> Subject:
    kind = None if party.kind is None else party.kind.value
    party_id = None if party.id is None else hikari.Snowflake(party.id)
    name = None if party.name is None else clean(party.name)
    return Subject(kind, party_id, name, party.username, party.bot)
