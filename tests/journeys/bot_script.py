"""Somebody's own bot with the extension, in a hurry: what takes minutes for others takes it a second.

    python bot_script.py REST_URL ARCHIVE [--shard 0] [--shards 1] [--polled] [--rhythm JSON]

Its token is taken from DISCORD_TOKEN.
"""

import argparse
import json
import logging
import os
import sys

import hikari
import lightbulb

from lightbulb_audit import Config
from lightbulb_audit.services.collector.schedule import Schedule


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("rest_url")
    parser.add_argument("archive")
    parser.add_argument("--shard", type=int, default=0)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--polled", action="store_true")
    parser.add_argument("--config", type=json.loads, default={})
    parser.add_argument("--pace", type=int, default=40)
    parser.add_argument("--rhythm", type=json.loads, default={})
    return parser.parse_args()


def main() -> None:
    """Run until told to stop."""
    asked = _arguments()
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    events = hikari.Intents.NONE if asked.polled else hikari.Intents.GUILD_MODERATION
    bot = hikari.GatewayBot(
        os.environ["DISCORD_TOKEN"],
        rest_url=asked.rest_url,
        intents=hikari.Intents.GUILDS | events,
        banner=None,
        logs=None,
    )
    client = lightbulb.client_from_app(bot)
    registry = client.di.registry_for(lightbulb.di.Contexts.DEFAULT)
    registry.register_value(Config, Config(archive=asked.archive, requests_per_second=asked.pace, **asked.config))
    registry.register_value(Schedule, Schedule(**asked.rhythm))

    @bot.listen(hikari.StartingEvent)
    async def starting(_: hikari.StartingEvent) -> None:  # pyright: ignore[reportUnusedFunction] - hikari calls it
        await client.load_extensions("lightbulb_audit")
        await client.start()

    bot.run(check_for_updates=False, shard_ids=[asked.shard], shard_count=asked.shards)


if __name__ == "__main__":
    main()
