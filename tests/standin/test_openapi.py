"""The stand-in agrees with Discord's own OpenAPI file."""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from tests.standin.worlds import BOT_ID, GUILD_ID, Client, entries, serving

from discord_standin import limits
from discord_standin.limits import Limit
from discord_standin.rest import ROUTES

SPEC = Path(os.environ.get("DISCORD_OPENAPI") or Path(__file__).parents[3] / "shared" / "discord" / "openapi.json")
pytestmark = pytest.mark.skipif(not SPEC.is_file(), reason="set DISCORD_OPENAPI to Discord's openapi.json")
COMMAND = {"name": "echo", "description": "x", "options": [{"type": 3, "name": "text", "description": "y"}]}
MESSAGE = {
    "content": "hi <@2>",
    "embeds": [{"title": "t", "fields": [{"name": "a", "value": "b"}], "footer": {"text": "f"}}],
    "components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "a"}]}],
}
READS = [
    "/gateway",
    "/gateway/bot",
    "/oauth2/applications/@me",
    "/users/@me",
    "/users/@me/guilds",
    "/users/2",
    f"/guilds/{GUILD_ID}",
    f"/guilds/{GUILD_ID}/roles",
    f"/guilds/{GUILD_ID}/roles/50",
    f"/guilds/{GUILD_ID}/channels",
    f"/guilds/{GUILD_ID}/members/2",
    f"/guilds/{GUILD_ID}/members",
    f"/guilds/{GUILD_ID}/threads/active",
    f"/guilds/{GUILD_ID}/emojis",
    f"/guilds/{GUILD_ID}/stickers",
    f"/guilds/{GUILD_ID}/scheduled-events",
    f"/guilds/{GUILD_ID}/audit-logs",
    "/channels/10",
    "/channels/10/messages",
    "/channels/10/messages/pins",
    f"/applications/{BOT_ID}/commands",
]


@cache
def _spec() -> dict[str, Any]:
    return json.loads(SPEC.read_text(encoding="utf-8"))


def _schema_of(method: str, template: str, status: int) -> Any:
    answers = _spec()["paths"][template][method.lower()]["responses"]
    return answers[str(status)]["content"]["application/json"]["schema"]


def _template(path: str) -> str:
    """Find the template that a path fits, the most literal one first."""
    parts = path.strip("/").split("/")
    fitting = [
        template
        for template in _spec()["paths"]
        if len(template.strip("/").split("/")) == len(parts)
        and all(p.startswith("{") or p == part for p, part in zip(template.strip("/").split("/"), parts, strict=True))
    ]
    return min(fitting, key=lambda template: template.count("{"))


def _errors(schema: Any, body: Any) -> Iterator[ValidationError]:
    validator: Any = Draft202012Validator(schema)
    yield from validator.iter_errors(body)


def check(method: str, path: str, status: int, body: Any) -> None:
    """Assert that an answer fits the schema that Discord gives for it."""
    schema = {**_schema_of(method, _template(path), status), "components": _spec()["components"]}
    faults = [f"{list(e.absolute_path)}: {e.message[:200]}" for e in _errors(schema, body)]
    assert not faults, faults[:5]


def check_schema(name: str, body: Any) -> None:
    """Assert that a body fits one of Discord's named schemas."""
    schemas = _spec()["components"]["schemas"]
    faults = [error.message for error in _errors({**schemas[name], "components": _spec()["components"]}, body)]
    assert not faults, faults[:5]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.template}")
def test_route_is_in_the_spec(route: Any) -> None:
    """Every route of the table is one of Discord's, by the same names."""
    assert route.method.lower() in _spec()["paths"][route.template]


async def _prepare(client: Client) -> None:
    await client.ask("PUT", f"/applications/{BOT_ID}/commands", json=[COMMAND])
    await client.ask("POST", "/channels/10/messages", json=MESSAGE)


async def test_answers_fit_the_spec() -> None:
    """What the reading routes answer fits Discord's schemas."""
    faults: list[str] = []
    async with serving(audit_log=entries(8, 9, options={"count": "1"}, changes=[{"key": "a"}])) as client:
        await _prepare(client)
        for path in READS:
            status, body = await client.ask("GET", path)
            try:
                check("GET", path, status, body)
            except AssertionError as error:
                faults.append(f"{path}: {error}")
    assert not faults, "\n".join(faults)


async def test_writing_answers_fit_the_spec() -> None:
    """What the writing routes answer fits Discord's schemas."""
    async with serving() as client:
        for method, path, body in [
            ("PUT", f"/applications/{BOT_ID}/commands", [COMMAND]),
            ("POST", f"/applications/{BOT_ID}/guilds/{GUILD_ID}/commands", COMMAND),
            ("POST", "/channels/10/messages", MESSAGE),
            ("POST", "/channels/10/messages", {**MESSAGE, "nonce": "n", "enforce_nonce": True}),
            ("POST", "/channels/10/messages", {**MESSAGE, "nonce": "n", "enforce_nonce": True}),
        ]:
            if path.endswith("messages"):
                check_schema("MessageCreateRequest", body)
            status, answer = await client.ask(method, path, json=body)
            check(method, path, status, answer)


_LIMITS = [(name, limit) for name, limit in vars(limits).items() if isinstance(limit, Limit) and limit.spec]


@pytest.mark.parametrize(("name", "limit"), _LIMITS, ids=[name for name, _ in _LIMITS])
def test_limits_agree(name: str, limit: Limit) -> None:
    """A limit that names a field of the spec has that field's maximum and, where both have one, minimum."""
    assert limit.spec is not None
    schema, _, field = limit.spec.partition(".")
    held = _spec()["components"]["schemas"][schema]["properties"][field]
    most = [held[key] for key in ("maxLength", "maxItems", "maximum") if key in held]
    least = [held[key] for key in ("minLength", "minItems", "minimum") if key in held]
    assert most == [limit.most], name
    assert not least or least == [limit.least], name
