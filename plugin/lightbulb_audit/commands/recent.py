"""`/audit recent`: what happened here lately."""

import dataclasses
import functools
from typing import Final

import hikari
import lightbulb

from lightbulb_audit.catalog.actions import BY_SLUG
from lightbulb_audit.commands import responder
from lightbulb_audit.commands.autocomplete import offer
from lightbulb_audit.commands.permissions import viewer_of
from lightbulb_audit.commands.services import Services
from lightbulb_audit.errors import NoTimeBetweenError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import MOST_COUNT, Clause, Query, View
from lightbulb_audit.query.actions import action_choices, parse_action
from lightbulb_audit.query.mentions import parse_target
from lightbulb_audit.render import listing
from lightbulb_audit.render.message import MessagePayload

_LONGEST_TEXT: Final = 100


def recent(services: Services) -> type[lightbulb.SlashCommand]:
    """The command, for one running plugin."""

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
            "target", "What it was done to: a user, channel or role, or an id", default="", max_length=_LONGEST_TEXT
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
            manner = responder.ResponseMode(edits=False, private=self.private)
            await responder.respond_if_allowed(
                ctx.interaction,
                functools.partial(self._work, str(ctx.interaction.locale)),
                manner,
                ctx.initial_response_sent,
            )

        async def _work(
            self, locale: str, guild_id: hikari.Snowflake, asker: hikari.InteractionMember
        ) -> MessagePayload:
            viewer = viewer_of(asker, private=self.private)
            query = with_actions(await self._query(guild_id, locale), self.action)
            query = dataclasses.replace(query, is_folded=self.fold)
            # A button has room for one action; what is several stands in the message, as a search does.
            view = View.SEARCH if any(len(clause.values) > 1 for clause in query.clauses) else View.RECENT
            return listing.draw(await services.lists.read(guild_id, query, viewer, view))

        async def _query(self, guild_id: hikari.Snowflake, locale: str) -> Query:
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
                target=parse_target(self.target, guild_id) if self.target.strip() else None,
                after=after,
                before=before,
            )

        async def _bound(self, option: str, text: str, locale: str) -> int | None:
            """An id to compare entries with."""
            if not text.strip():
                return None
            moment = await services.parser.parse_moment(text, option, locale)
            return moment if isinstance(moment, int) else int(snowflake.first_at(moment))

    return Recent


def with_actions(query: Query, text: str) -> Query:
    """A query that also asks for what was done: a type by its number, as a button carries it.

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
