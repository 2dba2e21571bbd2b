"""A message never breaks a limit."""

import random
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.drawn import (
    assert_fits,
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

from lightbulb_audit.catalog import words
from lightbulb_audit.describe.bursts import entries_of
from lightbulb_audit.render import entry, listing, timeline, timeline_lines

RANDOMS = st.randoms(use_true_random=True)


@settings(max_examples=200, deadline=None)
@given(rng=RANDOMS)
def test_a_list_fits(openapi: dict[str, Any], rng: random.Random) -> None:
    """A list of any entries fits into a message; each entry has an option and a line, or is counted as left out."""
    page = page_of(with_bursts(Maker(openapi, rng).page(30, broken=rng.random() < 0.6), rng), rng)
    told, names = told_of(page)
    shown = listing_of(page, told, names, rng)
    drawing = listing.draw(shown)
    assert_fits(drawing)
    description = embed_of(drawing)["description"]
    more = re.search(r"^and (\d+) more$", description, re.MULTILINE)
    left_out = int(more[1]) if more else 0
    lines = lines_of(shown)
    icons = tuple({f"{one.icon} " for one in lines})
    count = sum(line.startswith(icons) for line in description.split("\n") if icons)
    kept = lines[len(lines) - count :] if shown.window.is_read_upwards else lines[:count]
    assert sum(len(entries_of(one)) for one in kept) == len(told) - left_out
    readable = {str(int(one.record.id)) for one in told if one.record.id}
    options = [option for row in rows_of(drawing) for item in row["components"] for option in item.get("options", ())]
    values = [option["value"] for option in options]
    assert len(values) == len(set(values))
    assert set(values) == {str(int(one.record.id)) for some in kept for one in entries_of(some) if one.record.id}
    assert set(values) <= readable


def _without_items(lines: list[str]) -> list[str]:
    """The lines of changes without those of their items, and without how many more items there are."""
    items = [line.startswith("• ") for line in lines]
    of_items = [
        is_item or (at > 0 and items[at - 1] and line.startswith("and "))
        for at, (line, is_item) in enumerate(zip(lines, items, strict=True))
    ]
    return [line for line, is_of_items in zip(lines, of_items, strict=True) if not is_of_items]


@settings(max_examples=200, deadline=None)
@given(rng=RANDOMS)
def test_an_entry_fits(openapi: dict[str, Any], rng: random.Random) -> None:
    """Any entry by itself fits into a message; each change has a line, or is counted as left out."""
    page = page_of(Maker(openapi, rng).page(3, broken=rng.random() < 0.6), rng)
    for told in told_of(page)[0]:
        drawing = entry.draw(view_of(told))
        assert_fits(drawing)
        fields: dict[str, str] = {field["name"]: field["value"] for field in embed_of(drawing).get("fields", ())}
        lines = _without_items(fields[words.CHANGES].split("\n")) if told.changes else []
        more = re.fullmatch(r"and (\d+) more", lines[-1]) if lines else None
        assert len(lines) - bool(more) + (int(more[1]) if more else 0) == len(told.changes)
        assert more is None or len(lines) > 1


@settings(max_examples=200, deadline=None)
@given(rng=RANDOMS)
def test_a_moment_of_anything_fits(openapi: dict[str, Any], rng: random.Random) -> None:
    """A moment of any thing fits into a message; each setting has its line, or is counted as left out."""
    for view in past_views(openapi, rng):
        drawing = timeline.draw(view)
        assert_fits(drawing)
        lines = embed_of(drawing)["description"].split("\n")
        more = next((re.fullmatch(r"and (\d+) more", line) for line in lines if line.startswith("and ")), None)
        wanted = list(timeline_lines.lines(view.past, view.names))
        left_out = int(more[1]) if more else 0
        assert [line for line in lines if line in wanted] == wanted[: len(wanted) - left_out]
        assert not wanted or left_out < len(wanted)
        assert lines[0].startswith("-# ")
        assert lines[-1] == (timeline_lines.unknown_settings(view.past) or lines[-1])
