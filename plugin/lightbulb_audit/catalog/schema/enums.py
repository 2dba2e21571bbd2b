"""Numbers of Discord's that have a meaning, and the words for them.

Source: Discord's published OpenAPI file, the schema named beside each table; what it leaves out is from the API
reference.
"""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit.catalog.kinds import CHANNEL_TYPES

ENUMS: Final[Mapping[str, Mapping[int, str]]] = {
    # VerificationLevels
    "verification": {
        0: "none",
        1: "low (a verified e-mail address)",
        2: "medium (5 minutes on Discord)",
        3: "high (10 minutes in the server)",
        4: "highest (a verified phone number)",
    },
    # UserNotificationSettings
    "notifications": {0: "all messages", 1: "only mentions"},
    # GuildExplicitContentFilterTypes
    "content filter": {0: "off", 1: "members without roles", 2: "all members"},
    # GuildMFALevel
    "two-factor": {0: "not required", 1: "required for moderation"},
    # PremiumGuildTiers
    "boost level": {0: "none", 1: "level 1", 2: "level 2", 3: "level 3"},
    # GuildNSFWContentLevel
    "content level": {0: "default", 1: "explicit", 2: "safe", 3: "age-restricted"},
    # student hubs; in no schema, as users of Discord document it
    "hub": {0: "any school", 1: "a high school", 2: "a college"},
    # AutomodKeywordPresetType
    "automod preset": {1: "profanity", 2: "sexual content", 3: "slurs"},
    # NewMemberActionType
    "first step": {0: "to look at", 1: "to write in"},
    # RecurrenceRuleWeekdays
    "weekday": {
        0: "Monday",
        1: "Tuesday",
        2: "Wednesday",
        3: "Thursday",
        4: "Friday",
        5: "Saturday",
        6: "Sunday",
    },
    # RecurrenceRuleMonths
    "month": {
        1: "January",
        2: "February",
        3: "March",
        4: "April",
        5: "May",
        6: "June",
        7: "July",
        8: "August",
        9: "September",
        10: "October",
        11: "November",
        12: "December",
    },
    # VideoQualityModes
    "video quality": {1: "automatic", 2: "720p"},
    # ThreadSortOrder
    "sort order": {0: "latest activity", 1: "date of creation"},
    # ForumLayout
    "layout": {0: "not set", 1: "list", 2: "gallery"},
    # ChannelTypes
    "channel type": CHANNEL_TYPES,
    # StageInstancesPrivacyLevels
    "stage privacy": {1: "public", 2: "members only"},
    # GuildScheduledEventPrivacyLevels
    "event privacy": {1: "public", 2: "members only"},
    # GuildScheduledEventStatuses
    "event status": {1: "scheduled", 2: "running", 3: "over", 4: "cancelled"},
    # GuildScheduledEventEntityTypes
    "event place": {0: "nowhere", 1: "a stage", 2: "a voice channel", 3: "somewhere else"},
    # AutomodEventType
    "automod event": {1: "a message is sent", 2: "a member joins or changes the profile"},
    # AutomodTriggerType
    "automod trigger": {
        1: "chosen words",
        2: "harmful links",
        3: "suspected spam",
        4: "commonly flagged words",
        5: "many mentions",
        6: "words in a member's profile",
        7: "what breaks the server's rules",
    },
    # AutomodActionType
    "automod action": {
        1: "block the message",
        2: "send an alert",
        3: "time out the member",
        4: "quarantine the member",
    },
    # StickerFormatTypes
    "sticker format": {1: "PNG", 2: "animated PNG", 3: "Lottie", 4: "GIF"},
    # StickerTypes
    "sticker type": {1: "Discord's own", 2: "the server's"},
    # IntegrationExpireBehaviorTypes
    "expiry": {0: "take the role", 1: "kick the member"},
    # WebhookTypes
    "webhook type": {1: "incoming webhook", 2: "followed channel", 3: "an app's webhook"},
    # InviteTargetTypes
    "invite target": {1: "a stream", 2: "an activity", 3: "role subscriptions"},
    # InviteTypes
    "invite type": {0: "server", 1: "group message", 2: "friend"},
    # GuildOnboardingMode
    "onboarding mode": {0: "default channels only", 1: "default channels and questions"},
    # OnboardingPromptType
    "question type": {0: "multiple choice", 1: "drop-down"},
    # guild profiles; in no schema, as users of Discord document it
    "profile visibility": {1: "everybody", 2: "members only", 3: "everybody, and new members may apply"},
    # ChannelPermissionOverwrites, "Overwrite Structure" of the API reference
    "overwrite type": {0: "role", 1: "member"},
    # ApplicationCommandPermissionType
    "command permission type": {1: "role", 2: "member", 3: "channel"},
}

FLAGS: Final[Mapping[str, Mapping[int, str]]] = {
    # "System Channel Flags"; Discord keeps what is turned off
    "system channel": {
        0: "welcome messages",
        1: "boost messages",
        2: "setup tips",
        3: "stickers to greet with",
        4: "role subscription messages",
        5: "stickers to greet subscribers with",
    },
    # "Channel Flags", and those that users of Discord document
    "channel": {
        0: "not in the server's feed",
        1: "pinned",
        2: "not among the active channels",
        4: "posts need a tag",
        5: "spam",
        7: "resource page",
        8: "made by Clyde AI",
        9: "to be deleted",
        10: "media channel",
        11: "no summaries",
        12: "app shelf agreed to",
        13: "preview of a role subscription",
        14: "live stream",
        15: "no download of media",
        16: "interview of an applicant",
        17: "hidden from the bot",
        19: "queue of reports",
        21: "spoiler channel",
    },
    # "Role Flags"
    "role": {0: "can be chosen in onboarding"},
    # "Guild Member Flags"
    "member": {
        0: "joined again",
        1: "finished onboarding",
        2: "skips the verification",
        3: "started onboarding",
        4: "is a guest",
        5: "started the server guide",
        6: "finished the server guide",
        7: "name blocked by AutoMod",
        8: "profile blocked by AutoMod",
        9: "has dismissed the settings hint",
        10: "server tag blocked by AutoMod",
    },
    # "Guild Invite Flags"
    "invite": {0: "for guests"},
}
