"""What people and things are called: gathered beforehand, so that describing asks nobody."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from lightbulb_audit.analyse.reason import fold_name
from lightbulb_audit.catalog import actions
from lightbulb_audit.catalog.kinds import ACTORS, CHANNEL_TYPES, HIDDEN_NAME, NAMING, Kind
from lightbulb_audit.describe.text.spans import Parts
from lightbulb_audit.model import Change, Page, Record, snowflake
from lightbulb_audit.model.decode.numbers import bits_of, number_of


class Known(NamedTuple):
    """What is known of one person or thing.

    Attributes:
        name: Its name; None where only that it is gone or hidden is known.
        channel_type: Discord's number of the type of a channel.
        parent_id: The channel of a thread, the category of a channel.
        gone: Whether it is known not to exist any more.
        hidden: Whether it is a channel that the bot may not see.
        bot: Whether a user is a bot.
        username: The name by which an account is known everywhere, which holds plain letters alone.
        permissions: The permissions of a role, or of a bot's own role, as a bit field; None where nobody knows.
    """

    name: str | None
    channel_type: int | None = None
    parent_id: int | None = None
    gone: bool = False
    hidden: bool = False
    bot: bool = False
    username: str | None = None
    permissions: int | None = None


Lookup = Callable[[Kind, int], Known | None]

PeopleLookup = Callable[[str], Collection[int]]
"""The ids of all who are called just so, whatever the case."""

MAPS: Final[Mapping[str, Kind]] = {
    "users": Kind.USER,
    "webhooks": Kind.WEBHOOK,
    "integrations": Kind.INTEGRATION,
    "threads": Kind.THREAD,
    "auto_moderation_rules": Kind.RULE,
    "application_commands": Kind.COMMAND,
    "guild_scheduled_events": Kind.EVENT,
}
_CHANNELS: Final = frozenset({Kind.CHANNEL, Kind.THREAD})
_LEARNT_FROM_CHANGES: Final = frozenset(
    {
        Kind.CHANNEL,
        Kind.THREAD,
        Kind.ROLE,
        Kind.WEBHOOK,
        Kind.EMOJI,
        Kind.STICKER,
        Kind.SOUND,
        Kind.EVENT,
        Kind.RULE,
        Kind.PROMPT,
    }
)


_NO_LOOKALIKES: Final = frozenset[int]()


def nobody(_kind: Kind, _id: int) -> Known | None:
    """Return a lookup that knows nothing."""
    return None


def no_people(_name: str) -> Collection[int]:
    """Return a lookup that knows nobody by name."""
    return ()


class Names:
    """The names for a page: what it carries itself, and what a cache behind it knows.

    Args:
        known: Names by kind and id.
        behind: Asked first, since a cache has nicknames and today's names; it must answer at once.
        guild_id: Whose everyone role is "everyone".
        called: Asked for people by name beside those of the page.

    Attributes:
        lookalikes: The ids of people whose names look like somebody else's in the same answer.
    """

    def __init__(
        self,
        known: Mapping[tuple[Kind, int], Known] | None = None,
        behind: Lookup = nobody,
        *,
        guild_id: int = 0,
        called: PeopleLookup = no_people,
    ) -> None:
        self._known = dict(known or {})
        self._accounts: Mapping[tuple[Kind, int], Known] = self._known
        self.lookalikes: Container[int] = _NO_LOOKALIKES
        self._behind = behind
        self._asked: dict[tuple[Kind, int], Known | None] = {}
        self.phrases: dict[tuple[Kind, int], Parts] = {}
        """What was said of each so far: a page names the same few people over and over."""
        self.guild_id = guild_id
        self._called = called
        self._by_name: dict[str, set[int]] = {}
        for (kind, thing_id), thing in self._known.items():
            if kind is Kind.USER:
                self.add_people(thing_id, (thing.name, thing.username))

    def add_people(self, user_id: int, names: Iterable[str | None]) -> None:
        """Take in names of somebody, of today or of once."""
        for name in names:
            if name:
                self._by_name.setdefault(fold_name(name), set()).add(user_id)

    def people_called(self, name: str) -> set[int]:
        """Return the ids of all who are called just so, whatever the case."""
        return self._by_name.get(fold_name(name), set()) | set(self._called(name))

    def is_human(self, user_id: int) -> bool:
        """Return whether an id is that of a user who is known, and no bot."""
        known = self.get(Kind.USER, user_id)
        return known is not None and known.name is not None and not known.bot

    def mark_lookalikes(self, lookalikes: Container[int]) -> None:
        """Say whose names look like somebody else's: their usernames are told beside them from now on."""
        self.phrases.clear()
        self.lookalikes = lookalikes

    def derived(self, behind: Lookup) -> "Names":
        """Return the names of the same answer, as somebody else knows them."""
        found = Names(behind=behind, guild_id=self.guild_id, called=self.people_called)
        found.lookalikes, found._accounts = self.lookalikes, self._accounts
        return found

    def account_name(self, user_id: int) -> str | None:
        """Return what a page calls an account, whatever its nickname is; None where none names it."""
        told = self._accounts.get((Kind.USER, user_id))
        return None if told is None else told.name

    def get(self, kind: Kind, thing_id: int) -> Known | None:
        """Return what is known of somebody or something; None for nothing at all."""
        key = (kind, thing_id)
        if key not in self._asked:
            self._asked[key] = self._ask(kind, thing_id)
        return self._asked[key]

    @property
    def requested(self) -> Mapping[tuple[Kind, int], Known | None]:
        """What was asked so far, and what was known of it: all that the telling needed."""
        return self._asked

    def update(self, known: Mapping[tuple[Kind, int], Known]) -> None:
        """Take in names that were looked up; what is gone keeps the name that it had."""
        self.phrases.clear()
        for key, thing in known.items():
            before = self.get(*key)
            keeps = thing.gone and before is not None
            self._asked[key] = before._replace(gone=True) if keeps and before is not None else thing

    def _ask(self, kind: Kind, thing_id: int) -> Known | None:
        if kind is Kind.USER and thing_id in ACTORS:
            return Known(ACTORS[thing_id], bot=True)
        known = self._behind(kind, thing_id)
        if known is None or known.name is None:
            told = self._known.get((kind, thing_id), known)
            # What the cache knows to be gone keeps the last name that it had.
            known = told._replace(gone=True) if told is not None and known is not None and known.gone else told
        elif known.username is None and kind is Kind.USER and (told := self._known.get((kind, thing_id))) is not None:
            known = known._replace(username=told.username)
        if known is not None and known.name == HIDDEN_NAME and kind in _CHANNELS:
            return known._replace(name=None, hidden=True)
        return known


def names_of(pages: Sequence[Page], behind: Lookup = nobody, called: PeopleLookup = no_people) -> Names:
    """Return the names that pages of a log tell: from their maps, and from the changes of their own entries."""
    return Names(names_in_pages(pages), behind, guild_id=pages[0].guild_id if pages else 0, called=called)


def names_in_pages(pages: Sequence[Page]) -> dict[tuple[Kind, int], Known]:
    """Return all that pages of a log name, by kind and id."""
    records = sorted((record for page in pages for record in page.records), key=lambda record: record.id, reverse=True)
    known = _from_changes(records)
    for role_id, bits in _permissions(records).items():
        if (Kind.ROLE, role_id) in known:
            known[Kind.ROLE, role_id] = known[Kind.ROLE, role_id]._replace(permissions=bits)
    for page in reversed(pages):
        told = _from_maps(page)
        # A channel that is hidden by now may have been named in the open by an entry.
        known |= {key: thing for key, thing in told.items() if thing.name != HIDDEN_NAME or key not in known}
    return known | {key: known.get(key, Known(None))._replace(gone=True) for key in _find_deleted(records)}


def _find_deleted(records: Iterable[Record]) -> Iterator[tuple[Kind, int]]:
    """Yield whatever entries say to be gone: no id is ever given twice."""
    for record in records:
        target_id = record.entry.target_id
        if record.entry.action_type in actions.ENDS and target_id is not None:
            yield actions.action(record.entry.action_type).target, int(target_id)


def _from_maps(page: Page) -> dict[tuple[Kind, int], Known]:
    found: dict[tuple[Kind, int], Known] = {}
    for map_name, kind in MAPS.items():
        for thing in page.things(map_name):
            thing_id = snowflake.parse(thing.get("id"))
            name = name_of(thing)
            if thing_id is None or name is None:
                continue
            parent_id = snowflake.parse(thing.get("parent_id"))
            username = thing.get("username") if kind is Kind.USER else None
            found[kind, thing_id] = Known(
                name,
                _thread_type(thing) if kind is Kind.THREAD else None,
                parent_id,
                bot=thing.get("bot") is True,
                username=username if isinstance(username, str) else None,
            )
            if kind is Kind.USER and thing.get("system") is True:
                found[kind, thing_id] = Known("Discord", bot=True)
            application_id = _application_id(thing) if kind is Kind.INTEGRATION else None
            if application_id is not None:
                found[kind, application_id] = Known(name)
    return found


def _thread_type(thing: Mapping[str, Any]) -> int | None:
    number = number_of(thing.get("type"))
    return number if number in CHANNEL_TYPES else None


def name_of(thing: Mapping[str, Any]) -> str | None:
    """Return what a JSON object is called; None where it has no name."""
    for key in ("global_name", "name", "username"):
        name = thing.get(key)
        if isinstance(name, str) and name.strip():
            return name
    return None


def _application_id(thing: Mapping[str, Any]) -> int | None:
    application = thing.get("application")
    return snowflake.parse(cast("dict[str, Any]", application).get("id")) if isinstance(application, dict) else None


def _from_changes(records: Iterable[Record]) -> dict[tuple[Kind, int], Known]:
    """Return names out of "name" changes, given newest first; what was deleted meanwhile keeps its last name so."""
    found: dict[tuple[Kind, int], Known] = {}
    for record in records:
        kind = actions.action(record.entry.action_type).target
        target_id = record.entry.target_id
        changes = record.changes()
        if kind is Kind.CHANNEL:
            for tag, known in _tags(changes).items():
                found.setdefault(tag, known)
        if target_id is None or kind not in _LEARNT_FROM_CHANGES or (kind, target_id) in found:
            continue
        by_key = {change.key: change for change in changes}
        name, channel_type = by_key.get(NAMING[kind].name_key), by_key.get("type")
        text = name and (name.new or name.old)
        if isinstance(text, str) and text.strip() and text != HIDDEN_NAME:
            number = channel_type.either if channel_type is not None and kind in _CHANNELS else None
            found[kind, target_id] = Known(text, number if isinstance(number, int) else None)
    return found


def _permissions(records: Iterable[Record]) -> dict[int, int]:
    """Return the permissions that roles have after the newest entry that tells them, given newest first."""
    found: dict[int, int] = {}
    for record in records:
        if actions.action(record.entry.action_type).target is not Kind.ROLE or record.entry.target_id is None:
            continue
        for change in record.changes():
            bits = bits_of(change.either) if change.key == "permissions" else None
            if bits is not None:
                found.setdefault(int(record.entry.target_id), bits)
    return found


def _tags(changes: Iterable[Change]) -> dict[tuple[Kind, int], Known]:
    """Return the tags of a forum, out of a change of them: nothing else names those of a post."""
    values: list[Any] = [
        value for change in changes if change.key == "available_tags" for value in (change.old, change.new)
    ]
    tags = [tag for value in values if isinstance(value, list) for tag in cast("list[Any]", value)]
    # Of a tag that comes twice the last name counts.
    named: dict[tuple[Kind, int], Known] = {}
    for row in (cast("dict[str, Any]", tag) for tag in tags if isinstance(tag, dict)):
        tag_id, name = snowflake.parse(row.get("id")), name_of(row)
        if tag_id is not None and name is not None:
            named[Kind.TAG, tag_id] = Known(name)
    return named
