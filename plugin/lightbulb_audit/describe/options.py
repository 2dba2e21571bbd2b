"""The options of an entry, one line each. Source: Discord's API reference, "Optional Audit Entry Info"."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from lightbulb_audit.catalog.schema.fields import Field, kind_of_key, label_of
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.text.spans import Part, Parts, UntrustedText
from lightbulb_audit.describe.values import overwrites
from lightbulb_audit.describe.values.formatter import compact, say
from lightbulb_audit.model import Record
from lightbulb_audit.model.observation import MARK, is_told

_OVERWRITE: Final = {
    "id": Field("Role or member", "overwritten"),
    "type": Field("Kind", "enum:overwrite type"),
    "role_name": Field("Role's name then"),
}
_CHANNEL: Final[Mapping[str, Field]] = {"channel_id": Field("Channel", "channel")}
_COUNT: Final = {"count": Field("Count", "number")}
_INTEGRATION: Final = {"integration_type": Field("Through", "code:integration")}
_MESSAGE: Final = {**_CHANNEL, "message_id": Field("Message", "text")}
_AUTOMOD: Final = {
    **_CHANNEL,
    "auto_moderation_rule_name": Field("Rule"),
    "auto_moderation_rule_trigger_type": Field("Looks for", "enum:automod trigger"),
}

_MOVED: Final = {**_CHANNEL, **_COUNT}
_EXCEPTION: Final = {"event_exception_id": Field("Date", "date")}

OPTIONS: Final[Mapping[int, Mapping[str, Field]]] = {
    **dict.fromkeys((13, 14, 15), _OVERWRITE),
    **dict.fromkeys((20, 25), _INTEGRATION),
    21: {"delete_member_days": Field("Inactive for", "days"), "members_removed": Field("Members removed", "number")},
    **dict.fromkeys((26, 72), _MOVED),
    **dict.fromkeys((27, 73), _COUNT),
    **dict.fromkeys((74, 75, 171, 172), _MESSAGE),
    **dict.fromkeys((83, 84, 85, 180, 193), _CHANNEL),
    121: {"application_id": Field("App", "app")},
    **dict.fromkeys((143, 144, 145, 146), _AUTOMOD),
    192: {**_CHANNEL, "status": Field("Status")},
    **dict.fromkeys((200, 201, 202), _EXCEPTION),
}
"""Action type to the options that it is documented to have; those of 171, 172 and 180 are not, but are told alike."""

_OF_AN_ENTRY: Final = frozenset(
    {"id", "guild_id", "user_id", "target_id", "action_type", "changes", "options", "reason"}
)
"""The keys of an entry. Source: API reference, "Audit Log Entry Structure"; events and exports have `guild_id` too."""

_NONE: Final[Mapping[str, Field]] = {}


class OptionLine(NamedTuple):
    """One option, or one part of an entry that could not be read.

    Attributes:
        key: Its name in Discord's JSON.
        label: What it is.
        text: Its value.
        read: Whether both were understood; if not the value is shown as it came.
    """

    key: str
    label: Part
    text: Parts
    read: bool


def lines(scene: EntryContext) -> list[OptionLine]:
    """Return every option of a record that says something, in the order in which they came."""
    table = OPTIONS.get(scene.record.entry.action_type, _NONE)
    # What a new overwrite's changes say already is not said twice.
    options = [(key, value) for key, value in scene.options.items() if key not in table or key not in scene.changes]
    said = [_line(scene, key, value, table.get(key)) for key, value in options]
    return [line for line in said if line.text]


def _line(scene: EntryContext, key: str, value: Any, row: Field | None) -> OptionLine:
    if row is None:
        text = say(value, kind_of_key(key), scene.names) or compact(value)
        return OptionLine(key, UntrustedText(label_of(key), "plain"), text, read=False)
    if value is None or value == "":
        return OptionLine(key, row.label, (), read=True)
    text = overwrites.whose(scene) if row.value == "overwritten" else say(value, row.value, scene.names)
    return OptionLine(key, row.label, text or compact(value), read=text is not None)


def raw_parts(record: Record) -> list[OptionLine]:
    """The parts of an entry itself that nobody could read or knows, as they came; not its changes and options."""
    names = [name for name in record.unread if "." not in name and name in record.raw]
    ours = (MARK,) if record.is_imported else ()
    others = (name for name, value in record.raw.items() if name not in ours and not is_told(name, value))
    names += [name for name in others if name not in _OF_AN_ENTRY]
    if record.raw.get("options") and not isinstance(record.raw["options"], dict):
        names.append("options")
    values = {name: record.raw[name] for name in names if name != "options" or not isinstance(record.raw[name], dict)}
    return [
        OptionLine(
            name,
            label_of(name) if name in _OF_AN_ENTRY else UntrustedText(label_of(name), "plain"),
            compact(value),
            read=False,
        )
        for name, value in values.items()
    ]
