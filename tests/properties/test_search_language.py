import datetime
import random
import zoneinfo
from collections.abc import Callable, Mapping
from typing import Final

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from tests.growth import growth
from tests.properties import hostile
from tests.properties.searched import World, leaves_time

from lightbulb_audit.errors import Fault, SearchError
from lightbulb_audit.model.query import Query
from lightbulb_audit.query import completion
from lightbulb_audit.query.filters import BY_NAME, CREATED, FILTERS, QUALIFIERS
from lightbulb_audit.query.syntax import LONGEST, LONGEST_WRITTEN, format_search, name_values, parse, tokenize
from lightbulb_audit.query.terms import words_of
from lightbulb_audit.query.values import ParseContext

_NOW: Final = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
_PHASES: Final = (Phase.reuse, Phase.generate)
_CALLED: Final = "anna"


def _sense(text: str = "") -> ParseContext:
    """What is known while a search is read: one name for all that can be called something."""
    found = {(row.name, said): [5, 6] for row, said in (name_values(tokenize(text)) if text else []) if said == _CALLED}
    return ParseContext(40, _NOW, zoneinfo.ZoneInfo("Europe/Berlin"), found)


def _outcome(text: str) -> Query | SearchError:
    try:
        return parse(text, tokenize(text), _sense())
    except SearchError as error:
        return error


def _read(text: str) -> Query:
    return parse(text, tokenize(text, LONGEST_WRITTEN), _sense())


@settings(max_examples=300, deadline=None, phases=_PHASES)
@given(seed=st.integers(min_value=0))
def test_a_search_survives_being_written_out(seed: int) -> None:
    """What the answer carries means what was asked: written out and read again, a search is the same."""
    search = World(random.Random(seed)).search(6)
    assume(leaves_time(search))
    text = format_search(search)
    assert _read(text) == search
    assert format_search(_read(text)) == text


_GOOD: Final = (
    "actor:5", "-target:6,7", "about:<@5>", "about:hunter2", "action:ban", "category:members", "channel:<#8>",
    "role:<@&7>", "before:today", "after:2026-09-01", "has:reason", "is:human", "is:undone", "is:bot,undone",
    "text:spam",
    '"begun words"*', 'text:"a",b,"花 見"*', "key:nick",
    "permission:administrator", "gained:administrator", '-lost:"ban members"', "id:175928847299117063",
    "created:>2026-10-01", "created:2026-10-01..2026-11-01", "created:2026-10-01", "raid", '"two words"', "-spam",
    "“curly”", "<@5>", "花見", "word,", "actor:anna", 'in:"8",81',
)  # fmt: skip
"""Words that are understood."""

_FAULTY: Final[tuple[tuple[str, str, Fault], ...]] = (
    ("actr:5", "actr", Fault.UNKNOWN_FILTER),
    ("-ACTR:5", "ACTR", Fault.UNKNOWN_FILTER),
    ("https://x", "https", Fault.UNKNOWN_FILTER),
    ("actor:", "actor:", Fault.NO_VALUE),
    ("-key:", "-key:", Fault.NO_VALUE),
    ("actor:5,", "actor:5,", Fault.NO_VALUE),
    ('actor:""', '""', Fault.NO_VALUE),
    ('key:nick,"  "', '"  "', Fault.NO_VALUE),
    ("-,", "-", Fault.NO_VALUE),
    ("actor:nobody", "nobody", Fault.NOBODY),
    ('-actor:5,"no body"', '"no body"', Fault.NOBODY),
    ("target:@nobody", "@nobody", Fault.NOBODY),
    ("about:#x", "#x", Fault.NOBODY),
    ("about:x/²", "x/²", Fault.NOBODY),
    ("before:soon", "soon", Fault.NOT_A_MOMENT),
    ("after:31/31/2026", "31/31/2026", Fault.NOT_A_MOMENT),
    ("created:>never", ">never", Fault.NOT_A_MOMENT),
    ("created:2026-10-01..x", "2026-10-01..x", Fault.NOT_A_MOMENT),
    ("created:2026-13-45", "2026-13-45", Fault.NOT_A_MOMENT),
    ("created:14:00", "14:00", Fault.NOT_A_SPAN),
    ("after:tomorrow", "tomorrow", Fault.STILL_TO_COME),
    ("created:>3/4/2026", ">3/4/2026", Fault.SEVERAL_DAYS),
    ("created:2026-10-01..2026-09-01", "2026-10-01..2026-09-01", Fault.NO_TIME_BETWEEN),
    ("created:..", "..", Fault.NOT_A_SPAN),
    ("-created:2026-10-01", "2026-10-01", Fault.NOT_A_SPAN),
    ("created:>2026-10-01,<2026-11-01", "<2026-11-01", Fault.NOT_A_SPAN),
    ("before:2026-10-01,2026-11-01", "2026-11-01", Fault.NOT_A_SPAN),
    ("permission:fly", "fly", Fault.UNKNOWN_NAME),
    ("gained:administrator,fly", "fly", Fault.UNKNOWN_NAME),
    ("permission:manage", "manage", Fault.SEVERAL),
    ("action:zzz", "zzz", Fault.UNKNOWN_NAME),
    ("category:zzz", "zzz", Fault.UNKNOWN_VALUE),
    ("has:luck", "luck", Fault.UNKNOWN_VALUE),
    ("is:human,bot", "bot", Fault.ALONE),
    ("-is:undone,human", "undone", Fault.ALONE),
    ("is:cat", "cat", Fault.UNKNOWN_VALUE),
    ("key:permisions", "permisions", Fault.MISSPELT),
    ("key:zzz", "zzz", Fault.UNKNOWN_NAME),
    ("key:___", "___", Fault.NO_WORDS),
    ("text:…", "…", Fault.NO_WORDS),
    ("text:...", "...", Fault.NO_WORDS),
    ("id:x", "x", Fault.NOT_AN_ENTRY),
    ("id:0", "0", Fault.NOT_AN_ENTRY),
)


@pytest.mark.parametrize(("wrong", "word", "fault"), _FAULTY, ids=[one[0] for one in _FAULTY])
def test_a_fault_is_pointed_at(wrong: str, word: str, fault: Fault) -> None:
    """Among any words that are right, just the characters of the one that is wrong are named, and what is wrong."""
    rng = random.Random(wrong)
    for _ in range(4):
        before, behind = ("".join(f"{one} " for one in rng.choices(_GOOD, k=rng.randint(0, 3))) for _ in range(2))
        text = f"{before}{wrong} {behind}"
        with pytest.raises(SearchError) as caught:
            parse(text, tokenize(text), _sense(f"{before}{behind}"))
        found = caught.value
        assert (text[found.start : found.end], found.fault) == (word, fault)
        assert found.start == len(before) + wrong.rindex(word)


@pytest.mark.parametrize("wrong", ['"raid', "-“raid", 'actor:"anna bob', 'key:nick,"b'])
def test_a_quote_without_an_end_is_pointed_at(wrong: str) -> None:
    """From where it begins to the end: nobody can know where it should have ended."""
    text = f"actor:5 {wrong} and so on"
    with pytest.raises(SearchError) as caught:
        tokenize(text)
    begun = text.index("“") if "“" in text else text.index('"')
    assert (caught.value.start, caught.value.end, caught.value.fault) == (begun, len(text), Fault.NO_END)


@pytest.mark.parametrize("good", _GOOD)
def test_what_is_right_is_understood(good: str) -> None:
    """Each word that the test above surrounds the wrong one with is right by itself, and stays so when written out."""
    search = parse(good, tokenize(good), _sense(good))
    assert search
    assert _read(format_search(search)) == search


_PIECES: Final = (
    *(f"{name}:" for name in (*BY_NAME, CREATED)), *_GOOD, *(one[0] for one in _FAULTY), ",", '"', "“", "-",
    "\N{EN DASH}", ">=", "..", "²", "٣", "\N{ZERO WIDTH SPACE}", "\x00", "\ud83d", "9" * 30, "today",
    "2026-10-01T00:00Z", "/²", "x/",
)  # fmt: skip


def _typed(rng: random.Random) -> str:
    """Anything that somebody could type, mostly near to what can be read."""
    pieces = [rng.choice((_PIECES, _PIECES, hostile.FRAGMENTS)) for _ in range(rng.randint(0, 12))]
    return rng.choice(("", " ")).join(rng.choice(one) for one in pieces)


@settings(max_examples=500, deadline=None, phases=_PHASES)
@given(seed=st.integers(min_value=0))
def test_any_text_is_read_or_refused(seed: int) -> None:
    """Reading raises nothing but what points at a word; whatever is understood can be written out and read again."""
    text = _typed(random.Random(seed))
    found = _outcome(text)
    if isinstance(found, SearchError):
        assert found.text == text
        assert 0 <= found.start < found.end <= max(len(text), 1)
    else:
        assert _read(format_search(found)) == found


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=60))
def test_any_characters_are_read_or_refused(text: str) -> None:
    """The same of any characters at all."""
    found = _outcome(text)
    assert isinstance(found, SearchError) or _read(format_search(found)) == found


_LONG: Final[Mapping[str, Callable[[int], str]]] = {
    "letters": lambda size: "a" * size,
    "quotes": lambda size: '"' * size,
    "a quote, half open": lambda size: 'a"b' * (size // 3),
    "commas": lambda size: "a," * (size // 2),
    "signs": lambda size: "-" * size,
    "colons": lambda size: "a:" * (size // 2),
    "an unknown filter": lambda size: f"{'a' * (size - 2)}:b",
    "values": lambda size: f"key:{','.join(f'{100 + number}' for number in range(size))}"[:size],
    "settings": lambda size: f"key:{','.join(f'permission_{number}x' for number in range(size))}"[:size],
    "actions": lambda size: f"action:{'ban ' * (size // 4)}"[:size],
    "times": lambda size: "after:yesterday at 3 of may 5 " * (size // 30),
    "bounds": lambda size: f"{'before:1d ' * (size // 10)}",
    "spans": lambda size: "created:>1h30m " * (size // 15),
    "an address": lambda size: f"about:{'x/' * (size // 2)}"[:size],
    "a mention": lambda size: f"<@{'1' * (size - 3)}>",
    "digits": lambda size: f"id:{'1' * (size - 3)}",
    "slashes": lambda size: f"in:</{'a' * (size - 5)}",
}


@pytest.mark.parametrize("name", _LONG)
def test_no_text_takes_long(name: str) -> None:
    """Whatever stands in the longest search, it costs no more than the square of its length."""
    short, long = _LONG[name](LONGEST // 4), _LONG[name](LONGEST)
    assert len(long) <= LONGEST
    assert growth(_outcome, short, long) < 4**2


def test_too_much_is_refused() -> None:
    """A search has an end: in characters, in words, and in what the answer can carry."""
    for text, fault in (("a" * (LONGEST + 1), Fault.TOO_LONG), ("a " * 251, Fault.TOO_MANY_WORDS)):
        with pytest.raises(SearchError) as caught:
            tokenize(text)
        assert caught.value.fault is fault
    text = "actor:anna for:otto target:carl"
    named = {
        (name, called): range(1 << 60, (1 << 60) + 50)
        for name, called in (("actor", "anna"), ("for", "otto"), ("target", "carl"))
    }
    many = ParseContext(40, _NOW, zoneinfo.ZoneInfo("UTC"), named)
    with pytest.raises(SearchError) as caught:
        parse(text, tokenize(text), many)
    assert caught.value.fault is Fault.TOO_MUCH


@settings(max_examples=200, deadline=None, phases=_PHASES)
@given(seed=st.integers(min_value=0))
def test_what_is_proposed_can_be_read(seed: int) -> None:
    """At most 25 proposals, and each that is a value can be read behind what stands there already."""
    rng = random.Random(seed)
    typing = completion.parse_partial(f"{rng.choice(('', 'raid ', 'actor:5 '))}{_begun(rng)}")
    if not typing.name:
        found = completion.complete_filters(typing)
        assert len(found) <= 25
        assert all(value.endswith(":") and value[len(typing.before) : -1] in QUALIFIERS for _, value in found)
        return
    if completion.takes_names(typing.name):
        return
    found = completion.complete_values(typing.name, typing.value)
    assert len(found) <= 25
    for _, value in found:
        text = f'{typing.before}"{value}"' if " " in value else f"{typing.before}{value}"
        assert parse(text, tokenize(text), _sense())


def _begun(rng: random.Random) -> str:
    text = rng.choice((*_GOOD, *(f"{name}:" for name in BY_NAME), "created:", "key:p", "-action:me", "gained:m"))
    return text[: rng.randint(0, len(text))] if rng.random() < 0.6 else text


def test_every_word_that_is_found_can_be_asked_for() -> None:
    """The words of a text are their own words, so that what a page shows can be searched for."""
    rng = random.Random(5)
    for _ in range(300):
        words = words_of(hostile.text(rng))
        assert words_of(" ".join(words)) == words
    assert set(FILTERS) <= set(QUALIFIERS)
