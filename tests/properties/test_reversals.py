"""Whatever the entries hold, nobody is said to have undone what they did not."""

import random
from typing import Any, Final, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.drawn import assert_fits, embed_of, listing_of, page_of, view_of
from tests.properties.pages import Maker, is_entry
from tests.properties.test_markup import MENTIONS, OURS, assert_ours, live

from discord_standin.markdown import Kind
from lightbulb_audit.analyse.reversals import FAMILIES, later_types, undone
from lightbulb_audit.catalog import words
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.name_table import names_of
from lightbulb_audit.model import Record, snowflake
from lightbulb_audit.model.record import raw_changes
from lightbulb_audit.render import entry, listing

RANDOMS: Final = st.randoms(use_true_random=True)
_FAMILY: Final = {action_type: family for family in FAMILIES for action_type in family.types}


def _turned(raw: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """An entry that may undo another: the same with its values turned around, or nearly so."""
    told = [cast("dict[str, Any]", change) for change in raw_changes(raw) if isinstance(change, dict)]
    changes = [
        {**change, "old_value": change.get("new_value"), "new_value": change.get("old_value")}
        for change in told
        if rng.random() < 0.95
    ]
    family = _FAMILY.get(raw["action_type"]) if isinstance(raw["action_type"], int) else None
    types = [raw["action_type"], *(family.types if family else ())]
    entry_id = snowflake.parse(raw.get("id")) or 5
    return {
        **raw,
        "id": str(entry_id + (rng.randint(-1, 50) << 22)),
        "action_type": rng.choice(types),
        "changes": changes,
    }


def _rows(maker: Maker, rng: random.Random) -> dict[str, Any]:
    page = maker.page(8, broken=rng.random() < 0.5)
    rows: list[dict[str, Any]] = [row for row in page["audit_log_entries"] if is_entry(row)]
    page["audit_log_entries"] += [_turned(rng.choice(rows), rng) for _ in range(12) if rows]
    return page


@settings(max_examples=300, deadline=None)
@given(rng=RANDOMS)
def test_only_the_same_thing_is_undone(openapi: dict[str, Any], rng: random.Random) -> None:
    """Nothing raises; what undid an entry is newer, of a type that can, and about the same known thing."""
    records = page_of(_rows(Maker(openapi, rng), rng), rng).records
    for record in records:
        by = undone(record, records)
        if by is not None:
            assert 0 < record.id < by.id
            assert by.entry.action_type in later_types(record)
            family = _FAMILY[record.entry.action_type]
            assert family.thing(record) == family.thing(by)
            assert all(family.thing(record) or [0])
            assert _is_opposite(record, by)


def _is_opposite(record: Record, by: Record) -> bool:
    """Whether each change has one that is its opposite, or what was made was ended, said once more and simply."""
    if record.entry.action_type != by.entry.action_type:
        return True
    keys = {change.key for change in record.changes() if not change.key.startswith("$")}
    return keys <= {change.key for change in by.changes()}


@settings(max_examples=200, deadline=None)
@given(rng=RANDOMS)
def test_what_came_of_it_is_drawn(openapi: dict[str, Any], rng: random.Random) -> None:
    """Whoever undid it, and whatever they are called, lists and entries fit, and nothing from outside is alive."""
    page = page_of(Maker(openapi, rng).page(30, broken=rng.random() < 0.5), rng)
    names = names_of([page])
    told = [describe(record, names, rng.choice(page.records)) for record in page.records[:25]]
    assert_fits(listing.draw(listing_of(page, told, names, rng)))
    for one in told:
        undoing = one.undoing
        assert undoing is not None
        assert_ours(listing.line(one), 1)
        drawing = entry.draw(view_of(one))
        assert_fits(drawing)
        (value,) = [field["value"] for field in embed_of(drawing)["fields"] if field["name"] == words.CAME_OF_IT]
        found = live(value)
        assert {span.kind for span in found} <= OURS | MENTIONS
        assert [int(span.text) for span in found if span.kind is Kind.USER] == [
            user_id for user_id in (undoing.by.id,) if user_id is not None
        ]
        assert words.CAME_OF_IT in entry.in_full(one)
