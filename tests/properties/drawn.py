"""Pages as a person would see them."""

import dataclasses
import random
import zoneinfo
from collections.abc import Sequence
from typing import Any, Final, cast

import hikari
import hikari.impl
from tests.properties import hostile
from tests.properties.pages import Maker

from discord_standin.component_form import read_components
from discord_standin.embed_form import read_embeds
from discord_standin.form import Form
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.bursts import Burst, fold
from lightbulb_audit.describe.names.name_table import Names, names_of
from lightbulb_audit.model import Page, Reader
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.model.query import Cursor, Query, View
from lightbulb_audit.model.snowflake import LARGEST
from lightbulb_audit.render.button_state import ButtonState, QueryFields, Verb
from lightbulb_audit.render.entry import EntryView
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.timeline import PastView
from lightbulb_audit.services.list_reader import EntryList
from lightbulb_audit.services.log.browse import Window
from lightbulb_audit.services.names.resolve import Resolution
from lightbulb_audit.timeline.rebuild import settings_at

READER: Final = Reader(OfflineApp())
FACTORY: Final = hikari.impl.EntityFactoryImpl(OfflineApp())
ZONES: Final = (zoneinfo.ZoneInfo("UTC"), zoneinfo.ZoneInfo("America/Argentina/ComodRivadavia"))


def page_of(raw: dict[str, Any], rng: random.Random) -> Page:
    """A page, read, of a server whose everyone role may be in it."""
    return READER.page(raw, hikari.Snowflake(rng.randint(1, 30)))


def told_of(page: Page) -> tuple[list[Description], Names]:
    """The first 25 entries of a page in words, as many as a list shows."""
    names = names_of([page])
    return [describe(record, names) for record in page.records[:25]], names


def listing_of(page: Page, told: Sequence[Description], names: Names, rng: random.Random) -> EntryList:
    """A list of a page, at any place in the log, under any filter."""
    ids = (None, 0, LARGEST, rng.randint(1, 30), rng.randint(0, LARGEST))
    query = Query.where(
        count=rng.randint(1, 25),
        actor=rng.choice(ids),
        action=rng.choice(("", "22", "987", "expressions")),
        target=rng.choice(ids),
        before=rng.choice(ids),
        after=rng.choice(ids),
    )
    place = rng.choice((None, Cursor("older", rng.randint(0, LARGEST)), Cursor("newer", rng.randint(0, LARGEST))))
    window = Window(
        query=dataclasses.replace(rng.choice((query, Query())), is_folded=rng.random() < 0.7),
        cursor=place,
        records=[one.record for one in told],
        pages=[page],
        has_newer=rng.random() < 0.5,
        has_older=rng.random() < 0.5,
        scanned=rng.choice((0, 1, 1000)),
        reached=rng.choice(ids),
        further=rng.choice((None, Cursor("older", LARGEST))),
    )
    return EntryList(window, told, names, rng.choice((None, hostile.text(rng))), rng.choice((View.RECENT, View.SEARCH)))


def with_bursts(raw: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The page with some of its neighbours made entries of one type, by one person, of one minute."""
    rows = raw["audit_log_entries"]
    place, alike = rng.randint(1 << 50, LARGEST), dict[str, Any]()
    for row in cast("list[Any]", rows) if isinstance(rows, list) else ():
        if rng.random() < 0.3:
            types = (22, 24, 25, 72, 73, 21, 26, 11, 31, 12, 40, 74, 143, 1, 121, 999)
            alike = {"action_type": rng.choice(types), "user_id": str(rng.randint(1, 30))}
        if isinstance(row, dict) and rng.random() < 0.8:
            place -= rng.randint(0, 1 << 36)
            cast("dict[str, Any]", row).update(alike, id=str(place))
    return raw


def lines_of(shown: EntryList) -> Sequence[Description | Burst]:
    """The lines of a list, where there is room for all of them."""
    return fold(shown.descriptions) if shown.window.query.is_folded else shown.descriptions


def view_of(told: Description) -> EntryView:
    """An entry by itself, about which nothing could be looked up, reached from the largest list."""
    query = QueryFields(LARGEST, "integrations", LARGEST, LARGEST, LARGEST).query(25)
    return EntryView(
        told,
        Resolution(),
        ButtonState(Verb.BACK, query, Cursor("older", LARGEST), int(told.record.id), view=View.SIDES),
    )


def past_views(openapi: dict[str, Any], rng: random.Random) -> list[PastView]:
    """Some moments of what the entries of a page are about, pulled together so that they meet in one thing."""
    target, maker = str(rng.randint(1, 30)), Maker(openapi, rng)
    raw = maker.page(30, broken=rng.random() < 0.5)
    types = rng.choice(((24, 25, 25, 20, 28), (11, 13, 14, 15, 13, 14, 10, 12), (31, 31, 30), (141, 111, 1, 142)))
    if isinstance(raw["audit_log_entries"], list):
        for row in cast("list[Any]", raw["audit_log_entries"]):
            if isinstance(row, dict) and rng.random() < 0.8:
                _pull(cast("dict[str, Any]", row), target, rng.choice(types), rng)
    page = page_of(raw, rng)
    names = names_of([page])
    things: list[int | str] = [int(target), *(int(one.entry.target_id or 0) for one in page.records[:3]), "code"]
    moments = (0, LARGEST, *(int(one.id) for one in page.records))
    kinds = (None, None, Kind.CHANNEL, Kind.USER, *Kind)
    everyones = (None, settings_at(page.records, int(target), LARGEST, Kind.ROLE))
    return [
        PastView(
            settings_at(page.records, thing, rng.choice(moments), rng.choice(kinds)),
            names,
            "m" * 100,
            "b" * 100,
            rng.choice(everyones),
        )
        for thing in things
        for _ in range(3)
    ]


def _pull(row: dict[str, Any], target: str, action_type: int, rng: random.Random) -> None:
    """Make an entry one about a thing, with what such an entry would hold beside what it holds already."""
    row |= {"target_id": target, "action_type": action_type}
    sides = [{"key": side, "new_value": hostile.snowflake(rng)} for side in ("allow", "deny")]
    roles = [{"id": hostile.snowflake(rng), "name": hostile.text(rng)} for _ in range(rng.randint(0, 9))]
    own = {13: sides, 14: sides[:1], 25: [{"key": rng.choice(("$add", "$remove")), "new_value": roles}]}
    if isinstance(row.get("changes", []), list) and rng.random() < 0.8:
        row["changes"] = [*row.get("changes", []), *own.get(action_type, [])]
    if action_type in {13, 14, 15}:
        row["options"] = {"id": str(rng.randint(20, 60)), "type": rng.choice("01"), "role_name": hostile.text(rng)}


def embed_of(drawing: MessagePayload) -> dict[str, Any]:
    """The embed as it is sent."""
    assert drawing.embed is not None
    return dict(FACTORY.serialize_embed(drawing.embed)[0])


def rows_of(drawing: MessagePayload) -> list[dict[str, Any]]:
    """The rows of components as they are sent."""
    return [dict(row.build()[0]) for row in drawing.rows]


def assert_fits(drawing: MessagePayload) -> None:
    """Discord would take the message: nothing in it breaks a limit."""
    form = Form()
    embeds = read_embeds(form, ("embeds",), [embed_of(drawing)])
    read_components(form, ("components",), rows_of(drawing), is_v2=False)
    assert form.faults == []
    assert embeds[0]["title"]
    assert embeds[0]["description"]
    for field in embeds[0].get("fields", ()):
        assert field["value"].strip()
