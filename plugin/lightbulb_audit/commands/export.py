"""`/audit export`: everything that fits a question, as a file to keep."""

from typing import Any

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands.file_export import export_files
from lightbulb_audit.commands.search import build_command, options_of, query_text
from lightbulb_audit.commands.services import Services
from lightbulb_audit.render.export import FORMATS
from lightbulb_audit.render.message import MessagePayload

_FIRST = next(iter(FORMATS))


def export(services: Services) -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    async def invoke(self: Any, ctx: lightbulb.Context) -> None:
        """Answer with the file."""

        async def work(guild_id: hikari.Snowflake, viewer: Viewer) -> MessagePayload:
            query = await services.parser.parse(guild_id, query_text(self), viewer, str(ctx.interaction.locale))
            limit = ctx.interaction.attachment_size_limit
            return await export_files(services, guild_id, query, FORMATS[self.format], viewer, limit)

        await services.public.respond(ctx, work, "export", private=self.private)

    query, *others = options_of(services).items()
    form = lightbulb.string(
        "format",
        "What kind of file",
        default=_FIRST,
        choices=[lightbulb.Choice(form.title, name) for name, form in FORMATS.items()],
    )
    options = {
        **dict([query]),
        "format": form,
        **dict(others),
        "private": lightbulb.boolean("private", "Whether only you see the answer", default=services.config.private),
    }
    return build_command(
        "export", "Take everything that fits along: a page to read, a table, or the raw entries", options, invoke
    )
