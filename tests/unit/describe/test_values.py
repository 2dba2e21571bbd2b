"""Values of changes in words."""

import datetime
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.entries import BOB, EMOJI, ENTRY_ID, GENERAL, GUILD, HELPER, NAMES, bits

from lightbulb_audit.catalog.schema.fields import COMMON, OF_OBJECT
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.describe.values.formatter import VALUES, compact, count_phrase, duration, moment_of, number_of, say

KINDS = sorted({row.value for row in (*COMMON.values(), *OF_OBJECT.values())} - {"json"})


SAID: list[tuple[str, Any, str | None]] = [
    ("text", "a", "a"),
    ("text", 5, "5"),
    ("text", ["a"], None),
    ("yes", True, "yes"),
    ("yes", 1, None),
    ("switch", False, "off"),
    ("number", "12", "12"),
    ("number", 1.5, None),
    ("limit", 0, "unlimited"),
    ("limit", 5, "5"),
    ("seconds", 0, "off"),
    ("seconds", 90, "1 minute 30 seconds"),
    ("seconds", -1, None),
    ("minutes", 1440, "1 day"),
    ("days", 7, "7 days"),
    ("age", 0, "never"),
    ("age", 3600, "1 hour"),
    ("time", "2026-11-20T10:00:00+02:00", "2026-11-20 08:00 UTC"),
    ("time", "2026-11-20T10:00:00", None),
    ("time", "soon", None),
    ("bitrate", 64000, "64 kbit/s"),
    ("percent", 0.6, "60 %"),
    ("percent", "0.6", None),
    ("colour", 0, "none"),
    ("colour", 255, "#0000FF"),
    ("colour", 0x1000000, None),
    ("colours", {"primary_color": 255, "secondary_color": None, "tertiary_color": None}, "#0000FF"),
    ("colours", {"primary_color": 255, "secondary_color": 1}, "#0000FF to #000001"),
    ("colours", {"primary_color": 255, "aura": 1}, None),
    ("enum:verification", 4, "highest (a verified phone number)"),
    ("enum:verification", 9, None),
    ("off:system channel", 3, "welcome messages off, boost messages off"),
    ("off:system channel", 0, "all on"),
    ("off:system channel", -1, None),
    ("flags:channel", 1 << 30, "unknown flag 30"),
    ("flags:channel", 0, "none"),
    ("permissions", bits(3), "Administrator ⚠️"),
    ("permissions", "0", "none"),
    ("permissions", bits(60), "Permission 60"),
    ("user", str(BOB), "bob"),
    ("user", "bob", None),
    ("channel", str(GENERAL), "#general"),
    ("role", "99", "role 99"),
    ("emoji", str(EMOJI), ":party:"),
    ("ids:role", [str(HELPER), "99"], "Helper, role 99"),
    ("ids:role", [], "none"),
    ("ids:role", ["x"], None),
    ("list", ["a", 1], "a, 1"),
    ("list", [str(number) for number in range(12)], "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more"),
    ("list", [], "none"),
    ("list", [{}], None),
    ("objects:answer", [{"id": "1", "title": "Yes"}, {"id": "2", "title": "No"}], "“Yes”, “No”"),
    (
        "objects:answer",
        [{"title": "Yes", "role_ids": [str(HELPER)], "emoji_id": None, "emoji_name": "🎲"}],
        "“Yes” (emoji 🎲; gives Helper)",
    ),
    ("objects:tag", [{"id": "1", "name": "help", "moderated": True}], "“help” (for moderators only)"),
    ("objects:tag", [{"id": "1"}], None),
    ("objects:tag", [{"id": "1", "name": "help", "aura": 7}], "“help” (aura 7)"),
    (
        "objects:question",
        [{"id": "1", "title": "Where?", "type": 1, "options": [{"id": "2", "title": "Here"}]}],
        "“Where?” (drop-down; answers “Here”)",
    ),
    (
        "objects:first step",
        [{"channel_id": str(GENERAL), "action_type": 1, "title": "Say hello", "description": ""}],
        "“Say hello” (to write in; in #general)",
    ),
    (
        "objects:form field",
        [{"field_type": "TERMS", "label": "Rules", "required": True, "values": ["a", "b"]}],
        "“Rules” (rules to agree to; required; rules a, b)",
    ),
    (
        "objects:date",
        [{"event_id": "1", "event_exception_id": str(ENTRY_ID), "is_canceled": True}],
        "2026-11-20 10:02 UTC (cancelled)",
    ),
    ("objects:date", [], "none"),
    ("objects:date", [7], None),
    ("reaction", {"emoji_id": str(EMOJI), "emoji_name": None}, ":party:"),
    ("reaction", {"emoji_id": None, "emoji_name": "🎲"}, "🎲"),
    ("reaction", {"id": None, "name": None}, "none"),
    ("reaction", {"id": "7", "name": "pony", "animated": True}, ":pony:"),
    ("reaction", {"aura": 7}, None),
    ("object:place", {"location": "The inn"}, "The inn"),
    ("object:place", {"location": "The inn", "floor": 2}, "The inn; floor: 2"),
    ("object:place", {}, "none"),
    (
        "object:trigger",
        {"keyword_filter": ["a", "b"], "regex_patterns": [], "allow_list": ["c"]},
        "words: a, b; allowed words: c",
    ),
    ("object:trigger", {"presets": [1, 3]}, "word lists: profanity, slurs"),
    ("object:trigger", {"presets": [9]}, "word lists: [9]"),
    ("object:account", {"id": "643238461440640549", "name": "Giveaways"}, "Giveaways"),
    ("object:welcome message", {"author_ids": [str(BOB)], "message": "Hello"}, "“Hello”; from: bob"),
    (
        "object:collectibles",
        {"nameplate": {"sku_id": "1", "asset": "a/b/", "label": "X", "palette": "bubble_gum"}},
        "nameplate: bubble gum",
    ),
    ("role tags", {"bot_id": str(BOB), "premium_subscriber": None}, "bob, those who boost the server"),
    ("role tags", {"aura": None}, None),
    ("whole:user", {"id": "6", "username": "bob", "global_name": "Bob"}, "Bob"),
    ("whole:user", {"id": "6"}, "bob"),
    ("whole:channel", {"id": "9", "name": "___hidden___"}, "channel 9"),
    ("codes:feature", ["COMMUNITY", "SOME_NEW_THING"], "Community, Some new thing"),
    ("code:integration", "twitch", "Twitch"),
    ("code:region", 7, None),
    ("enums:automod preset", [1, 2], "profanity, sexual content"),
    ("ids:tag", ["77"], "tag 77"),
    ("secret", "s3cret", "(a secret, not shown)"),
    ("date", str(ENTRY_ID), "2026-11-20 10:02 UTC"),
    ("date", "0", None),
    ("message", str(ENTRY_ID), "a message of 2026-11-20 10:02 UTC"),
    ("channel", str(GUILD - 1), "all channels"),
    ("role", str(GUILD), "everyone"),
    ("emoji or text", "wave", "wave"),
    ("emoji or text", "948731432144513232", "emoji 948731432144513232"),
    ("inverted", True, "off"),
    ("quoted", "a", "“a”"),
    ("quoted", "___hidden___", "a hidden name"),
    ("picture", "", "none"),
    (
        "picture:avatar-decoration-presets",
        "ab" * 16,
        f"https://cdn.discordapp.com/avatar-decoration-presets/{'ab' * 16}.png",
    ),
    ("picture:avatar-decoration-presets", "../../evil", "a picture"),
    ("server", "40", "the server"),
    ("text", " ", "none"),
    (
        "overwrites",
        [{"id": str(HELPER), "type": 0, "allow": bits(11, 12), "deny": bits(1)}],
        "Helper (allowed: Send messages, Send text-to-speech messages; denied: Kick members ⚠️)",
    ),
    ("overwrites", [{"id": str(BOB), "type": 1, "allow": "0", "deny": "0"}], "bob (nothing allowed or denied)"),
    ("overwrites", [{"id": str(BOB), "type": 1, "allow": "-1", "deny": "0"}], None),
    (
        "objects:automod action",
        [{"type": 1, "metadata": {}}, {"type": 3, "metadata": {"duration_seconds": 600}}],
        "block the message, time out the member for 10 minutes",
    ),
    ("objects:automod action", [{"type": 2, "metadata": {"channel_id": str(GENERAL)}}], "send an alert in #general"),
    ("objects:automod action", [{"type": 9}], "9"),
    ("picture", "abc", "a picture"),
    ("picture", 7, None),
    ("locale", "en-GB", "English, UK (en-GB)"),
    ("locale", "de", "German (de)"),
    ("locale", "tlh", "tlh"),
    ("permissions", bits(11, 2), "Ban members ⚠️, Send messages"),
    ("aura", 7, None),
]


@pytest.mark.parametrize(("kind", "value", "expected"), SAID)
def test_say(kind: str, value: Any, expected: str | None) -> None:
    """A value of its kind reads in words; any other is left to be shown as it came."""
    said = say(value, kind, NAMES)
    assert (None if said is None else plain(said)) == expected


def test_every_kind_of_the_catalogue_is_said() -> None:
    """No field of the catalogue names a kind of value that nobody says."""
    assert {kind.partition(":")[0] for kind in KINDS} - {"overwritten"} <= VALUES.keys()
    for kind in KINDS:
        if kind.startswith(("enum:", "flags:")):
            say(1, kind, NAMES)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["1", "-1", "9" * 40, "1e9"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(JUNK, st.sampled_from(KINDS))
def test_no_value_raises(value: Any, kind: str) -> None:
    """Any JSON under any key is said or left alone."""
    said = say(value, kind, NAMES)
    assert said is None or plain(said).strip()
    assert plain(compact(value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(5, 5), ("5", 5), ("-5", -5), (5.0, 5), (5.5, None), (True, None), ("", None), ("-", None), ("--5", None),
     ("5 ", None), ("\u0665", None), (None, None), ("9" * 100, None), (1 << 300, None), (1e300, None),
     (float("inf"), None), (float("nan"), None)],
)  # fmt: skip
def test_number_of(value: Any, expected: int | None) -> None:
    """A whole number may come as a string; what is none, or beyond all reason, is none."""
    assert number_of(value) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0 seconds"), (1, "1 second"), (60, "1 minute"), (600, "10 minutes"), (3600, "1 hour"),
     (5400, "1 hour 30 minutes"), (86_400, "1 day"), (86_401, "1 day"), (90_061, "1 day 1 hour"),
     (2_419_200, "28 days"), (3_661, "1 hour 1 minute")],
)  # fmt: skip
def test_duration(seconds: int, expected: str) -> None:
    """A length of time is said in its two largest units."""
    assert duration(seconds) == expected


@given(st.integers(0, 10**12), st.sampled_from(["message", "day"]))
def test_numbers_agree(count: int, noun: str) -> None:
    """One is singular, all others plural."""
    assert count_phrase(count, noun) == f"{count:,} {noun}{'' if count == 1 else 's'}"


def test_moments_are_in_utc() -> None:
    """A time of any zone is told in UTC; the edges of the calendar raise nothing."""
    assert moment_of("2026-11-20T10:00:00+05:30") == datetime.datetime(2026, 11, 20, 4, 30, tzinfo=datetime.UTC)
    assert moment_of("0001-01-01T00:00:00+14:00") is None
    assert moment_of(7) is None


def test_compact_is_json() -> None:
    """The last resort is the value's JSON on one line."""
    value = {"a": [1, None, "ü"], "b": {"c": "x\ny"}}
    assert json.loads(plain(compact(value))) == value
