"""`lightbulb-audit archive backfill`: what the archive lacks, read from Discord without a gateway."""

from collections.abc import AsyncGenerator, Callable

from lightbulb_audit.cli.connection import explain_failures, probe
from lightbulb_audit.describe.names.name_table import nobody
from lightbulb_audit.discord.client import open_client
from lightbulb_audit.discord.retries import RetryGate
from lightbulb_audit.discord.server_time import ServerTime
from lightbulb_audit.discord.source import RestAuditLog
from lightbulb_audit.errors import ForbiddenError, GoneError, InputError
from lightbulb_audit.model import Reader
from lightbulb_audit.services.clock import DiscordClock, difference
from lightbulb_audit.services.collector.collector import Collector
from lightbulb_audit.services.collector.pace import Pacer
from lightbulb_audit.services.ports import Store

_PATIENCE = 120.0
"""Seconds to wait for a page that nobody waits for."""


async def backfill(
    store: Store,
    token: str,
    guild_id: int | None,
    rest_url: str | None,
    progress: Callable[[int], None],
    per_second: int,
) -> AsyncGenerator[str]:
    """Read what is missing.

    Args:
        store: The archive.
        token: The bot's.
        guild_id: Of one server; of every one that the bot is in if None.
        rest_url: A server that speaks Discord's API; Discord itself if None.
        progress: Is told how many more entries were read.
        per_second: How many requests a second it makes at most.

    Yields:
        What became of each server, a line each.

    Raises:
        InputError: If Discord cannot be reached, or some server's log cannot be read.
    """
    with explain_failures(rest_url or "Discord"):
        if rest_url is not None:
            await probe(rest_url)
        async with open_client(token, rest_url) as client:
            heard = ServerTime(client, DiscordClock())
            heard.attach()
            guild_ids = (
                [guild_id] if guild_id is not None else [guild.id async for guild in client.rest.fetch_my_guilds()]
            )
            pace = Pacer(per_second)
            log = RestAuditLog(client, _PATIENCE, heard, RetryGate(client, pace.pass_gate))
            collector = Collector(log, store, Reader(client), lambda _: nobody, clock=heard.clock, pace=pace)
            closed: list[int] = []
            for one in guild_ids:
                try:
                    count = await collector.fill(int(one), progress)
                except (ForbiddenError, GoneError):
                    closed.append(int(one))
                else:
                    yield f"guild {one}: {count:,} entries read"
            if heard.clock.lead is not None:
                yield f"the clock of this machine is {difference(heard.clock.lead)} Discord's; Discord's time was used"
    if closed:
        problem = "Discord does not let the bot read this log; its role needs the permission View audit log"
        raise InputError(f"guild {', '.join(map(str, closed))}", problem)
