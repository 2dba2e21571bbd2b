"""What an invite is for, what it gives, and on what terms."""

from collections.abc import Mapping
from typing import Any, Final

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.dangers import dangers, mark
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.fields.fill import YES, Fill
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.text.spans import Parts, UntrustedText, join, join_list
from lightbulb_audit.describe.values.formatter import count_phrase, duration, number_of, say
from lightbulb_audit.describe.values.scalars import as_list, as_object
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.decode.numbers import bits_of

_GUEST: Final = 1
_STREAM, _ACTIVITY, _SUBSCRIPTIONS = 1, 2, 3
_ROLES: Final = ("role_ids", "roles")


def _invite_kind(scene: EntryContext, _: str) -> Parts:
    """For whom or for what it is, where that is not just anybody."""
    said: list[Parts] = [(" for guests",)] if (bits_of(scene.new("flags")) or 0) & _GUEST else []
    target = number_of(scene.new("target_type"))
    if target == _STREAM:
        said.append(
            (" for the stream of ", *(_thing(scene, Kind.USER, "target_user_id", "target_user") or ("somebody",)))
        )
    elif target == _ACTIVITY:
        app = _thing(scene, Kind.INTEGRATION, "target_application_id", "target_application")
        said.append((" for an activity",) if app is None else (_of_activity(app), *app))
    elif target == _SUBSCRIPTIONS:
        said.append((" for role subscriptions",))
    return join(said, "")


def _of_activity(app: Parts) -> str:
    return " for the activity " if isinstance(app[0], UntrustedText) else " for an activity of "


def _thing(scene: EntryContext, kind: Kind, id_key: str, object_key: str) -> Parts | None:
    whole = scene.new(object_key)
    if whole is not None:
        return say(whole, f"whole:{kind.value}", scene.names)
    thing_id = snowflake.parse(scene.new(id_key))
    return None if thing_id is None else references.thing(scene.names, kind, thing_id)


def _invite_roles(scene: EntryContext, _: str) -> Parts:
    """Return the roles that whoever takes it gets, with what harm they can do; empty where it gives none."""
    change = next((scene.changes[key] for key in _ROLES if key in scene.changes), None)
    roles = None if change is None else as_list(change.either)
    if change is None or not roles:
        return YES
    said = [phrase for role in roles if (phrase := _role(scene, role))]
    return (", which gave " if change.new is None else ", which gives ", *join_list(said)) if said else YES


def _role(scene: EntryContext, role: Any) -> Parts:
    row = as_object(role)
    role_id = snowflake.parse(role if row is None else row.get("id"))
    said = say(role, "role" if row is None else "whole:role", scene.names) or ()
    own = None if row is None else bits_of(row.get("permissions"))
    if own and row is not None:
        return (*said, *(f" ⚠️ ({one.removeprefix('⚠️ ')})" for one in dangers(own)))
    return (*said, *mark(scene.names, Kind.ROLE, role_id)) if said else ()


def _invite_terms(scene: EntryContext, _: str) -> Parts | None:
    uses, age = number_of(scene.new("max_uses")), number_of(scene.new("max_age"))
    terms: list[str] = []
    if uses is not None and uses >= 0:
        terms.append(count_phrase(uses, "use") if uses else "unlimited uses")
    if age is not None and age >= 0:
        terms.append(duration(age) if age else "never expires")
    return (f" ({', '.join(terms)})",) if terms else YES


def _dangers(scene: EntryContext, _: str) -> Parts:
    """Behind a bot that was added, what harm its own role can do."""
    return mark(scene.names, Kind.USER, scene.record.entry.target_id)


FILLS: Final[Mapping[str, Fill]] = {
    "invite_kind": _invite_kind,
    "invite_roles": _invite_roles,
    "invite_terms": _invite_terms,
    "dangers": _dangers,
}
