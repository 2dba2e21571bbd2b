"""The words of our own sentences, which are hardly meant as names."""

import functools
import re
from typing import Final

from lightbulb_audit.catalog.actions import ROWS
from lightbulb_audit.catalog.searches import VERBS
from lightbulb_audit.query.terms import words_of

_FIELD: Final = re.compile(r"\{[^{}]*\}")
"""What is filled into the template of a sentence."""


@functools.cache
def own_words() -> frozenset[str]:
    """Return the words in which entries are told: who looks for them hardly means a name."""
    said = [*VERBS, *(f"{noun}s" for noun in VERBS), *VERBS.values()]
    said += [_FIELD.sub(" ", text) for row in ROWS for text in row.says]
    return frozenset(word for text in (*said, *(row.name for row in ROWS)) for word in (text, *words_of(text)))
