"""Every field of every object that an audit log entry can change reads in words, as Discord's own contract has it."""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest
from tests.unit.entries import GUILD, change, told

from lightbulb_audit.catalog.actions import ROWS
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.schema.fields import COMMON, OF_OBJECT, field
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.describe.text.spans import UntrustedText

OBJECTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Guild": ("GuildResponse", "GuildWithCountsResponse", "GuildPatchRequestPartial"),
    "Channel": ("GuildChannelResponse", "CreateGuildChannelRequest", "UpdateGuildChannelRequestPartial"),
    "Channel Overwrite": ("ChannelPermissionOverwriteResponse",),
    "Member": ("GuildMemberResponse", "PrivateGuildMemberResponse", "BotAddGuildMemberRequest"),
    "Partial Role": (),
    "Role": ("GuildRoleResponse", "CreateRoleRequest", "UpdateRoleRequestPartial"),
    "Invite and Invite Metadata": ("GuildInviteResponse", "CreateGuildInviteRequest"),
    "Webhook": ("GuildIncomingWebhookResponse", "ChannelFollowerWebhookResponse", "ApplicationIncomingWebhookResponse"),
    "Emoji": ("EmojiResponse",),
    "Integration": (
        "ConnectedAccountIntegrationResponse",
        "DiscordIntegrationResponse",
        "ExternalConnectionIntegrationResponse",
        "GuildSubscriptionIntegrationResponse",
        "PartialDiscordIntegrationResponse",
    ),
    "Stage Instance": ("StageInstanceResponse",),
    "Sticker": ("GuildStickerResponse",),
    "Guild Scheduled Event": (
        "ExternalScheduledEventResponse",
        "ScheduledEventResponse",
        "StageScheduledEventResponse",
        "VoiceScheduledEventResponse",
        "ExternalScheduledEventPatchRequestPartial",
    ),
    "Guild Scheduled Event Exception": (
        "GuildScheduledEventExceptionResponse",
        "GuildScheduledEventExceptionPatchRequestPartial",
    ),
    "Thread": ("ThreadResponse", "ThreadMetadataResponse", "UpdateThreadRequestPartial", "CreateForumThreadRequest"),
    "Application Command Permission": ("CommandPermissionResponse",),
    "Soundboard Sound": ("SoundboardSoundResponse",),
    "AutoMod Rule": (
        "KeywordRuleResponse",
        "DefaultKeywordRuleResponse",
        "MLSpamRuleResponse",
        "MentionSpamRuleResponse",
        "UserProfileRuleResponse",
        "KeywordTriggerMetadataResponse",
        "DefaultKeywordListTriggerMetadataResponse",
        "MentionSpamTriggerMetadataResponse",
    ),
    "Onboarding Prompt": ("OnboardingPromptResponse", "UpdateOnboardingPromptRequest"),
    "Onboarding": ("GuildOnboardingResponse",),
    "New Member Welcome": ("GuildHomeSettingsResponse",),
    "Member Verification": (),
    "Guild Profile": (),
}
"""Changed object to its schemas; Discord publishes none for the last two."""

EXCEPTIONS: Final[Mapping[str, str]] = {
    "id": "an id is all that it says",
    "liveliness": "how busy a server is just now: no setting, so nothing that anybody changes",
    "user_rsvp": "the reader's own answer to an event, no part of the event",
    "member": "the reader's own place in a thread",
    "message": "the first message of a forum post, which is sent with it and is not part of it",
}
"""Fields that need not read, by key, and why."""

EXTRA: Final[Mapping[str, Mapping[str, Any]]] = {
    "Member Verification": {
        "verification_enabled": True,
        "manual_approval_enabled": True,
        "description": "Welcome",
        "version": "2026-11-20T10:00:00+00:00",
        "form_fields": [{"field_type": "TERMS", "label": "Rules", "required": True, "values": ["Be kind"]}],
    },
    "Guild Profile": {
        "server_tag": "PONY",
        "tag": "PONY",
        "description": "Ale",
        "visibility": 2,
        "badge_hash": "ab" * 16,
        "brand_color_primary": "#ff0000",
    },
    "Partial Role": {
        "$add": [{"id": "200000000000000001", "name": "VIP"}],
        "$remove": [{"id": "200000000000000001", "name": "VIP"}],
    },
    "Guild": {"icon_hash": "ab" * 16, "banner_hash": "ab" * 16, "prune_delete_days": 7, "widget_channel_id": "2" * 18},
    "Member": {"bypasses_verification": True, "avatar_hash": "ab" * 16},
    "Invite and Invite Metadata": {"channel_id": "2" * 18, "inviter_id": "2" * 18, "code": "hunter2"},
    "AutoMod Rule": {
        f"{sign}{key}": ["a"]
        for sign in ("$add_", "$remove_")
        for key in ("keyword_filter", "regex_patterns", "allow_list")
    },
}
"""Fields in no schema, by object, each with a value. Source: API reference, "Audit Log Change Exceptions"."""

GIVEN: Final[Mapping[str, tuple[Any, Any]]] = {
    **dict.fromkeys(("permissions", "allow", "deny"), ("2048", "8")),
    **dict.fromkeys(("color", "primary_color", "secondary_color", "tertiary_color"), (255, 65280)),
    **dict.fromkeys(
        ("icon", "banner", "avatar", "splash", "discovery_splash", "home_header", "asset", "image"),
        ("ab" * 16, "a_" + "cd" * 16),
    ),
    "volume": (0.5, 1.0),
    "n": (1, -1),
    "flags": (1, 16),
    "premium_subscriber": (None, None),
}
"""Values that the schema's types alone do not give."""

_DEEP: Final = 6
JSON: Final = re.compile(r"[{}]|\[[\"{\d]|\"\w+\":")
BARE_ID: Final = re.compile(r"(?<!/)\b\d{15,}\b(?!/)")
LINK: Final = re.compile(r"https://cdn\.discordapp\.com/\S+")


class AllKnown(Names):
    """Names of everybody and everything."""

    def __init__(self) -> None:
        super().__init__(guild_id=GUILD)

    def get(self, kind: Kind, thing_id: int) -> Known | None:  # noqa: ARG002 - whatever the id
        """Whatever it is, it is called by its kind."""
        return Known(f"a named {kind.value}", 0)


class Builder:
    """Makes values that a schema allows."""

    def __init__(self, contract: Mapping[str, Any]) -> None:
        self.schemas: Mapping[str, Any] = contract["components"]["schemas"]

    def plainly(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """A schema without references and without the choice of null."""
        while True:
            if "$ref" in schema:
                schema = self.schemas[schema["$ref"].rpartition("/")[2]]
            elif "allOf" in schema and len(schema["allOf"]) == 1:
                schema = schema["allOf"][0]
            else:
                choices = schema.get("oneOf", ()) or schema.get("anyOf", ())
                real = [choice for choice in choices if choice.get("type") != "null"]
                if not real or "const" in real[0]:
                    return schema
                schema = real[-1] if any(choice.get("type") == "string" for choice in real) else real[0]

    def value(self, key: str, schema: Mapping[str, Any], which: int, depth: int = 0) -> Any:
        """One of two unlike values of a field."""
        if key in GIVEN:
            return GIVEN[key][which]
        schema = self.plainly(schema)
        consts = [choice["const"] for choice in schema.get("oneOf", ()) if "const" in choice]
        if consts:
            return consts[-which % len(consts)]
        kinds: str | list[str] = schema.get("type", "object")
        kind = kinds if isinstance(kinds, str) else next(kind for kind in kinds if kind != "null")
        made: dict[str, Any] = {
            "boolean": bool(which),
            "integer": 5 + which,
            "number": 0.5 + which,
            "null": None,
            "string": self.text(schema.get("format", ""), which),
        }
        if kind == "array":
            return [self.value(key, schema["items"], which, depth + 1)]
        return made[kind] if kind in made else self.object(schema, which, depth)

    @staticmethod
    def text(form: str, which: int) -> str:
        """A text of a form."""
        forms = {"snowflake": f"{'23'[which]}00000000000000001", "date-time": f"2026-11-2{which}T10:00:00+00:00"}
        return forms.get(form, ("the old words", "some new words")[which])

    def object(self, schema: Mapping[str, Any], which: int, depth: int) -> dict[str, Any]:
        """An object with all its fields, as deep as anything reads."""
        fields: dict[str, Any] = schema.get("properties", {}) if depth < _DEEP else {}
        return {key: self.value(key, inner, which, depth + 1) for key, inner in fields.items()}


def cases(contract: Mapping[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    """Changed object, key, an old value and a new one of every field that there is."""
    builder = Builder(contract)
    for changed, names in OBJECTS.items():
        fields: dict[str, Any] = {}
        for name in names:
            fields = {**builder.schemas[name]["properties"], **fields}  # the first one wins
        for key, schema in fields.items():
            if key not in EXCEPTIONS:
                yield changed, key, builder.value(key, schema, 0), builder.value(key, schema, 1)
        for key, value in EXTRA.get(changed, {}).items():
            yield changed, key, None, value


def lines(changed: str, key: str, old: Any, new: Any) -> Iterator[tuple[str, str, bool]]:
    """How a change reads when something is made, changed and removed, each as its label, text, and whether read."""
    for row in (row for row in ROWS if row.changed == changed):
        values = ((old, new), (None, new), (old, None), (new, new))
        for before, after in values:
            raw = {"id": "1" * 18, "action_type": row.type, "user_id": "2" * 18, "target_id": "2" * 18}
            for line in told({**raw, "changes": [change(key, after, before)]}, AllKnown()).changes:
                assert not isinstance(line.label, UntrustedText), f"{changed}: {key} has no label of its own"
                yield plain((line.label,)), plain(line.text), line.read


def faults(text: str, old: Any, new: Any) -> Iterator[str]:
    """What in a text is no words."""
    words = LINK.sub("", text)
    if JSON.search(words):
        yield "JSON"
    if BARE_ID.search(words):
        yield "a bare id"
    if not words.strip() and not LINK.search(text):
        yield "nothing"
    if isinstance(old, str) and isinstance(new, str) and "ab" * 16 in words:
        yield "a bare hash"


def test_every_field_reads(openapi: dict[str, Any]) -> None:
    """Every field of every changed object has a label, is read, and says no JSON and no bare id."""
    found: list[str] = []
    for changed, key, old, new in cases(openapi):
        for label, text, read in lines(changed, key, old, new):
            wrong = [*faults(text, old, new), *([] if read else ["unread"])]
            found += [f"{changed}.{key}: {label}: {text} ({', '.join(wrong)})"] * bool(wrong)
    assert found == []


def test_every_number_with_a_name_reads_as_words(openapi: dict[str, Any]) -> None:
    """A number to which the contract gives a name is told by words, every one of them."""
    builder = Builder(openapi)
    for changed, names in OBJECTS.items():
        properties = itertools.chain.from_iterable(builder.schemas[name]["properties"].items() for name in names)
        for key, schema in properties:
            plainly = builder.plainly(schema)
            for choice in plainly.get("oneOf", ()):
                number = choice.get("const")
                if isinstance(number, int) and key not in EXCEPTIONS:
                    for _, text, read in lines(changed, key, None, number):
                        assert read, (changed, key, number)
                        assert text != str(number), (changed, key)


def test_every_object_has_its_schemas() -> None:
    """No object that an entry can change is left out of this test."""
    assert OBJECTS.keys() == {row.changed for row in ROWS if row.changed}


def test_no_row_is_idle(openapi: dict[str, Any]) -> None:
    """A row of one object differs from the common one, and exceptions are fields that exist."""
    for (changed, key), row in OF_OBJECT.items():
        assert COMMON.get(key) != row, (changed, key)
        assert field(changed, key) is row
    names = itertools.chain.from_iterable(OBJECTS.values())
    keys = {key for name in names for key in openapi["components"]["schemas"][name]["properties"]}
    assert keys >= EXCEPTIONS.keys()


@pytest.mark.parametrize("key", ["some_new_field", "$add_some", "", "7"])
def test_unknown_fields_are_labelled_by_their_key(key: str) -> None:
    """A field that nobody documents has a label from outside, and is named as unread."""
    one = told({"id": "1", "action_type": 11, "user_id": "5", "target_id": "10", "changes": [change(key, {"a": [1]})]})
    assert isinstance(one.changes[0].label, UntrustedText)
    assert plain(one.changes[0].text) == 'none → {"a":[1]}' or key.startswith("$")
    assert one.unread == (f"changes.{key}",)
