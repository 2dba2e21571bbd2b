"""`/audit history`: the life of one thing, and what it was like at a moment."""

import dataclasses
import datetime
import functools
from typing import Final

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands.autocomplete import propose_value
from lightbulb_audit.commands.services import Services
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import MOST_COUNT, View
from lightbulb_audit.query.remote import subjects
from lightbulb_audit.render import listing, timeline
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.search import choice

_ABOUT: Final = "about"
_LONGEST_TEXT: Final = 100


def history(services: Services) -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    async def suggest(ctx: lightbulb.AutocompleteContext[str]) -> None:
        await propose_value(ctx, services, _ABOUT)

    class Life(
        lightbulb.SlashCommand,
        name="history",
        description="All that happened to one user, role, channel, invite or anything else, also if it is gone",
        contexts=[hikari.ApplicationContextType.GUILD],
    ):
        of = lightbulb.string(
            "of", "A mention, a name, an id or an invite's code", max_length=_LONGEST_TEXT, autocomplete=suggest
        )
        at = lightbulb.string(
            "at", "What it was like then: a date, “2 days ago”, an entry's id", default="", max_length=_LONGEST_TEXT
        )
        count = lightbulb.integer(
            "count", "How many entries on a page", default=services.config.count, min_value=1, max_value=MOST_COUNT
        )
        fold = lightbulb.boolean("fold", "Whether many of one kind in a row are one line", default=services.config.fold)
        private = lightbulb.boolean("private", "Whether only you see the answer", default=services.config.private)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with the list, or with what it was like."""
            work = functools.partial(self._work, str(ctx.interaction.locale))
            await services.public.respond(ctx, work, "history", private=self.private)

        async def _work(self, locale: str, guild_id: hikari.Snowflake, viewer: Viewer) -> MessagePayload:
            query = await services.parser.parse_subject(guild_id, self.of, viewer)
            query = dataclasses.replace(query, count=self.count, is_folded=self.fold)
            moment = await services.parser.parse_moment(self.at, "at", locale) if self.at.strip() else None
            if len(subjects(query)) > 1:
                at = int(snowflake.last_at(moment)) if isinstance(moment, datetime.datetime) else moment
                menu = ButtonState(Verb.CHOOSE, query, entry_id=at, view=View.LIFE)
                return choice.draw(await services.candidates.read(guild_id, query, viewer), menu)
            if moment is None:
                return listing.draw(await services.lists.read(guild_id, query, viewer, View.LIFE))
            state = await services.states.read(guild_id, query, moment, viewer)
            return timeline.draw(timeline.PastView.of(state, ButtonState(Verb.NEWEST, query, view=View.LIFE)))

    return Life
