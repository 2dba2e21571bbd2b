"""The templates of an entry that changed one setting alone, before the general words of its type."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from lightbulb_audit.catalog.schema import fields, phrases
from lightbulb_audit.catalog.schema.codes import code_words
from lightbulb_audit.catalog.schema.enums import FLAGS
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.values.scalars import as_list, flag_names
from lightbulb_audit.model import Change
from lightbulb_audit.model.decode.numbers import bits_of

_SWITCHES: Final = frozenset({"yes", "switch", "inverted"})


def templates(scene: EntryContext) -> Sequence[str]:
    """Return how the one changed setting is said, the most telling first; nothing where there is not just one."""
    change = scene.only_change()
    if change is None:
        return ()
    row, own = fields.field(scene.row.changed, change.key), phrases.phrase(scene.row.changed, change.key)
    if row is not None and row.value in _SWITCHES:
        return _of_switch(own, change)
    expand = None if row is None else _EXPANDED.get(row.value.partition(":")[0])
    told = () if row is None or expand is None else expand(change, row.value.partition(":")[2])
    return (*told, *(own.set if not is_empty(change.new) else (*own.cleared, *own.set)))


def _of_switch(own: phrases.Phrase, change: Change) -> Sequence[str]:
    is_on = change.new if isinstance(change.new, bool) else (False if change.new is None else None)
    said = {True: own.on, False: own.off, None: ""}[is_on]
    return (said,) if said else ()


def _one_bit(change: Change) -> tuple[int, bool] | None:
    """Return the only bit in which two values differ, and whether it was set; None where there are more, or none."""
    new, old = bits_of(change.new), bits_of(change.old)
    if new is None or old is None or (new ^ old).bit_count() != 1:
        return None
    bit = (new ^ old).bit_length() - 1
    return bit, bool(new >> bit & 1)


def _of_flags(change: Change, table: str) -> Sequence[str]:
    moved = _one_bit(change)
    if moved is None:
        return ()
    bit, is_set = moved
    own = phrases.FLAGS.get((table, bit))
    if bit not in FLAGS[table]:
        return (phrases.NEW_FLAG[not is_set].format(bit),)
    (name,) = flag_names(1 << bit, table)
    return (own[not is_set] if own is not None else phrases.FLAG[not is_set].format(name),)


def _of_off(change: Change, table: str) -> Sequence[str]:
    moved = _one_bit(change)
    return (
        ()
        if moved is None or moved[0] not in FLAGS[table]
        else (phrases.SWITCHED_OFF[not moved[1]].format(*flag_names(1 << moved[0], table)),)
    )


def _of_codes(change: Change, table: str) -> Sequence[str]:
    """Return the one code that came or went; one that nobody documents could hold anything, and is no template."""
    old, new = as_list(change.old or []), as_list(change.new or [])
    if old is None or new is None:
        return ()
    came, went = [one for one in new if one not in old], [one for one in old if one not in new]
    code = next(iter((*came, *went)), None)
    words = code_words(table, code) if isinstance(code, str) and len(came) + len(went) == 1 else None
    if words is None or not isinstance(code, str):
        return ()
    return (phrases.FEATURES[code][not came] if code in phrases.FEATURES else phrases.FEATURE[not came].format(words),)


_EXPANDED: Final[Mapping[str, Callable[[Change, str], Sequence[str]]]] = {
    "flags": _of_flags,
    "off": _of_off,
    "codes": _of_codes,
}
"""Kinds of values of which one alone may have come or gone, and how that is said."""


def is_empty(value: Any) -> bool:
    """Return whether a value is none at all: nothing, an empty list or text."""
    return value is None or value in ("", [], {})
