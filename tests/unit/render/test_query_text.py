"""A search in words, and within the message that answers it."""

import datetime
import random
import zoneinfo
from typing import Any, Final

import hikari
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.searched import World, leaves_time
from tests.unit.entries import ANNA, BOB, GENERAL, GUILD, HELPER, NAMES, at

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.commands import search
from lightbulb_audit.commands.answers.search import query_text
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.errors import OutdatedError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.query.filters import FILTERS
from lightbulb_audit.query.syntax import LONGEST, LONGEST_WRITTEN, format_search, parse, tokenize
from lightbulb_audit.query.values import ParseContext
from lightbulb_audit.render.search.query_footer import footer_text, parse_footer
from lightbulb_audit.render.search.query_text import describe_query

UTC: Final = zoneinfo.ZoneInfo("UTC")
_NOW: Final = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
_SENSE: Final = ParseContext(int(GUILD), _NOW, UTC, {("actor", "anna"): [ANNA], ("about", "the party"): [BOB]})
_DAY: Final = at(datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC))

_READ: Final = (
    ("actor:anna", Clause("actor", ("5",)), "by anna"),
    ("-by:<@5>,6", Clause("actor", ("5", "6"), True), "not by anna or bob"),
    ("for:5", Clause("for", ("5",)), "by a bot for anna"),
    ("to:<@6>", Clause("target", ("6",)), "done to bob"),
    ("<@6>", Clause("about", ("6",)), "about bob"),
    ("-about:hunter2", Clause("about", ("hunter2",), True), "not about hunter2"),
    ("about:https://discord.gg/hunter2", Clause("about", ("hunter2",)), "about hunter2"),
    ('about:"the party"', Clause("about", ("6",)), "about bob"),
    ('action:"member banned"', Clause("action", ("member_ban_add",)), "Member banned"),
    ("-type:members", Clause("action", ("members",), True), "not All of Members"),
    ("action:987", Clause("action", ("987",)), "Action 987"),
    ("category:Roles", Clause("category", ("roles",)), "all of Roles"),
    ("in:<#10>", Clause("channel", ("10",)), "in or about #general"),
    ("-role:@everyone", Clause("role", ("40",), True), "without the role everyone"),
    ("role:20", Clause("role", ("20",)), "with the role Helper"),
    ("until:2026-10-01", Clause("before", (str(_DAY),)), "before 2026-10-01 00:00 UTC"),
    ("since:2026-10-01", Clause("after", (str(_DAY),)), "after 2026-10-01 00:00 UTC"),
    ("created:>=2026-10-01", Clause("after", (str(_DAY - 1),)), "after 2026-10-01 00:00 UTC"),
    ("-has:reason", Clause("has", ("reason",), True), "without a reason"),
    ("is:BOT", Clause("is", ("bot",)), "by a bot"),
    ("is:human", Clause("is", ("bot",), True), "not by a bot"),
    ("-is:human", Clause("is", ("bot",)), "by a bot"),
    ('"Two, Words!"', Clause("text", ("two words ",)), "with “two words”"),
    ('"Two, Words!"*', Clause("text", ("two words",)), "with “two words”"),
    ("is:undone", Clause("is", ("undone",)), "undone since"),
    ("-is:bot,Undone", Clause("is", ("bot", "undone"), True), "not by a bot or undone since"),
    ("-raid", Clause("text", ("raid",), True), "without “raid”"),
    ("setting:nick", Clause("key", ("nick",)), "changing nickname"),
    ("key:icon", Clause("key", ("icon", "icon_hash")), "changing icon"),
    ("key:175928847299117063", Clause("key", ("175928847299117063",)), "changing 175928847299117063"),
    ("action:timeout", Clause("action", ("member_timeout", "auto_moderation_user_communication_disabled")),
     "Member timed out or Member timed out by AutoMod"),
    ("-action:deleted", Clause("action", ("deleted",), True), "not All deletions"),
    ("permission:admin", Clause("permission", ("administrator",)), "giving or taking the permission Administrator"),
    ('gained:"Ban members"', Clause("gained", ("ban_members",)), "giving the permission Ban members"),
    ("-lost:permission_60", Clause("lost", ("permission_60",), True), "not taking the permission 60"),
    ("id:175928847299117063", Clause("id", ("175928847299117063",)), "entry 175928847299117063"),
)  # fmt: skip


def _understood(text: str) -> Query:
    return parse(text, tokenize(text), _SENSE)


@pytest.mark.parametrize(("text", "clause", "words"), _READ, ids=[one[0] for one in _READ])
def test_each_filter_is_read_and_repeated(text: str, clause: Clause, words: str) -> None:
    """What is typed becomes a condition, and the answer says which, by name."""
    search = _understood(text)
    assert search == Query((clause,))
    (parts,) = describe_query(search, NAMES, UTC)
    assert plain(parts).startswith(words)


def test_permissions_are_one_phrase() -> None:
    """Several permissions are named once as such."""
    (parts,) = describe_query(_understood("gained:administrator,ban_members,permission_60"), NAMES, UTC)
    assert plain(parts) == "giving the permission Administrator or Ban members or 60"


def test_a_bot_and_its_role_are_told_apart() -> None:
    """Whom several things are called like is told by username; a thing by what it alone is, else by its id."""
    called = {
        (Kind.USER, 5): Known("auditor", username="auditor#7"), (Kind.ROLE, 6): Known("Auditor"),
        (Kind.CHANNEL, 7): Known("party"), (Kind.CHANNEL, 8): Known("party"),
    }  # fmt: skip
    asked = Query((Clause("about", ("5", "6", "7", "8")),))
    (parts,) = describe_query(asked, Names(called, guild_id=GUILD), UTC)
    assert plain(parts) == "about auditor (auditor#7) or Auditor (role) or #party (7) or #party (8)"


def test_every_filter_is_tried() -> None:
    """Whoever adds a filter says here how it is read and repeated."""
    assert {clause.filter for _, clause, _ in _READ} == set(FILTERS)


def test_conditions_of_one_value_mean_either() -> None:
    """Where an entry has just one value, two words mean either; where it has several, both must hold."""
    assert _understood("actor:5 actor:6") == Query((Clause("actor", ("5", "6")),))
    assert _understood("key:nick key:name") == Query((Clause("key", ("nick",)), Clause("key", ("name",))))
    assert _understood("-raid -spam") == Query((Clause("text", ("raid", "spam"), is_negated=True),))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("created:2026-10-25", "2026-10-24T22:00", "2026-10-25T23:00"),
        ("created:2026-03-29", "2026-03-28T23:00", "2026-03-29T22:00"),
        ("created:2026-10-01..2026-10-31", "2026-09-30T22:00", "2026-10-31T23:00"),
        ("created:2026-10-01..2026-10-01", "2026-09-30T22:00", "2026-10-01T22:00"),
        ("created:<=2026-10-31", None, "2026-10-31T23:00"),
        ("created:<2026-10-31", None, "2026-10-30T23:00"),
    ],
)
def test_a_day_has_all_its_hours(text: str, low: str | None, high: str) -> None:
    """A day is meant as it is where it is meant, also on those on which the clocks change; so is the end of a span."""
    sense = ParseContext(1, _NOW, zoneinfo.ZoneInfo("Europe/Berlin"))
    found = {one.filter: int(one.values[0]) for one in parse(text, tokenize(text), sense).clauses}

    def first(moment: str) -> int:
        return int(snowflake.first_at(datetime.datetime.fromisoformat(f"{moment}+00:00")))

    assert found == ({} if low is None else {"after": first(low) - 1}) | {"before": first(high)}


class _Command:
    """A command with what was typed into its options."""

    def __init__(self, **given: str) -> None:
        self._given = given

    def __getattr__(self, name: str) -> str:
        return self._given.get(name, "")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ({}, ""),
        ({"query": " raid "}, "raid"),
        ({"actor": "<@5>", "query": "-spam"}, "-spam actor:<@5>"),
        ({"action": "Member banned"}, 'action:"Member banned"'),
        ({"actor": "5,6"}, "actor:5,6"),
        ({"text": "two words"}, "two words"),
        ({"text": '"two words"'}, 'text:"two words"'),
        ({"actor": "5 -action:ban"}, "actor:5 -action:ban"),
        ({"actor": "@anna, <@5>"}, 'actor:"@anna","<@5>"'),
        ({"actor": "anna, the great"}, 'actor:"anna, the great"'),
        ({"after": "2 days ago", "before": "today"}, 'before:today after:"2 days ago"'),
    ],
)
def test_options_and_the_language_mix(typed: dict[str, str], text: str) -> None:
    """Each option is a word of the language; one that goes on in the language does so."""
    command: Any = _Command(**typed)
    assert query_text(search.given(command)) == text


def _message(*footers: str) -> Any:
    """What a message is asked for."""

    class Message:
        embeds = tuple(hikari.Embed(title="x").set_footer(footer) for footer in footers)

    return Message()


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(min_value=0))
def test_a_message_carries_its_search(seed: int) -> None:
    """What stands in the footer is the search, as long as it may be."""
    search = World(random.Random(seed)).search(8)
    if len(format_search(search)) <= LONGEST_WRITTEN and search and leaves_time(search):
        assert parse_footer(_message(footer_text(search)), 1) == search


def test_a_message_carries_more_than_is_typed() -> None:
    """A name may stand for many ids: what is carried may be longer than what can be typed."""
    search = Query((Clause("actor", tuple(str((1 << 60) + number) for number in range(60))),))
    assert LONGEST < len(format_search(search)) <= LONGEST_WRITTEN
    assert parse_footer(_message("other", footer_text(search)), 1) == search


def test_a_message_without_a_search() -> None:
    """A search for everything is carried too; a message that carries none that can be read is outdated."""
    assert parse_footer(_message(footer_text(Query())), 1) == Query()
    for texts in (["other"], [], ["🔎 nonsense:1"]):
        with pytest.raises(OutdatedError):
            parse_footer(_message(*texts), 1)


def test_whoever_is_named_in_a_question() -> None:
    """Names that the entries do not tell are told by what is known; the rest by id."""
    parts = describe_query(Query((Clause("channel", (str(GENERAL), "999")),)), NAMES, UTC)
    assert plain(parts[0]) == "in or about #general or channel 999"
    parts = describe_query(Query((Clause("about", (str(HELPER), "²")),)), NAMES, UTC)
    assert plain(parts[0]) == "about Helper or ²"
