"""What `/audit history` answers."""

import dataclasses
import datetime
import functools

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import View
from lightbulb_audit.query.remote import subjects
from lightbulb_audit.render import listing, timeline
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.search import choice


@dataclasses.dataclass(frozen=True, slots=True)
class HistoryOptions:
    """What was chosen and typed; a text is empty where nothing was."""

    of: str
    at: str
    count: int
    fold: bool


async def answer(ctx: lightbulb.Context, services: Services, options: HistoryOptions, *, private: bool) -> None:
    """Answer with the list, or with what it was like."""
    work = functools.partial(_draw, services, options, str(ctx.interaction.locale))
    await services.public.respond(ctx, work, "history", private=private)


async def _draw(
    services: Services, options: HistoryOptions, locale: str, guild_id: hikari.Snowflake, viewer: Viewer
) -> MessagePayload:
    query = await services.parser.parse_subject(guild_id, options.of, viewer)
    query = dataclasses.replace(query, count=options.count, is_folded=options.fold)
    moment = await services.parser.parse_moment(options.at, "at", locale) if options.at.strip() else None
    if len(subjects(query)) > 1:
        at = int(snowflake.last_at(moment)) if isinstance(moment, datetime.datetime) else moment
        menu = ButtonState(Verb.CHOOSE, query, entry_id=at, view=View.LIFE)
        return choice.draw(await services.candidates.read(guild_id, query, viewer), menu)
    if moment is None:
        return listing.draw(await services.lists.read(guild_id, query, viewer, View.LIFE))
    state = await services.states.read(guild_id, query, moment, viewer)
    return timeline.draw(timeline.PastView.of(state, ButtonState(Verb.NEWEST, query, view=View.LIFE)))
