"""Actions by the words that people use for them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightbulb_audit.catalog.actions import BY_TYPE, ROWS
from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.doings import DOINGS, Doing
from lightbulb_audit.catalog.searches import SEARCHES
from lightbulb_audit.commands.answers.recent import with_actions
from lightbulb_audit.errors import NotAnActionError
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.actions import CHOICES_AT_MOST, action_choices, action_words, parse_action
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.custom_id import decode, encode

QUARANTINE = "auto_moderation_quarantine_user"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.slug)
def test_an_action_is_read_by_any_of_its_names(row: object) -> None:
    """An action is read by its name, hikari's name and Discord's number, in any case and spacing."""
    action = next(one for one in ROWS if one is row)
    for text in (action.name, action.name.upper(), action.slug, action.slug.upper(), f" {action.type} ",
                 action.slug.replace("_", "  ")):  # fmt: skip
        assert parse_action(text) == (action.slug,)


@pytest.mark.parametrize("category", Category)
def test_a_category_is_read(category: Category) -> None:
    """A category is read by its value, its heading and as it is offered."""
    for text in (category.value, category.title, f"All of {category.title}", f"all  of {category.value}"):
        assert parse_action(text) == (category.value,)


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
        assert parse_action(text) == (row.slug,)


@pytest.mark.parametrize("row", DOINGS, ids=lambda row: row.slug)
def test_a_doing_is_read_by_any_of_its_names(row: Doing) -> None:
    """A doing is read by its slug, its name, and as it is offered."""
    for text in (row.slug, row.name, row.name.upper(), f"{row.icon} {row.name}", row.slug.replace("_", " ")):
        assert parse_action(text) == (row.slug,)
    assert action_words(row.slug) == row.name


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("ban", "Member banned"), ("banned", "Member banned"), ("bna", "Member banned"), ("bans", "Member banned"),
        ("unban", "Member unbanned"), ("kick", "Member kicked"), ("kcik", "Member kicked"), ("Prune", "Members pruned"),
        ("untimeout", "Timeout ended"), ("mute", "Member muted in voice"), ("unmuted", "Member unmuted in voice"),
        ("deafen", "Member deafened in voice"), ("nickname", "Nickname changed"), ("nicknmae", "Nickname changed"),
        ("slowmode", "Slowmode changed"), ("purge", "Messages bulk-deleted"),
        ("2fa", "Server changed"), ("member ban", "Member banned"), ("role_cr", "Role created"),
        ("forum post", "Thread started"), ("deleted", "All deletions"), ("renamed", "All renaming"),
        ("created", "All creations"), ("give role", "Role given"), ("promoted", "Role given"),
        ("lock thread", "Thread locked"),
    ],
)  # fmt: skip
def test_what_people_call_it(text: str, called: str) -> None:
    """What people call it, the beginning of a word, and what is spelt nearly so mean what was done."""
    assert [action_words(one) for one in parse_action(text)] == [called]


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("timeout", {"Member timed out", "Member timed out by AutoMod"}),
        ("moved", {"Channel moved", "Event moved", "Members moved"}),
        ("topic", {"Channel topic changed", "Stage topic changed"}),
        ("post", {"Thread started", "Thread deleted"}),
        ("timeouts", {"Member timed out", "Member timed out by AutoMod"}),
        ("tmieout", {"Member timed out", "Member timed out by AutoMod"}),
    ],
)
def test_a_word_that_fits_several_means_any_of_them(text: str, some: set[str]) -> None:
    """Nothing is left out in silence."""
    assert {action_words(one) for one in parse_action(text)} == some


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("timeout", "member_timeout"), ("timed out", "member_timeout"), ("mute", "member_mute"),
        ("deafen", "member_deafen"), ("nickname", "member_nickname"), ("nick", "member_nickname"),
        ("rename", "channel_renamed"), ("slowmode", "slowmode"), ("slow mode", "slowmode"),
        ("kick", "member_kick"), ("purge", "message_bulk_delete"), ("overwrite", "channel_overwrite_update"),
        ("2fa", "guild_update"), ("mfa", "guild_update"), ("vanity", "custom_link"), ("topic", "channel_topic"),
        ("delete message", "message_delete"), ("bot", "bot_add"), ("emote", "emoji_create"),
        ("add role", "role_given"), ("lock", "thread_locked"), ("quarantine", QUARANTINE),
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
    """Any text is something done that a button can carry, or several things, or is refused."""
    try:
        values = parse_action(text)
    except NotAnActionError:
        return
    assert all(map(action_words, values))
    query = with_actions(Query(), text)
    if len(values) == 1:
        assert decode(encode(ButtonState(Verb.NEWEST, query))).query == query


def test_new_types_are_actions() -> None:
    """A number that no row has is an action too: Discord adds types before we do."""
    assert parse_action("0987") == ("987",)
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
