"""A record, told: what every drawing of it starts from."""

import datetime
import functools
from collections.abc import Iterable
from typing import Final

from lightbulb_audit.analyse.doings import FieldChange, doings_of, doings_of_change
from lightbulb_audit.catalog import blind_spots, words
from lightbulb_audit.catalog.actions import Action
from lightbulb_audit.catalog.customs import CUSTOMS
from lightbulb_audit.catalog.doings import Doing
from lightbulb_audit.catalog.kinds import NAMING, Kind
from lightbulb_audit.describe import changes
from lightbulb_audit.describe import options as option_lines
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.fields import FILLS
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.describe.names.party import Party, actor_of, person
from lightbulb_audit.describe.remarks import Remark
from lightbulb_audit.describe.reversal import Reversal
from lightbulb_audit.describe.sentence import actor_phrase, sentence
from lightbulb_audit.describe.text.plain import is_visible
from lightbulb_audit.describe.text.spans import Parts
from lightbulb_audit.model import Change, Record

_DOUBT: Final[Parts] = (words.PERHAPS_PRUNED,)


class Description:
    """A record in words. The sentence is told at once, the rest when it is asked for.

    Attributes:
        record: What is told.
        row: The catalogue's row of its type.
        sentence: Who did what to whom.
        is_doubtful: Whether Discord may name somebody else than who did it.
    """

    def __init__(
        self, record: Record, names: Names, undone_by: Record | None = None, *, is_doubtful: bool = False
    ) -> None:
        self._names = names
        self._scene = EntryContext(record, names)
        self._undone_by = undone_by
        self.is_doubtful = is_doubtful
        self.record = record
        self.row: Action = self._scene.row
        self.sentence: Parts = sentence(self._scene)

    @property
    def actor_phrase(self) -> Parts:
        """Who did it, as the sentence begins."""
        return actor_phrase(self._scene)

    @property
    def target_phrase(self) -> Parts:
        """What it was done to, as a sentence names it."""
        return FILLS["the"](self._scene, "") or self._scene.target()

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
    def is_by_bot(self) -> bool:
        """Whether a bot did it, whose reason may name for whom."""
        user_id = self.record.entry.user_id
        known = None if self.row.actor or user_id is None else self._scene.names.get(Kind.USER, user_id)
        return known is not None and known.bot

    @property
    def on_behalf_of(self) -> Party | None:
        """The human behind a bot, according to its reason; None where that tells of none."""
        behind = self._scene.on_behalf
        return None if behind is None else person(self._scene.names, Kind.USER, behind.user_id)

    @property
    def unknown(self) -> list[tuple[Kind, int]]:
        """Whom and what the parts that were told so far name by id alone, the first told first."""
        names = self._scene.names
        return [key for key in names.phrases if references.is_unknown(names, *key)]

    @property
    def claimed(self) -> int | None:
        """Whom a bot's reason names, where nobody knows whether the id is anybody's: believed only of a member."""
        return self._scene.claimed

    @functools.cached_property
    def undoing(self) -> Reversal | None:
        """Which entry undid it, in words; None where none is known to have."""
        return None if self._undone_by is None else Reversal.of(self.record, EntryContext(self._undone_by, self._names))

    @property
    def remarks(self) -> list[Remark]:
        """What is said beside the sentence in every form: what came of it, and whether it may be untrue."""
        undoing = self.undoing
        said = [] if undoing is None else [Remark("↩️", undoing.text, undoing.brief)]
        return [*said, Remark("⚠️", _DOUBT, _DOUBT)] if self.is_doubtful else said

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

    @functools.cached_property
    def doings(self) -> list[Doing]:
        """All that was done, as people name it."""
        return doings_of(self.record.raw)

    @functools.cached_property
    def icon(self) -> str:
        """One emoji: that of the type, or that of what was done where all changes are the same doing, or look so."""
        return icon_of(self.row, self._scene.changes.values(), self.record.created_at)

    @property
    def untold(self) -> tuple[str, ...]:
        """What Discord never tells about such a thing, a sentence each."""
        said = [blind_spots.UNLOGGED.get(self.row.type), *self.lacking]
        return tuple(filter(None, said))

    @property
    def lacking(self) -> tuple[str, ...]:
        """What of that the entry itself does not say."""
        entry = self.record.entry
        nobody = entry.user_id is None and "user_id" not in self.record.unread
        said = [
            blind_spots.LACKING.get(self.row.type),
            blind_spots.NAMELESS.get(self.row.type) if nobody else None,
            blind_spots.OWN.get(self.row.type) if self._scene.is_own else None,
        ]
        return tuple(filter(None, said))

    @property
    def actor(self) -> Party:
        """Who did it."""
        return actor_of(self._scene)

    def known_target(self) -> Known | None:
        """Return what is known of the thing that it was done to, beside the entry's own changes."""
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
        if kind is Kind.USER and target_id is not None:
            return person(names, kind, target_id)
        name = own if own is not None else (None if known is None else known.name)
        return Party(kind, target_id, None if name is None else NAMING[kind].named.format(name))


def icon_of(row: Action, changes: Iterable[Change], at: datetime.datetime | None) -> str:
    """Return one emoji: that of the type, or that of what was done where all changes are the same doing, or look so."""
    icons = {_icon_of_change(row, FieldChange(*change, at)) for change in changes}
    return icons.pop() if len(icons) == 1 else CUSTOMS.icon_of(row)


def _icon_of_change(row: Action, change: FieldChange) -> str:
    found = doings_of_change(row.type, change)
    return CUSTOMS.icon_of(next((doing for doing in found if not doing.is_many), row))


def describe(
    record: Record, names: Names, undone_by: Record | None = None, *, is_doubtful: bool = False
) -> Description:
    """Tell a record.

    Args:
        record: The entry.
        names: What people and things are called; nothing else is asked.
        undone_by: The entry that undid it; None where none is known to have.
        is_doubtful: Whether Discord may name somebody else than who did it; see `analyse.prunes`.
    """
    return Description(record, names, undone_by, is_doubtful=is_doubtful)
