"""The audit log's endpoint pages and filters as Discord's does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.standin.worlds import GUILD_ID, entries, guild_json, serving

from discord_standin.audit_log import ENTRIES, AuditLog, AuditQuery
from discord_standin.values import as_object, as_snowflake, is_object

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


_ENTRY = st.one_of(
    st.integers(1, 10**6).map(lambda number: {"id": str(number), "action_type": 22}),
    st.sampled_from([None, "text", 5, {}, {"id": None}, {"id": "x", "changes": None}]),
)


@given(st.lists(_ENTRY, max_size=40, unique_by=lambda entry: entry.get("id") if is_object(entry) else id(entry)))
def test_every_entry_is_on_one_page(log: list[Any]) -> None:
    """Whoever walks from the newest by `before`, or from the oldest by `after`, meets every entry, whatever it is."""
    source = AuditLog(log)
    if not any(as_snowflake(as_object(entry).get("id")) for entry in log):
        return
    for backwards in (True, False):
        met: list[Any] = []
        edge = None if backwards else 0
        while page := source.page(AuditQuery(limit=3, **{"before" if backwards else "after": edge}), {})[ENTRIES]:
            met += page
            ids = [number for entry in page if (number := as_snowflake(as_object(entry).get("id")))]
            edge = min(ids) if backwards else max(ids)
        assert len(met) == len(log)


def test_an_entry_is_told_once() -> None:
    """An event for an entry that is there already puts it in the old one's place, and its actor into the page."""
    log = AuditLog({ENTRIES: entries(5), "users": []})
    log.add({"id": "5", "user_id": "1", "action_type": 20})
    page = log.page(AuditQuery(), {"1": {"id": "1", "username": "anna"}})
    assert page == {
        ENTRIES: [{"id": "5", "user_id": "1", "action_type": 20}],
        "users": [{"id": "1", "username": "anna"}],
    }


def test_entries_that_come_late_stand_where_they_belong() -> None:
    """Pages follow what is added, also out of order and in place of another, after a page was read."""
    log = AuditLog(entries(2, 6))
    query = AuditQuery(limit=10)
    assert len(log.page(query, {})[ENTRIES]) == 2
    for number in (8, 4, 6):
        log.add(entries(number, reason="late")[0])
    assert log.grow("4", 7)
    assert not log.grow("5", 7)
    page = log.page(query, {})[ENTRIES]
    assert [(entry["id"], entry.get("reason")) for entry in page] == [
        ("8", "late"),
        ("6", "late"),
        ("4", "late"),
        ("2", None),
    ]
    assert page[2]["options"] == {"count": "7"}
    assert [entry["id"] for entry in log.page(AuditQuery(after=4, limit=1), {})[ENTRIES]] == ["6"]
