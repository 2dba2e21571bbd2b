"""Counts, quotes and times."""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.fields.fill import Fill, quoted
from lightbulb_audit.describe.text.spans import Parts, Timestamp
from lightbulb_audit.describe.values.formatter import count_phrase, moment_of, number_of


def _count(scene: EntryContext, words: str) -> Parts | None:
    key, noun = words.split()
    count = number_of(scene.options.get(key))
    return None if count is None or count < 0 else (count_phrase(count, noun),)


def _quote(scene: EntryContext, key: str) -> Parts | None:
    return quoted(scene.new(key))


def _quote_old(scene: EntryContext, key: str) -> Parts | None:
    return quoted(scene.old(key))


def _option_quote(scene: EntryContext, key: str) -> Parts | None:
    return quoted(scene.options.get(key))


def _moment(scene: EntryContext, key: str) -> Parts | None:
    moment = moment_of(scene.new(key))
    return None if moment is None else (Timestamp(moment),)


FILLS: Final[Mapping[str, Fill]] = {
    "count": _count,
    "quote": _quote,
    "quote_old": _quote_old,
    "option_quote": _option_quote,
    "moment": _moment,
}
