"""People whose names look alike: beside them the username tells who is who. Pure.

Two names look alike where they have the same skeleton, as Unicode's technical standard 39 makes it ("Unicode Security
Mechanisms", section 4), with or without their case. What is not seen counts for nothing.
"""

import functools
import unicodedata
from collections.abc import Iterable

from lightbulb_audit.analyse.reason import claim_in
from lightbulb_audit.catalog.confusables import prototypes
from lightbulb_audit.catalog.kinds import ACTORS, Kind
from lightbulb_audit.describe.names.entry_references import references
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.describe.names.nicknames import names_before
from lightbulb_audit.describe.text.plain import seen
from lightbulb_audit.model import Record


@functools.lru_cache(maxsize=4096)
def looks(name: str) -> frozenset[str]:
    """Return all that a name looks like; two names look alike where they have any of it in common."""
    # What something looks like may itself be made of letters that look like others.
    return frozenset(_skeleton(_skeleton(text)).casefold() for text in (name, name.casefold()))


def _skeleton(name: str) -> str:
    """Return the skeleton of the standard, with characters that are compatible as one, and spaces in any number."""
    table = prototypes()
    said = (table.get(one) or _compatible(one) for one in unicodedata.normalize("NFD", seen(name)))
    return " ".join(unicodedata.normalize("NFD", "".join(said)).split())


def _compatible(character: str) -> str:
    table = prototypes()
    return "".join(table.get(one, one) for one in unicodedata.normalize("NFKD", character))


def _is_system(known: Known) -> bool:
    """Return whether it is one of Discord's own accounts, all of which are called just "Discord"."""
    return known.bot and known.username is None and known.name in ACTORS.values()


class Lookalikes:
    """The people of one answer, and which of them have names that look alike.

    Discord's own accounts are always among them: nobody can pass for AutoMod.

    Attributes:
        ids: Whose names look like somebody else's.
    """

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self._people: dict[str, set[int]] = {}
        for actor_id, name in ACTORS.items():
            self.add(actor_id, name)

    def add(self, user_id: int, name: str) -> None:
        """Take in what somebody is called."""
        for look in looks(name):
            alike = self._people.setdefault(look, set())
            alike.add(user_id)
            if len(alike) > 1:
                self.ids |= alike

    def add_people(self, records: Iterable[Record], names: Names) -> None:
        """Take in everybody whom entries name, as they are called in them."""
        for record in records:
            people = {thing_id for kind, thing_id in references(record) if kind is Kind.USER}
            claim = claim_in(record.entry.reason)
            if claim is not None and claim.user_id is None:
                people |= names.people_called(claim.name)
            self.add_users(people, names_before(record, names))

    def add_users(self, user_ids: Iterable[int], names: Names) -> None:
        """Take in people by their ids; whose name is not known looks like nobody."""
        for user_id in user_ids:
            known = names.get(Kind.USER, user_id)
            if known is not None and known.name is not None and not _is_system(known):
                self.add(int(user_id), known.name)
