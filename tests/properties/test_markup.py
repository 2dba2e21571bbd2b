"""Nothing from outside is alive."""

import os
import random
import re
from collections import Counter
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties import hostile
from tests.properties.drawn import (
    embed_of,
    lines_of,
    listing_of,
    page_of,
    past_views,
    rows_of,
    told_of,
    view_of,
    with_bursts,
)
from tests.properties.pages import Maker
from tests.properties.test_reading import assert_one_line

from discord_standin.markdown import Kind, Span, spans
from lightbulb_audit.catalog import words
from lightbulb_audit.describe.changes import ChangeLine
from lightbulb_audit.describe.description import Description
from lightbulb_audit.describe.text.markdown import escape, markdown
from lightbulb_audit.describe.text.plain import clean, plain, truncate
from lightbulb_audit.describe.text.spans import Link, Parts, Timestamp, UntrustedText
from lightbulb_audit.model.query import View
from lightbulb_audit.render import entry, listing, timeline, timeline_lines
from lightbulb_audit.render.button_state import QueryFields

_PART: Final = 1 if "EVERY_CASE" in os.environ else 2
RANDOMS: Final = st.randoms(use_true_random=True)
MENTIONS: Final = {Kind.USER, Kind.ROLE, Kind.CHANNEL}
OURS: Final = {Kind.BOLD, Kind.ITALIC, Kind.TIME, Kind.SUBTEXT}
PICTURE: Final = re.compile(r"https://cdn\.discordapp\.com(?:/[\w-]+)+\.(?:png|gif)")
PICTURES: Final = {"picture", "old picture", "new picture"}


def shown(text: str, longest: int) -> str:
    """What a person should read of a text from outside, isolating marks aside."""
    return truncate(clean(text), longest)


def read(text: str) -> str:
    """A span's text without the marks that isolate its direction."""
    return text.replace("\u2068", "").replace("\u2069", "")


def expected(parts: Parts, longest: int) -> list[tuple[Kind, str]]:
    """What should be alive in a phrase: bold names and moments, and nothing else."""
    found: list[tuple[Kind, str]] = []
    for part in parts:
        if isinstance(part, Timestamp):
            found.append((Kind.TIME, str(int(part.at.timestamp()))))
        elif isinstance(part, Link):
            found.append((Kind.LINK, part.text))
        elif isinstance(part, UntrustedText) and part.style == "name":
            found.append((Kind.BOLD, shown(part.text, longest)))
    return found


def alive(text: str) -> list[tuple[Kind, str]]:
    """What is alive in a text."""
    return [(span.kind, read(span.text)) for span in spans(text)]


def live(text: str) -> list[Span]:
    """What is alive in a text but for the pictures that we link."""
    return [span for span in spans(text) if not is_picture(span)]


def is_picture(span: Span) -> bool:
    """Whether a span is a link of ours to a picture of Discord's."""
    return span.kind is Kind.LINK and span.text in PICTURES and PICTURE.fullmatch(span.target) is not None


def assert_ours(text: str, lines: int) -> Counter[Kind]:
    """Only our own markup is alive in a text of exactly so many lines."""
    found = live(text)
    assert {span.kind for span in found} <= OURS, [span for span in found if span.kind not in OURS]
    assert len(text.split("\n")) == len(text.splitlines()) == lines
    return Counter(span.kind for span in found)


@settings(max_examples=300 // _PART, deadline=None)
@given(rng=RANDOMS)
def test_escaped_text_is_dead(rng: random.Random) -> None:
    """Escaped text shows letter by letter what it was, on one line, with nothing alive in it, wherever it stands."""
    text, longest = hostile.text(rng), rng.choice((1, 12, 100, 600))
    escaped = escape(text, longest)
    for before, after in (("", ""), ("- ", ""), ("a ", " b"), ("12", ""), ("(", ")"), ("**bold** ", " **bold**")):
        found = [span for span in spans(f"{before}{escaped}{after}") if span not in spans(f"{before}x{after}")]
        assert [span for span in found if span.kind is not Kind.LIST_ITEM] == []
    assert spans(escaped) == []
    assert alive(f"**{escaped}** *{escaped}*") == [(kind, shown(text, longest)) for kind in (Kind.BOLD, Kind.ITALIC)]
    assert_one_line(plain((UntrustedText(text),)))


@settings(max_examples=200 // _PART, deadline=None)
@given(rng=RANDOMS)
def test_lines_and_changes(openapi: dict[str, Any], rng: random.Random) -> None:
    """A line has bold names, a reason in italics and a timestamp alive in it, with the very text that came."""
    told, _ = told_of(page_of(Maker(openapi, rng).page(12, broken=rng.random() < 0.3), rng))
    for one in told:
        line = listing.line(one)
        wanted = expected(one.sentence, 100)
        if one.reason is not None:
            wanted.append((Kind.ITALIC, shown(one.reason, 512)))
        found = alive(line)
        assert found[: len(wanted)] == wanted
        assert [kind for kind, _ in found[len(wanted) :]] == [Kind.TIME] * bool(one.record.id)
        assert_ours(line, 1)
        for change in one.changes:
            assert_change(change)


def assert_change(change: ChangeLine) -> None:
    """A change's text has nothing alive but what it should."""
    assert alive(markdown(change.text, longest=200)) == expected(change.text, 200)
    if isinstance(change.label, UntrustedText):
        label = markdown((change.label,))
        drawn = label if change.label.style == "name" else f"**{label}**"
        assert all(span.kind is Kind.BOLD for span in spans(drawn))


@settings(max_examples=150 // _PART, deadline=None)
@given(rng=RANDOMS)
def test_lists(openapi: dict[str, Any], rng: random.Random) -> None:
    """A whole list has nothing alive but our own markup, and exactly the lines that we drew."""
    page = page_of(with_bursts(Maker(openapi, rng).page(25, broken=rng.random() < 0.3), rng), rng)
    told, names = told_of(page)
    shown_as = listing_of(page, told, names, rng)
    drawing = listing.draw(shown_as)
    embed = embed_of(drawing)
    description: str = embed["description"]
    left_out = sum(line.startswith("and ") for line in description.split("\n"))
    icons = tuple({f"{one.icon} " for one in lines_of(shown_as)})
    count = sum(line.startswith(icons) for line in description.split("\n")) if icons else 0
    if description.startswith("-# 🔎"):
        question, _, description = description.partition("\n")
        fields = QueryFields.of(shown_as.window.query)
        asked = {str(fields.user_id), str(fields.target_id)}
        found = [span for span in spans(question) if span.kind not in OURS]
        assert {span.kind for span in found} <= MENTIONS
        assert {span.text for span in found} <= asked
    has_tally = description.startswith("-# ") and bool(told)
    assert not has_tally or shown_as.view is View.SEARCH
    found = assert_ours(description, has_tally + max(count, 1 if not told else 0) + left_out + 1)
    assert found[Kind.SUBTEXT] == has_tally + 1
    assert found[Kind.ITALIC] <= len(told)
    assert spans(embed["title"]) == []
    assert_one_line(embed["title"].replace("\u2068", "").replace("\u2069", ""))
    for option in _options(rows_of(drawing)):
        assert_one_line(option["label"])
        assert_one_line(option["description"])


def _options(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [option for row in rows for item in row["components"] for option in item.get("options", ())]


@settings(max_examples=150 // _PART, deadline=None)
@given(rng=RANDOMS)
def test_entries(openapi: dict[str, Any], rng: random.Random) -> None:
    """An entry by itself has nothing alive but our own markup, in every field."""
    told, _ = told_of(page_of(Maker(openapi, rng).page(4, broken=rng.random() < 0.3), rng))
    for one in told:
        assert_entry(one)


def assert_entry(told: Description) -> None:
    """Nothing in an entry's drawing is alive but what we drew."""
    target = told.known_target()
    numbers = (told.record.entry.user_id, told.target.id, target and target.parent_id)
    ids = {str(int(number)) for number in numbers if number is not None}
    embed = embed_of(entry.draw(view_of(told)))
    description: str = embed["description"]
    assert {span.kind for span in spans(description)} <= OURS
    assert alive(description.split("\n", maxsplit=1)[0]) == expected(told.sentence, 100)
    for field in embed.get("fields", ()):
        assert spans(field["name"]) == []
        found: list[Span] = live(field["value"])
        may_mention = field["name"] not in {words.REASON, words.CHANGES, words.OPTIONS}
        assert {span.kind for span in found} <= (OURS | MENTIONS if may_mention else OURS), found
        assert {span.text for span in found if span.kind in MENTIONS} <= ids
        if field["name"] == words.REASON:
            ((kind, text),) = alive(field["value"])
            assert kind is Kind.ITALIC
            assert text == shown(told.reason or "", len(text))
    for text in (embed["title"], embed["footer"]["text"]):
        assert spans(text) == []


@settings(max_examples=200 // _PART, deadline=None)
@given(rng=RANDOMS)
def test_moments_of_things(openapi: dict[str, Any], rng: random.Random) -> None:
    """A moment of a thing has nothing alive but our own markup, in every line, and a menu of single lines."""
    for view in past_views(openapi, rng):
        drawing = timeline.draw(view)
        embed = embed_of(drawing)
        description: str = embed["description"]
        assert_ours(description, len(description.split("\n")))
        for line in timeline_lines.lines(view.past, view.names):
            assert_ours(line, 1)
        assert spans(embed["title"]) == []
        assert_one_line(read(embed["title"]))
        for option in _options(rows_of(drawing)):
            assert_one_line(option["label"])
            assert_one_line(option["description"])
