"""A rule as entries are held against it. Pure."""

import dataclasses
from collections.abc import Sequence
from typing import Final

from lightbulb_audit.analyse.windows import FIRST, SECOND, Mark
from lightbulb_audit.model.alert import By, Deed, Rule
from lightbulb_audit.query.predicate import Predicate

_ACTOR: Final = " @by:"


def actor_of(terms: str) -> int | None:
    """Return who did an entry, by its terms; None where nobody is known."""
    start = terms.find(_ACTOR)
    if start < 0:
        return None
    start += len(_ACTOR)
    return int(terms[start : terms.index(" ", start)])


@dataclasses.dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule, and the tests that its queries are.

    Attributes:
        rule: The rule.
        first: The test of its query.
        second: The test of the query that must follow; None where none must.
    """

    rule: Rule
    first: Predicate
    second: Predicate | None = None

    def pick(self, deeds: Sequence[Deed]) -> list[tuple[Deed, int]]:
        """Return the entries that fit, each with the queries that it fits, as bits."""
        found = self._fitting(deeds, self.first, FIRST)
        if self.second is None:
            return found
        sides = {id(deed): side for deed, side in found}
        others = [(deed, sides.pop(id(deed), 0) | side) for deed, side in self._fitting(deeds, self.second, SECOND)]
        return [one for one in found if id(one[0]) in sides] + others

    def key_of(self, deed: Deed) -> int | None:
        """Return of whom or what an entry is counted; None for nobody known, and for all of a server."""
        if self.rule.condition.by is By.ACTOR:
            return actor_of(deed.terms)
        return deed.target_id if self.rule.condition.by is By.TARGET else None

    @staticmethod
    def _fitting(deeds: Sequence[Deed], test: Predicate, side: int) -> list[tuple[Deed, int]]:
        # Most entries fit few rules: what lacks the one term that must be there is not asked about anything else.
        pieces = next((one.pieces for one in test.holds if not one.is_negated), ("",))
        near = [one for one in deeds if any(piece in one.terms for piece in pieces)]
        return [(one, side) for one in near if test.fits(one.entry_id, one.terms)]


def mark_of(deed: Deed, sides: int = FIRST) -> Mark:
    """Return an entry as a mark."""
    return Mark(deed.entry_id, deed.weight, deed.target_id, sides)
