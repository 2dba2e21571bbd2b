"""Many predicates over the same lines: each is asked only about the lines that have a term which it needs. Pure."""

from collections.abc import Iterator, Sequence

from lightbulb_audit.query.predicate import Predicate, TermTest


class Sieve:
    """Tells which of many predicates a line of terms may fit, by one look at its terms.

    Args:
        predicates: The predicates.
    """

    def __init__(self, predicates: Sequence[Predicate]) -> None:
        self._by_term: dict[str, list[int]] = {}
        self._always: list[int] = []
        for number, predicate in enumerate(predicates):
            needed = next(filter(_is_of_terms, predicate.holds), None)
            if needed is None:
                self._always.append(number)
            for piece in () if needed is None else dict.fromkeys(needed.pieces):
                self._by_term.setdefault(piece[1:-1], []).append(number)

    def near(self, line: str) -> Iterator[int]:
        """Yield the numbers of the predicates that a line may fit, each once; of all others it surely fits none."""
        yield from self._always
        found = self._by_term.keys() & line.split(" ")
        if len(found) == 1:
            yield from self._by_term[found.pop()]
        elif found:
            yield from dict.fromkeys(number for term in found for number in self._by_term[term])


def _is_of_terms(test: TermTest) -> bool:
    """Return whether a test asks for one of some whole terms."""
    return not test.is_negated and all(
        piece.startswith(" ") and piece.endswith(" ") and " " not in piece[1:-1] for piece in test.pieces
    )
