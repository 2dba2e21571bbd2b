"""Why a search finds nothing: a condition too many, a name that is spelt otherwise, or a time that nobody keeps."""

import dataclasses
from collections.abc import Sequence
from typing import Final

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.filters import FILTERS
from lightbulb_audit.query.predicate import text_values
from lightbulb_audit.query.refinement import Relaxation, droppable_clauses, relax_in_pages
from lightbulb_audit.query.remote import bounds, single_subject
from lightbulb_audit.services.clock import KEPT, local_time
from lightbulb_audit.services.log.archive_search import ArchiveSearch
from lightbulb_audit.services.log.browse import Window
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.names.page_names import extend_with_page
from lightbulb_audit.services.ports import ServerSeen

_TEXTS: Final = 2
"""Words for which the nearest names are looked for."""


@dataclasses.dataclass(frozen=True, slots=True)
class Causes:
    """Why a search found nothing.

    Attributes:
        relaxations: What it would find without each of its conditions, where that is something.
        near: Names that are spelt nearly like what it asks for and nothing has.
        is_hopeless: Whether it is sure that it finds nothing without any one of several conditions.
        is_expired: Whether it asks Discord for what that has forgotten.
    """

    relaxations: Sequence[Relaxation] = ()
    near: Sequence[str] = ()
    is_hopeless: bool = False
    is_expired: bool = False


NO_CAUSES: Final = Causes()


class CauseFinder:
    """Finds them, without any further read of Discord's log.

    Args:
        archived: The archive, as it is searched; None where there is none.
        names: Who and what is called so.
    """

    def __init__(self, archived: ArchiveSearch | None, names: NameSearch) -> None:
        self._archived = archived
        self._names = names

    async def find(
        self, guild_id: hikari.Snowflake, seen: ServerSeen, window: Window, context: SearchContext
    ) -> Causes:
        """Why a search found nothing.

        Args:
            guild_id: Where.
            seen: The server as the asker may know it.
            window: The empty answer.
            context: What was known beside the entries.
        """
        query = window.query
        is_archived = any(page.origin is not None for page in window.pages)
        if is_archived and self._archived is not None:
            counted = await self._archived.relax(guild_id, query, context)
        else:
            counted = self._relax_live(guild_id, window, context)
        places = droppable_clauses(query)
        is_sure = is_archived and not window.missing and len(counted) == len(places) > 1
        found = [one for one in counted if one.count]
        near: list[str] = []
        for text, kinds in _unknown(query, context):
            near += await self._names.nearest(guild_id, seen, text, kinds)
        return Causes(
            relaxations=found,
            near=tuple(dict.fromkeys(near)),
            is_hopeless=is_sure and not found,
            is_expired=not is_archived and _is_expired(query),
        )

    def _relax_live(self, guild_id: hikari.Snowflake, window: Window, context: SearchContext) -> list[Relaxation]:
        newest = self._names.newest_at_hand(guild_id)
        pages = [*window.pages, *([] if newest is None else [newest])]
        for page in pages:
            context = extend_with_page(window.query, context, page)
        is_whole = window.reached is None and (window.bots is None or window.bots.is_whole)
        return relax_in_pages(window.query, context, pages, is_whole=is_whole)


def _unknown(query: Query, context: SearchContext) -> list[tuple[str, Sequence[Kind]]]:
    """What may be meant for a name and is none: words by which nothing is called, and what is no invite either."""
    thing = single_subject(query)
    if thing is not None and not thing.isdigit():
        return [(thing, FILTERS["about"].kinds)]
    texts = [text for text in text_values(query) if not context.named.get(text) and text not in context.unnamed]
    return [(text, FILTERS["about"].kinds) for text in texts[:_TEXTS]]


def _is_expired(query: Query) -> bool:
    """Whether all that is asked for is older than what Discord keeps."""
    below = bounds(query)[1]
    return below is not None and snowflake.time_of(below) < local_time() - KEPT
