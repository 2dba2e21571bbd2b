"""What a setting may hold: a check, what is said where it fails, and a hint of what was meant."""

from typing import Any, Final

import hikari

from lightbulb_audit.analyse.reason import compile_format
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import MOST_COUNT
from lightbulb_audit.model.rules import Rule, name_alike
from lightbulb_audit.model.secrets import mask_secrets

UTC: Final = "UTC"
_MOST_DAYS: Final = 36_500
_LONGEST_NAME: Final = 32
_MOST_REQUESTS: Final = 40


def _is_zone(value: str) -> bool:
    if value == UTC:
        return True  # what most have; to look for any other one, Python reads how it was built
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _zone_hint(value: str) -> str:
    import zoneinfo

    near = name_alike(value, zoneinfo.available_timezones())
    return "" if near is None else f" (do you mean {near!r}?)"


def _is_channel(value: str) -> bool:
    return not value or bool(snowflake.parse(value))


def _are_texts(value: tuple[Any, ...]) -> bool:
    return all(isinstance(row, str) for row in value)


def _is_group(value: str) -> bool:
    # Source: Discord's API reference, "Application Command Naming".
    letters = value.replace("-", "").replace("_", "")
    return 1 <= len(value) <= _LONGEST_NAME and value == value.lower() and (not letters or letters.isalnum())


def _is_context_menu(value: str) -> bool:
    return 1 <= len(value) <= _LONGEST_NAME and value == value.strip()


def _is_permission(value: str) -> bool:
    return not value or value.upper() in hikari.Permissions.__members__


def _permission_hint(value: str) -> str:
    near = name_alike(value, map(str.lower, hikari.Permissions.__members__))
    return "" if near is None else f" (do you mean {near!r}?)"


def _are_guilds(value: tuple[Any, ...]) -> bool:
    return all(isinstance(guild_id, str) and snowflake.parse(guild_id) for guild_id in value)


def check_formats(_config: Any, _attribute: Any, value: tuple[str, ...]) -> None:
    """See that each can be used.

    Raises:
        ValueError: If one cannot; it says what is wrong.
    """
    for row in value:
        try:
            compile_format(row)
        except ValueError as error:
            problem = f"reason_formats: {mask_secrets(str(error))}"
            raise ValueError(problem) from None


SWITCH: Final = Rule(bool, "true or false")
DAYS: Final = Rule(int, f"a whole number from 0 to {_MOST_DAYS}", lambda value: 0 <= value <= _MOST_DAYS)
RATE: Final = Rule(int, f"a whole number from 1 to {_MOST_REQUESTS}", lambda value: 1 <= value <= _MOST_REQUESTS)
COUNT: Final = Rule(int, f"a whole number from 1 to {MOST_COUNT}", lambda value: 1 <= value <= MOST_COUNT)
ZONE: Final = Rule(str, "the name of a time zone in quotes, such as 'UTC' or 'Europe/Berlin'", _is_zone, _zone_hint)
ADDRESS: Final = Rule(str, "a database URL or the path of a file, in quotes")
CHANNEL: Final = Rule(str, "the id of a channel in quotes, such as '81384788765712384', or empty", _is_channel)
TEXTS: Final = Rule(tuple, "a list of texts in quotes", _are_texts)
GROUP: Final = Rule(str, f"1 to {_LONGEST_NAME} small letters, digits, - and _, in quotes", _is_group)
CONTEXT_MENU: Final = Rule(str, f"1 to {_LONGEST_NAME} characters in quotes, no space at either end", _is_context_menu)
PERMISSION: Final = Rule(
    str, "a permission in quotes, such as 'view_audit_log', or empty for everyone", _is_permission, _permission_hint
)
GUILDS: Final = Rule(tuple, "a list of ids of servers in quotes, such as ['81384788765712384']", _are_guilds)
