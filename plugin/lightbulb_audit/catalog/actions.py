"""One row an action type: what it is called, what it is about, and how it reads.

Numbers, names and objects: Discord's API reference, "Audit Log Events", and its published OpenAPI file, except 210, 212
and 213, which neither has.

`says` holds templates, the most telling first; the first one whose fields can all be filled is said. The actor stands
before it. A field is `{name argument…}`; those that begin with `?` are conditions and print nothing. The fields are
explained where they are filled, in `describe.fields`.
"""

import dataclasses
from collections.abc import Mapping
from typing import Final

from lightbulb_audit.catalog.categories import Category, Tone
from lightbulb_audit.catalog.kinds import Kind

C, K, T = Category, Kind, Tone


@dataclasses.dataclass(frozen=True, slots=True)
class Action:
    """One type of audit log entry.

    Attributes:
        type: Discord's number.
        slug: The name in lower case as hikari has it, such as `member_ban_add`.
        name: What a person calls it, such as "Member banned".
        category: The part of the server.
        tone: What it does.
        icon: One emoji.
        target: What `target_id` is the id of.
        says: Templates of its sentence, see above; the last one always fits.
        changed: The schema of the changed object in Discord's own terms; empty where nothing is changed.
        actor: Who did it if it is never a member: "AutoMod", "Discord".
    """

    type: int
    slug: str
    name: str
    category: Category
    tone: Tone
    icon: str
    target: Kind
    says: tuple[str, ...]
    changed: str = ""
    actor: str = ""


SINGLE: Final = "{single}"
"""Stands for the templates of the one setting that was changed: see `catalog.schema.phrases`."""


def _settings(one: str, several: str, many: str) -> tuple[str, ...]:
    """Return what changing settings reads like, unless the row or the setting knows better.

    Args:
        one: What one setting is called, such as "{setting} of {the}".
        several: The same of two or three.
        many: The same of more.
    """
    return (
        SINGLE,
        f"{{?one}}turned {{switch}} {one}",
        f"{{?one}}set {one} to {{new_value}}",
        f"{{?one}}{{?cleared}}set {one} to {{nothing}}",
        f"{{?one}}{{?cleared}}removed {one}",
        f"{{?one}}changed {one}: {{difference}}",
        f"{{?one}}changed {one}",
        f"turned {{switches}} {several}",
        f"changed {several}",
        f"changed {many}",
    )


_SET = (
    "{?only name}renamed the {noun} {old name} to {new name}",
    "{?only name}named the {noun} {new name}",
    *_settings("{setting} of {the}", "the {settings} of {the}", "{changes setting} of {the}"),
    "changed {the}",
)
"""What changing a thing reads like, unless its row knows better."""


_DATE = (
    "{?true is_canceled}cancelled {date} of {the}",
    "moved {date} of {the} to {moment scheduled_start_time}",
    "{?only is_canceled}{?became_off is_canceled}put {date} of {the} back on",
    "{?only scheduled_end_time}set the end of {date} of {the} to {moment scheduled_end_time}",
)
"""What changing one date of an event that repeats reads like."""

_UNTOLD: Final = " (Discord does not say whom)"


def _just(verb: str) -> tuple[str, ...]:
    return (f"{verb} {{the}}",)


ROWS: Final[tuple[Action, ...]] = (
    Action(
        1, "guild_update", "Server changed", C.SERVER, T.CHANGE, "⚙️", K.SERVER,
        (
            "{?only name}changed the server's name to {quote name}",
            "{?only owner_id}transferred the server to {user owner_id}",
            *_settings("the server's {setting_name}", "the server's {settings}", "{changes server setting}"),
            "changed the server",
        ),
        changed="Guild",
    ),
    Action(
        10, "channel_create", "Channel created", C.CHANNELS, T.ADD, "📺", K.CHANNEL,
        ("created the {channel_type} {own_name}", "created the channel {own_name}{odd_type}", "created {target}"),
        changed="Channel",
    ),
    Action(
        11, "channel_update", "Channel changed", C.CHANNELS, T.CHANGE, "📝", K.CHANNEL,
        (
            "{?only name}renamed {old name} to {new name}",
            "{?only name}named the channel {new name}",
            *_settings("{setting} of {target}", "the {settings} of {target}", "{changes setting} of {target}"),
            "changed {target}",
        ),
        changed="Channel",
    ),
    Action(
        12, "channel_delete", "Channel deleted", C.CHANNELS, T.REMOVE, "🗑️", K.CHANNEL,
        ("deleted the {channel_type} {own_name}", "deleted the channel {own_name}{odd_type}", "deleted {target}"),
        changed="Channel",
    ),
    Action(
        13, "channel_overwrite_create", "Channel permissions added", C.PERMISSIONS, T.CHANGE, "🔐", K.CHANNEL,
        (
            "{overwrite_sentence}",
            "set the permissions of {overwritten} in {target}{overwrite_counts}",
        ),
        changed="Channel Overwrite",
    ),
    Action(
        14, "channel_overwrite_update", "Channel permissions changed", C.PERMISSIONS, T.CHANGE, "🔐", K.CHANNEL,
        (
            "{overwrite_sentence}",
            "changed the permissions of {overwritten} in {target}{overwrite_counts}",
        ),
        changed="Channel Overwrite",
    ),
    Action(
        15, "channel_overwrite_delete", "Channel permissions removed", C.PERMISSIONS, T.REMOVE, "🔓", K.CHANNEL,
        ("removed the permissions of {overwritten} in {target}",), changed="Channel Overwrite",
    ),
    Action(
        20, "member_kick", "Member kicked", C.MEMBERS, T.SANCTION, "👢", K.USER,
        ("{?by_integration}removed {target}", "kicked {target}"),
    ),
    Action(
        21, "member_prune", "Members pruned", C.MEMBERS, T.SANCTION, "✂️", K.UNKNOWN,
        (
            "pruned {count members_removed member} inactive for {count delete_member_days day}",
            "pruned {count members_removed member}",
            "pruned inactive members",
        ),
    ),
    Action(22, "member_ban_add", "Member banned", C.MEMBERS, T.SANCTION, "🔨", K.USER, ("banned {target}",)),
    Action(23, "member_ban_remove", "Member unbanned", C.MEMBERS, T.RELEASE, "🕊️", K.USER, ("unbanned {target}",)),
    Action(
        24, "member_update", "Member changed", C.MEMBERS, T.CHANGE, "👤", K.USER,
        (
            "{?only communication_disabled_until}{timeout_verb} {whose} timeout until {timeout_end} ({timeout_length})",
            "{?only communication_disabled_until}timed out {target} until {timeout_end} ({timeout_length})",
            "{?only communication_disabled_until}{?timeout_over}ended {whose} timeout",
            "{?only communication_disabled_until}changed {whose} timeout",
            "{?only nick}changed {whose} nickname to {quote nick}",
            "{?only nick}removed {whose} nickname",
            "{?only mute deaf}{voice_verbs} {target} in voice",
            "{?only pending}{?own}{?became_off pending}passed the verification",
            "timed out {target} until {timeout_end} ({timeout_length}), and changed {more_changes}",
            *_settings("{setting} of {target}", "the {settings} of {target}", "{changes setting} of {target}"),
            "changed {target}",
        ),
        changed="Member",
    ),
    Action(
        25, "member_role_update", "Member roles changed", C.ROLES, T.CHANGE, "🎭", K.USER,
        (
            "{?own}gave themself {roles $add} and took {roles $remove}",
            "{?own}gave themself {roles $add}",
            "gave {roles $add} to {target} and took {roles $remove}",
            "gave {roles $add} to {target}",
            "took {roles $remove} from {target}",
            "changed the roles of {target}",
        ),
        changed="Partial Role",
    ),
    Action(
        26, "member_move", "Members moved", C.MEMBERS, T.CHANGE, "🚚", K.UNKNOWN,
        (
            f"moved {{count count member}} to {{channel}}{_UNTOLD}", f"moved members to {{channel}}{_UNTOLD}",
            f"moved {{count count member}}{_UNTOLD}", f"moved members to another channel{_UNTOLD}",
        ),
    ),
    Action(
        27, "member_disconnect", "Members disconnected", C.MEMBERS, T.CHANGE, "🔌", K.UNKNOWN,
        (
            f"disconnected {{count count member}} from voice{_UNTOLD}", f"disconnected members from voice{_UNTOLD}",
        ),
    ),
    Action(28, "bot_add", "Bot added", C.INTEGRATIONS, T.ADD, "🤖", K.USER, ("added the bot {target}{dangers}",)),
    Action(
        30, "role_create", "Role created", C.ROLES, T.ADD, "🏷️", K.ROLE,
        ("created {the} with {dangerous_gain}", "created {the}"), changed="Role",
    ),
    Action(
        31, "role_update", "Role changed", C.ROLES, T.CHANGE, "🏷️", K.ROLE,
        (
            "gave {the} {dangerous_gain}",
            "{?only permissions}gave {the} {gain} and took {loss} from it",
            "{?only permissions}gave {the} {gain}",
            "{?only permissions}took {loss} from {the}",
            "{?only color colors}{?became color 0}removed the colour of {the}",
            "{?only color colors}{?cleared}removed the colour of {the}",
            "{?only color colors}recoloured {the}",
            *_SET,
        ),
        changed="Role",
    ),
    Action(32, "role_delete", "Role deleted", C.ROLES, T.REMOVE, "🗑️", K.ROLE, _just("deleted"),
           changed="Role"),
    Action(
        40, "invite_create", "Invite created", C.INVITES, T.ADD, "✉️", K.INVITE,
        (
            "created {the} to {channel_change channel_id}{invite_kind}{invite_terms}{invite_roles}",
            "created {the}{invite_kind}{invite_terms}{invite_roles}",
        ),
        changed="Invite and Invite Metadata",
    ),
    Action(41, "invite_update", "Invite changed", C.INVITES, T.CHANGE, "✉️", K.INVITE, _SET[1:],
           changed="Invite and Invite Metadata"),
    Action(42, "invite_delete", "Invite deleted", C.INVITES, T.REMOVE, "🗑️", K.INVITE,
           ("deleted {the} to {channel_change channel_id}{invite_roles}", "deleted {the}{invite_roles}"),
           changed="Invite and Invite Metadata"),
    Action(
        50, "webhook_create", "Webhook created", C.WEBHOOKS, T.ADD, "🪝", K.WEBHOOK,
        (
            "{?became type 2}followed {followed} into {channel_change channel_id}",
            "created {the} in {channel_change channel_id}", "created {the}",
        ),
        changed="Webhook",
    ),
    Action(
        51, "webhook_update", "Webhook changed", C.WEBHOOKS, T.CHANGE, "🪝", K.WEBHOOK,
        _SET, changed="Webhook",
    ),
    Action(
        52, "webhook_delete", "Webhook deleted", C.WEBHOOKS, T.REMOVE, "🗑️", K.WEBHOOK,
        ("deleted {the} in {channel_change channel_id}", "deleted {the}"),
        changed="Webhook",
    ),
    Action(60, "emoji_create", "Emoji added", C.EXPRESSIONS, T.ADD, "😀", K.EMOJI, _just("added"),
           changed="Emoji"),
    Action(
        61, "emoji_update", "Emoji changed", C.EXPRESSIONS, T.CHANGE, "😀", K.EMOJI,
        ("{?only name}renamed the emoji {old name} to {new name}", *_SET[1:]), changed="Emoji",
    ),
    Action(62, "emoji_delete", "Emoji removed", C.EXPRESSIONS, T.REMOVE, "🗑️", K.EMOJI, _just("removed"),
           changed="Emoji"),
    Action(
        72, "message_delete", "Messages deleted", C.MESSAGES, T.REMOVE, "🗑️", K.USER,
        (
            "deleted {count count message}{author} in {channel}",
            "deleted {count count message}{author}",
            "deleted messages{author} in {channel}",
            "deleted messages{author}",
        ),
    ),
    Action(
        73, "message_bulk_delete", "Messages bulk-deleted", C.MESSAGES, T.REMOVE, "🧹", K.CHANNEL,
        ("bulk-deleted {count count message} in {target}", "bulk-deleted messages in {target}"),
    ),
    Action(
        74, "message_pin", "Message pinned", C.MESSAGES, T.CHANGE, "📌", K.USER,
        ("pinned a message{author} in {channel}", "pinned a message{author}"),
    ),
    Action(
        75, "message_unpin", "Message unpinned", C.MESSAGES, T.CHANGE, "📌", K.USER,
        ("unpinned a message{author} in {channel}", "unpinned a message{author}"),
    ),
    Action(80, "integration_create", "App added", C.INTEGRATIONS, T.ADD, "🧩", K.INTEGRATION, _just("added"),
           changed="Integration"),
    Action(81, "integration_update", "App changed", C.INTEGRATIONS, T.CHANGE, "🧩", K.INTEGRATION,
           _SET,
           changed="Integration"),
    Action(82, "integration_delete", "App removed", C.INTEGRATIONS, T.REMOVE, "🧩", K.INTEGRATION,
           _just("removed"), changed="Integration"),
    Action(
        83, "stage_instance_create", "Stage started", C.STAGES, T.ADD, "🎤", K.STAGE,
        ("started a stage in {channel}: {quote topic}", "started a stage in {channel}", "started a stage"),
        changed="Stage Instance",
    ),
    Action(
        84, "stage_instance_update", "Stage changed", C.STAGES, T.CHANGE, "🎤", K.STAGE,
        (
            "{?only topic}changed the topic of {stage} to {quote topic}",
            *_settings("{setting} of {stage}", "the {settings} of {stage}", "{changes setting} of {stage}"),
            "changed {stage}",
        ),
        changed="Stage Instance",
    ),
    Action(
        85, "stage_instance_delete", "Stage ended", C.STAGES, T.REMOVE, "🎤", K.STAGE,
        ("ended the stage in {channel}", "ended a stage"), changed="Stage Instance",
    ),
    Action(90, "sticker_create", "Sticker added", C.EXPRESSIONS, T.ADD, "🖼️", K.STICKER, _just("added"),
           changed="Sticker"),
    Action(91, "sticker_update", "Sticker changed", C.EXPRESSIONS, T.CHANGE, "🖼️", K.STICKER, _SET,
           changed="Sticker"),
    Action(92, "sticker_delete", "Sticker removed", C.EXPRESSIONS, T.REMOVE, "🗑️", K.STICKER,
           _just("removed"), changed="Sticker"),
    Action(
        100, "guild_scheduled_event_create", "Event scheduled", C.EVENTS, T.ADD, "📅", K.EVENT,
        ("scheduled {the} ({moment scheduled_start_time})", "scheduled {the}"),
        changed="Guild Scheduled Event",
    ),
    Action(
        101, "guild_scheduled_event_update", "Event changed", C.EVENTS, T.CHANGE, "📅", K.EVENT,
        (
            "{?became status 2}started {the}",
            "{?became status 3}ended {the}",
            "{?became status 4}cancelled {the}",
            "{?only scheduled_start_time scheduled_end_time}moved {the} to {moment scheduled_start_time}",
            *_SET,
        ),
        changed="Guild Scheduled Event",
    ),
    Action(102, "guild_scheduled_event_delete", "Event cancelled", C.EVENTS, T.REMOVE, "📅", K.EVENT,
           _just("cancelled"), changed="Guild Scheduled Event"),
    Action(
        110, "thread_create", "Thread started", C.THREADS, T.ADD, "🧵", K.THREAD,
        ("started {the} in {parent}", "started {the}"), changed="Thread",
    ),
    Action(
        111, "thread_update", "Thread changed", C.THREADS, T.CHANGE, "🧵", K.THREAD,
        (
            "{?only name}renamed the thread {old name} to {new name}",
            "{?only archived locked name}{thread_verbs} {the}",
            *_SET,
        ),
        changed="Thread",
    ),
    Action(
        112, "thread_delete", "Thread deleted", C.THREADS, T.REMOVE, "🗑️", K.THREAD,
        ("deleted {the} in {parent}", "deleted {the}"), changed="Thread",
    ),
    Action(
        121, "application_command_permission_update", "Command permissions changed", C.INTEGRATIONS, T.CHANGE, "⌨️",
        K.COMMAND,
        (
            "{?whole_app}changed who may use the commands of {app}{command_permissions}",
            "changed who may use {target} of {app}{command_permissions}",
            "changed who may use {target}{command_permissions}",
        ),
        changed="Application Command Permission",
    ),
    Action(130, "soundboard_sound_create", "Sound added", C.EXPRESSIONS, T.ADD, "🔊", K.SOUND, _just("added"),
           changed="Soundboard Sound"),
    Action(131, "soundboard_sound_update", "Sound changed", C.EXPRESSIONS, T.CHANGE, "🔊", K.SOUND, _SET,
           changed="Soundboard Sound"),
    Action(132, "soundboard_sound_delete", "Sound removed", C.EXPRESSIONS, T.REMOVE, "🗑️", K.SOUND,
           _just("removed"), changed="Soundboard Sound"),
    Action(140, "auto_moderation_rule_create", "AutoMod rule created", C.AUTOMOD, T.ADD, "🛡️", K.RULE,
           _just("created"), changed="AutoMod Rule"),
    Action(
        141, "auto_moderation_rule_update", "AutoMod rule changed", C.AUTOMOD, T.CHANGE, "🛡️", K.RULE,
        (
            *_SET,
        ),
        changed="AutoMod Rule",
    ),
    Action(142, "auto_moderation_rule_delete", "AutoMod rule deleted", C.AUTOMOD, T.REMOVE, "🗑️", K.RULE,
           _just("deleted"), changed="AutoMod Rule"),
    Action(
        143, "auto_moderation_block_message", "Message blocked by AutoMod", C.AUTOMOD, T.SANCTION, "🚫", K.USER,
        ("{?profile}blocked the profile of {target}{automod_rule}",
         "blocked a message{author} in {channel}{automod_rule}", "blocked a message{author}{automod_rule}"),
        actor="AutoMod",
    ),
    Action(
        144, "auto_moderation_flag_to_channel", "Message flagged by AutoMod", C.AUTOMOD, T.SANCTION, "🚩", K.USER,
        ("{?profile}flagged the profile of {target}{automod_rule}",
         "flagged a message{author} in {channel}{automod_rule}", "flagged a message{author}{automod_rule}"),
        actor="AutoMod",
    ),
    Action(
        145, "auto_moderation_user_communication_disabled", "Member timed out by AutoMod", C.AUTOMOD, T.SANCTION,
        "⏳", K.USER,
        (
            "{?profile}timed out {target} for the profile{automod_rule}",
            "timed out {target} for a message in {channel}{automod_rule}",
            "timed out {target}{automod_rule}",
        ),
        actor="AutoMod",
    ),
    Action(146, "auto_moderation_quarantine_user", "Member quarantined by AutoMod", C.AUTOMOD, T.SANCTION, "☣️",
           K.USER, ("quarantined {target}{automod_rule}",), actor="AutoMod"),
    Action(150, "creator_monetization_request_created", "Monetization requested", C.SERVER, T.CHANGE, "💰", K.SERVER,
           ("asked for monetization of the server",)),
    Action(151, "creator_monetization_terms_accepted", "Monetization terms accepted", C.SERVER, T.CHANGE, "💰",
           K.SERVER, ("accepted the monetization terms",)),
    Action(
        163, "onboarding_prompt_create", "Onboarding question added", C.ONBOARDING, T.ADD, "🧭", K.PROMPT,
        ("added {the}",), changed="Onboarding Prompt",
    ),
    Action(
        164, "onboarding_prompt_update", "Onboarding question changed", C.ONBOARDING, T.CHANGE, "🧭", K.PROMPT,
        ("{?only title}changed the onboarding question {quote_old title} to {quote title}",
         *_settings("{setting} of {the}", "the {settings} of {the}", "{changes setting} of {the}"), "changed {the}"),
        changed="Onboarding Prompt",
    ),
    Action(165, "onboarding_prompt_delete", "Onboarding question removed", C.ONBOARDING, T.REMOVE, "🧭", K.PROMPT,
           ("removed {the}",), changed="Onboarding Prompt"),
    Action(166, "onboarding_create", "Onboarding set up", C.ONBOARDING, T.ADD, "🧭", K.SERVER,
           ("set up onboarding",), changed="Onboarding"),
    Action(
        167, "onboarding_update", "Onboarding changed", C.ONBOARDING, T.CHANGE, "🧭", K.SERVER,
        (
            *_settings(
                "{setting} of the onboarding", "the {settings} of the onboarding", "{changes setting} of the onboarding"
            ),
            "changed onboarding",
        ),
        changed="Onboarding",
    ),
    Action(
        171, "guild_home_feature_item", "Message featured", C.MESSAGES, T.ADD, "🏠", K.USER,
        ("featured a message{author} in the server's home",),
    ),
    Action(
        172, "guild_home_remove_item", "Featured message removed", C.MESSAGES, T.REMOVE, "🏠", K.USER,
        ("removed a message{author} from the server's home",),
    ),
    Action(
        180, "harmful_links_blocked_message", "Harmful link blocked", C.AUTOMOD, T.SANCTION, "🔗", K.USER,
        ("blocked a message{author} in {channel}", "blocked a message{author}"),
        actor="Discord's link filter",
    ),
    Action(190, "home_settings_create", "Server guide set up", C.SERVER, T.ADD, "🗺️", K.SERVER,
           ("set up the server guide",), changed="New Member Welcome"),
    Action(191, "home_settings_update", "Server guide changed", C.SERVER, T.CHANGE, "🗺️", K.SERVER,
           (*_settings("{setting} of the server guide", "the {settings} of the server guide",
                       "{changes setting} of the server guide"),
            "changed the server guide"),
           changed="New Member Welcome"),
    Action(
        192, "voice_channel_status_create", "Voice status set", C.CHANNELS, T.CHANGE, "💬", K.CHANNEL,
        ("set the status of {target} to {option_quote status}", "set the status of {target} to {quote status}",
         "{?blank status}removed the status of {target}", "set the status of {target}"),
        changed="Channel",
    ),
    Action(193, "voice_channel_status_delete", "Voice status removed", C.CHANNELS, T.REMOVE, "💬", K.CHANNEL,
           ("removed the status of {target}",), changed="Channel"),
    Action(
        200, "guild_scheduled_event_exception_create", "Event date changed", C.EVENTS, T.CHANGE, "📅", K.EVENT,
        (
            *_DATE,
            "changed {date} of {the}",
        ),
        changed="Guild Scheduled Event Exception",
    ),
    Action(
        201, "guild_scheduled_event_exception_update", "Event date changed again", C.EVENTS, T.CHANGE, "📅", K.EVENT,
        (
            *_DATE,
            "changed {date} of {the} once more",
        ),
        changed="Guild Scheduled Event Exception",
    ),
    Action(202, "guild_scheduled_event_exception_delete", "Event date restored", C.EVENTS, T.CHANGE, "📅", K.EVENT,
           ("put {date} of {the} back to normal",),
           changed="Guild Scheduled Event Exception"),
    Action(
        210, "guild_member_verification_update", "Member verification changed", C.SERVER, T.CHANGE, "✅", K.SERVER,
        (
            SINGLE, "{?one}changed {setting} of the verification of new members",
            "turned {switches} the {settings} of new members",
            "changed how members are verified: {settings}", "changed how members are verified",
        ),
        changed="Member Verification",
    ),
    Action(211, "guild_profile_update", "Server profile changed", C.SERVER, T.CHANGE, "🪪", K.SERVER,
           (*_settings("{setting} of the server's profile", "the {settings} of the server's profile",
                       "{changes setting} of the server's profile"), "changed the server's profile"),
           changed="Guild Profile"),
    Action(
        212, "guild_migrate_pin_permission", "Pin permission split off", C.SERVER, T.CHANGE, "🔧", K.SERVER,
        ("moved the permission to pin messages into one of its own",), actor="Discord",
    ),
    Action(
        213, "guild_migrate_bypass_slowmode_permission", "Slowmode permission split off", C.SERVER, T.CHANGE, "🔧",
        K.SERVER, ("moved the permission to bypass slowmode into one of its own",), actor="Discord",
    ),
)  # fmt: skip

ENDS: Final = frozenset({12, 32, 42, 52, 62, 82, 85, 92, 102, 112, 132, 142, 165})
"""The types after which their target is no more."""

BEGINS: Final = frozenset({10, 30, 40, 50, 60, 80, 83, 90, 100, 110, 130, 140, 163})
"""The types before which their target was not yet."""

BY_TYPE: Final[Mapping[int, Action]] = {row.type: row for row in ROWS}
BY_SLUG: Final[Mapping[str, Action]] = {row.slug: row for row in ROWS}


def action(action_type: int) -> Action:
    """Return the row of a type; one made up for types that nobody documents yet."""
    found = BY_TYPE.get(action_type)
    if found is not None:
        return found
    if action_type < 0:
        name, slug, did = "Unreadable action", "unreadable", "did something whose type cannot be read"
    else:
        name, slug = f"New action {action_type}", f"action_{action_type}"
        did = f"did something new to Discord (action {action_type})"
    return Action(
        action_type, slug, name, C.OTHER, T.CHANGE, "❔", K.UNKNOWN, (f"{did} to {{target_id}}", did),
    )  # fmt: skip
