"""What came of an entry: that another undid it, after how long, and who."""

import datetime
from typing import Final, NamedTuple

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import ACTORS, Kind
from lightbulb_audit.describe.entry_context import NOBODY, EntryContext
from lightbulb_audit.describe.names.party import Party, actor_of
from lightbulb_audit.describe.text.spans import Parts
from lightbulb_audit.describe.values.numbers import roughly
from lightbulb_audit.model import Record, snowflake

_ARTICLES: Final = ("A ", "An ", "The ", "Somebody ")


class Reversal(NamedTuple):
    """The entry that undid another, in words.

    Attributes:
        record: The entry that did it.
        text: What it did, after how long, and who: "undone after 4 minutes by olga".
        brief: The same where room is short: "undone by olga".
        by: Who did it; its id is None where it was nobody who has an account.
    """

    record: Record
    text: Parts
    brief: Parts
    by: Party

    @property
    def at(self) -> datetime.datetime:
        """When it was done."""
        return snowflake.time_of(self.record.id)

    @classmethod
    def of(cls, undone: Record, scene: EntryContext) -> "Reversal":
        """Tell that an entry was undone.

        Args:
            undone: The entry.
            scene: The one that undid it.
        """
        word = words.UNDONE_AS.get(undone.entry.action_type, words.UNDONE)
        by = _by(scene)
        return cls(scene.record, (_when(word, undone, scene.record), *by), (word, *by), _party(scene))


def _when(word: str, undone: Record, later: Record) -> str:
    """After how long, as exactly as anybody cares."""
    start, end = undone.created_at, later.created_at
    if start is None or end is None:
        return word
    seconds = int((end - start).total_seconds())
    template = words.UNDONE_AFTER if seconds > 0 else words.UNDONE_AT_ONCE
    return template.format(undone=word, time=roughly(seconds))


def _party(scene: EntryContext) -> Party:
    party = actor_of(scene)
    return party if party.kind is Kind.USER and party.id not in ACTORS else Party(None, None, party.name)


def _by(scene: EntryContext) -> Parts:
    """Return who did it, behind the verb."""
    actor = scene.actor()
    if actor == NOBODY:
        return (words.UNDONE_BY_NOBODY,)
    first, *rest = actor[:-1] if actor[-1] == "," else actor
    if isinstance(first, str) and first.startswith(_ARTICLES):
        first = first[0].lower() + first[1:]
    return (words.UNDONE_BY, first, *rest)
