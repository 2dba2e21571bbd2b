"""Which options of an entry are understood. Source: Discord's API reference, "Optional Audit Entry Info"."""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit.model import Record

KNOWN: Final[Mapping[int, frozenset[str]]] = {
    **dict.fromkeys((13, 14, 15), frozenset({"id", "type", "role_name"})),
    **dict.fromkeys((20, 25), frozenset({"integration_type"})),
    21: frozenset({"delete_member_days", "members_removed"}),
    **dict.fromkeys((26, 72), frozenset({"channel_id", "count"})),
    **dict.fromkeys((27, 73), frozenset({"count"})),
    **dict.fromkeys((74, 75, 171, 172), frozenset({"channel_id", "message_id"})),
    **dict.fromkeys((83, 84, 85, 180, 193), frozenset({"channel_id"})),
    121: frozenset({"application_id"}),
    **dict.fromkeys(
        (143, 144, 145, 146),
        frozenset({"auto_moderation_rule_name", "auto_moderation_rule_trigger_type", "channel_id"}),
    ),
    192: frozenset({"channel_id", "status"}),
    **dict.fromkeys((200, 201, 202), frozenset({"event_exception_id"})),
}
"""Action type to the options that it is documented to have; those of 171, 172 and 180 are not, but are told alike."""

_NONE: Final[frozenset[str]] = frozenset()


def unread_options(record: Record) -> list[str]:
    """The options that nobody documents, by name; "options" where they are no object at all."""
    raw = record.raw.get("options")
    if raw is not None and not isinstance(raw, dict):
        return ["options"]
    known = KNOWN.get(record.entry.action_type, _NONE)
    return [f"options.{key}" for key in record.options if key not in known]
