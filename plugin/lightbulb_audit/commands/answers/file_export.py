"""Files of everything that fits a question, as an answer."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog import words
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.export import ExportRequest, Extract
from lightbulb_audit.model.query import Query, View
from lightbulb_audit.render import limits, listing
from lightbulb_audit.render.export import Format, Packed, Packer, TooMuch
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.render.search import empty
from lightbulb_audit.render.search.query_footer import footer_text

_log: Final = logging.getLogger(__name__)

AT_MOST: Final = 100_000
"""Entries in one answer: it must come within 15 minutes."""


async def export_files(
    services: Services, guild_id: hikari.Snowflake, query: Query, form: Format, viewer: Viewer, limit: int = 0
) -> MessagePayload:
    """Make the files of everything that fits, with a word on what is in them.

    Args:
        services: Where the entries come from.
        guild_id: Whose log.
        query: Which entries.
        form: In which form.
        viewer: Who may know what is asked for.
        limit: The bytes that Discord takes for a file here; its least where nobody knows.

    Raises:
        AuditError: If the log could not be read.
    """
    server = services.server(guild_id)
    names = await services.names.visible.names_for(guild_id, server.seen_by(viewer), query, ())
    request = ExportRequest(guild_id, server, query, names, AT_MOST)
    limit = limit or limits.upload(0)
    extract, packer = await services.exporter.from_archive(request), Packer(form, limit)
    if extract is None or not await _fill(packer, extract):
        extract, packer = await services.exporter.from_discord(request), Packer(form, limit)
        await _fill(packer, extract)
    if not extract.count and query:
        return await _explain(services, guild_id, query, form, viewer, limit, extract)
    # Packing compresses: nobody else should wait for it.
    packed = await asyncio.to_thread(packer.pack, extract.report())
    return _message(query, extract, packed)


async def _fill(packer: Packer, extract: Extract) -> bool:
    """Return whether the entries are all there is to say: an archive may break off, or be still empty."""
    try:
        async for some in extract.descriptions():
            for one in some:
                packer.add(one)
            if packer.is_full:
                break
            # Whoever else waits for the bot comes in between.
            await asyncio.sleep(0)
    except ArchiveError as error:
        _log.debug("the archive could not be exported: %s", error)
        return False
    return bool(extract.count) or extract.is_sure


async def _explain(
    services: Services,
    guild_id: hikari.Snowflake,
    query: Query,
    form: Format,
    viewer: Viewer,
    limit: int,
    extract: Extract,
) -> MessagePayload:
    """Return why there is no file; or one of what a list shows that takes the question less by the letter."""
    entries = await services.lists.read(guild_id, query, viewer, View.SEARCH, found=extract.found)
    if entries.window.records and entries.window.query != query:
        return await export_files(services, guild_id, entries.window.query, form, viewer, limit)
    return _worded(query, _nothing(extract, empty.causes_text(entries)), rows=empty.buttons(entries))


def _nothing(extract: Extract, causes: str = "") -> str:
    said = (words.EXPORT_NOTHING_YET, causes, _reach(extract)) if extract.reach else (words.EXPORT_NOTHING, causes)
    return " ".join(filter(None, (*said, _lack(extract))))


def _reach(extract: Extract) -> str:
    """Return how far was looked, and how to get further; empty where that was to the end."""
    return f"{extract.reach} {words.EXPORT_FURTHER}" if extract.reach else ""


def _lack(extract: Extract) -> str:
    """Return what the archive does not have of the span that was asked for; empty where it has all."""
    return f"{words.LACKING.format(stretches=listing.missing_text(extract.missing))}." if extract.missing else ""


def _message(query: Query, extract: Extract, packed: Packed | TooMuch) -> MessagePayload:
    if not extract.count:
        return _worded(query, _nothing(extract))
    if isinstance(packed, TooMuch):
        return _worded(query, packed.summary)
    count = words.EXPORT_ONE if extract.count == 1 else words.EXPORT_COUNT.format(count=f"{extract.count:,}")
    cut = words.EXPORT_CUT.format(count=f"{extract.count:,}") if extract.is_cut else ""
    files = [hikari.Bytes(file.data, file.name, mimetype=file.media_type) for file in packed.files]
    return _worded(
        query, " ".join(part for part in (count, cut or _reach(extract), _lack(extract), packed.summary) if part), files
    )


def _worded(
    query: Query,
    text: str,
    files: Sequence[hikari.Bytes] = (),
    rows: Sequence[hikari.api.ComponentBuilder] = (),
) -> MessagePayload:
    """Return a word with the question behind it, so that other forms can be asked for from there."""
    embed = hikari.Embed(description=text, color=COLOUR)
    return MessagePayload(embed.set_footer(footer_text(query)), files=files, rows=rows)
