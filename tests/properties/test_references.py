"""What an entry names is known before it is described."""

import random
from typing import Any, Final

import hikari
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.pages import Maker

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.entry_references import references
from lightbulb_audit.describe.names.name_table import Known, names_of
from lightbulb_audit.model import Page, Reader
from lightbulb_audit.model.offline_app import OfflineApp

READER: Final = Reader(OfflineApp())
GUILD: Final = hikari.Snowflake(7)
RANDOMS: Final = st.randoms(use_true_random=True)
PARENT: Final = 123456789012345678


def _behind(kind: Kind, _id: int) -> Known | None:
    return Known("night shift", 11, PARENT) if kind is Kind.THREAD else None


def assert_foreseen(page: Page) -> None:
    """Describing all of an entry asks for no name but of what it references, and of the channel around its thread."""
    for record in page.records:
        for behind in (None, _behind):
            names = names_of([page]) if behind is None else names_of([page], behind)
            told = describe(record, names)
            _ = told.changes, told.options, told.actor, told.target, told.known_target()
            asked = {(kind, int(thing_id)) for kind, thing_id in names.requested}
            parents = {(kind, one) for kind in (Kind.CHANNEL, Kind.THREAD) for one in (PARENT, *_parents(page))}
            assert asked - parents <= references(record).keys(), record.raw


def _parents(page: Page) -> list[int]:
    return [int(one["parent_id"]) for one in page.things("threads") if str(one.get("parent_id")).isdigit()]


@settings(max_examples=300, deadline=None)
@given(rng=RANDOMS)
def test_pages_of_discords_contract(openapi: dict[str, Any], rng: random.Random) -> None:
    """Whatever Discord's contract allows, describing it asks for nothing that was not foreseen."""
    assert_foreseen(READER.page(Maker(openapi, rng).page(), GUILD))


@settings(max_examples=300, deadline=None)
@given(rng=RANDOMS)
def test_broken_pages(openapi: dict[str, Any], rng: random.Random) -> None:
    """Nor does describing what is broken."""
    assert_foreseen(READER.page(Maker(openapi, rng).page(broken=True), GUILD))
