"""`/audit recent`: what happened here lately."""

import dataclasses
import functools
from collections.abc import Sequence
from typing import Final

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog.actions import BY_SLUG
from lightbulb_audit.commands.autocomplete import offer, propose_value
from lightbulb_audit.commands.search import filter_word
from lightbulb_audit.commands.services import Services
from lightbulb_audit.errors import NoTimeBetweenError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import MOST_COUNT, Clause, Query, View
from lightbulb_audit.query.actions import action_choices, parse_action
from lightbulb_audit.query.mentions import parse_id
from lightbulb_audit.render import listing
from lightbulb_audit.render.button_state import QueryFields
from lightbulb_audit.render.message import MessagePayload

_LONGEST_TEXT: Final = 100
_TARGET: Final = "target"


def recent(services: Services) -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    async def suggest_target(ctx: lightbulb.AutocompleteContext[str]) -> None:
        await propose_value(ctx, services, _TARGET)

    class Recent(
        lightbulb.SlashCommand,
        name="recent",
        description="What happened here lately, newest first",
        contexts=[hikari.ApplicationContextType.GUILD],
    ):
        count = lightbulb.integer(
            "count", "How many entries on a page", default=services.config.count, min_value=1, max_value=MOST_COUNT
        )
        user = lightbulb.user("user", "Who did it", default=None)
        action = lightbulb.string(
            "action",
            "What was done: an action, or a whole category",
            default="",
            max_length=_LONGEST_TEXT,
            autocomplete=_suggest,
        )
        target = lightbulb.string(
            "target",
            "What it was done to: a user, channel, role or anything else",
            default="",
            max_length=_LONGEST_TEXT,
            autocomplete=suggest_target,
        )
        before = lightbulb.string(
            "before", "Only what is older: a date, “2 days ago”, an entry's id", default="", max_length=_LONGEST_TEXT
        )
        after = lightbulb.string(
            "after",
            "Only what is newer: a date, “yesterday 14:00”, an entry's id",
            default="",
            max_length=_LONGEST_TEXT,
        )
        fold = lightbulb.boolean("fold", "Whether many of one kind in a row are one line", default=services.config.fold)
        private = lightbulb.boolean("private", "Whether only you see the answer", default=services.config.private)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with the list."""
            work = functools.partial(self._work, str(ctx.interaction.locale))
            await services.public.respond(ctx, work, "recent", private=self.private)

        async def _work(self, locale: str, guild_id: hikari.Snowflake, viewer: Viewer) -> MessagePayload:
            query = with_actions(await self._query(locale), self.action)
            targets = await self._targets(guild_id, viewer, locale)
            query = dataclasses.replace(query, clauses=(*query.clauses, *targets), is_folded=self.fold)
            return listing.draw(await services.lists.read(guild_id, *_carried(query, viewer)))

        async def _query(self, locale: str) -> Query:
            user: hikari.User | None = self.user
            after, before = (
                await self._bound("after", self.after, locale),
                await self._bound("before", self.before, locale),
            )
            if after is not None and before is not None and before - after <= 1:
                raise NoTimeBetweenError
            return Query.where(
                count=self.count,
                actor=None if user is None else int(user.id),
                after=after,
                before=before,
            )

        async def _targets(self, guild_id: hikari.Snowflake, viewer: Viewer, locale: str) -> Sequence[Clause]:
            """Return whom or what it was done to: an id costs nothing, names are looked up as a search does."""
            text = self.target.strip()
            target_id = parse_id(text, guild_id)
            if not text or target_id is not None:
                return [] if target_id is None else [Clause(_TARGET, (str(target_id),))]
            return (await services.parser.parse(guild_id, filter_word(_TARGET, text), viewer, locale)).clauses

        async def _bound(self, option: str, text: str, locale: str) -> int | None:
            """Return an id to compare entries with."""
            if not text.strip():
                return None
            moment = await services.parser.parse_moment(text, option, locale)
            return moment if isinstance(moment, int) else int(snowflake.first_at(moment))

    return Recent


def _carried(query: Query, viewer: Viewer) -> tuple[Query, Viewer, View]:
    """Return a query in the order in which a button tells it again, since that says by its place what is left out.

    A button has room for one condition of each kind; what is more stands in the message, as a search does.
    """
    told = QueryFields.of(query).query(query.count).clauses
    if set(told) != set(query.clauses):
        return query, viewer, View.SEARCH
    return dataclasses.replace(query, clauses=tuple(sorted(query.clauses, key=told.index))), viewer, View.RECENT


def with_actions(query: Query, text: str) -> Query:
    """Return a query that also asks for what was done: a type by its number, as a button carries it.

    Raises:
        NotAnActionError: If nobody calls anything so.
    """
    if not text.strip():
        return query
    values = parse_action(text)
    if len(values) == 1 and values[0] in BY_SLUG:
        values = (str(BY_SLUG[values[0]].type),)
    return dataclasses.replace(query, clauses=(*query.clauses, Clause("action", values)))


async def _suggest(ctx: lightbulb.AutocompleteContext[str]) -> None:
    await offer(ctx, action_choices(str(ctx.focused.value)))
