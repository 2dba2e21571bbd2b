"""Kinds of faults that people reported of such tools: what each must say instead."""

from typing import Any, Final

import pytest
from tests.unit.entries import (
    ANNA,
    BOB,
    EMOJI,
    ENTRY_ID,
    EVENT,
    GENERAL,
    GIVEAWAYS,
    GUEST,
    GUILD,
    HELPER,
    INVITE_CODE,
    KNOWN,
    LOUNGE,
    VIP,
    at,
    bits,
    change,
    changes_said,
    entry,
    page,
    said,
    told,
)

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.name_table import Known, Names, names_of
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.describe.values.numbers import roughly
from lightbulb_audit.model import snowflake

ADMINISTRATOR: Final = 1 << 3
POWERFUL: Final = Names(
    {
        **KNOWN,
        (Kind.ROLE, HELPER): Known("Helper", permissions=ADMINISTRATOR | 1 << 11),
        (Kind.ROLE, VIP): Known("VIP", permissions=1 << 11),
        (Kind.ROLE, GUEST): Known("Guest", permissions=(1 << 1) | (1 << 2) | (1 << 29)),
        (Kind.USER, GIVEAWAYS): Known("Giveaways", bot=True, permissions=ADMINISTRATOR),
    },
    guild_id=GUILD,
)


def role(role_id: int, name: str) -> dict[str, str]:
    """A role as `$add` has it."""
    return {"id": str(role_id), "name": name}


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (entry(25, BOB, change("$add", [role(HELPER, "Helper")])), "anna gave Helper ⚠️ (Administrator) to bob"),
        (entry(25, BOB, change("$add", [role(VIP, "VIP")])), "anna gave VIP to bob"),
        (
            entry(25, BOB, change("$add", [role(GUEST, "Guest")])),
            "anna gave Guest ⚠️ (Kick members, Ban members and 1 more) to bob",
        ),
        (entry(25, BOB, change("$remove", [role(HELPER, "Helper")])), "anna took Helper from bob"),
        (entry(28, GIVEAWAYS), "anna added the bot Giveaways ⚠️ (Administrator)"),
        (
            entry(40, None, change("code", INVITE_CODE), change("role_ids", [str(HELPER), str(VIP)])),
            "anna created the invite hunter2, which gives Helper ⚠️ (Administrator), VIP",
        ),
        (
            entry(42, None, change("code", None, INVITE_CODE), change("role_ids", None, [str(HELPER)])),
            "anna deleted the invite hunter2, which gave Helper ⚠️ (Administrator)",
        ),
        (
            entry(13, GENERAL, change("allow", bits(29)), options={"id": str(HELPER), "type": "0"}),
            "anna let Helper manage webhooks ⚠️ in #general",
        ),
        (
            entry(13, GENERAL, change("allow", bits(29, 11, 14, 15)), options={"id": str(HELPER), "type": "0"}),
            "anna set the permissions of Helper in #general (+4, ⚠️ Manage webhooks)",
        ),
    ],
)
def test_danger_stands_in_the_line(raw: Any, sentence: str) -> None:
    """What brings a dangerous permission is marked and names it, however it is brought."""
    assert said(raw, POWERFUL) == sentence


def test_a_role_is_as_dangerous_as_its_page_says() -> None:
    """What a role can do is known from another entry of the page, where no cache tells it."""
    log = page(
        entry(25, BOB, change("$add", [role(900, "Crew")]), entry_id=ENTRY_ID + 9),
        entry(31, 900, change("name", "Crew", "Gang"), entry_id=ENTRY_ID + 8),
        entry(31, 900, change("permissions", bits(2), "0"), entry_id=ENTRY_ID + 7),
    )
    sentence = plain(describe(log.records[0], names_of([log])).sentence)
    assert sentence == "user 5 gave Crew ⚠️ (Ban members) to user 6"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (entry(25, ANNA, change("$add", [role(VIP, "VIP")])), "anna gave themself VIP"),
        (entry(25, ANNA, change("$remove", [role(VIP, "VIP")])), "anna took VIP from themself"),
        (entry(24, ANNA, change("mute", True, False)), "anna muted themself in voice"),
        (entry(24, ANNA, change("nick", None, "x")), "anna removed their own nickname"),
        (entry(24, ANNA, change("pending", False, True)), "anna passed the verification"),
        (
            entry(74, ANNA, options={"channel_id": str(GENERAL), "message_id": "1" * 18}),
            "anna pinned a message of their own in #general",
        ),
        (
            entry(72, ANNA, options={"channel_id": str(GENERAL), "count": "2"}),
            "anna deleted 2 messages of their own in #general",
        ),
        (entry(143, ANNA, options={"channel_id": str(GENERAL)}), "AutoMod blocked a message by anna in #general"),
    ],
)
def test_to_oneself(raw: Any, sentence: str) -> None:
    """Who did something to themself is not told twice as if they were two."""
    assert said(raw) == sentence


def test_who_chose_a_role_may_have_done_so_in_onboarding() -> None:
    """Roles that somebody gave themself may be chosen ones, and the entry says so."""
    assert told(entry(25, BOB, change("$add", [role(VIP, "VIP")]))).untold == ()
    assert "onboarding" in told(entry(25, ANNA, change("$add", [role(VIP, "VIP")]))).untold[0]


@pytest.mark.parametrize(
    ("action_type", "word"),
    [(11, "order"), (20, "leave"), (21, "1,000"), (22, "leave"), (26, "who was moved"), (27, "who was disconnected"),
     (28, "join"), (31, "order"), (72, "own messages"), (73, "whose"), (163, "removal"), (164, "removal"),
     (167, "removal")],
)  # fmt: skip
def test_what_discord_never_tells_is_said(action_type: int, word: str) -> None:
    """Where a person looks for what is never logged, the entry says that it is not."""
    (text,) = told(entry(action_type, 900)).untold
    assert word in text


class TestOldShapes:
    """What apps of an old API version leave reads as what is sent today."""

    OPTIONS: Final = {"id": str(BOB), "type": "member"}

    def test_words_for_types_and_wide_fields(self) -> None:
        """A type in words is understood, and a wide field is told in the place of its narrow one."""
        raw = entry(
            14, GENERAL, change("allow", 8, 0), change("allow_new", bits(3, 40), "0"), change("type", "member"),
            options=self.OPTIONS,
        )  # fmt: skip
        assert said(raw) == "anna let bob do everything ⚠️ and time out members ⚠️ in #general"
        assert changes_said(raw) == [
            "Allowed: +Administrator ⚠️, +Time out members ⚠️",
            "Kind: none → member",
        ]
        assert told(raw).unread == ()

    def test_a_wide_field_alone(self) -> None:
        """A wide field is told where the narrow one is missing, since it has no bit of it."""
        raw = entry(31, HELPER, change("permissions_new", bits(40), "0"))
        assert said(raw) == "anna gave the role Helper the permission Time out members ⚠️"

    def test_what_does_not_fit_together_is_told_twice(self) -> None:
        """Nothing is lost where the two fields disagree."""
        raw = entry(31, HELPER, change("permissions", 2048, 0), change("permissions_new", "8", "0"))
        assert [line.change.key for line in told(raw).changes] == ["permissions", "permissions_new"]
        assert told(raw).unread == ("changes.permissions_new",)

    def test_lists_of_overwrites(self) -> None:
        """The overwrites of a whole channel are read alike."""
        old = {"id": str(BOB), "type": "member", "allow": 0, "deny": 1024, "allow_new": "0", "deny_new": bits(10, 40)}
        raw = entry(10, GENERAL, change("name", "x"), change("permission_overwrites", [old]))
        assert changes_said(raw)[1] == "Permissions: bob (denied: Time out members ⚠️, View channels)"


def test_an_overwrite_without_a_type_is_of_whoever_is_known() -> None:
    """Where nobody says whether a role or a member has an overwrite, a known name decides; else it is said openly."""
    changes = [change("allow", bits(10)), change("deny", "0")]
    assert said(entry(13, GENERAL, *changes, options={"id": str(BOB)})) == "anna let bob see #general"
    assert said(entry(13, GENERAL, *changes, options={"id": str(HELPER)})) == "anna let Helper see #general"
    assert said(entry(13, GENERAL, *changes, options={"id": "901"})) == "anna let role or member 901 see #general"


def test_what_is_allowed_wins() -> None:
    """A permission that an overwrite both allows and denies is allowed, and that is said."""
    raw = entry(
        13, GENERAL, change("allow", bits(10)), change("deny", bits(10, 14)), options={"id": str(BOB), "type": "1"}
    )
    assert said(raw) == "anna set the permissions of bob in #general (+1 −1)"
    assert changes_said(raw)[1] == "Denied: Embed links, View channels (without effect, since it is allowed as well)"
    later = entry(14, GENERAL, change("allow", bits(11), "0"), change("deny", bits(11), "0"), options={"id": str(BOB)})
    assert said(later) == "anna let bob send messages in #general"


def test_which_date_of_an_event() -> None:
    """The exception of an event that repeats is called by its date, which its id holds."""
    moment = snowflake.time_of(ENTRY_ID)
    raw = entry(200, EVENT, change("is_canceled", True), options={"event_exception_id": str(at(moment))})
    assert said(raw) == f"anna cancelled the date {moment:%Y-%m-%d %H:%M} UTC of the event Game night"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (None, None, "ended bob's timeout"),
        ("2026-11-20T11:02:55Z", "2026-11-20T12:02:55Z", "prolonged bob's timeout until 2026-11-20 12:02 UTC"),
        ("2026-11-20T12:02:55Z", "2026-11-20T11:02:55Z", "shortened bob's timeout until 2026-11-20 11:02 UTC"),
        ("2026-11-20T09:00:00Z", "2026-11-20T11:02:55Z", "timed out bob until 2026-11-20 11:02 UTC (1 hour)"),
    ],
)  # fmt: skip
def test_what_became_of_a_timeout(old: str | None, new: str | None, words: str) -> None:
    """A timeout that was still running is prolonged or shortened; one that was over is a fresh one."""
    raw = entry(24, BOB, change("communication_disabled_until", new, old))
    assert words in said(raw)


def test_each_change_of_a_member_has_an_icon() -> None:
    """A timeout, a mute and a nickname are told apart at a glance; what is mixed has the icon of its type."""
    changes = [change("communication_disabled_until", None, "x"), change("mute", True), change("nick", "Bo")]
    icons = [told(entry(24, BOB, one)).icon for one in changes]
    assert len({*icons, told(entry(24, BOB)).icon}) == len(icons) + 1
    assert told(entry(24, BOB, *changes)).icon == told(entry(24, BOB)).icon


def test_an_emoji_without_an_id_is_none() -> None:
    """An id of 0 beside a Unicode emoji is no change, at the top and within a value."""
    raw = entry(131, None, change("emoji_name", "📣", "🔊"), change("emoji_id", "0"))
    assert said(raw) == "anna set the emoji of a sound to 📣"
    reaction = change(
        "default_reaction_emoji", {"emoji_id": None, "emoji_name": "🌊"}, {"emoji_id": "0", "emoji_name": "🌊"}
    )
    assert changes_said(entry(11, GENERAL, reaction)) == ["Default reaction: 🌊, as before"]


def test_a_profile_is_no_message() -> None:
    """What AutoMod did about a member's profile is not said of a message."""
    options = {"auto_moderation_rule_trigger_type": "6", "auto_moderation_rule_name": "Names"}
    assert said(entry(143, BOB, options=options)) == "AutoMod blocked the profile of bob (Names)"
    assert said(entry(144, BOB, options=options)) == "AutoMod flagged the profile of bob (Names)"
    assert said(entry(145, BOB, options=options)) == "AutoMod timed out bob for the profile (Names)"


def test_unknown_keys_of_an_entry_are_shown() -> None:
    """What stands at the top of an entry and nobody knows is shown as it came, and named as unread."""
    one = told({**entry(22, BOB), "severity": "high", "evidence": ["a"]})
    assert [(line.key, plain(line.text)) for line in one.raw_parts] == [("severity", '"high"'), ("evidence", '["a"]')]
    assert one.unread == ("severity", "evidence")


def test_a_voice_channel_is_named_by_its_options() -> None:
    """The channel of a voice status is known where only the options name it; an empty status is none."""
    options = {"channel_id": str(LOUNGE), "status": "x"}
    assert said(entry(192, None, options=options)) == "anna set the status of Lounge to “x”"
    assert said(entry(192, None, options={**options, "status": ""})) == "anna removed the status of Lounge"
    assert told(entry(192, None, options=options)).target.id == LOUNGE


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(59, "59 seconds"), (250, "4 minutes 10 seconds"), (599, "9 minutes 59 seconds"), (600, "10 minutes"),
     (2074, "35 minutes"), (3600, "1 hour"), (5400, "90 minutes"), (7200, "2 hours"), (86_400, "1 day"),
     (130_000, "36 hours"), (172_800, "2 days")],
)  # fmt: skip
def test_how_long_one_says(seconds: int, words: str) -> None:
    """Below ten minutes to the second, from then on in one unit."""
    assert roughly(seconds) == words


def test_up_to_three_settings_are_named() -> None:
    """Two or three settings that changed at once are named, more are counted, and switches are turned together."""
    names, topics = change("name", "a", "b"), change("icon_hash", "a", "b")
    assert said(entry(1, GUILD, names, topics)) == "anna changed the server's name and icon"
    many = [change(key, 1, 2) for key in ("afk_timeout", "mfa_level", "nsfw_level", "premium_tier")]
    assert said(entry(1, GUILD, *many)) == "anna changed 4 server settings"
    switches = [change("enable_default_channels", False, True), change("enable_onboarding_prompts", False, True)]
    assert said(entry(167, GUILD, *switches)) == "anna turned off the default channels and questions of the onboarding"


def test_words_removed_are_told_once() -> None:
    """The words that left a list are told as they are, whichever side of the change holds them."""
    for one in (change("$remove_allow_list", ["ok"]), change("$remove_allow_list", None, ["ok"])):
        assert changes_said(entry(141, 30, one)) == ["Allowed words removed: ok"]
        assert said(entry(141, 30, one)) == "anna removed “ok” from the allowed words of the AutoMod rule No shouting"


def test_an_emoji_of_some_roles() -> None:
    """An emoji that some roles may use says which, and that everybody may where none are left."""
    assert said(entry(61, EMOJI, change("roles", [str(VIP)], []))) == "anna let only VIP use the emoji :party:"
    assert said(entry(61, EMOJI, change("roles", [], [str(VIP)]))) == "anna let everybody use the emoji :party:"
