"""Whatever is asked for by its id is asked for in one server: the few places that may ask otherwise are listed here."""

import ast
import inspect
import pathlib
from collections.abc import Iterator
from typing import Final

import pytest

from lightbulb_audit.archive.store import Archive
from lightbulb_audit.services.ports import LastingStore, Lookups

_CODE: Final = pathlib.Path(__file__).parents[2] / "plugin" / "lightbulb_audit"
_CACHE: Final = "discord/guild_cache.py"

_UNBOUND: Final = frozenset(
    {
        "fetch_channel",
        "fetch_user",
        "fetch_webhook",
        "fetch_message",
        "fetch_messages",
        "fetch_thread_member",
        "fetch_pins",
        "fetch_invite",
        "fetch_stage_instance",
        "fetch_guild_webhooks",
        "fetch_channel_webhooks",
        "fetch_sticker",
    }
)
"""Methods of hikari's that take an id of any server."""

_ALLOWED: Final = {
    ("discord/channel.py", "fetch_messages"),  # of the one channel that the settings name; no person asks for it
    ("discord/feed_channels.py", "fetch_messages"),  # of a feed's channel, compared with the server when it was chosen
    ("discord/guild_cache.py", "fetch_channel"),  # compared with the server
    ("discord/guild_cache.py", "fetch_webhook"),  # likewise
    ("discord/lookups.py", "fetch_channel"),  # `guild_cache.fetch_channel`
    ("discord/lookups.py", "fetch_webhook"),  # `guild_cache.fetch_webhook`
    ("discord/lookups.py", "fetch_user"),  # an account is public; only for ids that an entry of the server names
    ("discord/lookups.py", "fetch_message"),  # after its channel was compared with the server
    ("discord/sight.py", "fetch_thread_member"),  # of a thread that was compared with the server
    ("model/decode/entry_info.py", "fetch_channel"),  # for a bot's own code, as hikari's models have it
}


def _attributes() -> Iterator[tuple[str, str]]:
    """Every attribute that is used in the code, and where."""
    for path in sorted(_CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                yield path.relative_to(_CODE).as_posix(), node.attr


def test_the_cache_is_asked_in_one_place() -> None:
    """Only one module sees hikari's cache, which finds things of every server by their ids."""
    seen = {place for place, name in _attributes() if name in {"CacheAware", "get_guild_channel", "get_user"}}
    assert seen == {_CACHE}


def test_discord_is_asked_by_id_in_few_places() -> None:
    """Each request that takes an id of any server is made where its answer is compared with the one that asks."""
    assert {(place, name) for place, name in _attributes() if name in _UNBOUND} == _ALLOWED


@pytest.mark.parametrize("kind", [LastingStore, Archive])
def test_the_archive_is_asked_for_one_server(kind: type) -> None:
    """Each method that gives something of a server takes the server's id; the others give ids of servers alone."""
    of_all = {"guilds", "left_guilds", "close", "open", "forget", "export", "status", "verify", "trouble", "place"}
    of_all |= {"check", "checkpoints", "ping"}  # of the file, with a server of its own, and of none
    of_all |= {"standings", "growing_guilds", "postponed_guilds"}  # of the servers that are named, by their ids
    methods = {name: one for name, one in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}
    assert len(methods) > 10
    for name, method in methods.items():
        if name not in of_all:
            assert list(inspect.signature(method).parameters)[1] == "guild_id", name


def test_every_lookup_is_of_one_server() -> None:
    """A look-up is made for a server at its birth, so none of its methods takes one."""
    for _, method in inspect.getmembers(Lookups, inspect.isfunction):
        assert "guild_id" not in inspect.signature(method).parameters
