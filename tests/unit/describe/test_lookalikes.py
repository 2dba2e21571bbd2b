"""Whose names look alike, and that nobody can hide behind one."""

import random
import zoneinfo
from typing import Any, Final

import pytest
from tests.unit.entries import ANNA, BOB, GIVEAWAYS, GUILD, READER, entry

from lightbulb_audit.catalog.confusables import prototypes
from lightbulb_audit.catalog.kinds import AUTOMOD_ID, Kind
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.lookalikes import Lookalikes, looks
from lightbulb_audit.describe.names.name_table import Known, Names, names_of
from lightbulb_audit.describe.names.references import thing
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.model.query import Query
from lightbulb_audit.render.search.query_text import describe_query
from lightbulb_audit.services.describer import Describer

ALIKE: Final = {
    "equal": ("anna", "anna"),
    "case": ("Anna", "anna"),
    "all capitals": ("ANNA", "anna"),
    "Cyrillic": ("anna", "\u0430nn\u0430"),
    "Cyrillic capitals": ("HECTOP", "\u041d\u0415\u0421\u0422\u041e\u0420"),
    "Greek": ("OMIKPON", "\u039f\u039c\u0399\u039a\u03a1\u039f\u039d"),
    "Greek small": ("olga", "\u03bflga"),
    "Cherokee": ("Anna", "\u13aanna"),
    "fullwidth": ("anna", "\uff41\uff4e\uff4e\uff41"),
    "mathematical": ("anna", "\U0001d41a\U0001d427\U0001d427\U0001d41a"),
    "script letters": ("anna", "\U0001d4b6\U0001d4c3\U0001d4c3\U0001d4b6"),
    "circled": ("anna", "\u24d0\u24dd\u24dd\u24d0"),
    "zero width": ("anna", "an\u200bna"),
    "a word joiner at the end": ("anna", "anna\u2060"),
    "a right-to-left mark": ("anna", "an\u200fna"),
    "an override": ("anna", "\u202danna\u202c"),
    "a tag": ("anna", "anna\U000e0041"),
    "small l and capital I": ("Bill", "BiIl"),
    "one and l": ("Bill", "Bi1l"),
    "zero and O": ("Olga", "0lga"),
    "rn and m": ("moss", "rnoss"),
    "spaces": ("the  keeper", "the\u00a0keeper "),
    "composed and not": ("Zo\u00eb", "Zoe\u0308"),
}

DIFFERENT: Final = {
    "other letters": ("anna", "olga"),
    "an accent": ("Jose", "Jos\u00e9"),
    "a longer name": ("anna", "annaa"),
    "scripts": ("anna", "\u0430\u043d\u043d\u0430"),
    "nothing and something": ("\u200b", "anna"),
}


@pytest.mark.parametrize("name", ALIKE)
def test_names_that_look_alike(name: str) -> None:
    """Letters of other scripts, of other shapes and letters that are not seen make a name no other one."""
    one, other = ALIKE[name]
    assert looks(one) & looks(other)


@pytest.mark.parametrize("name", DIFFERENT)
def test_names_that_do_not(name: str) -> None:
    """Whom an eye tells apart needs no username."""
    one, other = DIFFERENT[name]
    assert not looks(one) & looks(other)


def test_each_row_of_the_table_is_a_look() -> None:
    """Whatever Unicode says looks like something else does, within a name as well."""
    table = prototypes()
    assert len(table) > 2000
    for character, look in table.items():
        assert looks(f"x{character}") & looks(f"x{look}"), ascii(character)


def _said(*raws: Any, **names: str) -> list[str]:
    """Sentences of one answer, with people of these names."""
    ids = {"anna": ANNA, "bob": BOB, "bot": GIVEAWAYS}
    users = [
        {"id": str(ids[key]), "username": f"{key}_01", "global_name": name, "bot": key == "bot"}
        for key, name in names.items()
    ]
    page = READER.page({"audit_log_entries": list(raws), "users": users}, GUILD)
    known, people = names_of([page]), Lookalikes()
    people.add_people(page.records, known)
    known.mark_lookalikes(people.ids)
    return [plain(describe(record, known).sentence) for record in page.records]


def test_both_carry_the_username() -> None:
    """In one answer both of two that look alike have their username beside them, wherever they stand."""
    assert _said(entry(22, BOB), entry(23, BOB), anna="anna", bob="\u0430nn\u0430") == [
        "anna (anna_01) banned \u0430nn\u0430 (bob_01)",
        "anna (anna_01) unbanned \u0430nn\u0430 (bob_01)",
    ]
    assert _said(entry(22, BOB), anna="anna", bob="bob") == ["anna banned bob"]


def test_one_who_is_not_in_the_answer_is_no_lookalike() -> None:
    """A page names people of whom no entry of the answer speaks: they are nobody's look-alikes."""
    assert _said(entry(22, 99), anna="anna", bob="anna") == ["anna banned user 99"]


def test_nobody_passes_for_automod() -> None:
    """A member who calls themself after one of Discord's own accounts is told by the username, that account is not."""
    said = _said(entry(22, BOB), entry(143, BOB, user=AUTOMOD_ID), anna="anna", bob="Aut\u043eM\u043ed")
    assert said == [
        "anna banned Aut\u043eM\u043ed (bob_01)",
        "AutoMod blocked a message by Aut\u043eM\u043ed (bob_01)",
    ]


def test_whom_a_reason_names_may_be_a_lookalike() -> None:
    """The human behind a bot is told apart as well, also where the reason has the name alone."""
    raw = entry(22, BOB, user=GIVEAWAYS, reason="Moderator: anna")
    assert _said(raw, anna="anna", bob="ann\u0430", bot="Dyno") == [
        "Dyno, for anna (anna_01), banned ann\u0430 (bob_01)"
    ]


def test_without_a_username_the_id_stands_beside() -> None:
    """Where nobody knows the username the id tells who it is."""
    names = Names({(Kind.USER, ANNA): Known("anna"), (Kind.USER, BOB): Known("ANNA", username="bob_01")})
    record = READER.entry(entry(22, BOB), GUILD)
    assert record is not None
    people = Lookalikes()
    people.add_people([record], names)
    names.mark_lookalikes(people.ids)
    assert plain(describe(record, names).sentence) == f"anna ({ANNA}) banned ANNA (bob_01)"


def test_many_people_cost_little() -> None:
    """Who looks like whom is found in one walk, whatever they are called."""
    rng, people = random.Random(7), Lookalikes()
    for user_id in range(2000):
        people.add(user_id, f"person {user_id:04}" if user_id % 2 else "".join(rng.choices("abcdefgh", k=12)))
    assert people.ids == set()
    people.add(2001, "pers\u043en 0001")
    assert people.ids == {1, 2001}


def test_the_question_tells_them_apart_too() -> None:
    """Whom the question names is told by the username where the answer has a look-alike of theirs."""
    names = Names({(Kind.USER, ANNA): Known("anna", username="anna_01"), (Kind.USER, BOB): Known("bob")})
    query = Query.where(actor=ANNA)
    zone = zoneinfo.ZoneInfo("UTC")
    assert [plain(parts) for parts in describe_query(query, names, zone, is_plain=True)] == ["by anna"]
    names.mark_lookalikes({ANNA})
    assert [plain(parts) for parts in describe_query(query, names, zone, is_plain=True)] == ["by anna (anna_01)"]


async def test_names_that_are_recalled_are_told_apart() -> None:
    """Of two who are named together and look alike, each has the username beside the name."""
    names = Names({(Kind.USER, user_id): Known("anna", username=f"anna_{user_id}") for user_id in (ANNA, BOB)})
    said = [plain(thing(names, Kind.USER, user_id)) for user_id in (ANNA, BOB)]
    await Describer(None).recall_names(GUILD, names, [(Kind.USER, ANNA), (Kind.USER, BOB)])
    assert said == ["anna", "anna"]
    said = [plain(thing(names, Kind.USER, user_id)) for user_id in (ANNA, BOB)]
    assert said == [f"anna (anna_{ANNA})", f"anna (anna_{BOB})"]
