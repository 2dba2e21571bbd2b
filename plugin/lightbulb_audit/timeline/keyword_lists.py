"""The words of an AutoMod rule: told once as a whole, and then only what came and went.

Source: Discord's API reference, "Audit Log Change Exceptions".
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from lightbulb_audit.catalog.actions import ENDS
from lightbulb_audit.catalog.schema.settings import WORDS
from lightbulb_audit.model import Record
from lightbulb_audit.timeline.steps import Step, changes_of, last_of, list_of

_ADD, _REMOVE = "$add_", "$remove_"


class _Edit(NamedTuple):
    """What came into the lists of a rule and what left them, by the lists' names."""

    added: Mapping[str, Sequence[Any]]
    removed: Mapping[str, Sequence[Any]]


def word_steps(records: Sequence[Record]) -> Iterator[Step]:
    """Yield the steps by which a rule's words changed as a whole, where one of its entries tells them as a whole.

    Args:
        records: The entries of one rule, oldest first.
    """
    yield from _walk(records)
    # What came before the first entry that tells all is found by walking back from it.
    first = next((index for index, record in enumerate(records) if _whole(record) is not None), 0)
    for step in _walk(list(reversed(records[: first + 1])), is_back=True):
        yield step._replace(old=step.new, new=step.old)


def _walk(records: Sequence[Record], *, is_back: bool = False) -> Iterator[Step]:
    words: dict[str, Any] | None = None
    for record in records:
        whole = _whole(record)
        if whole is not None:
            words = whole[0 if is_back else 1]
            continue
        edit = _edit(record)
        if words is None or not (edit.added or edit.removed):
            continue
        before, words = words, _edit_list(words, _Edit(edit.removed, edit.added) if is_back else edit)
        yield Step(WORDS, before, words, record)


def _whole(record: Record) -> tuple[dict[str, Any] | None, dict[str, Any] | None] | None:
    """Return all that a rule looked for before and after; None where the entry tells only what came and went."""
    change = changes_of(record).get(WORDS[1])
    if change is None:
        return None
    if record.entry.action_type in ENDS:
        last = _object(last_of(change))
        return last, last
    return _object(change.old), _object(change.new)


def _object(value: Any) -> dict[str, Any] | None:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _edit(record: Record) -> _Edit:
    lists = {key: list_of(change.new) for key, change in changes_of(record).items()}
    added, removed = (
        {key.removeprefix(sign): items for key, items in lists.items() if items and key.startswith(sign)}
        for sign in (_ADD, _REMOVE)
    )
    return _Edit(added, removed)


def _edit_list(words: Mapping[str, Any], edit: _Edit) -> dict[str, Any]:
    edited = dict(words)
    for name in edit.added.keys() | edit.removed.keys():
        kept = [item for item in list_of(words.get(name)) if item not in edit.removed.get(name, ())]
        edited[name] = [*kept, *(item for item in edit.added.get(name, ()) if item not in kept)]
    return edited
