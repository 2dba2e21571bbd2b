"""What breaks one of Discord's limits is refused as Discord refuses it, with the path to the fault."""

from typing import Any

import pytest
from tests.standin.worlds import BOT_ID, serving

from discord_standin.errors import ApiError
from discord_standin.limits import EMOJI


def _row(*items: dict[str, Any]) -> dict[str, Any]:
    return {"components": [{"type": 1, "components": list(items)}]}


def _button(number: int = 0, **fields: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "x", "custom_id": f"c{number}", **fields}


def _menu(*options: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": 3, "custom_id": "m", "options": list(options), **fields}


def _option(value: str = "v", **fields: Any) -> dict[str, Any]:
    return {"label": "l", "value": value, **fields}


def _embed(**fields: Any) -> dict[str, Any]:
    return {"embeds": [{"title": "t", **fields}]}


def _field(**fields: Any) -> dict[str, Any]:
    return _embed(fields=[{"name": "n", "value": "v", **fields}])


ITEM = "components.0.components.0"
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
    (_embed(title="x" * 257), "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
    (_embed(description="x" * 4097), "embeds.0.description", "BASE_TYPE_MAX_LENGTH"),
    (_embed(footer={"text": "x" * 2049}), "embeds.0.footer.text", "BASE_TYPE_MAX_LENGTH"),
    (_embed(author={"name": "x" * 257}), "embeds.0.author.name", "BASE_TYPE_MAX_LENGTH"),
    (_embed(color=1 << 24), "embeds.0.color", "NUMBER_TYPE_MAX"),
    (_embed(url="ftp://x"), "embeds.0.url", "URL_TYPE_INVALID_SCHEME"),
    (_embed(image={"url": "nothing"}), "embeds.0.image.url", "URL_TYPE_INVALID_URL"),
    (_embed(timestamp="soon"), "embeds.0.timestamp", "DATE_TIME_TYPE_PARSE"),
    (_field(name="x" * 257), "embeds.0.fields.0.name", "BASE_TYPE_BAD_LENGTH"),
    (_field(value="x" * 1025), "embeds.0.fields.0.value", "BASE_TYPE_BAD_LENGTH"),
    (_field(value="  "), "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED"),
    (_field(name=None), "embeds.0.fields.0.name", "BASE_TYPE_REQUIRED"),
    (_embed(fields=[{"name": "n", "value": "v"}] * 26), "embeds.0.fields", "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"title": "t"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
    ({"components": [_row(_button(n))["components"][0] for n in range(6)]}, "components", "BASE_TYPE_MAX_LENGTH"),
    (_row(*(_button(n) for n in range(6))), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    (_row(), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    (_row(_button(label="x" * 81)), f"{ITEM}.label", "BASE_TYPE_MAX_LENGTH"),
    (_row(_button(custom_id="x" * 101)), f"{ITEM}.custom_id", "BASE_TYPE_BAD_LENGTH"),
    (_row(_button(custom_id=None)), f"{ITEM}.custom_id", "BASE_TYPE_REQUIRED"),
    (_row(_button(label=None)), f"{ITEM}.label", "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED"),
    (_row(_button(emoji={"name": "→"})), f"{ITEM}.emoji.name", "BUTTON_COMPONENT_INVALID_EMOJI"),
    (_row(_button(1), _button(1)), "components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
    (_row(_button(), _menu(_option())), "components.0.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    (_row(_menu()), f"{ITEM}.options", "BASE_TYPE_BAD_LENGTH"),
    (_row(_menu(*(_option(str(n)) for n in range(26)))), f"{ITEM}.options", "BASE_TYPE_BAD_LENGTH"),
    (
        _row(_menu(_option(), _option())),
        f"{ITEM}.options.1.value",
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    (_row(_menu(_option(label="x" * 101))), f"{ITEM}.options.0.label", "BASE_TYPE_BAD_LENGTH"),
    (_row(_menu(_option(description="x" * 101))), f"{ITEM}.options.0.description", "BASE_TYPE_MAX_LENGTH"),
    (_row(_menu(_option(), placeholder="x" * 151)), f"{ITEM}.placeholder", "BASE_TYPE_MAX_LENGTH"),
]


@pytest.mark.parametrize(("body", "path", "code"), REFUSED, ids=[f"{path}-{code}" for _, path, code in REFUSED])
async def test_message(body: dict[str, Any], path: str, code: str) -> None:
    """A message over a limit gets 400 with 50035 and the path."""
    async with serving() as client:
        status, answer = await client.ask("POST", "/channels/10/messages", json=body)
    assert (status, answer["code"], answer["message"]) == (400, 50035, "Invalid Form Body")
    node = answer["errors"]
    for part in path.split("."):
        node = node[part]
    assert code in [fault["code"] for fault in node["_errors"]]


@pytest.mark.parametrize(
    "body",
    [
        {"content": "😀" * 2000},
        {"content": " " * 50 + "x" * 2000},
        _embed(title="x" * 256, description="x" * 4096),
        _row(*(_button(n, emoji={"name": "▶"}) for n in range(5))),
        _row(_button(label=None, emoji={"id": "123", "name": "own"})),
        _row({"type": 2, "style": 5, "label": "x", "url": "https://example.org"}),
        _row(_menu(*(_option(str(n)) for n in range(25)), max_values=25)),
    ],
)
async def test_up_to_the_limit(body: dict[str, Any]) -> None:
    """Exactly at a limit, counted in code points after trimming, a message passes."""
    async with serving() as client:
        status, answer = await client.ask("POST", "/channels/10/messages", json=body)
    assert status == 200, answer


@pytest.mark.parametrize("body", [{}, {"content": "  "}, {"embeds": []}])
async def test_empty_message(body: dict[str, Any]) -> None:
    """A message of nothing is refused with 50006."""
    async with serving() as client:
        assert (await client.ask("POST", "/channels/10/messages", json=body))[1]["code"] == 50006


_OPTION = {"type": 3, "name": "text", "description": "d"}


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ({"name": "Echo", "description": "d"}, "0.name"),
        ({"name": "a b", "description": "d"}, "0.name"),
        ({"name": "x" * 33, "description": "d"}, "0.name"),
        ({"name": "x", "description": ""}, "0.description"),
        ({"name": "x", "description": "d" * 101}, "0.description"),
        ({"name": "x", "description": "d", "options": [_OPTION] * 2}, "0.options.1.name"),
        (
            {"name": "x", "description": "d", "options": [_OPTION, {**_OPTION, "name": "b", "required": True}]},
            "0.options.1",
        ),
        (
            {"name": "x", "description": "d", "options": [{**_OPTION, "name": f"o{n}"} for n in range(26)]},
            "0.options",
        ),
        (
            {"name": "x", "description": "d", "options": [{**_OPTION, "choices": [{"name": "", "value": "a"}]}]},
            "0.options.0.choices.0.name",
        ),
    ],
)
async def test_command(command: dict[str, Any], path: str) -> None:
    """A command that breaks a rule of registration is refused with the path."""
    async with serving() as client:
        status, answer = await client.ask("PUT", f"/applications/{BOT_ID}/commands", json=[command])
    assert (status, answer["code"]) == (400, 50035)
    node = answer["errors"]
    for part in path.split("."):
        node = node[part]
    assert node["_errors"]


@pytest.mark.parametrize("text", ["▶", "◀️", "😀", "👍🏽", "👩‍🚀", "🇩🇪", "1️⃣", "⏪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
def test_emoji(text: str) -> None:
    """One emoji of any make is an emoji."""
    assert EMOJI.fullmatch(text)


@pytest.mark.parametrize("text", ["", "a", "→", ":smile:", "😀😀", "1", "<:x:1>"])
def test_no_emoji(text: str) -> None:
    """Text, arrows and several emoji are none."""
    assert not EMOJI.fullmatch(text)


@pytest.mark.parametrize(
    ("content", "allowed", "users", "roles", "everyone"),
    [
        ("<@2> <@&50> @everyone", None, ["2"], ["50"], False),
        ("<@2> <@&50>", {"parse": []}, [], [], False),
        ("<@2> <@1>", {"parse": [], "users": ["1"]}, ["1"], [], False),
        ("<@2> <@&50>", {"parse": ["roles"]}, [], ["50"], False),
    ],
)
async def test_mentions(content: str, allowed: Any, users: list[str], roles: list[str], everyone: bool) -> None:
    """A message mentions whom its content names and its `allowed_mentions` let through; embeds ping nobody."""
    body = {"content": content, "embeds": [{"description": "<@1> @everyone"}]}
    if allowed is not None:
        body["allowed_mentions"] = allowed
    async with serving() as client:
        _, message = await client.ask("POST", "/channels/10/messages", json=body)
    assert [user["id"] for user in message["mentions"]] == users
    assert (message["mention_roles"], message["mention_everyone"]) == (roles, everyone)


def test_error_tree() -> None:
    """Faults under one path stand in one tree."""
    error = ApiError(400, 50035, "Invalid Form Body", {"a": {"_errors": []}})
    assert error.to_json() == {"code": 50035, "message": "Invalid Form Body", "errors": {"a": {"_errors": []}}}
