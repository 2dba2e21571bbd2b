"""An incident's message never breaks a limit, lets nothing from outside live, and never says its threshold."""

import dataclasses
import datetime
import random
import re
from typing import Any, Final

import hikari
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties import hostile
from tests.properties.drawn import embed_of, told_of
from tests.properties.pages import Maker
from tests.properties.test_markup import live

from discord_standin.markdown import Kind
from lightbulb_audit.model import Reader
from lightbulb_audit.model.alert import By, Cause, Incident
from lightbulb_audit.model.incident_button import IncidentVerb, custom_id, nonce_of, parse_custom_id
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.model.response import KeptRole, Response, ResponseKind, RoleState, Why
from lightbulb_audit.render import limits
from lightbulb_audit.render.incident.answers import say_left, say_taken
from lightbulb_audit.render.incident.entries import PAGE, draw_entries, page_of
from lightbulb_audit.render.incident.message import draw, with_ping
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.incidents.ports import IncidentView, Subject
from lightbulb_audit.services.incidents.role_control import RoleResult

_NOW: Final = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)
_READER: Final = Reader(OfflineApp())
_RULE: Final = "47 in 31s by actor: action:ban"
_OURS: Final = {Kind.BOLD, Kind.ITALIC, Kind.TIME, Kind.SUBTEXT, Kind.USER, Kind.ROLE}


def _view(openapi: dict[str, Any], rng: random.Random, count: int) -> IncidentView:
    page = _READER.page(Maker(openapi, rng).page(count), hikari.Snowflake(1))
    told, _ = told_of(page)
    told = [one for one in told if one.record.id]
    ids = tuple(int(one.record.id) for one in told) * rng.choice((1, 1, 40))
    key = rng.choice((None, 5, 1 << 63))
    incident = Incident(
        1, rng.randint(1, 10**9), 3, _RULE, rng.choice(list(By)), key, rng.choice(list(Cause)),
        _NOW, _NOW + datetime.timedelta(seconds=rng.randint(0, 9)), _NOW, rng.random() < 0.3, ids, 10, 7, "n" * 22,
    )  # fmt: skip
    roles = [(hostile.text(rng), rng.getrandbits(48)) for _ in range(rng.randrange(30))]
    subject = Subject(5, hostile.text(rng), hostile.text(rng), rng.random() < 0.5, rng.choice((None, roles)))
    many = tuple(range(10**18, 10**18 + rng.randrange(100)))
    responses = [Response(1, 1, rng.choice(list(ResponseKind)), 9, _NOW, many, _NOW) for _ in range(rng.randrange(12))]
    states = list(RoleState)
    kept = [KeptRole(1, 5, one, hostile.text(rng), 1, 9, _NOW, rng.choice(states)) for one in range(rng.randrange(40))]
    return IncidentView(incident, told, rng.choice((None, subject)), responses, kept)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(min_value=0), count=st.integers(min_value=0, max_value=25))
def test_any_message_fits(openapi: dict[str, Any], seed: int, count: int) -> None:
    """Whatever it holds it fits, pings nobody, has our markup alone alive in it, and no word of its rule."""
    view = _view(openapi, random.Random(seed), count)
    drawing = draw(view)
    embed = embed_of(MessagePayload(drawing["embed"], drawing["components"]))
    text: str = embed["description"]
    assert 0 < len(text) <= limits.DESCRIPTION
    assert {span.kind for span in live(text)} <= _OURS
    assert {span.text for span in live(text) if span.kind is Kind.USER} <= {"5", "9"}
    assert not re.search(r"(?<!\w)(47 in|31s|action:ban)", text)
    assert (drawing["mentions_everyone"], drawing["user_mentions"], drawing["role_mentions"]) == (False, False, False)
    pinging = with_ping(drawing, 7)
    assert (pinging["content"], pinging["role_mentions"], pinging["user_mentions"]) == ("<@&7>", [7], False)
    for row in drawing["components"]:
        parts = row.build()[0]["components"]
        assert 0 < len(parts) <= 5
        for part in parts:
            assert nonce_of(part["custom_id"]) == "n" * 22
            assert len(part["custom_id"]) <= limits.CUSTOM_ID


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(min_value=0), count=st.integers(min_value=1, max_value=25))
def test_the_pages_hold_each_entry_once(openapi: dict[str, Any], seed: int, count: int) -> None:
    """All pages together are the entries, newest first; each is one that Discord takes."""
    view = _view(openapi, random.Random(seed), count)
    ids = range(1000, 1000 + random.Random(seed).randrange(1, 200))
    incident = dataclasses.replace(view.incident, entry_ids=tuple(ids))
    pages = [page_of(incident, page) for page in range(len(ids) // PAGE + 2)]
    assert [one for page in pages for one in page] == list(ids)[::-1]
    if view.descriptions:
        drawn = draw_entries(incident, view.descriptions, 0)
        assert len(embed_of(drawn)["description"]) <= limits.DESCRIPTION
        carried = [part["custom_id"] for row in drawn.rows for part in row.build()[0]["components"]]
        assert len(set(carried)) == len(carried)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(min_value=0))
def test_answers_are_plain(seed: int) -> None:
    """The names of roles in an answer are bold and dead, and each that is left is named or counted with its reason."""
    rng = random.Random(seed)
    names = [hostile.text(rng) for _ in range(rng.randrange(1, 20))]
    left = [(name, rng.choice(list(Why))) for name in names]
    embed = say_taken(RoleResult(5, names, left)).embed
    assert embed is not None
    assert embed.description is not None
    assert len(embed.description) <= limits.DESCRIPTION
    assert {span.kind for span in live(embed.description)} <= {Kind.BOLD, Kind.USER}
    assert len(say_left(left)) == len({why for _, why in left})


@pytest.mark.parametrize(
    "text",
    [
        "", "lb-audit:i1", "lb-audit:i1|l|1|n", "lb-audit:i1|l|0|n|0", "lb-audit:i1|x|1|n|0", "lb-audit:i1|l|1|n|0|",
        "lb-audit:i1|l|1|n|-1", "lb-audit:i1|l|01|n|0", "lb-audit:i1|l|1|n\n|0", "lb-audit:i1|l|1|n|0\n",
        "lb-audit:i1|l|1||0", "lb-audit:i2|l|1|n|0", "lb-audit:f1|l|n", "lb-audit:i1|l|1|n|٣", "xlb-audit:i1|l|1|n|0",
    ],
)  # fmt: skip
def test_only_what_is_whole_is_an_incidents(text: str) -> None:
    """What is made up, cut or of another version is nobody's press."""
    assert parse_custom_id(text) is None


def test_what_a_button_carries() -> None:
    """It comes back as it went in, whatever the verb."""
    made = Incident(1, 12, 3, "", By.ACTOR, 5, Cause.FITS, _NOW, _NOW, _NOW, False, (), 10, None, "aZ9")
    for verb in IncidentVerb:
        assert parse_custom_id(custom_id(verb, made, 4)) == (verb, 12, "aZ9", 4)
