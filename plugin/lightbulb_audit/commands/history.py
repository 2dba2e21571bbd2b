"""The context menu of a user: what they did, and what was done to them."""

import hikari
import lightbulb

from lightbulb_audit.catalog import words
from lightbulb_audit.commands import respond
from lightbulb_audit.commands.audit import Audit
from lightbulb_audit.commands.refusals import refusal
from lightbulb_audit.model.query import Query
from lightbulb_audit.render.state import State, Verb


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
            no = refusal(ctx.interaction)
            if no is not None or ctx.guild_id is None:
                await respond.refuse(ctx.interaction, no or "", ctx.initial_response_sent)
                return
            query = Query(count=audit.config.count, user_id=int(self.target.id))
            work = audit.listed(ctx.guild_id, State(Verb.DID, query, is_history=True))
            manner = respond.Manner(edits=False, private=audit.config.private)
            await respond.answer(ctx.interaction, work, manner, ctx.initial_response_sent)

    return History
