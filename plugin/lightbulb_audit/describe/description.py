"""A record, told: what every drawing of it starts from."""

import functools
from typing import NamedTuple

from lightbulb_audit.analyse.doings import FieldChange, doings_of_change
from lightbulb_audit.catalog import blind_spots
from lightbulb_audit.catalog.actions import Action
from lightbulb_audit.catalog.kinds import NAMING, Kind
from lightbulb_audit.describe import changes, references
from lightbulb_audit.describe import options as option_lines
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.name_table import Known, Names
from lightbulb_audit.describe.plain import clean, is_visible
from lightbulb_audit.describe.reversal import Reversal
from lightbulb_audit.describe.sentence import sentence
from lightbulb_audit.describe.spans import Parts
from lightbulb_audit.model import Change, Record


class Party(NamedTuple):
    """Somebody or something that an entry names: each part is None where the entry does not say."""

    kind: Kind | None
    id: int | None
    name: str | None
    username: str | None = None

    @property
    def shown(self) -> str | None:
        """The name as a reader should see it: fit for a line, with the username where it may look like another."""
        if self.name is None:
            return None
        known = Known(self.name, username=self.username)
        beside = None if self.kind is None or self.id is None else references.beside_name(self.kind, self.id, known)
        return clean(self.name) if beside is None else f"{clean(self.name)} ({beside})"


class Description:
    """A record in words. The sentence is told at once, the rest when it is asked for.

    Attributes:
        record: What is told.
        row: The catalogue's row of its type.
        sentence: Who did what to whom.
    """

    def __init__(self, record: Record, names: Names, undone_by: Record | None = None) -> None:
        self._scene = EntryContext(record, names)
        self._undone_by = undone_by
        self.record = record
        self.row: Action = self._scene.row
        self.sentence: Parts = sentence(self._scene)

    @property
    def reason(self) -> str | None:
        """The reason to tell beside the sentence: what a human behind a bot gave, else as it was written."""
        behind = self._scene.on_behalf
        return self.full_reason if behind is None else (behind.reason or None)

    @property
    def full_reason(self) -> str | None:
        """The reason that was given, as it was written; None if there is none."""
        reason = self.record.entry.reason
        return reason if reason and is_visible(reason) else None

    @property
    def on_behalf_of(self) -> Party | None:
        """The human behind a bot, according to its reason; None where that tells of none."""
        behind = self._scene.on_behalf
        return None if behind is None else self._person(Kind.USER, behind.user_id)

    def _person(self, kind: Kind, user_id: int) -> Party:
        known = self._scene.names.get(kind, user_id)
        return Party(kind, user_id, None, None) if known is None else Party(kind, user_id, known.name, known.username)

    @functools.cached_property
    def undoing(self) -> Reversal | None:
        """Which entry undid it, in words; None where none is known to have."""
        return (
            None
            if self._undone_by is None
            else Reversal.of(self.record, EntryContext(self._undone_by, self._scene.names))
        )

    @functools.cached_property
    def changes(self) -> list[changes.ChangeLine]:
        """Every change, one line each."""
        return changes.lines(self._scene)

    @functools.cached_property
    def options(self) -> list[option_lines.OptionLine]:
        """Every option, one line each."""
        return option_lines.lines(self._scene)

    @functools.cached_property
    def raw_parts(self) -> list[option_lines.OptionLine]:
        """The parts of the entry itself that could not be read, as they came."""
        return option_lines.raw_parts(self.record)

    @functools.cached_property
    def unread(self) -> tuple[str, ...]:
        """The names of the parts that are shown raw, since nobody knows what they mean."""
        unknown = [f"changes.{line.change.key}" for line in self.changes if not line.read]
        options = [f"options.{line.key}" for line in self.options if not line.read]
        raw = [line.key for line in self.raw_parts]
        return tuple(dict.fromkeys([*self.record.unread, *raw, *unknown, *options]))

    @property
    def icon(self) -> str:
        """One emoji: that of the type, or that of what was done where all changes are the same doing, or look so."""
        icons = {self._icon_of(change) for change in self._scene.changes.values()}
        return icons.pop() if len(icons) == 1 else self.row.icon

    def _icon_of(self, change: Change) -> str:
        found = doings_of_change(self.row.type, FieldChange(*change, self.record.created_at))
        return next((doing.icon for doing in found if not doing.is_many), self.row.icon)

    @property
    def untold(self) -> tuple[str, ...]:
        """What Discord never tells about such a thing, a sentence each."""
        entry = self.record.entry
        nobody = entry.user_id is None and "user_id" not in self.record.unread
        said = [
            blind_spots.UNTOLD.get(self.row.type),
            blind_spots.NAMELESS.get(self.row.type) if nobody else None,
            blind_spots.OWN.get(self.row.type) if self._scene.is_own else None,
        ]
        return tuple(filter(None, said))

    @property
    def actor(self) -> Party:
        """Who did it."""
        user_id = self.record.entry.user_id
        if self.row.actor or user_id is None:
            # Discord names the member whose message it was as the user of what AutoMod did.
            return Party(None, None, self.row.actor or None)
        kinds = (Kind.USER, Kind.WEBHOOK)
        kind = next((kind for kind in kinds if self._scene.names.get(kind, user_id) is not None), Kind.USER)
        return self._person(kind, user_id)

    def known_target(self) -> Known | None:
        """What is known of the thing that it was done to, beside the entry's own changes."""
        target_id = self._scene.target_id
        return None if target_id is None else references.lookup(self._scene.names, self.row.target, target_id)

    @property
    def target(self) -> Party:
        """What it was done to."""
        kind, target_id, names = self.row.target, self._scene.target_id, self._scene.names
        own = self._scene.own_name()
        if target_id is None and own is None:
            return Party(None, None, None)
        known = self.known_target()
        if (
            kind is Kind.COMMAND
            and known is None
            and target_id == self._scene.option_id("application_id")
            and target_id
        ):
            # The permissions of a whole app have the app as their target.
            kind, known = Kind.INTEGRATION, references.lookup(names, Kind.INTEGRATION, target_id)
        name = own if own is not None else (None if known is None else known.name)
        username = None if known is None or kind is not Kind.USER else known.username
        return Party(kind, target_id, None if name is None else NAMING[kind].named.format(name), username)


def describe(record: Record, names: Names, undone_by: Record | None = None) -> Description:
    """Tell a record.

    Args:
        record: The entry.
        names: What people and things are called; nothing else is asked.
        undone_by: The entry that undid it; None where none is known to have.
    """
    return Description(record, names, undone_by)
