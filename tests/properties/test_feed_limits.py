"""A feed's message never breaks a limit of Discord's, and tells each of its entries or counts it."""

import datetime
import random
from typing import Any

import hikari
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.properties.pages import Maker

from lightbulb_audit.analyse.bursts import tally
from lightbulb_audit.analyse.visibility import Overwrite, Place, is_open_to_others
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.name_table import names_of
from lightbulb_audit.describe.tallied import Tallied
from lightbulb_audit.model import Reader
from lightbulb_audit.model.feed import LISTED_AT_MOST, FeedVerb, Look, Post, custom_id, parse_custom_id
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.render import limits
from lightbulb_audit.render.feed import sum_list
from lightbulb_audit.render.feed.message import draw
from lightbulb_audit.services.feeds.ports import PostView

_NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
_READER = Reader(OfflineApp())


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(min_value=0), count=st.integers(min_value=1, max_value=60))
def test_any_message_fits(openapi: dict[str, Any], seed: int, count: int) -> None:
    """Whatever Discord's contract allows is drawn within its limits, with an option for each entry of a list."""
    page = _READER.page(Maker(openapi, random.Random(seed)).page(count), hikari.Snowflake(1))
    told = [describe(record, names_of([page])) for record in page.records if record.id]
    assume(told)  # a message tells something
    post = Post(1, 1, "n" * 22, tuple(int(one.record.id) for one in told), "", _NOW)
    full = draw(PostView(post, told, len(told)), Look.FULL)
    if "embeds" in full:
        assert len(full["embeds"]) == len(told) <= limits.EMBEDS
        assert all(0 < len(one.description) <= limits.DESCRIPTION for one in full["embeds"])
        assert sum(len(one.description) for one in full["embeds"]) <= limits.EMBEDS_TOTAL
    listed = sum_list.draw(PostView(post, told[:LISTED_AT_MOST], len(told)), 0, len(told))
    assert listed.embed is not None
    assert 0 < len(listed.embed.description or "") <= limits.DESCRIPTION
    by_raw = {id(one.record.raw): one for one in told}
    sums = [Tallied(by_raw[id(some[0])], some) for some in tally([one.record.raw for one in told], lambda _: None)]
    drawing = draw(PostView(post, told, len(told), sums))
    embed, (row,) = drawing["embed"], drawing["components"]
    assert 0 < len(embed.description) <= limits.DESCRIPTION
    assert len(embed.description) + len(embed.title or "") <= limits.EMBEDS_TOTAL
    built, _ = row.build()
    (part,) = built["components"]
    assert parse_custom_id(part["custom_id"]) is not None
    assert (drawing["mentions_everyone"], drawing["user_mentions"], drawing["role_mentions"]) == (False, False, False)
    if 0 < len(told) <= LISTED_AT_MOST:
        assert [option["value"] for option in part["options"]] == [str(one) for one in post.entry_ids]
        assert all(0 < len(option["label"]) <= limits.MENU_LABEL for option in part["options"])
    else:
        assert f"{len(told):,}" in part["label"]


@pytest.mark.parametrize("text", ["", "lf1", "lf1|", "lf1|x|a", "la1|e|a", "lf2|e|a", "|||", "lf1|e"])
def test_what_is_made_up_is_not_a_feeds(text: str) -> None:
    """Only what a feed's component carries is read; what it is about may be anything."""
    assert parse_custom_id(text) in (None, (FeedVerb.ENTRY, ""))
    assert parse_custom_id(custom_id(FeedVerb.LIST, "a|b")) == (FeedVerb.LIST, "a|b")


_VIEW, _HISTORY, _LOG = 1 << 10, 1 << 16, 1 << 7


@pytest.mark.parametrize(
    ("roles", "overwrites", "is_open"),
    [
        ({1: _VIEW | _HISTORY}, [], True),
        ({1: _VIEW}, [], True),
        ({1: _HISTORY}, [], False),
        ({1: _VIEW | _HISTORY | _LOG}, [], False),
        ({1: _VIEW | _HISTORY}, [Overwrite(1, False, 0, _VIEW)], False),
        ({1: _VIEW | _HISTORY, 2: 0}, [Overwrite(1, False, 0, _VIEW), Overwrite(2, False, _VIEW, 0)], True),
        ({1: _VIEW | _HISTORY, 2: _LOG}, [Overwrite(1, False, 0, _VIEW), Overwrite(2, False, _VIEW, 0)], False),
        ({1: _VIEW | _HISTORY}, [Overwrite(1, False, 0, _VIEW), Overwrite(9, True, _VIEW, 0)], True),
    ],
)
def test_who_reads_a_channel(roles: dict[int, int], overwrites: list[Overwrite], is_open: bool) -> None:
    """A channel is open to others where anybody can read it who may not see the log."""
    assert is_open_to_others(1, roles, Place(overwrites)) is is_open
