"""`/audit history`: the life of one thing, and what it was like at a moment."""

import dataclasses
import functools
from typing import Final

import hikari
import lightbulb

from lightbulb_audit.commands import responder
from lightbulb_audit.commands.audit import Audit
from lightbulb_audit.commands.autocomplete import propose_value
from lightbulb_audit.commands.viewer import viewer_of
from lightbulb_audit.model.query import MOST_COUNT, Query
from lightbulb_audit.render.button_state import ButtonState, Verb, View
from lightbulb_audit.render.message import MessagePayload

_ABOUT: Final = "about"
_LONGEST_TEXT: Final = 100


def history(audit: Audit) -> type[lightbulb.SlashCommand]:
    """The command, for one running plugin."""

    async def suggest(ctx: lightbulb.AutocompleteContext[str]) -> None:
        await propose_value(ctx, audit, _ABOUT)

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
            "count", "How many entries on a page", default=audit.config.count, min_value=1, max_value=MOST_COUNT
        )
        private = lightbulb.boolean("private", "Whether only you see the answer", default=audit.config.private)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with the list, or with what it was like."""
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
            about: Query = await audit.about(guild_id, self.of, viewer)
            state = ButtonState(Verb.NEWEST, dataclasses.replace(about, count=self.count), view=View.LIFE)
            if not self.at.strip():
                return await audit.listed(guild_id, state, viewer)
            return await audit.past(guild_id, state, await audit.moment(self.at, "at", locale), viewer)

    return Life
