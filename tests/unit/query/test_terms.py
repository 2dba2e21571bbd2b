import random
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties import hostile
from tests.properties.pages import Maker
from tests.unit.entries import ANNA, BOB, GENERAL, HELPER, VIP, bits, change, entry

from lightbulb_audit.catalog.kinds import AUTOMOD_ID, DISCORD_ID
from lightbulb_audit.query.terms import fact_of, line_of_words, terms_of, words_of

_BIG = 1 << 60
_BOTH = "@did:permission_given @did:permission_taken"
_ROLES = "@did:role_given @did:role_taken"
_GIVEN = "@key:$add @add:20 @20"
_TAKEN = "@key:$remove @take:21 @21"
_ALLOWED = "@key:allow @gain:send_messages"
_DENIED = "@key:deny @lose:manage_roles"


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (
            entry(22, BOB, reason="Ráid, see #mod-log"),
            "@by:5 @to:6 @type:22 @in:members @has:reason @6 . raid see mod log",
        ),
        (entry(23, BOB, reason="  "), "@by:5 @to:6 @type:23 @in:members @6"),
        (entry(22, BOB, user=None), "@to:6 @type:22 @in:members @6"),
        (
            entry(31, HELPER, change("permissions", bits(3, 11), bits(11, 2))),
            f"@by:5 @to:20 @type:31 @in:roles {_BOTH} @20 @key:permissions @gain:administrator @lose:ban_members",
        ),
        (
            entry(
                14,
                GENERAL,
                change("allow", bits(11), "0"),
                change("deny", bits(28), bits(3)),
                options={"id": str(HELPER), "type": "0", "role_name": "Helper"},
            ),
            f"@by:5 @to:10 @type:14 @in:permissions {_BOTH} @10 @20 {_ALLOWED} {_DENIED} @gain:administrator . helper",
        ),
        (
            entry(
                25,
                BOB,
                change("$add", [{"id": str(HELPER), "name": "Helper"}]),
                change("$remove", [{"id": str(VIP), "name": "Very VIP"}]),
            ),
            f"@by:5 @to:6 @type:25 @in:roles {_ROLES} @6 {_GIVEN} {_TAKEN} . helper . very vip",
        ),
        (
            entry(42, None, change("code", None, "hunter2"), change("channel_id", None, str(GENERAL))),
            "@by:5 @type:42 @in:invites @key:code @code:hunter2 @key:channel_id @10 . hunter2",
        ),
        (
            entry(
                121,
                35,
                change(str(_BIG), {"id": str(_BIG), "type": 1, "permission": True}),
                options={"application_id": "9"},
            ),
            f"@by:5 @to:35 @type:121 @in:integrations @35 @9 @key:{_BIG} @{_BIG}",
        ),
        (
            entry(
                143,
                BOB,
                user=BOB,
                options={"auto_moderation_rule_name": "No shouting", "channel_id": str(GENERAL)},
            ),
            f"@by:{AUTOMOD_ID} @to:6 @type:143 @in:automod @6 @10 . no shouting",
        ),
        (entry(180, BOB, user=BOB), f"@by:{DISCORD_ID} @to:6 @type:180 @in:automod @6"),
        (
            entry(72, BOB, options={"channel_id": str(GENERAL), "count": "17"}),
            "@by:5 @to:6 @type:72 @in:messages @6 @10",
        ),
        (entry(987, None, reason="new"), "@by:5 @type:987 @in:other @has:reason . new"),
        (entry("22", BOB), "@by:5 @to:6 @type:22 @in:members @6"),
        (entry([], BOB), "@by:5 @to:6 @type:-1 @in:other @6"),
        ({"action_type": 22}, "@type:22 @in:members"),
        ({"action_type": None}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_what_an_entry_can_be_found_by(raw: dict[str, Any], line: str) -> None:
    """Who, whom, what, each id, change and permission, and the words, text by text; then those of its sentence."""
    told = line.split(" . ")
    assert terms_of(raw).strip().split(" . ")[: len(told)] == told


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (entry(22, BOB, reason="raid"), ["raid", "banned"]),
        (entry(24, BOB, change("nick", None, "bobby")), ["bobby", "removed s nickname", "nickname"]),
        (entry(24, BOB, change("mute", True, False)), ["muted in voice", "muted in voice"]),
        (entry(72, BOB, options={"channel_id": "10", "count": "17"}), ["deleted 17 messages by in"]),
        (
            entry(11, GENERAL, change("rate_limit_per_user", 30, 0), change("nsfw", True, False)),
            ["changed the slowmode and age restriction of", "slowmode", "age restriction"],
        ),
        (entry(987, None), ["did something new to discord action 987"]),
    ],
)
def test_the_words_that_an_entry_is_told_in(raw: dict[str, Any], told: list[str]) -> None:
    """The words of the sentence but for names, and the labels of what was changed, are terms as well."""
    assert terms_of(raw).strip().split(" . ")[1:] == told


def test_no_word_is_a_fact() -> None:
    """Whatever an entry says, its words find no fact, and facts are found by no word."""
    raw = entry(22, BOB, change("nick", "@by:7 @to:8 @7"), reason="by to in key type has @6 by:8")
    facts, _, said = terms_of(raw).partition(" . ")
    assert all(fact.startswith("@") for fact in facts.split())
    assert "@" not in said
    assert f"@by:{ANNA}" in facts.split()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Raid, raids!", "raid raids"),
        ("Émile ÀÇØ ñ", "emile acø n"),
        ("snake_case-and.dots", "snake case and dots"),
        ("STRASSE Straße ẞ", "strasse strasse ss"),
        ("İstanbul", "istanbul"),
        ("ﬁne ① Ⅳ ½", "fine 1 iv 1 2"),
        ("花見 bar花bar", "花 見 bar 花 bar"),
        ("ラーメン・カレー", "ラ ー メ ン カ レ ー"),
        ("ｶﾞ", "カ"),
        ("한국어 서버", "한국어 서버"),
        ("שָׁלוֹם עולם", "שלום עולם"),
        ("مَرْحَبًا", "مرحبا"),
        ("🌿 👨‍👩‍👧 ☠️", "🌿 👨👩👧 ☠"),
        ("🔥🔥🔥", "🔥🔥🔥"),
        ("-_-", "-_-"),
        ("@here :) ...", "here"),
        (". : @", ""),
        ("a\u200bb x\u00a0y", "a b x y"),
        ("  \n\t", ""),
        ("Z\u0338\u0322a\u0308l\u031bgo", "zalgo"),
        ("\x00\ud83d", ""),
        ("12:30 3.14", "12 30 3 14"),
    ],
)
def test_the_words_of_a_text(text: str, words: str) -> None:
    """Small letters, no accents, no punctuation; a character each where a script has no spaces."""
    assert " ".join(words_of(text)) == words
    assert line_of_words(text) == (f" {words} " if words else "")


@pytest.mark.parametrize(
    ("text", "fact"),
    [(" a  b\n", "a_b"), ("x\x00y", "x\ufffdy"), ("\ud83d", "\ufffd"), ("a" * 300, "a" * 100), ("\u00a0a", "a")],
)
def test_any_text_as_a_fact(text: str, fact: str) -> None:
    """A fact has no spaces, an end, and nothing that a database would not take."""
    assert fact_of(text) == fact


@settings(max_examples=150, deadline=None)
@given(text=st.text())
def test_words_are_their_own_words(text: str) -> None:
    """What was found by its words is found by the words of those words, whatever the script."""
    words = words_of(text)
    assert words_of(" ".join(words)) == words
    assert all(word and not word.isspace() and "@" not in word and ":" not in word for word in words)


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(min_value=0))
def test_whatever_an_entry_looks_like_it_has_a_line(openapi: dict[str, Any], seed: int) -> None:
    """No shape of an entry raises, and each line can be cut into terms and stored anywhere."""
    rng = random.Random(seed)
    rows = Maker(openapi, rng).page(5, broken=True)["audit_log_entries"]
    odd = [{**entry(rng.choice((22, 25, 121)), BOB), hostile_key: hostile.json_value(rng)}
           for hostile_key in ("changes", "options", "reason", "user_id", "target_id", "action_type")]  # fmt: skip
    for raw in [*(cast("dict[str, Any]", row) for row in rows if isinstance(row, dict)), *odd]:
        line = terms_of(raw)
        assert bool(line) is (raw.get("action_type") is not None)
        assert line == "" or (line[0] == line[-1] == " " and "  " not in line)
        assert line.split() == line.split(" ")[1:-1]
        assert line.encode().isascii() or "\x00" not in line


@pytest.mark.parametrize(
    ("made", "found", "not_found"),
    [
        (change("communication_disabled_until", "2099-01-01T00:00:00+00:00"), "timed out", "ended"),
        (change("communication_disabled_until", None, "2099-01-01T00:00:00+00:00"), "ended", "timed out"),
        (change("mute", True, False), "muted", "unmuted"),
        (change("mute", False, True), "unmuted", "muted"),
    ],
)
def test_words_say_what_was_done(made: dict[str, Any], found: str, not_found: str) -> None:
    """What ended or is off is not found by what the setting is called, which says the opposite."""
    line = terms_of(entry(24, BOB, made))
    assert f" {found} " in line
    assert f" {not_found} " not in line
