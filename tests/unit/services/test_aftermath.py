"""What is remembered of one server's lists is told in that server alone."""

from collections.abc import Mapping
from typing import Any, Final

import hikari
from tests.unit.entries import ANNA, BOB, entry

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Known, names_of
from lightbulb_audit.model import Page, Reader, Record
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.services.reversals import ReversalFinder

_HERE, _THERE = hikari.Snowflake(40), hikari.Snowflake(41)
_READER: Final = Reader(OfflineApp())


def _page(guild_id: hikari.Snowflake, *rows: dict[str, Any], called: str = "") -> Page:
    """Entries of a server, newest first, and what their actor is called there."""
    users = [{"id": str(ANNA), "username": called, "discriminator": "0", "avatar": None}] if called else []
    return _READER.page({"audit_log_entries": list(rows), "users": users}, guild_id)


async def test_a_name_of_one_server_is_not_told_in_another() -> None:
    """Who undid something here is called as this server's list called them, never as another one's did."""
    aftermath = ReversalFinder(None)
    ban, unban = entry(22, BOB), entry(23, BOB)
    told: dict[hikari.Snowflake, Known | None] = {}
    undoings: dict[hikari.Snowflake, Mapping[int, Record]] = {}
    for guild_id, called in ((_HERE, ""), (_THERE, "theirs")):
        page = _page(guild_id, unban, ban, called=called)
        undoings[guild_id] = await aftermath.find(guild_id, [page], page.records)
    for guild_id, found in undoings.items():
        names = names_of([_page(guild_id)])
        aftermath.add_actors(found, names)
        assert len(found) == 1
        told[guild_id] = names.get(Kind.USER, ANNA)
    assert told == {_HERE: None, _THERE: Known("theirs", username="theirs")}
