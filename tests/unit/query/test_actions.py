"""Actions by the words that people use for them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightbulb_audit.catalog.actions import BY_TYPE, ROWS
from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.searches import SEARCHES
from lightbulb_audit.commands.permissions import error_message
from lightbulb_audit.errors import NotAnActionError, SeveralActionsError
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.actions import CHOICES_AT_MOST, action_choices, action_words, parse_action
from lightbulb_audit.render.button_state import ButtonState, Verb, decode, encode

QUARANTINE = "auto_moderation_quarantine_user"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.slug)
def test_an_action_is_read_by_any_of_its_names(row: object) -> None:
    """An action is read by its name, hikari's name and Discord's number, in any case and spacing."""
    action = next(one for one in ROWS if one is row)
    for text in (action.name, action.name.upper(), action.slug, action.slug.upper(), f" {action.type} ",
                 action.slug.replace("_", "  ")):  # fmt: skip
        assert parse_action(text) == str(action.type)


@pytest.mark.parametrize("category", Category)
def test_a_category_is_read(category: Category) -> None:
    """A category is read by its value, its heading and as it is offered."""
    for text in (category.value, category.title, f"All of {category.title}", f"all  of {category.value}"):
        assert parse_action(text) == category.value


@pytest.mark.parametrize(
    "text", ["banana", "ba", "-1", "22.5", "\u0662\u0662", "9" * 30, "0" * 20 + "9" * 30, "🔨", "a|b"]
)
def test_what_is_no_action(text: str) -> None:
    """Whatever names no action is refused with the words themselves."""
    with pytest.raises(NotAnActionError) as raised:
        parse_action(text)
    assert raised.value.text == text


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.slug)
def test_an_action_is_read_as_it_is_offered(row: Any) -> None:
    """What the list offers is read back, with its emoji drawn either way, and so is what an answer calls it."""
    for text in (f"{row.icon} {row.name}", f"{row.icon} {row.name}".replace("\ufe0f", ""), f"Action {row.type}"):
        assert parse_action(text) == f"{row.type}"


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("ban", "22"), ("banned", "22"), ("unban", "23"), ("kick", "20"), ("Prune", "21"), ("deafen", "24"),
        ("mute", "24"), ("nickname", "24"), ("purge", "73"), ("2fa", "1"), ("topic", "11"), ("member ban", "22"),
        ("role_cr", "30"), ("forum post", "110"),
    ],
)  # fmt: skip
def test_a_beginning_that_only_one_action_has(text: str, action: str) -> None:
    """The beginning of a word, or what people call an action, is enough if it means only one."""
    assert parse_action(text) == action


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("member", ("Member kicked", "Members pruned", "Member banned")),
        ("timeout", ("Member changed", "Member timed out by AutoMod")),
        ("slowmode", ("Channel changed", "Slowmode permission split off")),
    ],
)
def test_a_beginning_that_several_actions_have(text: str, candidates: tuple[str, ...]) -> None:
    """The beginning of several actions is refused, with up to three of them."""
    with pytest.raises(SeveralActionsError) as raised:
        parse_action(text)
    assert (raised.value.text, raised.value.candidates) == (text, candidates)
    assert error_message(raised.value).startswith(f"“{text}” could be one of several actions: “{candidates[0]}”, “")


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("timeout", "member_update"), ("timed out", "member_update"), ("mute", "member_update"),
        ("deafen", "member_update"), ("nickname", "member_update"), ("nick", "member_update"),
        ("rename", "channel_update"), ("slowmode", "channel_update"), ("slow mode", "channel_update"),
        ("kick", "member_kick"), ("purge", "message_bulk_delete"), ("overwrite", "channel_overwrite_update"),
        ("2fa", "guild_update"), ("mfa", "guild_update"), ("vanity", "guild_update"), ("topic", "channel_update"),
        ("delete message", "message_delete"), ("bot", "bot_add"), ("emote", "emoji_create"),
        ("add role", "member_role_update"), ("lock", "thread_update"), ("quarantine", QUARANTINE),
        ("22", "member_ban_add"), ("145", "auto_moderation_user_communication_disabled"), ("🔨 mem", "member_ban_add"),
    ],
)  # fmt: skip
def test_what_people_look_for_is_offered(typed: str, slug: str) -> None:
    """What people call an action, and Discord's number for it, finds it among what the list shows at once."""
    assert slug in [value for _, value in action_choices(typed)][:6]


def test_a_number_is_offered_first() -> None:
    """The action of the number that was typed comes before those whose numbers begin so."""
    assert action_choices("22")[0] == ("🔨 Member banned", "member_ban_add")
    assert action_choices("1")[0] == ("⚙️ Server changed", "guild_update")


def test_searches_are_of_actions() -> None:
    """Each row of further words belongs to an action, in lower case, and says nothing twice."""
    assert SEARCHES.keys() <= BY_TYPE.keys()
    for called in SEARCHES.values():
        assert called == called.lower()
        assert len(set(called.split(", "))) == len(called.split(", "))


@given(st.text() | st.from_regex(r"[0-9]{1,6000}", fullmatch=True))
def test_reading_an_action_gives_one_or_refuses(text: str) -> None:
    """Any text is an action that a button can carry, or is refused."""
    try:
        action = parse_action(text)
    except (NotAnActionError, SeveralActionsError):
        return
    assert action_words(action)
    assert decode(encode(ButtonState(Verb.NEWEST, Query.where(action=action)))).query == Query.where(action=action)


def test_new_types_are_actions() -> None:
    """A number that no row has is an action too: Discord adds types before we do."""
    assert parse_action("0987") == "987"
    assert action_words("987") == "Action 987"


@given(st.text(max_size=20) | st.sampled_from(["ba", "mem", "All of", "member_ban", "MEMBER BAN", "🔨"]))
def test_choices(typed: str) -> None:
    """At most 25 choices are offered, none twice, all of which are read, within Discord's limits."""
    choices = action_choices(typed)
    assert len(choices) <= CHOICES_AT_MOST
    assert len({value for _, value in choices}) == len(choices)
    for name, value in choices:
        assert 1 <= len(name) <= 100
        assert parse_action(name) == parse_action(value)


@pytest.mark.parametrize(
    ("typed", "first"),
    [("ba", "member_ban_add"), ("member ban", "member_ban_add"), ("MEMBER_BAN_R", "member_ban_remove"),
     ("roles", "roles"), ("all of me", "members"), ("kick", "member_kick"), ("unba", "member_ban_remove")],
)  # fmt: skip
def test_the_likeliest_choice_is_offered_early(typed: str, first: str) -> None:
    """Who types the beginning of a word finds the action among the first few."""
    assert first in [value for _, value in action_choices(typed)][:5]


def test_nothing_typed_offers_categories() -> None:
    """Before anything is typed, the categories come first."""
    assert [value for _, value in action_choices("")][:15] == [one.value for one in Category if one != "other"]
