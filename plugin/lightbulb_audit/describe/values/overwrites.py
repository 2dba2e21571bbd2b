"""Permission overwrites in words: who may do what in which channel.

An overwrite allows, denies, or leaves a permission as the roles have it. Source: Discord's API reference, "Permission
Overwrites" and "Audit Log Change Exceptions".
"""

from collections.abc import Sequence
from typing import Any, Final

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.permissions import BY_BIT, permissions_of
from lightbulb_audit.describe.dangers import dangers
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.text.spans import Parts, UntrustedText, join
from lightbulb_audit.describe.values.formatter import number_of, permission_names
from lightbulb_audit.describe.values.overwrite_lists import whose_kind
from lightbulb_audit.model import Change, snowflake

_VERBS_AT_MOST: Final = 3
_VIEW: Final = 10
_WORDS: Final = (("let ", " "), ("forbade ", " to "), ("stopped letting ", " "), ("stopped forbidding ", " to "))
"""What stands before and behind whose they are, for each side."""
BEATEN: Final = "without effect, since it is allowed as well"
EVERYONE = "@everyone"
"""What Discord calls the role that everybody has; its id is the server's."""


def whose(scene: EntryContext, _: str = "") -> Parts:
    """Return the role or member whose permissions they are."""
    options = scene.options
    whose_id = snowflake.parse(_first(options.get("id"), _changed_value(scene, "id")))
    role_name = options.get("role_name")
    if role_name == EVERYONE or (whose_id is not None and whose_id == scene.names.guild_id):
        return ("everyone",)
    if isinstance(role_name, str) and role_name.strip():
        known = None if whose_id is None else scene.names.get(Kind.ROLE, whose_id)
        return (UntrustedText(role_name if known is None or known.name is None else known.name),)
    if whose_id is None:
        return ("somebody",)
    overwrite_type = _first(options.get("type"), _changed_value(scene, "type"))
    return references.thing(scene.names, whose_kind(scene.names, overwrite_type, whose_id), whose_id)


def sentence(scene: EntryContext, _: str = "") -> Parts | None:
    """Return the whole sentence where no more than three permissions were allowed, or denied."""
    change = _change(scene)
    if change is None:
        return None
    moved = [(bits, words) for bits, words in zip(_sides(scene, change), _WORDS, strict=True) if bits]
    if len(moved) != 1 or moved[0][0].bit_count() > _VERBS_AT_MOST:
        return None
    bits, (begin, to) = moved[0]
    verbs = _and([f"{row.verb}{' ⚠️' * (row.dangerous and bool(change[0]))}" for row in permissions_of(bits)])
    if verbs == BY_BIT[_VIEW].verb:
        return (begin, *whose(scene), f"{to}see ", *scene.target())
    return (begin, *whose(scene), f"{to}{verbs} in ", *scene.target())


def _sides(scene: EntryContext, change: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Return the permissions allowed, denied, allowed no longer, and denied no longer."""
    allowed, denied, reset = change
    old_allow = max(_bits(scene, "allow")[1], 0)
    return allowed, denied, reset & old_allow, reset & ~old_allow


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def counts(scene: EntryContext, _: str = "") -> Parts:
    """In brackets, how many permissions were allowed and denied; empty where none were."""
    change = _change(scene)
    if change is None:
        return ()
    allowed, denied, reset = (bits.bit_count() for bits in change)
    said = " ".join([f"+{allowed}"] * bool(allowed) + [f"−{denied}"] * bool(denied))
    said = ", ".join([said] * bool(said) + [f"{reset} reset"] * bool(reset) + dangers(change[0]))
    return (f" ({said})",) if said else ()


def difference(scene: EntryContext, change: Change) -> Parts | None:
    """Return what one side of an overwrite gained and lost, and what of it neither side has any more.

    None where it cannot be read, or where nothing differs.
    """
    moved = _change(scene)
    new, old = _bits(scene, change.key)
    if moved is None or new == old:
        return None
    lost, came = old & ~new, new & ~old
    # Discord lets what is allowed win over what is denied in one and the same overwrite.
    beaten = came & _bits(scene, "allow")[0] if change.key == "deny" else 0
    groups = (
        (came & ~beaten, "+", ""),
        (beaten, "+", f" ({BEATEN})"),
        (lost & ~moved[2], "−", ""),
        (lost & moved[2], "−", " (now neither allowed nor denied)"),
    )
    return join([(*permission_names(bits, sign), behind) for bits, sign, behind in groups if bits])


def denied(scene: EntryContext, value: Any) -> Parts | None:
    """Return what a whole overwrite denies, and what of it has no effect."""
    bits, allowed = number_of(value), _bits(scene, "allow")[0]
    if bits is None or bits < 0 or allowed <= 0 or not bits & allowed:
        return None
    groups = ((bits & ~allowed, ""), (bits & allowed, f" ({BEATEN})"))
    return join([(*permission_names(some), behind) for some, behind in groups if some])


def _change(scene: EntryContext) -> tuple[int, int, int] | None:
    """The permissions newly allowed, newly denied, and left to the roles again; None where they cannot be read."""
    if not scene.changes.keys() & {"allow", "deny"}:
        return None
    new_allow, old_allow = _bits(scene, "allow")
    new_deny, old_deny = _bits(scene, "deny")
    if min(new_allow, old_allow, new_deny, old_deny) < 0:
        return None
    allowed, denied = new_allow & ~old_allow, new_deny & ~old_deny & ~new_allow
    return allowed, denied, (old_allow & ~new_allow | old_deny & ~new_deny) & ~(allowed | denied)


def _bits(scene: EntryContext, key: str) -> tuple[int, int]:
    change = scene.changes.get(key)
    if change is None:
        return 0, 0
    new, old = (0 if value is None else number_of(value) for value in (change.new, change.old))
    return (-1 if new is None else new), (-1 if old is None else old)


def _changed_value(scene: EntryContext, key: str) -> Any:
    change = scene.changes.get(key)
    return None if change is None else _first(change.new, change.old)


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None and value != ""), None)
