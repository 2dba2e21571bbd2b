"""What somebody typed, as a query or a moment."""

import asyncio
import datetime
import zoneinfo
from collections.abc import Callable
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog.locales import first_weekday
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Clause, Cursor, Query
from lightbulb_audit.query.filters import FILTERS
from lightbulb_audit.query.mentions import is_everyone
from lightbulb_audit.query.refinement import replace
from lightbulb_audit.query.related import of_one
from lightbulb_audit.query.syntax import parse, tokenize
from lightbulb_audit.query.times.dates import parse_moment, parse_period
from lightbulb_audit.query.values import ParseContext
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.ports import Server

_MILLISECOND: Final = datetime.timedelta(milliseconds=1)


class QueryParser:
    """Parses queries and moments.

    Args:
        server: A server as the bot knows it.
        names: Who and what is called so.
        now: The time.
        zone: In which moments are meant.
    """

    def __init__(
        self,
        server: Callable[[hikari.Snowflake], Server],
        names: NameSearch,
        now: Callable[[], datetime.datetime],
        zone: zoneinfo.ZoneInfo,
    ) -> None:
        self._server = server
        self._names = names
        self._now = now
        self._zone = zone

    async def parse(self, guild_id: hikari.Snowflake, text: str, viewer: Viewer, locale: str = "") -> Query:
        """Parse a query as somebody of a locale means it: what they may not know of is called nothing.

        Raises:
            SearchError: If it cannot be understood; it says which word is at fault.
        """
        typed = tokenize(text)
        seen = self._server(guild_id).seen_by(viewer)
        found = await self._names.resolve_names(guild_id, seen, typed)
        near = await self._names.near_names(guild_id, seen, [one for one, ids in found.items() if not ids])
        week, server = first_weekday(locale), seen.server.name or ""
        sense = ParseContext(guild_id, self._now(), self._zone, found, week, near, server)
        # Its first use of the date parser's tables takes a while.
        return await asyncio.to_thread(parse, text, typed, sense)

    async def parse_subject(self, guild_id: hikari.Snowflake, text: str, viewer: Viewer) -> Query:
        """Return a query of all that happened to what is called so, or has this id or code.

        Raises:
            SearchError: If there is no such thing.
        """
        quoted = text.strip().replace('"', "")
        query = await self.parse(guild_id, f'about:"{quoted}"', viewer)
        return of_one(query, int(guild_id), is_everyone=is_everyone(quoted) or quoted == f"<@&{guild_id}>")

    async def correct(self, guild_id: hikari.Snowflake, query: Query, place: int, said: str, viewer: Viewer) -> Query:
        """Return a query with other words, or whoever is called so, in its condition at a place.

        Raises:
            SearchError: If nobody is called so any more.
        """
        meant = Clause(query.clauses[place].filter, (said,))
        if FILTERS[meant.filter].kinds:
            (meant,) = (await self.parse(guild_id, f'{meant.filter}:"{said}"', viewer)).clauses
        return replace(query, place, meant)

    async def parse_place(self, text: str, option: str, locale: str = "") -> Cursor:
        """Return the place in a log that somebody of a locale jumps to: a day or a period from its last entry on.

        Raises:
            NotAMomentError: If it is neither a time nor the id of an entry.
        """
        found = await asyncio.to_thread(
            parse_period, text, option, now=self._now(), zone=self._zone, first_weekday=first_weekday(locale)
        )
        if isinstance(found, int):
            return Cursor("older", min(found + 1, snowflake.LARGEST))
        return Cursor("older", int(snowflake.first_at(found.end or found.start + _MILLISECOND)))

    async def parse_moment(self, text: str, option: str, locale: str = "") -> datetime.datetime | int:
        """Return the moment, or the id of an entry, that somebody of a locale typed into an option.

        Raises:
            NotAMomentError: If it is neither.
        """
        # Its first use of the date parser's tables takes a while.
        return await asyncio.to_thread(
            parse_moment, text, option, now=self._now(), zone=self._zone, first_weekday=first_weekday(locale)
        )
