"""What `/audit recent` answers."""

import dataclasses
import functools
from collections.abc import Sequence
from typing import Final

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog.actions import BY_SLUG
from lightbulb_audit.commands.answers.autocomplete import offer
from lightbulb_audit.commands.answers.search import filter_word
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.errors import NoTimeBetweenError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Clause, Query, View
from lightbulb_audit.query.actions import action_choices, parse_action
from lightbulb_audit.query.mentions import parse_id
from lightbulb_audit.render import listing
from lightbulb_audit.render.button_state import QueryFields
from lightbulb_audit.render.message import MessagePayload

_TARGET: Final = "target"


@dataclasses.dataclass(frozen=True, slots=True)
class RecentOptions:
    """What was chosen and typed; a text is empty where nothing was."""

    count: int
    user: hikari.User | None
    action: str
    target: str
    before: str
    after: str
    fold: bool


async def answer(ctx: lightbulb.Context, services: Services, options: RecentOptions, *, private: bool) -> None:
    """Answer with the list."""
    work = functools.partial(_draw, services, options, str(ctx.interaction.locale))
    await services.public.respond(ctx, work, "recent", private=private)


async def suggest_action(ctx: lightbulb.AutocompleteContext[str]) -> None:
    """Propose what may have been done."""
    await offer(ctx, action_choices(str(ctx.focused.value)))


async def _draw(
    services: Services, options: RecentOptions, locale: str, guild_id: hikari.Snowflake, viewer: Viewer
) -> MessagePayload:
    query = with_actions(await _query(services, options, locale), options.action)
    targets = await _targets(services, options.target, guild_id, viewer, locale)
    query = dataclasses.replace(query, clauses=(*query.clauses, *targets), is_folded=options.fold)
    return listing.draw(await services.lists.read(guild_id, *_carried(query, viewer)))


async def _query(services: Services, options: RecentOptions, locale: str) -> Query:
    after = await _bound(services, "after", options.after, locale)
    before = await _bound(services, "before", options.before, locale)
    if after is not None and before is not None and before - after <= 1:
        raise NoTimeBetweenError
    actor = None if options.user is None else int(options.user.id)
    return Query.where(count=options.count, actor=actor, after=after, before=before)


async def _targets(
    services: Services, typed: str, guild_id: hikari.Snowflake, viewer: Viewer, locale: str
) -> Sequence[Clause]:
    """Return whom or what it was done to: an id costs nothing, names are looked up as a search does."""
    text = typed.strip()
    target_id = parse_id(text, guild_id)
    if not text or target_id is not None:
        return [] if target_id is None else [Clause(_TARGET, (str(target_id),))]
    return (await services.parser.parse(guild_id, filter_word(_TARGET, text), viewer, locale)).clauses


async def _bound(services: Services, option: str, text: str, locale: str) -> int | None:
    """Return an id to compare entries with."""
    if not text.strip():
        return None
    moment = await services.parser.parse_moment(text, option, locale)
    return moment if isinstance(moment, int) else int(snowflake.first_at(moment))


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
