"""The rules of alerts as entries are held against them now: read once, and compiled again while names change."""

import logging
import time
from collections.abc import Callable
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import EVERYONE
from lightbulb_audit.errors import AuditError, SearchError
from lightbulb_audit.model.alert import Alert, ConditionKind, Rule
from lightbulb_audit.model.query import Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.predicate import (
    Predicate,
    TermTest,
    compile_predicate,
    needs_bots,
    people,
    permission_slugs,
    text_values,
)
from lightbulb_audit.services.alerts.compiled import CompiledRule
from lightbulb_audit.services.alerts.rule_text import RuleError, parse_rule
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.ports import Server
from lightbulb_audit.services.query_parser import QueryParser

_log: Final = logging.getLogger(__name__)

_KNOWN_FOR: Final = 10.0
"""Seconds for which it is known who is a bot, and who is called so: both change by entries that are few."""

_HELD_FOR: Final = 0.5
"""Seconds for which it is known which roles hold a permission: a raid gives one to a role, and the role to somebody."""

_MOST_KNOWN: Final = 1000

_NEVER: Final = Predicate((TermTest(()),))


class RuleBook:
    """Gives the rules of alerts.

    Args:
        parser: Reads their queries.
        names: Who and what is called so.
        server: A server as the bot knows it.
    """

    def __init__(self, parser: QueryParser, names: NameSearch, server: Callable[[hikari.Snowflake], Server]) -> None:
        self._parser = parser
        self._names = names
        self._server = server
        self._rules: dict[str, Rule] = {}
        self._queries: dict[str, Query] = {}
        self._tests: dict[tuple[int, str], tuple[float, Predicate]] = {}

    async def __call__(self, alert: Alert) -> CompiledRule | None:
        """Return an alert's rule; None where it cannot be read, or what must be known for it is not known now."""
        try:
            rule = self._rules.get(alert.rule)
            if rule is None:
                self._make_room()
                rule = self._rules[alert.rule] = parse_rule(alert.rule)
            return await self.compile(alert.guild_id, rule)
        except (RuleError, SearchError, AuditError) as error:
            _log.warning("the rule of alert %s of guild %s cannot be read: %s", alert.alert_id, alert.guild_id, error)
            return None

    async def compile(self, guild_id: int, rule: Rule) -> CompiledRule | None:
        """Return a rule as entries are held against it; None where what must be known for it is not known now.

        Raises:
            AuditError: If a query of it cannot be read.
        """
        if rule.condition.kind is ConditionKind.SILENCE:
            return CompiledRule(rule, _NEVER)
        first = await self._test(guild_id, rule.query)
        if first is None or rule.condition.kind is not ConditionKind.THEN:
            return None if first is None else CompiledRule(rule, first)
        second = await self._test(guild_id, rule.then)
        return None if second is None else CompiledRule(rule, first, second)

    async def _test(self, guild_id: int, written: str) -> Predicate | None:
        """Return a query as a test. Those that ask for no names are the same in every server."""
        query = self._queries.get(written)
        if query is None:
            self._make_room()
            query = await self._parser.parse(hikari.Snowflake(guild_id), written, EVERYONE)
            self._queries[written] = query
        is_of_names = bool(text_values(query)) or needs_bots(query) or bool(people(query))
        slugs = permission_slugs(query)
        key = (guild_id if is_of_names or slugs else 0, written)
        until, known = self._tests.get(key, (0.0, None))
        now = time.monotonic()
        if known is not None and (not key[0] or now < until):
            return known
        context = await self._context(guild_id, query) if key[0] else SearchContext()
        if not context.is_whole:
            return None
        made = compile_predicate(query, context)
        self._tests[key] = (now + (_HELD_FOR if slugs else _KNOWN_FOR), made)
        return made

    async def _context(self, guild_id: int, query: Query) -> SearchContext:
        guild = hikari.Snowflake(guild_id)
        return await self._names.context_for(guild, self._server(guild), query)

    def _make_room(self) -> None:
        for known in (self._rules, self._queries, self._tests):
            if len(known) >= _MOST_KNOWN:
                known.clear()
