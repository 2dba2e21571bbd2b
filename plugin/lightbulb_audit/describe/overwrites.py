"""Permission overwrites in words: who may do what in which channel.

An overwrite allows, denies, or leaves a permission as the roles have it. Source: Discord's API reference, "Permission
Overwrites" and "Audit Log Change Exceptions".
"""

from typing import Any

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.permissions import permissions_of
from lightbulb_audit.describe import references
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.spans import Parts, UntrustedText, join
from lightbulb_audit.describe.values import number_of, permission_names
from lightbulb_audit.model import Change, snowflake

_MEMBER = 1
EVERYONE = "@everyone"
"""What Discord calls the role that everybody has; its id is the server's."""


def whose(scene: EntryContext, _: str = "") -> Parts:
    """The role or member whose permissions they are."""
    options = scene.options
    whose_id = snowflake.parse(_first(options.get("id"), _changed(scene, "id")))
    kind = Kind.USER if number_of(_first(options.get("type"), _changed(scene, "type"))) == _MEMBER else Kind.ROLE
    role_name = options.get("role_name")
    if role_name == EVERYONE or (whose_id is not None and whose_id == scene.names.guild_id):
        return ("everyone",)
    if kind is Kind.ROLE and isinstance(role_name, str) and role_name.strip():
        known = None if whose_id is None else scene.names.get(Kind.ROLE, whose_id)
        return (UntrustedText(role_name if known is None or known.name is None else known.name),)
    return ("somebody",) if whose_id is None else references.thing(scene.names, kind, whose_id)


def sentence(scene: EntryContext, _: str = "") -> Parts | None:
    """The whole sentence where just one permission was allowed or denied."""
    change = _change(scene)
    if change is None:
        return None
    allowed, denied, reset = change
    if (allowed | denied | reset).bit_count() != 1 or reset:
        return None
    verb = next(permissions_of(allowed | denied)).verb
    if allowed:
        return ("let ", *whose(scene), f" {verb} in ", *scene.target())
    return ("forbade ", *whose(scene), f" to {verb} in ", *scene.target())


def counts(scene: EntryContext, _: str = "") -> Parts:
    """In brackets, how many permissions were allowed and denied; empty where none were."""
    change = _change(scene)
    if change is None:
        return ()
    allowed, denied, reset = (bits.bit_count() for bits in change)
    said = " ".join([f"+{allowed}"] * bool(allowed) + [f"−{denied}"] * bool(denied))
    said = ", ".join([said] * bool(said) + [f"{reset} reset"] * bool(reset))
    return (f" ({said})",) if said else ()


def difference(scene: EntryContext, change: Change) -> Parts | None:
    """What one side of an overwrite gained and lost, and what of it neither side has any more.

    None where it cannot be read, or where nothing differs.
    """
    moved = _change(scene)
    new, old = _bits(scene, change.key)
    if moved is None or new == old:
        return None
    lost = old & ~new
    groups = ((new & ~old, "+", ""), (lost & ~moved[2], "−", ""), (lost & moved[2], "−", " (now neutral)"))
    return join([(*permission_names(bits, sign), behind) for bits, sign, behind in groups if bits])


def _change(scene: EntryContext) -> tuple[int, int, int] | None:
    """The permissions newly allowed, newly denied, and left to the roles again; None where they cannot be read."""
    if not scene.changes.keys() & {"allow", "deny"}:
        return None
    new_allow, old_allow = _bits(scene, "allow")
    new_deny, old_deny = _bits(scene, "deny")
    if min(new_allow, old_allow, new_deny, old_deny) < 0:
        return None
    allowed, denied = new_allow & ~old_allow, new_deny & ~old_deny
    return allowed, denied, (old_allow & ~new_allow | old_deny & ~new_deny) & ~(allowed | denied)


def _bits(scene: EntryContext, key: str) -> tuple[int, int]:
    change = scene.changes.get(key)
    if change is None:
        return 0, 0
    new, old = (0 if value is None else number_of(value) for value in (change.new, change.old))
    return (-1 if new is None else new), (-1 if old is None else old)


def _changed(scene: EntryContext, key: str) -> Any:
    change = scene.changes.get(key)
    return None if change is None else _first(change.new, change.old)


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None and value != ""), None)
