"""The one sentence that says what happened."""

import functools
import string
from collections.abc import Iterator
from typing import TypeAlias

from lightbulb_audit.catalog.actions import SINGLE
from lightbulb_audit.describe import single_change
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.fields import FILLS, Fill
from lightbulb_audit.describe.text.spans import Part, Parts

_Op: TypeAlias = tuple[str, Fill | None, str]


@functools.cache
def compile_template(template: str) -> tuple[_Op, ...]:
    """Return a template as steps: words to say, then a field to fill, with its argument.

    Raises:
        KeyError: If the template names a field that nobody fills.
    """
    steps: list[_Op] = []
    for words, field, _, _ in string.Formatter().parse(template):
        name, _, argument = (field or "").partition(" ")
        steps.append((words, FILLS[name] if name else None, argument))
    return tuple(steps)


def sentence(scene: EntryContext) -> Parts:
    """Return who did what to whom: the first of the type's templates that fits, behind the actor."""
    actor = actor_phrase(scene)
    for template in _templates(scene):
        said = _fill(template, scene)
        if said is not None:
            return (*actor, " ", *said)
    return (*actor, f" did something ({scene.row.name.lower()})")


def actor_phrase(scene: EntryContext) -> Parts:
    """Return who did it, as a sentence begins."""
    return _capital(scene.actor())


def _templates(scene: EntryContext) -> Iterator[str]:
    """Yield the templates of the type, with those of the one setting that was changed in their place."""
    for template in scene.row.says:
        if template == SINGLE:
            yield from single_change.templates(scene)
        else:
            yield template


def _capital(actor: Parts) -> Parts:
    """Return a sentence that begins with an article of ours begins with a capital letter."""
    first = actor[0]
    return (first[0].upper() + first[1:], *actor[1:]) if isinstance(first, str) and first.startswith("a ") else actor


def _fill(template: str, scene: EntryContext) -> list[Part] | None:
    parts: list[Part] = []
    for words, fill, argument in compile_template(template):
        if words:
            parts.append(words)
        if fill is not None:
            filled = fill(scene, argument)
            if filled is None:
                return None
            parts.extend(filled)
    return parts
