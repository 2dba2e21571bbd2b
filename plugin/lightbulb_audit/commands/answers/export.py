"""What `/audit export` answers."""

import functools
from collections.abc import Mapping

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands.answers.file_export import export_files
from lightbulb_audit.commands.answers.search import query_text
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.render.export import FORMATS
from lightbulb_audit.render.message import MessagePayload


async def answer(
    ctx: lightbulb.Context, services: Services, given: Mapping[str, str], form: str, *, private: bool
) -> None:
    """Answer with the file."""
    interaction = ctx.interaction
    work = functools.partial(
        _draw, services, query_text(given), form, str(interaction.locale), interaction.attachment_size_limit
    )
    await services.public.respond(ctx, work, "export", private=private)


async def _draw(
    services: Services,
    text: str,
    form: str,
    locale: str,
    limit: int,
    guild_id: hikari.Snowflake,
    viewer: Viewer,
) -> MessagePayload:
    query = await services.parser.parse(guild_id, text, viewer, locale)
    return await export_files(services, guild_id, query, FORMATS[form], viewer, limit)
