"""Rules as entries are held against them. Pure."""

import dataclasses
from collections.abc import Sequence
from typing import Final

from lightbulb_audit.analyse.windows import FIRST, SECOND, Mark
from lightbulb_audit.model.alert import By, Deed, Rule
from lightbulb_audit.query.predicate import Predicate
from lightbulb_audit.query.sieve import Sieve

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
        return RuleSet([self]).pick(deeds)[0]

    def key_of(self, deed: Deed) -> int | None:
        """Return of whom or what an entry is counted; None for nobody known, and for all of a server."""
        if self.rule.condition.by is By.ACTOR:
            return actor_of(deed.terms)
        return deed.target_id if self.rule.condition.by is By.TARGET else None


class RuleSet:
    """Rules that entries are held against in one pass.

    Args:
        rules: The rules.
    """

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self._count = len(rules)
        tests = [(place, FIRST, one.first) for place, one in enumerate(rules)]
        tests += [(place, SECOND, one.second) for place, one in enumerate(rules) if one.second is not None]
        self._tests = tests
        self._sieve = Sieve([test for _, _, test in tests])

    def pick(self, deeds: Sequence[Deed]) -> list[list[tuple[Deed, int]]]:
        """Return for each rule the entries that fit, each with the queries that it fits, as bits."""
        found: list[list[tuple[Deed, int]]] = [[] for _ in range(self._count)]
        for deed in deeds:
            for number in self._sieve.near(deed.terms):
                place, side, test = self._tests[number]
                picked = found[place]
                if not test.fits(deed.entry_id, deed.terms):
                    continue
                if picked and picked[-1][0] is deed:
                    picked[-1] = (deed, picked[-1][1] | side)
                else:
                    picked.append((deed, side))
        return found


def mark_of(deed: Deed, sides: int = FIRST) -> Mark:
    """Return an entry as a mark."""
    return Mark(deed.entry_id, deed.weight, deed.target_id, sides)
