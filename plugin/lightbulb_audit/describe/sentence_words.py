"""The words of an entry's sentence that no name has: what it can be found by beside names, reasons and values."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.describe.sentence import sentence
from lightbulb_audit.describe.text.spans import Link, Parts, Rest
from lightbulb_audit.model import Reader
from lightbulb_audit.model.offline_app import OfflineApp

_READER: Final = Reader(OfflineApp())
_NO_GUILD: Final = hikari.Snowflake(0)
_NAMED: Final = Known("\N{BULLET}")
"""A name that has no word: whoever is named is found by their names, which change."""


def _anybody(_kind: Kind, _thing_id: int) -> Known | None:
    return _NAMED


def sentence_words(raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an entry's sentence says in words of ours, in its order, whatever people and things are called.

    Args:
        raw: The entry as Discord sent it.
    """
    record = _READER.entry({"id": 1, **raw}, _NO_GUILD)
    if record is not None:
        yield from _own(sentence(EntryContext(record, Names(behind=_anybody))))


def _own(parts: Parts) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Rest):
            yield from _own(part.parts)
        elif isinstance(part, Link):
            yield part.text
