"""The audit log's endpoint pages and filters as Discord's does."""

from typing import Any

import pytest
from tests.standin.worlds import GUILD_ID, entries, guild_json, serving

from discord_standin.values import is_object

PATH = f"/guilds/{GUILD_ID}/audit-logs"


async def _ids(query: dict[str, Any], log: Any) -> list[Any]:
    async with serving(audit_log=log) as client:
        status, page = await client.ask("GET", PATH, params=query)
        assert status == 200, page
        return [entry.get("id") if is_object(entry) else entry for entry in page["audit_log_entries"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["9", "8", "7", "6", "5"]),
        ({"limit": 2}, ["9", "8"]),
        ({"before": 8}, ["7", "6", "5"]),
        ({"before": 8, "limit": 1}, ["7"]),
        ({"after": 0, "limit": 2}, ["5", "6"]),
        ({"after": 7}, ["8", "9"]),
        ({"before": 7, "after": 8}, ["6", "5"]),
        ({"after": 9}, []),
    ],
)
async def test_paging(query: dict[str, Any], expected: list[str]) -> None:
    """`before` or nothing goes from the newest, `after` from the oldest, and `before` hides `after`."""
    assert await _ids(query, {"audit_log_entries": entries(5, 6, 7, 8, 9)}) == expected


async def test_default_limit_is_50() -> None:
    """Without a limit a page has 50 entries."""
    assert len(await _ids({}, entries(*range(1, 120)))) == 50


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"user_id": "7"}, ["4"]),
        ({"target_id": "6"}, ["3"]),
        ({"action_type": 30}, ["2"]),
        ({"action_type": 30, "user_id": "7"}, []),
        ({"user_id": "1", "after": 1}, ["2", "3"]),
    ],
)
async def test_filters(query: dict[str, Any], expected: list[str]) -> None:
    """Filters go together with each other and with paging."""
    log = [*entries(4, user_id="7"), *entries(3, target_id="6"), *entries(2, action_type=30), *entries(1)]
    assert await _ids(query, log) == expected


async def test_malformed_entries_stay_beside_their_predecessor() -> None:
    """An entry without a readable id is served on the page of the entry before it, whatever it is."""
    log = [*entries(9), "text", {"id": None, "changes": None}, *entries(8), None, *entries(7)]
    assert await _ids({"limit": 1}, log) == ["9", "text", None]
    assert await _ids({"before": 9}, log) == ["8", None, "7"]
    assert await _ids({"after": 0}, log) == ["7", "8", None, "9", "text", None]


@pytest.mark.parametrize("log", [None, [], {}, "nonsense", {"audit_log_entries": None}])
async def test_any_log_is_served(log: Any) -> None:
    """A log that is none is an empty one."""
    assert await _ids({}, log) == []


async def test_a_page_carries_only_what_its_entries_name() -> None:
    """Maps hold the items that the page's entries name, and items that nobody can read."""
    log = {
        "audit_log_entries": [*entries(9, user_id="1", target_id="70"), *entries(8, user_id="2", target_id="71")],
        "users": [{"id": "1", "username": "a"}, {"id": "2", "username": "b"}, {"username": "no id"}, None],
        "webhooks": [{"id": "70"}, {"id": "71"}],
        "threads": None,
        "extra": 1,
    }
    async with serving(audit_log=log) as client:
        _, page = await client.ask("GET", PATH, params={"limit": 1})
    assert page["users"] == [{"id": "1", "username": "a"}, {"username": "no id"}, None]
    assert page["webhooks"] == [{"id": "70"}]
    assert page["threads"] is None
    assert page["extra"] == 1
    assert "integrations" not in page


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"limit": 0}, "NUMBER_TYPE_MIN"),
        ({"limit": 101}, "NUMBER_TYPE_MAX"),
        ({"limit": "x"}, "NUMBER_TYPE_COERCE"),
        ({"before": "x"}, "NUMBER_TYPE_COERCE"),
        ({"action_type": "x"}, "NUMBER_TYPE_COERCE"),
    ],
)
async def test_invalid_query(query: dict[str, Any], code: str) -> None:
    """A value that Discord does not take is refused with the path to it."""
    async with serving() as client:
        status, body = await client.ask("GET", PATH, params=query)
    assert (status, body["code"]) == (400, 50035)
    assert body["errors"][next(iter(query))]["_errors"][0]["code"] == code


async def test_permission_and_guild() -> None:
    """Without VIEW_AUDIT_LOG the answer is 403 with 50013, and another guild is unknown."""
    roles = [{"id": GUILD_ID, "name": "@everyone", "permissions": "1024"}]
    async with serving(guild={**guild_json()["guild"], "roles": roles}) as client:
        assert (await client.ask("GET", PATH))[1]["code"] == 50013
        assert (await client.ask("GET", "/guilds/5/audit-logs"))[1]["code"] == 10004
