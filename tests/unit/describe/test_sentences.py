"""The one sentence that says what happened: every line of the agreed wording, and every type."""

from typing import Any, Final

import pytest
from tests.unit.entries import (
    APP,
    BOB,
    COMMAND,
    DEV,
    EMOJI,
    ENTRY_ID,
    EVENT,
    GENERAL,
    GUILD,
    HELPER,
    IDEAS,
    KNOWN,
    LOUNGE,
    PLANS,
    RULE,
    SOUND,
    STAGE,
    STICKER,
    TOWNHALL,
    VIP,
    WEBHOOK,
    bits,
    change,
    entry,
    said,
    told,
)

from lightbulb_audit.catalog.actions import ROWS
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.describe.text.plain import plain

OVERWRITE: Final = {"id": str(HELPER), "type": "0", "role_name": "Helper"}
IN_GENERAL: Final = {"channel_id": str(GENERAL)}
AUTOMOD: Final = {
    "auto_moderation_rule_name": "No shouting",
    "auto_moderation_rule_trigger_type": "1",
    **IN_GENERAL,
}
TIMED: Final = {"entry_id": ENTRY_ID}

SENTENCES: Final[list[tuple[dict[str, Any], str]]] = [
    (entry(1, GUILD, change("name", "Tavern", "Inn")), "anna changed the server's name to “Tavern”"),
    (entry(1, GUILD, *[change(key, 1, 2) for key in ("nsfw_level", "mfa_level", "afk_timeout")]),
     "anna changed the server's content level, two-factor requirement and AFK timeout"),
    (entry(1, GUILD, change("owner_id", str(BOB), "5")), "anna transferred the server to bob"),
    (entry(1, GUILD, change("widget_enabled", True, False)), "anna turned on the server's widget"),
    (entry(1, GUILD, change("banner_hash", None, "abc")), "anna removed the server's banner"),
    (entry(1, GUILD, change("banner_hash", "abc")), "anna changed the server's banner"),
    (entry(1, GUILD), "anna changed the server"),
    (entry(10, PLANS, change("name", "plans"), change("type", 0)), "anna created the text channel #plans"),
    (
        entry(10, PLANS, change("name", "plans"), change("type", 99)),
        "anna created the channel #plans of an unknown type (99)",
    ),
    (entry(10, PLANS), "anna created #plans"),
    (entry(11, PLANS, change("name", "old-plans", "plans")), "anna renamed #plans to #old-plans"),
    (entry(11, GENERAL, change("rate_limit_per_user", 10, 0)), "anna set slowmode of #general to 10 seconds"),
    (entry(11, GENERAL, change("rate_limit_per_user", 0, 10)), "anna turned off slowmode of #general"),
    (entry(11, GENERAL, change("topic", None, "old")), "anna removed the topic of #general"),
    (entry(11, GENERAL, change("nsfw", True, False)), "anna turned on the age restriction of #general"),
    (
        entry(11, GENERAL, change("topic", "a", "b"), change("nsfw", True)),
        "anna changed the topic and age restriction of #general",
    ),
    (entry(12, LOUNGE, change("name", None, "Lounge"), change("type", None, 2)),
     "anna deleted the voice channel Lounge"),
    (entry(12, 99), "anna deleted channel 99"),
    (entry(13, GENERAL, change("allow", bits(11)), options=OVERWRITE), "anna let Helper send messages in #general"),
    (entry(13, GENERAL, change("deny", bits(11)), options=OVERWRITE),
     "anna forbade Helper to send messages in #general"),
    (entry(13, GENERAL, options=OVERWRITE), "anna set the permissions of Helper in #general"),
    (entry(14, GENERAL, change("allow", bits(11, 14), "0"), change("deny", bits(15), "0"),
           options={"id": str(BOB), "type": "1"}),
     "anna changed the permissions of bob in #general (+2 −1)"),
    (entry(14, GENERAL, change("allow", "0", bits(11, 12)), options=OVERWRITE),
     "anna stopped letting Helper send messages and send text-to-speech messages in #general"),
    (entry(15, GENERAL, change("allow", None, bits(11)), options=OVERWRITE),
     "anna removed the permissions of Helper in #general"),
    (entry(15, GENERAL, options={"id": str(GUILD), "type": "0", "role_name": "@everyone"}),
     "anna removed the permissions of everyone in #general"),
    (entry(20, BOB), "anna kicked bob"),
    (entry(20, BOB, options={"integration_type": "twitch"}), "Twitch, through anna, removed bob"),
    (entry(21, options={"members_removed": "41", "delete_member_days": "7"}),
     "anna pruned 41 members inactive for 7 days"),
    (entry(21, options={"members_removed": "1", "delete_member_days": "1"}),
     "anna pruned 1 member inactive for 1 day"),
    (entry(21, options={"members_removed": "41"}), "anna pruned 41 members"),
    (entry(21), "anna pruned inactive members"),
    (entry(22, BOB), "anna banned bob"),
    (entry(23, BOB), "anna unbanned bob"),
    (entry(24, BOB, change("communication_disabled_until", "2026-11-20T10:12:54.900000+00:00"), **TIMED),
     "anna timed out bob until 2026-11-20 10:12 UTC (10 minutes)"),
    (entry(24, BOB, change("communication_disabled_until", None, "2026-11-20T10:12:54+00:00"), **TIMED),
     "anna ended bob's timeout"),
    (entry(24, BOB, change("communication_disabled_until", "2026-11-27T10:02:55+00:00"), change("nick", "x"), **TIMED),
     "anna timed out bob until 2026-11-27 10:02 UTC (7 days), and changed 1 more setting"),
    (entry(24, BOB, change("nick", "Bobby", "bob")), "anna changed bob's nickname to “Bobby”"),
    (entry(24, BOB, change("nick", None, "Bobby")), "anna removed bob's nickname"),
    (entry(24, 5, change("nick", "A")), "anna changed their own nickname to “A”"),
    (entry(24, 5, change("nick", None, "A")), "anna removed their own nickname"),
    (entry(24, BOB, change("mute", True, False), change("deaf", True, False)), "anna muted, deafened bob in voice"),
    (entry(24, BOB, change("mute", False, True)), "anna unmuted bob in voice"),
    (entry(24, BOB, change("bypasses_verification", True, False)), "anna let bob skip the verification"),
    (entry(24, BOB, change("bypasses_verification", False, True)), "anna stopped letting bob skip the verification"),
    (entry(25, BOB, change("$add", [{"id": "20", "name": "Helper"}])), "anna gave Helper to bob"),
    (entry(25, BOB, change("$remove", [{"id": "20", "name": "Helper"}])), "anna took Helper from bob"),
    (entry(25, BOB, change("$add", [{"id": "20", "name": "Helper"}, {"id": "21", "name": "VIP"}]),
           change("$remove", [{"id": "22", "name": "Guest"}])),
     "anna gave Helper, VIP to bob and took Guest"),
    (entry(25, BOB, change("$add", [{"id": str(number), "name": f"r{number}"} for number in range(1, 6)])),
     "anna gave r1, r2, r3 and 2 more to bob"),
    (entry(25, BOB, change("$add", [{"id": "9", "name": "Subscriber"}]), options={"integration_type": "twitch"}),
     "Twitch, through anna, gave Subscriber to bob"),
    (entry(25, BOB), "anna changed the roles of bob"),
    (
        entry(26, options={"channel_id": str(LOUNGE), "count": "3"}),
        "anna moved 3 members to Lounge (Discord does not say whom)",
    ),
    (
        entry(26, options={"channel_id": str(LOUNGE), "count": "1"}),
        "anna moved 1 member to Lounge (Discord does not say whom)",
    ),
    (entry(26), "anna moved members to another channel (Discord does not say whom)"),
    (entry(27, options={"count": "2"}), "anna disconnected 2 members from voice (Discord does not say whom)"),
    (entry(28, 99), "anna added the bot user 99"),
    (entry(28, 8), "anna added the bot Giveaways"),
    (entry(30, HELPER, change("name", "Helper")), "anna created the role Helper"),
    (entry(30, HELPER, change("name", "Helper"), change("permissions", bits(2))),
     "anna created the role Helper with the permission Ban members ⚠️"),
    (entry(31, HELPER, change("permissions", bits(11, 14), "0")), "anna gave the role Helper 2 permissions"),
    (entry(31, HELPER, change("permissions", bits(11), "0")),
     "anna gave the role Helper the permission Send messages"),
    (entry(31, HELPER, change("permissions", bits(3), "0")),
     "anna gave the role Helper the permission Administrator ⚠️"),
    (entry(31, HELPER, change("permissions", bits(1, 2, 3, 11), "0"), change("name", "Helper", "Help")),
     "anna gave the role Helper the permission Administrator ⚠️ and 3 more"),
    (entry(31, HELPER, change("permissions", bits(11), bits(14, 15))),
     "anna gave the role Helper the permission Send messages and took 2 permissions from it"),
    (entry(31, HELPER, change("permissions", "0", bits(3))),
     "anna took the permission Administrator from the role Helper"),
    (entry(31, HELPER, change("color", 255, 0)), "anna recoloured the role Helper"),
    (entry(31, HELPER, change("color", 255, 0), change("colors", {"primary_color": 255})),
     "anna recoloured the role Helper"),
    (entry(31, HELPER, change("name", "Helper", "Help")), "anna renamed the role Help to Helper"),
    (entry(32, HELPER, change("name", None, "Helper")), "anna deleted the role Helper"),
    (entry(32, 99), "anna deleted role 99"),
    (entry(40, None, change("code", "hunter2"), change("channel_id", "10"), change("max_uses", 10),
           change("max_age", 86400)),
     "anna created the invite hunter2 to #general (10 uses, 1 day)"),
    (entry(40, None, change("code", "hunter2"), change("channel_id", "10"), change("max_uses", 0),
           change("max_age", 0)),
     "anna created the invite hunter2 to #general (unlimited uses, never expires)"),
    (entry(40), "anna created an invite"),
    (entry(41, None, change("max_uses", 5, 1)), "anna limited an invite to 5 uses"),
    (entry(42, None, change("code", None, "hunter2")), "anna deleted the invite hunter2"),
    (entry(50, WEBHOOK, change("name", "Deploys"), change("channel_id", "10")),
     "anna created the webhook Deploys in #general"),
    (entry(51, WEBHOOK, change("channel_id", str(DEV), "10")), "anna moved the webhook Deploys to #dev"),
    (entry(51, WEBHOOK, change("name", "New", "Deploys")), "anna renamed the webhook Deploys to New"),
    (entry(52, WEBHOOK, change("name", None, "Deploys"), change("channel_id", None, "10")),
     "anna deleted the webhook Deploys in #general"),
    (entry(60, EMOJI, change("name", "party")), "anna added the emoji :party:"),
    (entry(61, EMOJI, change("name", "party", "fun")), "anna renamed the emoji :fun: to :party:"),
    (entry(62, EMOJI, change("name", None, "party")), "anna removed the emoji :party:"),
    (entry(90, STICKER, change("name", "Wave")), "anna added the sticker Wave"),
    (entry(91, STICKER, change("name", "Hello", "Wave")), "anna renamed the sticker Wave to Hello"),
    (entry(92, STICKER, change("name", None, "Wave")), "anna removed the sticker Wave"),
    (entry(130, SOUND, change("name", "Airhorn")), "anna added the sound Airhorn"),
    (entry(131, SOUND, change("volume", 0.6, 1)), "anna set the volume of the sound Airhorn to 60 %"),
    (entry(132, None, change("name", None, "Airhorn")), "anna removed the sound Airhorn"),
    (entry(72, BOB, options={**IN_GENERAL, "count": "5"}), "anna deleted 5 messages by bob in #general"),
    (entry(72, BOB, options={**IN_GENERAL, "count": "1"}), "anna deleted 1 message by bob in #general"),
    (entry(72, BOB), "anna deleted messages by bob"),
    (entry(73, GENERAL, options={"count": "99"}), "anna bulk-deleted 99 messages in #general"),
    (entry(74, BOB, options={**IN_GENERAL, "message_id": "70"}), "anna pinned a message by bob in #general"),
    (entry(75, BOB, options={**IN_GENERAL, "message_id": "70"}), "anna unpinned a message by bob in #general"),
    (entry(80, APP, change("name", "Giveaways")), "anna added the app Giveaways"),
    (entry(81, APP, change("expire_grace_period", 7, 3)), "anna set the grace period of the app Giveaways to 7 days"),
    (entry(81, APP, change("enabled", False, True)), "anna turned off the app Giveaways"),
    (entry(82, APP, change("name", None, "Giveaways")), "anna removed the app Giveaways"),
    (entry(83, STAGE, change("topic", "Q&A"), options={"channel_id": str(TOWNHALL)}),
     "anna started a stage in Townhall: “Q&A”"),
    (entry(84, STAGE, change("topic", "Q&A", "Tales"), options={"channel_id": str(TOWNHALL)}),
     "anna changed the topic of the stage in Townhall to “Q&A”"),
    (entry(84, STAGE, options={"channel_id": str(TOWNHALL)}), "anna changed the stage in Townhall"),
    (entry(85, STAGE, options={"channel_id": str(TOWNHALL)}), "anna ended the stage in Townhall"),
    (entry(100, EVENT, change("name", "Game night"), change("scheduled_start_time", "2026-11-27T20:00:00+00:00")),
     "anna scheduled the event Game night (2026-11-27 20:00 UTC)"),
    (entry(101, EVENT, change("status", 2, 1)), "anna started the event Game night"),
    (entry(101, EVENT, change("status", 4, 1)), "anna cancelled the event Game night"),
    (entry(101, EVENT, change("scheduled_start_time", "2026-11-28T20:00:00+00:00")),
     "anna moved the event Game night to 2026-11-28 20:00 UTC"),
    (entry(102, EVENT, change("name", None, "Game night")), "anna cancelled the event Game night"),
    (entry(200, EVENT), "anna changed one date of the event Game night"),
    (entry(200, EVENT, change("is_canceled", True)), "anna cancelled one date of the event Game night"),
    (entry(201, EVENT), "anna changed one date of the event Game night once more"),
    (entry(202, EVENT), "anna put one date of the event Game night back to normal"),
    (entry(110, IDEAS, change("name", "ideas")), "anna started the thread ideas in #general"),
    (entry(111, IDEAS, change("archived", True), change("locked", True), change("name", "ideas", "idea")),
     "anna archived, locked, renamed the thread ideas"),
    (entry(111, IDEAS, change("archived", False, True)), "anna reopened the thread ideas"),
    (entry(111, IDEAS, change("name", "ideas", "idea")), "anna renamed the thread idea to ideas"),
    (entry(112, IDEAS, change("name", None, "ideas")), "anna deleted the thread ideas in #general"),
    (entry(121, COMMAND, change("20", {"id": "20", "type": 1, "permission": True}),
           change("10", {"id": "10", "type": 3, "permission": False}), options={"application_id": str(APP)}),
     "anna changed who may use /ban of Giveaways (allowed Helper, denied #general)"),
    (entry(121, 8, change("39", {"id": "39", "type": 3, "permission": False}), options={"application_id": "8"}),
     "anna changed who may use the commands of Giveaways (denied all channels)"),
    (entry(121, 8, change("40", None, {"id": "40", "type": 1, "permission": True}), options={"application_id": "8"}),
     "anna changed who may use the commands of Giveaways (reset everyone)"),
    (entry(140, RULE, change("name", "No shouting")), "anna created the AutoMod rule No shouting"),
    (entry(141, RULE, change("enabled", True)), "anna turned on the AutoMod rule No shouting"),
    (entry(141, RULE), "anna changed the AutoMod rule No shouting"),
    (entry(142, RULE, change("name", None, "No shouting")), "anna deleted the AutoMod rule No shouting"),
    (entry(143, BOB, options=AUTOMOD), "AutoMod blocked a message by bob in #general (No shouting)"),
    (entry(144, BOB, options=AUTOMOD), "AutoMod flagged a message by bob in #general (No shouting)"),
    (entry(145, BOB, options=AUTOMOD), "AutoMod timed out bob for a message in #general (No shouting)"),
    (entry(146, BOB, options=AUTOMOD), "AutoMod quarantined bob (No shouting)"),
    (entry(150, GUILD), "anna asked for monetization of the server"),
    (entry(151, GUILD), "anna accepted the monetization terms"),
    (entry(163, 39, change("title", "Where from?")), "anna added the onboarding question “Where from?”"),
    (entry(164, 39, change("title", "Whence?", "Where from?")),
     "anna changed the onboarding question “Where from?” to “Whence?”"),
    (entry(164, 39, change("required", True)), "anna made onboarding question 39 required"),
    (entry(165, 39, change("title", None, "Where from?")), "anna removed the onboarding question “Where from?”"),
    (entry(165), "anna removed an onboarding question"),
    (entry(166, GUILD), "anna set up onboarding"),
    (entry(167, GUILD), "anna changed onboarding"),
    (entry(167, GUILD, change("enabled", True, False)), "anna turned on onboarding"),
    (entry(171, BOB), "anna featured a message by bob in the server's home"),
    (entry(172, BOB), "anna removed a message by bob from the server's home"),
    (entry(180, BOB), "Discord's link filter blocked a message by bob"),
    (entry(190, GUILD), "anna set up the server guide"),
    (entry(191, GUILD, change("enabled", True, False)), "anna turned on the server guide"),
    (entry(191, GUILD), "anna changed the server guide"),
    (entry(192, LOUNGE, options={"status": "movie night", "channel_id": str(LOUNGE)}),
     "anna set the status of Lounge to “movie night”"),
    (entry(193, LOUNGE), "anna removed the status of Lounge"),
    (entry(210, GUILD), "anna changed how members are verified"),
    (entry(211, GUILD), "anna changed the server's profile"),
    (entry(212, GUILD, user=None), "Discord moved the permission to pin messages into one of its own"),
    (entry(213, GUILD, user=None), "Discord moved the permission to bypass slowmode into one of its own"),
    (entry(987, 123), "anna did something new to Discord (action 987) to 123"),
    (entry(987), "anna did something new to Discord (action 987)"),
    (entry("ban", 123), "anna did something whose type cannot be read to 123"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "sentence"), SENTENCES, ids=[sentence for _, sentence in SENTENCES])
def test_sentence(raw: dict[str, Any], sentence: str) -> None:
    """Each entry reads as it was agreed."""
    assert said(raw) == sentence


def test_every_type_has_an_agreed_sentence() -> None:
    """No type of the catalogue is without its line in the table above."""
    assert {row.type for row in ROWS} - {raw["action_type"] for raw, _ in SENTENCES} == set()
    assert len(ROWS) == 79


def test_no_two_types_read_alike() -> None:
    """The same entry under another type is another sentence."""
    everything = {(kind, 6): Known("thing") for kind in Kind}
    shells: list[dict[str, Any]] = [
        {},
        {"options": {"channel_id": "10", "count": "2"}},
        {"changes": [change("name", "new", "old")]},
        {"changes": [change("hologram", 1, 2), change("aura", 1, 2)]},
    ]
    for shell in shells:
        rows = [{**entry(row.type, 6), **shell} for row in ROWS]
        told = [said(row, Names({**KNOWN, **everything}, guild_id=GUILD)) for row in rows]
        assert len(told) == 79
        assert [one for one in told if told.count(one) > 1] == []


@pytest.mark.parametrize("action_type", [row.type for row in ROWS] + [987, -1])
def test_the_barest_entry_reads_well(action_type: int) -> None:
    """An entry that says nothing but its type is still a sentence, without holes in it."""
    sentence = said(entry(action_type, user=None))
    assert sentence.split()[0] in {"Somebody", "AutoMod", "Discord", "Discord's"}
    assert len(sentence.split()) > 2
    assert not {"None", "unknown", "somethings", "of  ", "  "} & set(sentence.split(" "))
    assert sentence == sentence.strip()
    assert sentence.isprintable()


def test_nobody_is_said_to_be_unknown() -> None:
    """Where Discord names nobody, the sentence says so."""
    assert said(entry(62, EMOJI, user=None)) == "Somebody (Discord does not say who) removed the emoji :party:"


@pytest.mark.parametrize(("action_type", "did"), [(51, "changed"), (52, "deleted")])
def test_a_webhook_is_changed_by_its_address(action_type: int, did: str) -> None:
    """Where nobody is named, whoever had the webhook's address did it, and the entry says that nobody knows who."""
    one = told(entry(action_type, WEBHOOK, user=None))
    assert plain(one.sentence) == f"Somebody with the webhook's own address {did} the webhook Deploys"
    assert any("address" in text for text in one.untold)
    assert told(entry(action_type, WEBHOOK)).untold == ()


def test_an_integration_alone() -> None:
    """An integration acts in its own name where nobody stands behind it."""
    raw = entry(20, BOB, user=None, options={"integration_type": "youtube"})
    assert said(raw) == "YouTube removed bob"
    assert (
        said(entry(20, BOB, options={"integration_type": "tiktok"}))
        == "An integration (tiktok), through anna, removed bob"
    )


def test_a_role_that_lost_its_name_reads_by_id() -> None:
    """Roles given as bare ids are named by what is known of them."""
    raw = entry(25, BOB, change("$add", [{"id": str(VIP)}, {"id": "99"}]))
    assert said(raw) == "anna gave VIP, role 99 to bob"
