"""A search within the message that answers it: a button has no room for it, and nothing else outlives a restart.

The footer of the answer holds the search as it is written out, which shows people the language at the same time. Only
the bot's own messages are believed: a webhook could write a footer, too.
"""

import dataclasses
import datetime
import zoneinfo

import hikari

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.actions import BY_TYPE
from lightbulb_audit.errors import OutdatedError, SearchError
from lightbulb_audit.model.query import Query
from lightbulb_audit.query.syntax import LONGEST_WRITTEN, format_search, parse, tokenize
from lightbulb_audit.query.values import ParseContext


def footer_text(query: Query) -> str:
    """Return what stands in the footer."""
    clauses = [dataclasses.replace(one, values=tuple(map(_named, one.values))) if one.filter == "action" else one
               for one in query.clauses]  # fmt: skip
    return f"{words.CARRIED}{format_search(Query(tuple(clauses))) or words.CARRIED_ALL}"


def _named(action: str) -> str:
    """Return a type of action by its name rather than its number."""
    row = BY_TYPE.get(int(action)) if action.isdigit() else None
    return action if row is None else row.slug


def parse_footer(message: hikari.Message, guild_id: int) -> Query:
    """Return the search that a message carries.

    Raises:
        OutdatedError: If it carries none that can be read: somebody may have removed its embeds.
    """
    footers = [embed.footer.text or "" for embed in message.embeds if embed.footer is not None]
    text = next((footer.partition(words.CARRIED)[2] for footer in footers if words.CARRIED in footer), None)
    if text is None:
        raise OutdatedError
    if text == words.CARRIED_ALL:
        return Query()
    sense = ParseContext(guild_id, datetime.datetime.now(datetime.UTC), zoneinfo.ZoneInfo("UTC"))
    try:
        return parse(text, tokenize(text, LONGEST_WRITTEN), sense)
    except SearchError as error:
        raise OutdatedError from error
