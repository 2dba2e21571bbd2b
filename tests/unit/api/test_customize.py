"""Words, icons, colours and reason formats of a bot's own."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.entries import BOB, change, entry

import lightbulb_audit
from lightbulb_audit.analyse.reason import FORMATS, claim_in
from lightbulb_audit.catalog.customs import CUSTOMS
from lightbulb_audit.query.actions import action_choices, parse_action


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """The tables of this process as they were."""
    before = CUSTOMS.words, CUSTOMS.icons, CUSTOMS.colours, FORMATS.own
    yield
    CUSTOMS.words, CUSTOMS.icons, CUSTOMS.colours, FORMATS.own = before
    FORMATS.lengthen(())


def test_words_find_an_action() -> None:
    """A word of the bot's own is understood, proposed, and begun; those of before stay."""
    lightbulb_audit.customize(words={"member_ban_add": "Exile,  send  away", "member_timeout": "hush"})
    assert parse_action("exile") == parse_action("send away") == parse_action("ban") == ("member_ban_add",)
    assert parse_action("hush") == ("member_timeout",)
    assert ("🔨 Member banned", "member_ban_add") in action_choices("exi")
    lightbulb_audit.customize(words={"member_ban_add": "yeet"})
    assert parse_action("exile") == parse_action("yeet") == ("member_ban_add",)


def test_icons_and_colours_are_drawn() -> None:
    """Both are those of the bot, the finer before that of the type."""
    ban, nick = entry(22, BOB), entry(24, BOB, change("nick", "b"))
    before = lightbulb_audit.describe(nick)
    lightbulb_audit.customize(
        icons={"member_ban_add": "👩🏽‍⚖️", "member_nickname": "🇩🇪"},
        colours={"member_update": "#000001", "member_nickname": "#000002", "member_ban_add": "#A0b0C0"},
    )
    assert [lightbulb_audit.describe(one).icon for one in (ban, nick)] == ["👩🏽‍⚖️", "🇩🇪"]
    assert [int(lightbulb_audit.describe(one).colour) for one in (ban, nick)] == [0xA0B0C0, 2]
    assert before.sentence == lightbulb_audit.describe(nick).sentence
    assert action_choices("member banned")[0] == ("👩🏽‍⚖️ Member banned", "member_ban_add")


def test_reason_formats_are_read() -> None:
    """A format of the bot's own tells who asked it."""
    lightbulb_audit.customize(reason_formats=["{reason} [ordered by {name}/{id}]"])
    claim = claim_in("spam [ordered by anna/123456789012345678]")
    assert claim is not None
    assert (claim.user_id, claim.name, claim.reason) == (123456789012345678, "anna", "spam")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"words": {"ban": "x"}}, "words: there is no action 'ban'"),
        (
            {"icons": {"member_ban_ad": "🔨"}},
            "action 'member_ban_ad'; do you mean 'member_ban_add'",
        ),
        ({"words": {"member_ban_add": "a,,b"}}, "write phrases separated by commas"),
        ({"words": {"member_ban_add": 5}}, "write phrases separated by commas"),
        ({"icons": {"member_ban_add": "ban"}}, "one of Unicode's emoji"),
        ({"icons": {"member_ban_add": "<:ban:123>"}}, "one of Unicode's emoji"),
        ({"icons": {"member_ban_add": "🔨🔨"}}, "one of Unicode's emoji"),
        ({"icons": {"member_ban_add": ""}}, "one of Unicode's emoji"),
        ({"colours": {"member_ban_add": "red"}}, "'#57f287'"),
        ({"colours": {"member_ban_add": 0xFF}}, "'#57f287'"),
        ({"reason_formats": ["by somebody"]}, r"must hold \{name\} or \{id\}"),
    ],
)
def test_what_does_not_fit_is_refused_whole(rows: dict[str, Any], said: str) -> None:
    """A bad row raises a sentence that names it, and nothing of the call is taken."""
    before = CUSTOMS.words, CUSTOMS.icons, CUSTOMS.colours, FORMATS.own
    good: dict[str, Any] = {"icons": {"member_kick": "👢"}, "colours": {"member_kick": "#111111"}}
    rows = {**good, **rows}
    with pytest.raises(ValueError, match=said):
        lightbulb_audit.customize(**rows)
    assert before == (CUSTOMS.words, CUSTOMS.icons, CUSTOMS.colours, FORMATS.own)
