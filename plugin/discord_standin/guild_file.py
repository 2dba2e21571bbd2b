"""A guild file: everything that the stand-in knows at its start, in Discord's own JSON."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from discord_standin.copies import copies
from discord_standin.errors import StandinError
from discord_standin.values import Json, Payload, as_object, as_snowflake, is_array, is_object, objects


def _no_entries() -> Payload:
    return {"audit_log_entries": []}


@dataclass(frozen=True, slots=True)
class GuildFile:
    """The parts of a guild file.

    Attributes:
        guild: The guild as in GUILD_CREATE. A thread of it, or of the audit log, may also name who is in it, which no
            payload of Discord's does: as `member_ids`, or as thread member objects in `members`.
        audit_log: What `GET /guilds/{id}/audit-logs` would answer with every entry, or anything else.
        messages: Message objects by the id of their channel.
        users: Users who are no members any more.
        bot: The bot's own user; None lets the stand-in invent one.
        others: The guild files of further guilds that the same bot is in.
    """

    guild: Payload
    audit_log: Json = field(default_factory=_no_entries)
    messages: dict[str, list[Payload]] = field(default_factory=dict[str, list[Payload]])
    users: list[Payload] = field(default_factory=list[Payload])
    bot: Payload | None = None
    others: "list[GuildFile]" = field(default_factory=list["GuildFile"])

    @classmethod
    def read(cls, path: Path, count: int = 1) -> Self:
        """Read a guild file from disk.

        Args:
            path: Where it is.
            count: How many copies of its one guild to make, each with ids of its own.

        Raises:
            StandinError: The file cannot be read, is no JSON, or holds no guild.
        """
        try:
            value = json.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            message = f"{path} cannot be read: {error.strerror or error}."
            raise StandinError(message) from error
        except (ValueError, RecursionError) as error:
            message = f"{path} is no JSON: {error}."
            raise StandinError(message) from error
        try:
            return cls.from_json(value if count == 1 else {"guilds": _copies(value, count)})
        except StandinError as error:
            message = f"{path}: {error}"
            raise StandinError(message) from error

    @classmethod
    def from_json(cls, value: Json) -> Self:
        """Take the parts out of parsed JSON; only the guild must be there.

        Raises:
            StandinError: There is no guild with an id and, unless they are missing, lists of roles and channels.
        """
        whole = as_object(value)
        more = whole.get("guilds")
        if is_array(more) and more:
            first, *rest = more if "guild" not in whole else [whole | {"guilds": None}, *more]
            shared = {"bot": whole["bot"]} if "bot" in whole else {}
            return replace(cls.from_json({**shared, **as_object(first)}), others=[cls.from_json(one) for one in rest])
        guild = _unwrap(whole.get("guild", value))
        if as_snowflake(guild.get("id")) is None:
            raise StandinError('A guild file needs a "guild" object with an "id", as in GUILD_CREATE.')
        for part in ("roles", "channels", "members", "threads"):
            if not isinstance(guild.get(part) or [], list):
                message = f'The "{part}" of the guild must be a list.'
                raise StandinError(message)
        bot = whole.get("bot")
        if bot is not None and as_snowflake(as_object(bot).get("id")) is None:
            raise StandinError('The "bot" must be a user object with an "id".')
        messages = as_object(whole.get("messages"))
        return cls(
            guild=guild,
            audit_log=whole.get("audit_log", _no_entries()),
            messages={str(channel): list(objects(held)) for channel, held in messages.items()},
            users=[user for user in objects(whole.get("users")) if as_snowflake(user.get("id")) is not None],
            bot=bot,
        )


def _copies(value: Json, count: int) -> list[Payload]:
    """Copy a file of one guild.

    Raises:
        StandinError: It holds several.
    """
    whole = as_object(value)
    if "guilds" in whole:
        raise StandinError("Only a guild file of one guild can be copied.")
    return copies(whole if "guild" in whole else {"guild": _unwrap(value)}, count)


def _unwrap(value: Json) -> Payload:
    """Take the payload out of a gateway envelope, if it is in one."""
    guild = as_object(value)
    return guild["d"] if "id" not in guild and is_object(guild.get("d")) else guild
