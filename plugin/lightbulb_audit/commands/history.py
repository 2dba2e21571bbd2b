"""The context menu of a user: what they did, and what was done to them."""

import hikari
import lightbulb

from lightbulb_audit.catalog import words
from lightbulb_audit.commands import respond
from lightbulb_audit.commands.asker import viewer_of
from lightbulb_audit.commands.audit import Audit
from lightbulb_audit.model.query import Query
from lightbulb_audit.render.drawing import Drawing
from lightbulb_audit.render.state import State, Verb, View


def history(audit: Audit) -> type[lightbulb.UserCommand]:
    """The command, for one running plugin."""

    class History(
        lightbulb.UserCommand,
        name=words.HISTORY,
        contexts=[hikari.ApplicationContextType.GUILD],
        default_member_permissions=hikari.Permissions.VIEW_AUDIT_LOG,
    ):
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with what they did."""
            manner = respond.Manner(edits=False, private=audit.config.private)
            await respond.serve(ctx.interaction, self._work, manner, ctx.initial_response_sent)

        async def _work(self, guild_id: hikari.Snowflake, asker: hikari.InteractionMember) -> Drawing:
            query = Query(count=audit.config.count, user_id=int(self.target.id))
            viewer = viewer_of(asker, private=audit.config.private)
            return await audit.listed(guild_id, State(Verb.DID, query, view=View.SIDES), viewer)

    return History
