"""Permissions gained and lost, and other terms that stand in brackets."""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit.catalog.kinds import COMMAND_PERMISSIONS
from lightbulb_audit.catalog.permissions import BY_BIT, DANGEROUS, permissions_of
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.fields.fill import YES, Fill
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.text.spans import Parts, UntrustedText, join_list
from lightbulb_audit.describe.values import overwrites
from lightbulb_audit.describe.values.formatter import count_phrase, number_of
from lightbulb_audit.describe.values.scalars import as_object
from lightbulb_audit.model import snowflake

_ROLE_PERMISSIONS: Final = "permissions"


def _permission_change(scene: EntryContext) -> tuple[int, int] | None:
    change = scene.changes.get(_ROLE_PERMISSIONS)
    if change is None:
        return None
    new, old = number_of(change.new) or 0, number_of(change.old) or 0
    return None if new < 0 or old < 0 else (new & ~old, old & ~new)


def _permission_phrase(bits: int) -> Parts | None:
    """Return how many, "2 permissions"; one alone is called by its name."""
    count = bits.bit_count()
    if not count:
        return None
    row = next(permissions_of(bits)) if count == 1 else None
    if row is not None and row.bit not in BY_BIT:
        return (f"a permission that is new to Discord (bit {row.bit})",)
    name = "" if row is None else row.name
    return (f"the permission {name}" if name else count_phrase(count, "permission"),)


def _gain(scene: EntryContext, _: str) -> Parts | None:
    change = _permission_change(scene)
    return None if change is None else _permission_phrase(change[0])


def _loss(scene: EntryContext, _: str) -> Parts | None:
    change = _permission_change(scene)
    return None if change is None else _permission_phrase(change[1])


def _dangerous_gain(scene: EntryContext, _: str) -> Parts | None:
    """Return what can do harm, said first: "the permission Administrator ⚠️ and 2 more"."""
    change = _permission_change(scene)
    if change is None or not change[0] & DANGEROUS:
        return None
    gained = change[0]
    # Administrator holds all the others.
    first = BY_BIT[3] if gained & BY_BIT[3].mask else next(permissions_of(gained & DANGEROUS))
    more = gained.bit_count() - 1
    return (f"the permission {first.name} ⚠️{f' and {more} more' if more else ''}",)


def _automod_rule(scene: EntryContext, _: str) -> Parts | None:
    name = scene.options.get("auto_moderation_rule_name")
    return (" (", UntrustedText(name), ")") if isinstance(name, str) and name.strip() else YES


def _command_permissions(scene: EntryContext, _: str) -> Parts | None:
    """Who may and who may not, in brackets. Source: API reference, "Application Command Permissions Structure"."""
    phrases: list[Parts] = []
    for change in scene.changes.values():
        new, old = as_object(change.new), as_object(change.old)
        row = new if new is not None else old or {}
        thing_id, kind = snowflake.parse(row.get("id")), COMMAND_PERMISSIONS.get(number_of(row.get("type")) or 0)
        if thing_id is None or kind is None:
            continue
        verb = "reset " if change.new is None else ("allowed " if row.get("permission") is True else "denied ")
        phrases.append((verb, *references.thing(scene.names, kind, thing_id)))
    return (" (", *join_list(phrases), ")") if phrases else YES


FILLS: Final[Mapping[str, Fill]] = {
    "gain": _gain,
    "loss": _loss,
    "dangerous_gain": _dangerous_gain,
    "automod_rule": _automod_rule,
    "command_permissions": _command_permissions,
    "overwritten": overwrites.whose,
    "overwrite_sentence": overwrites.sentence,
    "overwrite_counts": overwrites.counts,
}
