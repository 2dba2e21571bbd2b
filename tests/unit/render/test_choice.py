"""The menu of several things of one name."""

import datetime
from typing import Any

from tests.properties.drawn import assert_fits
from tests.unit.entries import HELPER, VIP, at, change, entry, record

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.model.query import Clause, Query, View
from lightbulb_audit.model.snowflake import LARGEST
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.custom_id import decode
from lightbulb_audit.render.search import choice
from lightbulb_audit.services.candidate_reader import Candidates
from lightbulb_audit.timeline.rebuild import settings_at

_DAY = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)


def _drawn(candidates: Candidates, moment: int | None = None) -> Any:
    state = ButtonState(Verb.CHOOSE, candidates.query, entry_id=moment, view=View.LIFE)
    drawing = choice.draw(candidates, state)
    assert_fits(drawing)
    assert drawing.embed is not None
    (row,) = drawing.rows
    return drawing.embed, row.build()[0]["components"][0]


def test_each_is_told_from_the_others() -> None:
    """What is there says when it was made, what is gone also when it went, by the name that it had in the end."""
    gone = entry(32, VIP, change("name", None, "Helper"), entry_id=at(_DAY))
    names = Names({(Kind.ROLE, HELPER): Known("Helper")})
    things = [settings_at([record(gone)], one, LARGEST, Kind.ROLE) for one in (HELPER, VIP)]
    query = Query((Clause("about", (str(HELPER), str(VIP))),))
    embed, menu = _drawn(Candidates(query, things, names), moment=5)
    first, second = (embed.description or "").split("\n")[1:]
    assert first.startswith("• role Helper · made <t:")
    assert "deleted" not in first
    assert f"deleted <t:{int(_DAY.timestamp())}:f>" in second
    assert [one["value"] for one in menu["options"]] == [str(HELPER), str(VIP)]
    assert menu["options"][1]["description"].endswith("deleted 2026-11-20 12:00 UTC")
    assert (menu["placeholder"], decode(menu["custom_id"]).entry_id) == (words.WHICH, 5)


def test_what_was_once_called_so() -> None:
    """What is called otherwise today says that it once was called as somebody typed; what nobody knows does not."""
    names = Names({(Kind.ROLE, HELPER): Known("Helper"), (Kind.ROLE, VIP): Known("Keeper")})
    kinds = {HELPER: Kind.ROLE, VIP: Kind.ROLE, 999: None}
    query = Query((Clause("about", tuple(map(str, kinds)), typed="keep"),))
    embed, menu = _drawn(Candidates(query, [settings_at([], one, LARGEST, kind) for one, kind in kinds.items()], names))
    lines = (embed.description or "").split("\n")[1:]
    assert ["once called so" in one for one in lines] == [True, False, False]
    assert ["once called so" in one["description"] for one in menu["options"]] == [True, False, False]


def test_however_many_fit() -> None:
    """Of very many with the longest of names as many as a menu takes can be chosen, and the rest is counted."""
    ids = [10**18 + number for number in range(60)]
    names = Names({(Kind.USER, one): Known("*_`|" * 25, username="_" * 32) for one in ids})
    query = Query((Clause("about", tuple(map(str, ids))),))
    embed, menu = _drawn(Candidates(query, [settings_at([], one, LARGEST, Kind.USER) for one in ids], names))
    assert len(menu["options"]) == 25
    assert menu["placeholder"] == "Which one? The first 25 of 60"
    assert (embed.description or "").rpartition("\n")[2].endswith(" more")
