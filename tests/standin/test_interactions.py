"""Interactions are answered under Discord's rules: once, in time, and by their token."""

import json
from typing import Any

import aiohttp
import pytest
from tests.standin.worlds import BOT_ID, Client, serving

from discord_standin import defaults
from discord_standin.interactions import Interaction, Kind
from discord_standin.messages import LOADING


def _open(client: Client, kind: Kind = Kind.COMMAND) -> Interaction:
    state = client.discord.world.state
    interaction = Interaction(state.snowflakes.next(), kind, "1", state.channels["10"], "echo")
    if kind is Kind.COMPONENT:
        message = defaults.message({"id": "5000", "content": "old", "webhook_id": BOT_ID}, "10", state.bot)
        interaction.source = state.messages.add(message)
    client.discord.world.interactions.add(interaction)
    return interaction


async def _answer(client: Client, interaction: Interaction, body: Any, **query: str) -> tuple[int, Any]:
    path = f"/interactions/{interaction.id}/{interaction.token}/callback"
    return await client.ask("POST", path, json=body, params=query)


def _webhook(interaction: Interaction, end: str = "") -> str:
    return f"/webhooks/{BOT_ID}/{interaction.token}{end}"


async def test_first_answer() -> None:
    """The first answer is accepted with or without a body back; a second is refused with 40060."""
    async with serving() as client:
        interaction = _open(client)
        data = {"content": "hi", "flags": 64}
        status, body = await _answer(client, interaction, {"type": 4, "data": data}, with_response="true")
        assert (status, body["resource"]["message"]["content"]) == (200, "hi")
        assert body["interaction"]["response_message_ephemeral"] is True
        assert (await _answer(client, interaction, {"type": 4, "data": data}))[1]["code"] == 40060
        assert (await _answer(client, _open(client), {"type": 4, "data": data}))[0] == 204


async def test_late_answer() -> None:
    """After three seconds the interaction is unknown; after fifteen minutes its token is invalid."""
    async with serving() as client:
        interaction = _open(client)
        interaction.began -= 3.1
        status, body = await _answer(client, interaction, {"type": 4, "data": {"content": "x"}})
        assert (status, body["code"]) == (404, 10062)
        interaction = _open(client)
        await _answer(client, interaction, {"type": 4, "data": {"content": "x"}})
        interaction.began -= 901
        status, body = await client.ask("POST", _webhook(interaction), json={"content": "x"})
        assert (status, body["code"]) == (401, 50027)


async def test_webhook_before_the_answer() -> None:
    """Before the first answer nothing can be written by the token."""
    async with serving() as client:
        assert (await client.ask("POST", _webhook(_open(client)), json={"content": "x"}))[1]["code"] == 10015


@pytest.mark.parametrize("kind", [7, 6, 8, 99, None])
async def test_wrong_kind_of_answer(kind: int | None) -> None:
    """A command cannot be answered by an update, by choices or by nonsense."""
    async with serving() as client:
        assert (await _answer(client, _open(client), {"type": kind}))[1]["code"] == 50035


async def test_deferred_answer() -> None:
    """A deferred answer is loading; the first follow-up completes it, and keeps it ephemeral."""
    async with serving() as client:
        interaction = _open(client)
        await _answer(client, interaction, {"type": 5, "data": {"flags": 64}})
        assert interaction.original is not None
        assert interaction.original.message["flags"] == 64 | LOADING
        assert not interaction.completed.is_set()
        _, message = await client.ask("POST", _webhook(interaction), json={"content": "done"})
        assert (message["id"], message["flags"]) == (interaction.original.id, 64)
        assert interaction.completed.is_set()
        _, second = await client.ask("POST", _webhook(interaction), json={"content": "more"})
        assert (second["id"] != message["id"], second["flags"]) == (True, 0)


async def test_original_can_be_read_edited_and_deleted() -> None:
    """`@original` is the answer; without it, as once deleted, the message is unknown."""
    async with serving() as client:
        interaction = _open(client)
        await _answer(client, interaction, {"type": 4, "data": {"content": "a"}})
        original = _webhook(interaction, "/messages/@original")
        assert (await client.ask("PATCH", original, json={"content": "b"}))[1]["content"] == "b"
        assert (await client.ask("PATCH", original, json={"content": ""}))[1]["code"] == 50006
        _, message = await client.ask("GET", original)
        assert message["content"] == "b"
        by_id = _webhook(interaction, f"/messages/{message['id']}")
        assert (await client.ask("GET", by_id))[1]["id"] == message["id"]
        assert (await client.ask("DELETE", original))[0] == 204
        assert (await client.ask("GET", original))[1]["code"] == 10008


async def test_update_of_the_pressed_message() -> None:
    """A component's answer may change its message, at once or after a deferral."""
    async with serving() as client:
        at_once = _open(client, Kind.COMPONENT)
        await _answer(client, at_once, {"type": 7, "data": {"content": "new"}})
        assert at_once.source is not None
        assert at_once.source.message["content"] == "new"
        later = _open(client, Kind.COMPONENT)
        await _answer(client, later, {"type": 6})
        assert not later.completed.is_set()
        await client.ask("PATCH", _webhook(later, "/messages/@original"), json={"content": "later"})
        assert later.source is not None
        assert later.source.message["content"] == "later"


async def test_refused_answer_can_be_tried_again() -> None:
    """An answer that broke a limit has not been given; the path to the fault begins with `data`."""
    async with serving() as client:
        interaction = _open(client)
        _, body = await _answer(client, interaction, {"type": 4, "data": {"embeds": [{"title": "x" * 257}]}})
        assert body["errors"]["data"]["embeds"]["0"]["title"]["_errors"][0] == {
            "code": "BASE_TYPE_MAX_LENGTH",
            "message": "Must be 256 or fewer in length.",
        }
        assert (await _answer(client, interaction, {"type": 4, "data": {"content": "x"}}))[0] == 204


async def test_choices() -> None:
    """Autocomplete takes 25 choices of 100 characters."""
    async with serving() as client:
        for choices in ([{"name": "x", "value": "x"}] * 26, [{"name": "x" * 101, "value": "x"}], [{"name": "x"}]):
            interaction = _open(client, Kind.AUTOCOMPLETE)
            assert (await _answer(client, interaction, {"type": 8, "data": {"choices": choices}}))[1]["code"] == 50035
        interaction = _open(client, Kind.AUTOCOMPLETE)
        await _answer(client, interaction, {"type": 8, "data": {"choices": [{"name": "x", "value": "y"}]}})
        assert interaction.choices == [{"name": "x", "value": "y"}]


async def test_files() -> None:
    """Files come as multipart; each becomes an attachment whose bytes can be had at its address."""
    async with serving() as client, aiohttp.ClientSession() as web:
        interaction = _open(client)
        form = aiohttp.FormData()
        attachments = [{"id": 0, "filename": "a.txt", "description": "d"}]
        payload = {"type": 4, "data": {"attachments": attachments}}
        form.add_field("payload_json", json.dumps(payload), content_type="application/json")
        form.add_field("files[0]", b"abc", filename="a.txt", content_type="text/plain")
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        assert (await client.ask("POST", path, data=form))[0] == 204
        assert interaction.original is not None
        (attachment,) = interaction.original.message["attachments"]
        assert (attachment["filename"], attachment["size"], attachment["description"]) == ("a.txt", 3, "d")
        async with web.get(attachment["url"]) as response:
            assert await response.read() == b"abc"
