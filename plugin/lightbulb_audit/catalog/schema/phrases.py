"""How one changed field alone is said, both ways: "showed Keeper apart in the member list".

A row is found like one of `catalog.schema.fields`: by object and key, else by key. What it does not say is said by the
catalogue's rows in general words: "set the topic of #general to “x”", with the row's noun or else the field's label.
Phrases are templates like those of `catalog.actions`, the most telling first; the actor stands before them.
"""

import dataclasses
from collections.abc import Mapping
from typing import Final

Templates = tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Phrase:
    """How one field reads in a sentence.

    Attributes:
        noun: What it is called there, where its label is no noun: "start" for "Starts".
        set: What giving it a value is.
        cleared: What taking its value away is; where there is none, `set` is tried too.
        on: What turning it on is.
        off: What turning it off is; also what clearing it is, unless `cleared` says that.
    """

    noun: str = ""
    set: Templates = ()
    cleared: Templates = ()
    on: str = ""
    off: str = ""


def _list(of: str, to: str = "to", from_: str = "from") -> Phrase:
    """Return a list of which some came or some went."""
    return Phrase(set=(f"added {{added}} {to} {of}", f"removed {{removed}} {from_} {of}"))


def _flow(what: str, place: str) -> Phrase:
    """Return a length of time that is off where it is nothing."""
    return Phrase(
        set=(f"turned {{switch}} {what} {place}", f"set {what} {place} to {{new_value}}"),
        cleared=(f"turned off {what} {place}",),
    )


def _fix(text: str) -> Phrase:
    """Return what is said alike, whatever the value."""
    return Phrase(set=(text,), cleared=(text,))


_APP: Final = Phrase(
    noun="link to an app", on="put {the} under the control of an app", off="took {the} out of the control of an app"
)
_ADDED_BY: Final = Phrase(
    noun="creator", set=("set who added {the} to {new_value}",), cleared=("removed who added {the}",)
)
_AVAILABLE: Final = Phrase(noun="availability", on="made {the} available", off="made {the} unavailable")
_STREAM: Final = Phrase(
    noun="streamer", set=("pointed {the} to the stream of {new_value}",), cleared=("pointed {the} to nobody's stream",)
)

COMMON: Final[Mapping[str, Phrase]] = {
    "parent_id": Phrase(
        set=("moved {target} into the category {new_value}",), cleared=("moved {target} out of its category",)
    ),
    "rate_limit_per_user": _flow("slowmode", "of {target}"),
    "default_thread_rate_limit_per_user": _flow("slowmode of new threads", "in {target}"),
    "auto_archive_duration": Phrase(
        noun="time until it is archived",
        set=("let {the} be archived after {new_value} without a message",),
        cleared=("reset after how long {the} is archived",),
    ),
    "default_auto_archive_duration": Phrase(
        noun="time until threads are archived",
        set=("let threads in {target} be archived after {new_value} without a message",),
        cleared=("reset after how long threads in {target} are archived",),
    ),
    "default_tag_setting": Phrase(
        set=("let a search by tags in {target} find {new_value}",),
        cleared=("reset how {target} is searched by tags",),
    ),
    "available_tags": _list("the tags of {target}"),
    "last_pin_timestamp": Phrase(
        noun="time of the last pin", cleared=("removed the time of the last pin in {target}",)
    ),
    "colors": Phrase(noun="colour"),
    "hd_streaming_until": Phrase(noun="end of HD streaming"),
    "hd_streaming_buyer_id": Phrase(noun="buyer of HD streaming"),
    "is_linkable": Phrase(
        noun="link to a lobby",
        on="let {target} be linked to a lobby",
        off="stopped letting {target} be linked to a lobby",
    ),
    "max_presences": Phrase(noun="limit of members online"),
    "max_members": Phrase(noun="limit of members"),
    "max_video_channel_users": Phrase(noun="limit of people in a video call"),
    "max_stage_video_channel_users": Phrase(noun="limit of people in a stage with video"),
    "premium_subscription_count": Phrase(noun="number of boosts"),
    "premium_progress_bar_enabled_user_updated_at": dataclasses.replace(
        _fix("changed when the server's boost progress bar was last turned on or off"), noun="boost progress bar"
    ),
    "home_header": _fix("changed the header of the server guide"),
    "home_header_hash": _fix("changed the header of the server guide"),
    "owner_configured_content_level": Phrase(noun="own content level"),
    "template": Phrase(
        noun="beginning of new posts",
        set=("let new posts in {target} begin with {new_value}", "changed what new posts in {target} begin with"),
        cleared=("let new posts in {target} begin with nothing",),
    ),
    "approximate_member_count": Phrase(noun="number of members"),
    "approximate_presence_count": Phrase(noun="number of members online"),
    "member_count": Phrase(noun="number of members"),
    "message_count": Phrase(noun="number of messages"),
    "total_message_sent": Phrase(noun="number of messages ever sent"),
    "user_count": Phrase(noun="number of interested members"),
    "subscriber_count": Phrase(noun="number of subscribers"),
    "prune_delete_days": Phrase(noun="time before pruning"),
    "widget_channel_id": Phrase(noun="widget channel"),
    "joined_at": Phrase(noun="time of joining"),
    "premium_since": Phrase(noun="start of boosting"),
    "created_at": Phrase(noun="time of creation"),
    "available": _AVAILABLE,
    "managed": _APP,
    "animated": Phrase(noun="animation", on="made {the} animated", off="made {the} stand still"),
    "require_colons": Phrase(
        noun="writing with colons", on="made {the} be written with colons", off="let {the} be written without colons"
    ),
    "token": _fix("changed the token of {the}"),
    "access_token": _fix("changed the token of {the}"),
    "url": _fix("changed the address of {the}"),
    "emoji_id": Phrase(noun="emoji"),
    # Roles
    "hoist": Phrase(
        noun="place in the member list",
        on="showed {target} apart in the member list",
        off="stopped showing {target} apart in the member list",
    ),
    "mentionable": Phrase(
        noun="mentions", on="let everybody mention {target}", off="stopped letting everybody mention {target}"
    ),
    # Members
    "mute": Phrase(noun="voice mute", on="muted {target} in voice", off="unmuted {target} in voice"),
    "deaf": Phrase(noun="voice deafening", on="deafened {target} in voice", off="undeafened {target} in voice"),
    "communication_disabled_until": Phrase(noun="timeout"),
    "pending": Phrase(
        noun="verification",
        on="sent {target} back to the verification",
        off="accepted {whose} verification",
    ),
    "bypasses_verification": Phrase(
        noun="right to skip the verification",
        on="let {target} skip the verification",
        off="stopped letting {target} skip the verification",
    ),
    "unusual_dm_activity_until": Phrase(
        noun="mark for unusual direct messages",
        set=("marked {target} for unusual direct messages until {new_value}",),
        cleared=("took the mark for unusual direct messages off {target}",),
    ),
    # Invites
    "max_age": Phrase(
        noun="expiry",
        set=("{?became max_age 0}let {the} never expire", "let {the} expire after {new_value}"),
        cleared=("let {the} never expire",),
    ),
    "max_uses": Phrase(
        noun="limit of uses",
        set=("{?became max_uses 0}let {the} be used without limit", "limited {the} to {number max_uses use}"),
        cleared=("let {the} be used without limit",),
    ),
    "uses": Phrase(noun="number of uses"),
    "temporary": Phrase(on="made membership by {the} temporary", off="made membership by {the} permanent"),
    "unique": Phrase(noun="own link", on="gave {the} a link of its own", off="let {the} share its link"),
    "target_user": _STREAM,
    "target_user_id": _STREAM,
    "role_ids": Phrase(
        noun="roles that it gives",
        set=(
            "let {the} give {added} as well",
            "stopped letting {the} give {removed}",
            "changed which roles {the} gives",
        ),
        cleared=("stopped letting {the} give roles",),
    ),
    "code": Phrase(
        set=(
            "changed the code of an invite from {old_value} to {new_value}",
            "changed the code of an invite to {new_value}",
        )
    ),
    "expires_at": Phrase(noun="expiry", set=("let {the} expire at {new_value}",), cleared=("let {the} never expire",)),
    "is_contact": Phrase(
        noun="limit to friends", on="made {the} one for friends", off="opened {the} to others than friends"
    ),
    "is_nickname_changeable": Phrase(
        noun="choice of a nickname",
        on="let those who come by {the} choose a nickname",
        off="stopped letting those who come by {the} choose a nickname",
    ),
    # Apps
    "enable_emoticons": Phrase(noun="emoji", on="turned on the emoji of {the}", off="turned off the emoji of {the}"),
    "expire_behavior": Phrase(
        noun="handling of ended subscriptions",
        set=("let {the} {new_value} when a subscription ends",),
        cleared=("reset what {the} does when a subscription ends",),
    ),
    "revoked": Phrase(noun="access", on="withdrew the access of {the}", off="gave {the} its access back"),
    "synced_at": Phrase(noun="time of the last synchronization"),
    "syncing": Phrase(
        noun="synchronization", on="began to synchronize {the}", off="ended the synchronization of {the}"
    ),
    "scopes": _list("the scopes of {the}"),
    # Stages
    "discoverable_disabled": Phrase(on="took {stage} out of Discovery", off="put {stage} into Discovery"),
    # Events
    "scheduled_start_time": Phrase(noun="start"),
    "scheduled_end_time": Phrase(noun="end"),
    "entity_type": Phrase(noun="kind of place", set=("moved {the} to {new_value}",)),
    "entity_metadata": Phrase(set=("moved {the} to {value}",), cleared=("removed the place of {the}",)),
    "location": Phrase(set=("moved {the} to {new_value}",)),
    "recurrence_rule": Phrase(
        noun="repetition",
        set=("let {the} repeat {value}", "changed how {the} repeats"),
        cleared=("stopped {the} from repeating",),
    ),
    "guild_scheduled_event_exceptions": Phrase(
        set=("changed some dates of {the}: {difference}", "changed some dates of {the}"),
        cleared=("put all dates of {the} back to normal",),
    ),
    "auto_start": Phrase(
        noun="start by itself", on="let {the} start by itself", off="stopped letting {the} start by itself"
    ),
    # Threads
    "archived": Phrase(noun="archiving", on="archived {the}", off="reopened {the}"),
    "locked": Phrase(noun="lock", on="locked {the}", off="unlocked {the}"),
    "invitable": Phrase(
        noun="invitations by members",
        on="let members of {the} invite others",
        off="stopped letting members of {the} invite others",
    ),
    "applied_tags": _list("the tags of {the}"),
    "archive_timestamp": dataclasses.replace(
        _fix("changed when {the} was last archived or reopened"), noun="time of the last archiving"
    ),
    "create_timestamp": Phrase(noun="start"),
    # AutoMod
    "event_type": Phrase(
        noun="moment of the check", set=("made {the} check when {new_value}",), cleared=("removed when {the} checks",)
    ),
    "trigger_type": Phrase(
        noun="kind of what is looked for",
        set=("made {the} look for {new_value}",),
        cleared=("removed what {the} looks for",),
    ),
    "trigger_metadata": Phrase(
        noun="words",
        set=("changed what {the} looks for: {difference}", "changed what {the} looks for"),
        cleared=("removed what {the} looks for",),
    ),
    "actions": Phrase(
        set=("changed what {the} does: {difference}", "changed what {the} does"),
        cleared=("removed all that {the} does",),
    ),
    "exempt_roles": Phrase(
        set=("exempted {added} from {the}", "stopped exempting {removed} from {the}"),
    ),
    "exempt_channels": Phrase(
        set=("exempted {added} from {the}", "stopped exempting {removed} from {the}"),
    ),
    "keyword_filter": _list("the words of {the}"),
    "regex_patterns": _list("the patterns of {the}"),
    "allow_list": _list("the allowed words of {the}"),
    "presets": dataclasses.replace(_list("the word lists of {the}"), noun="word lists"),
    "$add_keyword_filter": Phrase("words", set=("added {value} to the words of {the}", "added words to {the}")),
    "$remove_keyword_filter": Phrase(
        "words", set=("removed {value} from the words of {the}", "removed words from {the}")
    ),
    "$add_regex_patterns": Phrase(
        "patterns", set=("added {value} to the patterns of {the}", "added patterns to {the}")
    ),
    "$remove_regex_patterns": Phrase(
        "patterns", set=("removed {value} from the patterns of {the}", "removed patterns from {the}")
    ),
    "$add_allow_list": Phrase(
        "allowed words", set=("added {value} to the allowed words of {the}", "added allowed words to {the}")
    ),
    "$remove_allow_list": Phrase(
        "allowed words", set=("removed {value} from the allowed words of {the}", "removed allowed words from {the}")
    ),
    "mention_total_limit": Phrase(noun="limit of mentions"),
    # Onboarding
    "options": Phrase(noun="answers"),
    "single_select": Phrase(
        noun="number of answers", on="let {the} take one answer only", off="let {the} take several answers"
    ),
    "required": Phrase(noun="need for an answer", on="made {the} required", off="made {the} optional"),
    "in_onboarding": Phrase(
        noun="place in onboarding",
        on="let members be asked {the} when they join",
        off="stopped asking members {the} when they join",
    ),
    "prompts": _list("the onboarding questions"),
    "default_channel_ids": _list("the default channels of the onboarding"),
    "enable_default_channels": Phrase(
        noun="default channels", on="turned on the default channels", off="turned off the default channels"
    ),
    "enable_onboarding_prompts": Phrase(
        noun="questions", on="turned on the onboarding questions", off="turned off the onboarding questions"
    ),
    "below_requirements": Phrase(
        noun="requirements",
        on="left onboarding below the requirements",
        off="brought onboarding up to the requirements",
    ),
    "welcome_message": Phrase(
        set=(
            "changed the welcome message of the server guide: {difference}",
            "changed the welcome message of the server guide",
        ),
        cleared=("removed the welcome message of the server guide",),
    ),
    # New members
    "verification_enabled": Phrase(
        noun="verification",
        on="turned on the verification of new members",
        off="turned off the verification of new members",
    ),
    "manual_approval_enabled": Phrase(
        noun="approval by hand",
        on="turned on the approval of new members by hand",
        off="turned off the approval of new members by hand",
    ),
    "enabled": Phrase(noun="activation", on="turned on {the}", off="turned off {the}"),
    # The server's profile
    "server_tag": Phrase(
        set=("set the server's tag to {new_value}",), cleared=("removed the server's tag {old_value}",)
    ),
    "tag": Phrase(set=("set the server's tag to {new_value}",), cleared=("removed the server's tag {old_value}",)),
    "badge_hash": _fix("changed the badge of the server's tag"),
    "incidents_data": Phrase(set=("{incidents}",), cleared=("ended the server's safety measures",)),
}

_PRIVACY_OF_EVENTS: Final = Phrase(
    noun="visibility",
    set=("{?became privacy_level 1}made {the} public", "{?became privacy_level 2}let only members see {the}"),
)

OF_OBJECT: Final[Mapping[tuple[str, str], Phrase]] = {
    ("Channel", "type"): Phrase(set=("turned {the} into {a_value}",)),
    ("Thread", "type"): Phrase(set=("turned {the} into {a_value}",)),
    ("Thread", "parent_id"): Phrase(set=("moved {the} to {new_value}",), cleared=("took {the} out of its channel",)),
    ("Thread", "rate_limit_per_user"): _flow("slowmode", "of {the}"),
    ("Role", "tags"): _fix("changed what {the} belongs to"),
    ("Invite and Invite Metadata", "roles"): Phrase(
        noun="roles that it gives",
        set=(
            "let {the} give {added} as well",
            "stopped letting {the} give {removed}",
            "changed which roles {the} gives",
        ),
        cleared=("stopped letting {the} give roles",),
    ),
    ("Webhook", "channel_id"): Phrase(set=("moved {the} to {new_value}",), cleared=("took {the} out of its channel",)),
    ("Integration", "application"): Phrase(noun="application"),
    ("Integration", "application_id"): Phrase(noun="application"),
    ("Integration", "role_id"): Phrase(noun="subscriber role"),
    ("Webhook", "user"): _ADDED_BY,
    ("Emoji", "roles"): Phrase(
        noun="roles that may use it",
        set=("let only {new_value} use {the}", "changed which roles may use {the}"),
        cleared=("let everybody use {the}",),
    ),
    ("Emoji", "user"): _ADDED_BY,
    ("Sticker", "user"): _ADDED_BY,
    ("Soundboard Sound", "user"): _ADDED_BY,
    ("Soundboard Sound", "user_id"): _ADDED_BY,
    ("Soundboard Sound", "sound_id"): _fix("changed the id of {the}"),
    ("Integration", "user"): _ADDED_BY,
    ("Stage Instance", "privacy_level"): Phrase(
        noun="visibility",
        set=("{?became privacy_level 1}made {stage} public", "{?became privacy_level 2}let only members see {stage}"),
    ),
    ("Stage Instance", "channel_id"): Phrase(set=("moved the stage to {new_value}",)),
    ("Guild Scheduled Event", "privacy_level"): _PRIVACY_OF_EVENTS,
    ("Guild Scheduled Event", "channel_id"): Phrase(
        set=("moved {the} to {new_value}",), cleared=("took {the} out of its channel",)
    ),
    ("Guild Scheduled Event", "entity_id"): Phrase(
        noun="place", set=("moved {the} to {new_value}",), cleared=("took {the} out of its channel",)
    ),
    ("Onboarding", "enabled"): Phrase(noun="activation", on="turned on onboarding", off="turned off onboarding"),
    ("New Member Welcome", "enabled"): Phrase(
        noun="activation", on="turned on the server guide", off="turned off the server guide"
    ),
    ("Member Verification", "description"): _fix("changed the description that new members see"),
    ("Member Verification", "form_fields"): Phrase(
        set=(
            "changed the rules and questions for new members: {difference}",
            "changed the rules and questions for new members",
        ),
        cleared=("removed the rules and questions for new members",),
    ),
    ("Guild Profile", "visibility"): Phrase(
        noun="visibility", set=("made the server's profile visible to {new_value}",)
    ),
}

FLAGS: Final[Mapping[tuple[str, int], tuple[str, str]]] = {
    ("channel", 0): ("took {target} out of the server's feed", "put {target} back into the server's feed"),
    ("channel", 1): ("pinned {the}", "unpinned {the}"),
    ("channel", 2): ("took {target} out of the active channels", "put {target} back among the active channels"),
    ("channel", 4): ("made posts in {target} need a tag", "let posts in {target} go without a tag"),
    ("channel", 5): ("marked {target} as spam", "took the mark for spam off {target}"),
    ("channel", 7): ("made {target} a resource page", "made {target} an ordinary channel again"),
    ("channel", 9): ("set {target} to be deleted", "took back that {target} is to be deleted"),
    ("channel", 11): ("turned off summaries in {target}", "turned on summaries in {target}"),
    ("channel", 13): ("made {target} a preview of a role subscription", "ended the preview in {target}"),
    ("channel", 15): ("hid the download of media in {target}", "showed the download of media in {target}"),
    ("channel", 17): ("hid {target} from the bot", "showed {target} to the bot"),
    ("channel", 19): ("made {target} the queue of reports", "made {target} no longer the queue of reports"),
    ("channel", 21): ("made {target} a spoiler channel", "made {target} no longer a spoiler channel"),
    ("role", 0): ("let members choose {target} in onboarding", "stopped letting members choose {target} in onboarding"),
    ("member", 0): ("marked that {target} joined again", "took back that {target} joined again"),
    ("member", 1): ("marked that {target} finished onboarding", "took back that {target} finished onboarding"),
    ("member", 2): ("let {target} skip the verification", "stopped letting {target} skip the verification"),
    ("member", 3): ("marked that {target} began onboarding", "took back that {target} began onboarding"),
    ("member", 4): ("made {target} a guest", "made {target} a full member"),
    ("member", 5): ("marked that {target} began the server guide", "took back that {target} began the server guide"),
    ("member", 6): (
        "marked that {target} finished the server guide",
        "took back that {target} finished the server guide",
    ),
    ("member", 7): ("quarantined {target} for the name", "ended the quarantine of {target} for the name"),
    ("member", 8): ("quarantined {target} for the profile", "ended the quarantine of {target} for the profile"),
    ("member", 9): (
        "marked that {target} dismissed a hint about settings",
        "took back that {target} dismissed a hint about settings",
    ),
    ("member", 10): ("quarantined {target} for the server tag", "ended the quarantine of {target} for the server tag"),
    ("invite", 0): ("made {the} one for guests", "made {the} one for full members"),
}
"""Table of flags and bit to what setting and clearing that bit alone is."""

FLAG: Final = ("turned on the flag “{}” of {{the}}", "turned off the flag “{}” of {{the}}")
"""What setting and clearing any other flag is."""
NEW_FLAG: Final = (
    "turned on a flag of {{the}} that is new to Discord ({})",
    "turned off a flag of {{the}} that is new to Discord ({})",
)
"""The same for a flag that nobody documents."""
SWITCHED_OFF: Final = ("turned off the server's {}", "turned on the server's {}")
"""The same for a flag that says what is off."""
FEATURE: Final = ("turned on the feature “{}”", "turned off the feature “{}”")
"""The same for a feature of the server."""

FEATURES: Final[Mapping[str, tuple[str, str]]] = {
    "ACTIVITY_FEED_DISABLED_BY_USER": (
        "turned off the activity feed in the member list",
        "took back that the activity feed is off",
    ),
    "FORWARDING_DISABLED": ("turned off the forwarding of messages", "turned on the forwarding of messages"),
    "INVITES_DISABLED": ("paused the server's invites", "let the server's invites work again"),
    "RAID_ALERTS_DISABLED": ("turned off raid alerts", "turned on raid alerts"),
    "SUMMARIES_DISABLED_BY_USER": ("turned off summaries of conversations", "took back that summaries are off"),
}
"""Features that are the lack of something, and what turning each on and off is."""

INCIDENTS: Final[Mapping[str, tuple[str, str]]] = {
    "invites_disabled_until": ("paused the server's invites until ", "let the server's invites work again"),
    "dms_disabled_until": (
        "paused direct messages between members until ",
        "let members send each other direct messages again",
    ),
    "raid_detected_at": ("marked a raid at ", "took back the mark of a raid"),
    "dm_spam_detected_at": ("marked spam in direct messages at ", "took back the mark of spam in direct messages"),
}
"""Safety measures: what setting each is, before its time, and what clearing it is."""

_NONE: Final = Phrase()


def phrase(changed: str, key: str) -> Phrase:
    """Return how a key of a changed object reads in a sentence; nothing of its own where no row says it."""
    return OF_OBJECT.get((changed, key)) or COMMON.get(key, _NONE)
