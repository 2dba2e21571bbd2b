"""Objects within objects: forum tags, onboarding's questions and answers, AutoMod's actions, and what else is nested.

Source: Discord's published OpenAPI file, the schema named beside each row; the meanings are from the API reference.
A key that is in no row is shown as it came, so nothing is lost where Discord adds one.
"""

import dataclasses
from collections.abc import Mapping
from typing import Final

from lightbulb_audit.catalog.schema.fields import Field


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of object reads: what it is called, then what is to be said of it.

    Attributes:
        fields: Its other keys in the order in which they are told. An empty label says the value alone.
        head: The key that it is called by; empty where it has no name.
        head_kind: How the name reads.
        identity: The key by which the same object is found among the old ones; the head where it is empty.
        untold: Keys that mean nothing to a person: ids of its own, and what another key says already.
        is_phrase: Whether it reads as one phrase: "send an alert in #mods", not "Stew (emoji 🍲)".
    """

    fields: Mapping[str, Field]
    head: str = ""
    head_kind: str = "quoted"
    identity: str = ""
    untold: frozenset[str] = frozenset()
    is_phrase: bool = False

    @property
    def key(self) -> str:
        """The key that tells two of its kind apart."""
        return self.identity or self.head


_ID: Final = frozenset({"id"})
_WORDS: Final[Mapping[str, Field]] = {
    "keyword_filter": Field("words", "list"),
    "regex_patterns": Field("patterns", "list"),
    "allow_list": Field("allowed words", "list"),
    "presets": Field("word lists", "enums:automod preset"),
    "mention_total_limit": Field("mentions allowed", "number"),
    "mention_raid_protection_enabled": Field("raid protection", "switch"),
}

SHAPES: Final[Mapping[str, Shape]] = {
    # ForumTagResponse
    "tag": Shape(
        {"emoji": Field("emoji", "reaction"), "moderated": Field("for moderators only", "yes")},
        head="name", identity="id", untold=_ID,
    ),
    # OnboardingPromptOptionResponse
    "answer": Shape(
        {
            "description": Field("description", "quoted"),
            "emoji": Field("emoji", "reaction"),
            "role_ids": Field("gives", "ids:role"),
            "roles": Field("gives", "ids:role"),
            "channel_ids": Field("shows", "ids:channel"),
            "channels": Field("shows", "ids:channel"),
        },
        head="title", identity="id", untold=_ID,
    ),
    # OnboardingPromptResponse
    "question": Shape(
        {
            "type": Field("", "enum:question type"),
            "single_select": Field("one answer only", "yes"),
            "required": Field("required", "yes"),
            "in_onboarding": Field("asked when joining", "yes"),
            "options": Field("answers", "objects:answer"),
        },
        head="title", identity="id", untold=_ID,
    ),
    # NewMemberActionResponse
    "first step": Shape(
        {
            "action_type": Field("", "enum:first step"),
            "channel_id": Field("in", "channel"),
            "description": Field("description", "quoted"),
            "emoji": Field("emoji", "reaction"),
            "icon": Field("icon", "picture"),
        },
        head="title", identity="channel_id",
    ),
    # ResourceChannelResponse
    "resource": Shape(
        {
            "channel_id": Field("in", "channel"),
            "description": Field("description", "quoted"),
            "emoji": Field("emoji", "reaction"),
            "icon": Field("icon", "picture"),
        },
        head="title", identity="channel_id",
    ),
    # WelcomeMessageResponse
    "welcome message": Shape({"message": Field("", "quoted"), "author_ids": Field("from", "ids:user")}),
    # GuildWelcomeScreenChannelResponse
    "welcome channel": Shape(
        {"description": Field("", "quoted"), "emoji": Field("emoji", "reaction")},
        head="channel_id", head_kind="channel",
    ),
    # GuildWelcomeScreenResponse
    "welcome screen": Shape(
        {"description": Field("", "quoted"), "welcome_channels": Field("channels", "objects:welcome channel")},
    ),
    # BlockMessageActionResponse and the like
    "automod action": Shape(
        {"metadata": Field("", "object:automod metadata")},
        head="type", head_kind="enum:automod action", is_phrase=True,
    ),
    "automod metadata": Shape(
        {
            "channel_id": Field("in", "channel"),
            "duration_seconds": Field("for", "seconds"),
            "custom_message": Field("saying", "quoted"),
        },
        is_phrase=True,
    ),
    # KeywordTriggerMetadataResponse and the like
    "trigger": Shape(_WORDS),
    # TermsFormFieldResponse and the like
    "form field": Shape(
        {
            "field_type": Field("", "code:form field"),
            "required": Field("required", "yes"),
            "description": Field("description", "quoted"),
            "values": Field("rules", "list"),
            "choices": Field("choices", "list"),
            "placeholder": Field("hint", "quoted"),
            "response": Field("response", "text"),
        },
        head="label", untold=frozenset({"automations"}),
    ),
    # AccountResponse; its id is one of another service
    "account": Shape({}, head="name", head_kind="text", untold=_ID),
    # EntityMetadataExternalResponse and the like
    "place": Shape({"location": Field("", "text")}),
    # GuildIncidentsDataResponse
    "incidents": Shape(
        {
            "invites_disabled_until": Field("invites paused until", "time"),
            "dms_disabled_until": Field("direct messages paused until", "time"),
            "dm_spam_detected_at": Field("spam in direct messages noticed", "time"),
            "raid_detected_at": Field("raid noticed", "time"),
        },
    ),
    # UserAvatarDecorationResponse
    "decoration": Shape({"asset": Field("", "picture:avatar-decoration-presets")}, untold=frozenset({"sku_id"})),
    # UserCollectiblesResponse
    "collectibles": Shape({"nameplate": Field("nameplate", "object:nameplate")}),
    # UserNameplateResponse; its label is a name of Discord's own for translators
    "nameplate": Shape({"palette": Field("", "code:palette")}, untold=frozenset({"sku_id", "asset", "label"})),
    # guild profiles; in no schema, as users of Discord document it
    "trait": Shape({"emoji": Field("emoji", "reaction")}, head="label", untold=frozenset({"position"})),
    # ThreadMetadataResponse
    "thread metadata": Shape(
        {
            "archived": Field("archived", "yes"),
            "locked": Field("locked", "yes"),
            "invitable": Field("members may invite others", "yes"),
            "auto_archive_duration": Field("archived after", "minutes"),
            "archive_timestamp": Field("last archived or reopened", "time"),
            "create_timestamp": Field("started", "time"),
        },
    ),
    # GuildScheduledEventExceptionResponse; the id of an exception is that of its first date
    "date": Shape(
        {
            "is_canceled": Field("cancelled", "yes"),
            "scheduled_start_time": Field("starts", "time"),
            "scheduled_end_time": Field("ends", "time"),
        },
        head="event_exception_id", head_kind="date", untold=frozenset({"event_id", "guild_id"}),
    ),
}  # fmt: skip
"""Name of a kind of object to how it reads."""
