"""What the journeys of feeds share: a feed that is there before its bot, and what stands in its channel."""

import dataclasses
from collections import Counter
from typing import Any

from tests.contract.archive.kit import Plain

from discord_standin import Discord
from discord_standin.messages import Held
from lightbulb_audit.archive import open_archive
from lightbulb_audit.model.feed import NewFeed, parse_custom_id


def channel_of(discord: Discord, name: str = "general") -> str:
    """The id of a channel in which the bot may write."""
    return next(str(one["id"]) for one in discord.world.state.channels.values() if one["name"] == name)


async def fed(discord: Discord, address: str, query: str = "", name: str = "general") -> str:
    """Make a feed of the owner's before any bot runs; the id of its channel."""
    channel = channel_of(discord, name)
    async with await open_archive(address) as archive:
        state = discord.world.state
        await archive.feeds.add(int(state.id), NewFeed(int(channel), query, int(state.guild["owner_id"])))
    return channel


def posted(discord: Discord, channel: str) -> list[Held]:
    """The bot's own messages in a channel, oldest first."""
    state = discord.world.state
    held = reversed(state.messages.in_channel(channel))
    return [one for one in held if one.message["author"]["id"] == state.bot["id"] and one.message["components"]]


@dataclasses.dataclass
class Told:
    """What stands in a channel.

    Attributes:
        entries: How often each entry is told, alone or counted in a sum.
        nonces: How many messages carry each nonce.
        sums: How many messages are sums.
    """

    entries: Counter[str]
    nonces: Counter[str]
    sums: int


async def told(discord: Discord, address: str, channel: str) -> Told:
    """Read a channel: a list tells its menu's options, a sum those of the archive, which are as many as it says."""
    items: dict[str, list[str]] = {}
    for nonce, entry_id in await Plain(address).run("SELECT nonce, entry_id FROM feed_items"):
        items.setdefault(nonce, []).append(str(entry_id))
    found = Told(Counter(), Counter(), 0)
    for held in posted(discord, channel):
        parts: list[dict[str, Any]] = [one for row in held.message["components"] for one in row["components"]]
        carried = [(part, parse_custom_id(part.get("custom_id", ""))) for part in parts]
        for part, about in carried:
            if about is None:
                continue
            found.nonces[about[1]] += 1
            if "options" in part:
                found.entries.update(option["value"] for option in part["options"])
            else:
                found.sums += 1
                counted = int(held.message["embeds"][0]["title"].split()[0].replace(",", ""))
                assert counted == len(items[about[1]])
                found.entries.update(items[about[1]])
    return found


async def all_told(discord: Discord, address: str, channel: str) -> bool:
    """Whether every entry of the log is told, and nothing waits in the outbox."""
    log = {entry["id"] for entry in discord.world.state.audit_log.entries}
    rows = await Plain(address).run("SELECT count(*) FROM feed_posts WHERE state = 'waiting'")
    return rows == [(0,)] and log <= (await told(discord, address, channel)).entries.keys()
