"""A local Discord for trying and testing bots: REST and gateway on loopback sockets."""

from discord_standin.discord import Discord
from discord_standin.errors import StandinError
from discord_standin.guild_file import GuildFile
from discord_standin.results import Names, StepResult
from discord_standin.session import Session

__all__ = ["Discord", "GuildFile", "Names", "Session", "StandinError", "StepResult"]
