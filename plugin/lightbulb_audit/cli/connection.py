"""Reaching Discord with a bot's token, and what to say where that fails."""

import asyncio
import contextlib
import os
import pathlib
import re
import urllib.parse
from collections.abc import Generator, Mapping
from typing import Final

import aiohttp
import hikari

from lightbulb_audit.errors import InputError

TOKEN: Final = "DISCORD_TOKEN"  # noqa: S105 - the name of a variable
"""The environment variable that holds the bot's token. It stands in no settings and on no command line."""

TOKEN_FILE: Final = "DISCORD_TOKEN_FILE"  # noqa: S105 - as above
"""The one that names a file with it, such as a secret of Docker's."""

_ABSENT: Final = f"put your bot's token into this environment variable, or a file's name into {TOKEN_FILE}"

_LIKE_A_TOKEN: Final = re.compile(r"[A-Za-z0-9_.=-]+")
_PROBE_SECONDS: Final = 5.0
_SILENCE: Final = "nothing answers there"


@contextlib.contextmanager
def explain_failures(where: str) -> Generator[None]:
    """Turn what reaching Discord raises into an `InputError`.

    Args:
        where: The server.
    """
    try:
        yield
    except hikari.UnauthorizedError as error:
        raise InputError(TOKEN, "Discord does not accept this token; copy it anew from the developer portal") from error
    except hikari.RateLimitTooLongError as error:
        raise InputError(where, f"too many requests; try again in {error.retry_after:.0f} seconds") from error
    except (hikari.HikariError, aiohttp.ClientError, OSError, ValueError) as error:
        is_silent = isinstance(error.__cause__, aiohttp.ClientConnectionError | TimeoutError)
        problem = _SILENCE if is_silent else f"the bot could not start ({_one_line(error)})"
        raise InputError(where, problem) from error


def bot_token(environment: Mapping[str, str] = os.environ) -> str:
    """Return the token in the environment, or in the file that it names; with or without quotes around it.

    Raises:
        InputError: If there is none, or one that cannot be any.
    """
    source, text = _find_token(environment)
    token = text.strip()
    if len(token) > 1 and token[0] == token[-1] and token[0] in "\"'":
        token = token[1:-1].strip()
    if not token:
        raise InputError(source, _ABSENT if source == TOKEN else "the file that it names is empty")
    try:
        hikari.applications.get_token_id(token)
        is_token = _LIKE_A_TOKEN.fullmatch(token) is not None  # hikari reads over what is strange
    except (ValueError, OverflowError):
        is_token = False
    if not is_token:
        raise InputError(source, "this is no bot token; copy it anew from the developer portal")
    return token


def _find_token(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return where a token stands, and what stands there."""
    text, file = environment.get(TOKEN, ""), environment.get(TOKEN_FILE, "")
    if not file:
        return TOKEN, text
    if text.strip():
        raise InputError(TOKEN_FILE, f"{TOKEN} is set too; leave one of them")
    try:
        return TOKEN_FILE, pathlib.Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(TOKEN_FILE, f"the file that it names cannot be read ({error.strerror})") from error
    except UnicodeError:
        raise InputError(TOKEN_FILE, "the file that it names is no text in UTF-8") from None


async def probe(rest_url: str) -> None:
    """Connect once to a server of one's own: hikari would try for long where nobody listens.

    Raises:
        InputError: If nothing listens there, or it is no address.
    """
    url = urllib.parse.urlsplit(rest_url)
    try:
        port = url.port or (443 if url.scheme == "https" else 80)
    except ValueError:
        port = 0
    if url.scheme not in {"http", "https"} or not url.hostname or not port:
        raise InputError(rest_url, "this is no address of a server, such as http://127.0.0.1:8080/api/v10")
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(url.hostname, port), _PROBE_SECONDS)
    except (OSError, UnicodeError) as error:
        raise InputError(rest_url, _SILENCE) from error
    writer.close()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
