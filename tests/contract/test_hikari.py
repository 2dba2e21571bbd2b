"""What we take from inside hikari: the one private call, and the promises that it rests on."""

import inspect
from typing import Any

import aiohttp
import hikari
import hikari.impl
from hikari.internal import data_binding, routes

_REST: Any = hikari.impl.RESTClientImpl


def test_the_private_call_is_as_we_know_it() -> None:
    """`RESTClientImpl._request` takes a compiled route and a query, and gives JSON."""
    parameters = inspect.signature(_REST._request).parameters
    assert list(parameters)[:2] == ["self", "compiled_route"]
    assert parameters["query"].kind is inspect.Parameter.KEYWORD_ONLY
    assert inspect.iscoroutinefunction(_REST._request)


def test_the_route_is_as_we_know_it() -> None:
    """The audit log's route takes a guild."""
    compiled = routes.GET_GUILD_AUDIT_LOGS.compile(guild=5)
    assert compiled.compiled_path == "/guilds/5/audit-logs"
    assert compiled.method == "GET"


def test_the_query_builder_is_as_we_know_it() -> None:
    """A query is built value by value."""
    query = data_binding.StringMapBuilder()
    query.put("limit", 5)
    assert dict(query) == {"limit": "5"}


async def test_the_session_is_as_we_know_it() -> None:
    """A started client has the session whose answers are traced, by the name that we look for."""
    app = hikari.RESTApp()
    await app.start()
    async with app.acquire("token", hikari.TokenType.BOT) as rest:
        session = getattr(rest, "_client_session", None)
        assert isinstance(session, aiohttp.ClientSession)
        assert isinstance(session.trace_configs, list)
    await app.close()


def test_the_version_is_one_that_was_looked_at() -> None:
    """A new hikari fails here first."""
    assert hikari.__version__.startswith(("2.6.", "2.7."))
