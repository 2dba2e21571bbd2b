"""The audit log's endpoint: pages, filters, and the maps that go with a page.

Entries are served as they are, malformed ones too. One without a readable id has no place of its own in the order, so
it stays with the entry before it in the file, and travels on that entry's page.
"""

import bisect
import copy
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from discord_standin.errors import invalid_form
from discord_standin.values import Json, Payload, as_object, as_snowflake, is_array, is_object, objects

LIMIT = (1, 100)
DEFAULT_LIMIT = 50
ENTRIES = "audit_log_entries"
USERS = "users"
THREAD_DELETE = 112
RULES = "auto_moderation_rules"
MAPS = (
    USERS,
    "webhooks",
    "integrations",
    "threads",
    RULES,
    "application_commands",
    "guild_scheduled_events",
)


@dataclass(slots=True)
class _Group:
    """Entries that stand in one place of the order."""

    key: int
    entries: list[Json] = field(default_factory=list[Json])


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What was asked of the endpoint; None where nothing was.

    `before` hides `after`. Without `before`, `after` turns the order: oldest first.
    """

    before: int | None = None
    after: int | None = None
    limit: int = DEFAULT_LIMIT
    user_id: int | None = None
    action_type: int | None = None
    target_id: int | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "AuditQuery":
        """Read the query string.

        Raises:
            ApiError: 400 with code 50035, where a value is none that Discord takes.
        """
        ids = {name: _read_id(query, name) for name in ("before", "after", "user_id", "target_id")}
        return cls(limit=_read_limit(query), action_type=_read_number(query, "action_type"), **ids)

    def matches(self, entry: Json) -> bool:
        """Tell whether the filters let an entry through."""
        wanted = {"user_id": self.user_id, "action_type": self.action_type, "target_id": self.target_id}
        asked = {name: value for name, value in wanted.items() if value is not None}
        if not asked:
            return True
        return is_object(entry) and all(as_snowflake(entry.get(name)) == value for name, value in asked.items())


class AuditLog:
    """The whole log of a guild, in the form in which the endpoint answers, newest first."""

    def __init__(self, source: Json) -> None:
        if is_array(source):
            source = {ENTRIES: source, **{name: [] for name in MAPS}}
        self._rest = {key: value for key, value in as_object(source).items() if key != ENTRIES}
        held = as_object(source).get(ENTRIES)
        self.entries: list[Json] = copy.deepcopy(held) if is_array(held) else []
        self._told: set[str] = set()
        self._by_id: dict[str, Payload] = {}
        for entry in objects(self.entries):
            self._by_id.setdefault(str(entry.get("id")), entry)
        self._order: list[_Group] | None = None

    def add(self, entry: Payload) -> None:
        """Add an entry that happens now, at the top; one of the same id gives way to it, as ids are unique."""
        old = self.find(str(entry["id"])) if "id" in entry else None
        if old is not None:
            self.entries = [held for held in self.entries if held is not old]
        self.entries.insert(0, entry)
        self._by_id[str(entry.get("id"))] = entry
        self._told.add(str(entry.get("id")))
        self._order = None

    def grow(self, entry_id: str, count: int) -> bool:
        """Raise an entry's `options.count`; tell whether there is such an entry."""
        entry = self.find(entry_id)
        if entry is not None:
            options = entry.get("options")
            entry["options"] = {**(options if is_object(options) else {}), "count": str(count)}
        return entry is not None

    def map(self, name: str) -> Json:
        """Give one of the maps, whole."""
        return self._rest.get(name)

    def tells_end_of(self, thread: Payload) -> bool:
        """Tell whether a thread was deleted, by this log."""
        wanted = as_snowflake(thread.get("id"))
        rows = objects(self.entries)
        return any(
            row.get("action_type") == THREAD_DELETE and as_snowflake(row.get("target_id")) == wanted for row in rows
        )

    def find(self, entry_id: str) -> Payload | None:
        """Find an entry by its id."""
        return self._by_id.get(entry_id)

    def page(self, query: AuditQuery, users: Mapping[str, Payload]) -> Payload:
        """Answer one request.

        Args:
            query: What was asked.
            users: Users by id, for entries that came by a gateway event and so are in no map of the file.

        Returns:
            The page's entries and those items of the maps that they name.
        """
        groups = itertools.islice(self._matching(query), query.limit)
        entries = [entry for group in groups for entry in group]
        maps = {name: self._named(name, value, entries) for name, value in self._rest.items()}
        if is_array(maps.get(USERS)):
            maps[USERS] = [*maps[USERS], *self._told_users(entries, maps[USERS], users)]
        return {ENTRIES: entries, **maps}

    def _matching(self, query: AuditQuery) -> Iterator[list[Json]]:
        """Yield the matching entries of each place of the order, from where the query begins."""
        if self._order is None:
            self._order = self._ordered()
        groups: Iterable[_Group] = self._order
        if query.before is not None:
            groups = self._order[bisect.bisect_right(self._order, -query.before, key=lambda group: -group.key) :]
        elif query.after is not None:
            last = bisect.bisect_left(self._order, -query.after, key=lambda group: -group.key)
            groups = reversed(self._order[:last])
        for group in groups:
            entries = [entry for entry in group.entries if query.matches(entry)]
            if entries:
                yield entries

    def _ordered(self) -> list[_Group]:
        """Group the entries by their place in the order, newest first."""
        groups: list[_Group] = []
        waiting: list[Json] = []
        for entry in self.entries:
            key = as_snowflake(as_object(entry).get("id"))
            if key is not None:
                groups.append(_Group(key, [*waiting, entry]))
                waiting = []
            elif groups:
                groups[-1].entries.append(entry)
            else:
                waiting.append(entry)
        if waiting:
            groups.append(_Group(1, waiting))
        return sorted(groups, key=lambda group: group.key, reverse=True)

    def _named(self, name: str, value: Json, entries: list[Json]) -> Json:
        if name not in MAPS or not is_array(value):
            return value
        wanted = _ids(entries, with_options=name != USERS)
        names = _rule_names(entries) if name == RULES else set[str]()
        return [
            item
            for item in value
            if as_snowflake(as_object(item).get("id")) in {None, *wanted} or as_object(item).get("name") in names
        ]

    def _told_users(self, entries: list[Json], there: list[Json], users: Mapping[str, Payload]) -> list[Payload]:
        told = [entry for entry in objects(entries) if str(entry.get("id")) in self._told]
        held = {as_snowflake(as_object(user).get("id")) for user in there}
        wanted = sorted(_ids(told, with_options=False) - held)
        return [users[str(user_id)] for user_id in wanted if str(user_id) in users]


def _ids(entries: list[Json], *, with_options: bool) -> set[int]:
    """Collect the ids that entries name: who, what, and in their options where and by what."""
    values: list[Json] = []
    for entry in objects(entries):
        values += [entry.get("user_id"), entry.get("target_id")]
        values += as_object(entry.get("options")).values() if with_options else ()
    return {number for number in map(as_snowflake, values) if number is not None}


def _rule_names(entries: list[Json]) -> set[str]:
    """Collect the AutoMod rules that entries name; types 143-146 do it by name only."""
    held = (as_object(entry.get("options")).get("auto_moderation_rule_name") for entry in objects(entries))
    return {name for name in held if isinstance(name, str)}


def _read_id(query: Mapping[str, str], name: str) -> int | None:
    if name not in query:
        return None
    number = as_snowflake(query[name])
    if number is None:
        words = f'Value "{query[name]}" is not snowflake.'
        raise invalid_form([([name], "NUMBER_TYPE_COERCE", words)])
    return number


def _read_number(query: Mapping[str, str], name: str) -> int | None:
    if name not in query:
        return None
    try:
        return int(query[name])
    except ValueError:
        words = f'Value "{query[name]}" is not int.'
        raise invalid_form([([name], "NUMBER_TYPE_COERCE", words)]) from None


def _read_limit(query: Mapping[str, str]) -> int:
    limit = _read_number(query, "limit")
    least, most = LIMIT
    if limit is None:
        return DEFAULT_LIMIT
    if limit < least:
        raise invalid_form([(["limit"], "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}.")])
    if limit > most:
        raise invalid_form([(["limit"], "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")])
    return limit
