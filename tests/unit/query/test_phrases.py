"""A phrase that nothing has, as its words."""

import pytest

from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.query.syntax import loosen_phrases


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("banned vera", ["banned", "vera"]),
        ("who banned the vera", ["banned", "vera"]),
        ("vera", ["vera"]),
        ("plan b", ["plan b"]),
        ("花 見", ["花 見"]),
    ],
)
def test_a_phrase_becomes_words(phrase: str, words: list[str]) -> None:
    """Words of a question go, and a single character never stands alone."""
    assert loosen_phrases(Query((Clause("text", (phrase,)),))) == Query(tuple(Clause("text", (one,)) for one in words))


def test_what_is_excluded_stays() -> None:
    """An excluded phrase excludes no more than before, and several phrases of which any fits stay phrases."""
    query = Query((Clause("text", ("banned vera",), is_negated=True), Clause("text", ("two words", "or these"))))
    assert loosen_phrases(query) == query
