"""Buttons and menus: answered from what they carry, so that they work after a restart, for whoever may press them."""

import asyncio
import dataclasses
import datetime
from collections.abc import Mapping
from typing import Final

import hikari

from lightbulb_audit.analyse.visibility import EVERYONE, Viewer
from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.commands.answers import forms, responder
from lightbulb_audit.commands.answers.file_export import export_files
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.commands.host_checks import HostChecks
from lightbulb_audit.commands.presses import Press
from lightbulb_audit.errors import OutdatedError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Query, View
from lightbulb_audit.query.refinement import narrow, without
from lightbulb_audit.query.related import of_one
from lightbulb_audit.query.remote import subjects
from lightbulb_audit.render import entry, listing, timeline
from lightbulb_audit.render.button_state import ButtonState, Verb, subject_query
from lightbulb_audit.render.components import SAVES, other_forms
from lightbulb_audit.render.custom_id import decode
from lightbulb_audit.render.export import FORMATS
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.search.query_footer import parse_footer

_OF_ONE = frozenset({Verb.ENTRY, Verb.WHOLE})
"""What is about one entry; every other press is about a list."""


_OF_ONE_THING = frozenset({Verb.MOMENT, Verb.CHOOSE})
"""What is chosen of one thing, or among several."""

_OF_ONES_OWN = frozenset({Verb.JUMP, Verb.CHOOSE})
"""What changes a message in place only for the one whom it answered."""

_LOOKS_INTO = frozenset({Verb.ENTRY, Verb.PAST, *entry.PIVOTS})
"""What leaves the list for one thing in it."""


class ComponentHandler:
    """Answers every press of a component that is ours.

    Args:
        services: Where answers come from.
        checks: The host's own checks, which a press passes as the command does that it stands for.
    """

    def __init__(self, services: Services, checks: HostChecks) -> None:
        self._services = services
        self._checks = checks

    async def __call__(self, interaction: Press, sent: asyncio.Event) -> None:
        """Answer a press that is ours, or a form that one opened.

        Args:
            interaction: One of those that `presses.takes` takes.
            sent: Set once Discord has a first answer.
        """
        state = _state(interaction.custom_id)
        if not await self._checks.pass_press(interaction, _command_name(state), sent):
            return
        if isinstance(interaction, hikari.ComponentInteraction) and state is not None and state.verb in forms.FORMS:
            await forms.open_form(interaction, state.verb, sent)
            return

        async def work(guild_id: hikari.Snowflake, viewer: Viewer) -> MessagePayload:
            if state is None:
                raise OutdatedError
            carried = await self._carried(interaction.message, guild_id, state)
            if isinstance(interaction, hikari.ModalInteraction):
                return await self._submitted(interaction, guild_id, viewer, carried)
            return await self._work(interaction, guild_id, viewer, carried)

        # But for a list that is changed in place, all is shown to the presser alone, so it is drawn for their eyes.
        manner = responder.ResponseMode(edits=_edits(interaction, state), private=True)
        await responder.respond_if_allowed(interaction, work, manner, sent)

    async def _carried(
        self, message: hikari.Message | None, guild_id: hikari.Snowflake, state: ButtonState
    ) -> ButtonState:
        """Return all that a press says, with the search that its message carries."""
        if not state.view.is_searched:
            return state
        if message is None or not await self._services.server(guild_id).lookups.is_own(message):
            raise OutdatedError
        search = parse_footer(message, guild_id)
        return state._replace(query=search.with_page_of(state.query))

    async def _work(
        self,
        interaction: hikari.ComponentInteraction,
        guild_id: hikari.Snowflake,
        viewer: Viewer,
        state: ButtonState,
    ) -> MessagePayload:
        if state.verb in SAVES:
            form = FORMATS[SAVES[state.verb]]
            limit = interaction.attachment_size_limit
            saved = await export_files(self._services, guild_id, state.query, form, viewer, limit)
            return dataclasses.replace(saved, rows=other_forms(state))
        if state.verb in entry.PIVOTS:
            return await self._pivot(guild_id, state, viewer)
        chosen = snowflake.parse(next(iter(interaction.values), None))
        if state.verb in _OF_ONE_THING and chosen is not None:
            return await self._chosen(interaction, guild_id, viewer, state, int(chosen))
        if state.verb in (Verb.WITHOUT, Verb.WHICH):
            state = _refined(state, next(iter(interaction.values), ""))
        if state.verb is Verb.MEANT:
            state = await self._correct(guild_id, state, viewer)
        if state.verb not in _OF_ONE:
            # A list that is changed in place is seen by whoever saw it before.
            seen = viewer if _is_ephemeral(interaction.message) else EVERYONE
            entries = await self._services.lists.read(guild_id, state.query, seen, state.view, state.cursor)
            return listing.draw(entries)
        entry_id = state.entry_id if state.verb is Verb.WHOLE else chosen
        if entry_id is None:
            raise OutdatedError
        details = await self._services.entries.read(guild_id, entry_id, viewer)
        if state.verb is Verb.ENTRY:
            back = state._replace(verb=Verb.BACK, entry_id=None)
            return entry.draw(entry.EntryView(details.description, details.resolution, back))
        text = entry.in_full(details.description)
        return MessagePayload(files=[hikari.Bytes(text.encode("utf-8", "replace"), f"entry-{entry_id}.txt")])

    async def _submitted(
        self,
        interaction: hikari.ModalInteraction,
        guild_id: hikari.Snowflake,
        viewer: Viewer,
        state: ButtonState,
    ) -> MessagePayload:
        """Return what a form asks for: the list from a moment on, or what its one thing was like then."""
        text, locale = forms.typed(interaction), str(interaction.locale)
        if state.verb is Verb.PAST:
            moment = await self._services.parser.parse_moment(text, words.WHEN, locale)
            return await self._state_at(guild_id, state, moment, viewer)
        if state.verb is not Verb.JUMP:
            raise OutdatedError
        place = await self._services.parser.parse_place(text, words.WHEN, locale)
        seen = _viewer_of_list(interaction, viewer, state)
        return listing.draw(await self._services.lists.read(guild_id, state.query, seen, state.view, place))

    async def _chosen(
        self,
        interaction: hikari.ComponentInteraction,
        guild_id: hikari.Snowflake,
        viewer: Viewer,
        state: ButtonState,
        chosen: int,
    ) -> MessagePayload:
        """Another moment of a thing, or the one of several things that is meant: its history, or what it was like."""
        if state.verb is Verb.MOMENT:
            return await self._state_at(guild_id, state, chosen, viewer)
        if str(chosen) not in subjects(state.query):
            raise OutdatedError
        query = of_one(Query.where(about=chosen), int(guild_id)).with_page_of(state.query)
        moment = state.entry_id
        if moment is not None:
            return await self._state_at(guild_id, ButtonState(Verb.NEWEST, query, view=state.view), moment, viewer)
        seen = _viewer_of_list(interaction, viewer, state)
        return listing.draw(await self._services.lists.read(guild_id, query, seen, state.view))

    async def _state_at(
        self, guild_id: hikari.Snowflake, state: ButtonState, moment: datetime.datetime | int, viewer: Viewer
    ) -> MessagePayload:
        """Return what the one thing that a list is about was like."""
        known_as = Kind.USER if state.view is View.SIDES else None
        read = await self._services.states.read(guild_id, subject_query(state), moment, viewer, known_as)
        return timeline.draw(timeline.PastView.of(read, state))

    async def _correct(self, guild_id: hikari.Snowflake, state: ButtonState, viewer: Viewer) -> ButtonState:
        """Return the list of a search with the word that was meant."""
        query = await self._services.parser.correct(guild_id, state.query, _place(state), state.said, viewer)
        return state._replace(verb=Verb.REFRESH, query=query, cursor=None, entry_id=None, said="")

    async def _pivot(self, guild_id: hikari.Snowflake, state: ButtonState, viewer: Viewer) -> MessagePayload:
        """Return the list of what belongs to the entry that was looked at."""
        if state.entry_id is None:
            raise OutdatedError
        relation = entry.PIVOTS[state.verb]
        query = await self._services.entries.related(guild_id, state.entry_id, relation)
        entries = await self._services.lists.read(guild_id, query.with_page_of(state.query), viewer, _VIEWS[state.verb])
        return listing.draw(entries)


_VIEWS: Final[Mapping[Verb, View]] = {
    Verb.BY_ACTOR: View.SIDES,
    Verb.ABOUT_TARGET: View.LIFE,
    Verb.AROUND: View.SEARCH,
}
"""The kind of list that leads on from an entry."""


_COMMANDS: Final[Mapping[Verb, str]] = {
    **dict.fromkeys((Verb.ENTRY, Verb.WHOLE), "entry"),
    **dict.fromkeys(SAVES, "export"),
    **dict.fromkeys((Verb.PAST, Verb.MOMENT), "history"),
}
_COMMANDS_OF_VIEWS: Final[Mapping[View, str]] = {
    View.RECENT: "recent",
    View.SEARCH: "search",
    View.LIFE: "history",
    View.SIDES: "history",
}


def _command_name(state: ButtonState | None) -> str:
    """Return the command that a press stands for: who may not use it may not press for the same."""
    if state is None:
        return "recent"
    return _COMMANDS.get(state.verb) or _COMMANDS_OF_VIEWS[_VIEWS.get(state.verb, state.view)]


def _state(custom_id: str) -> ButtonState | None:
    """Return what a press carries; None for what is of another version, or made up."""
    try:
        return decode(custom_id)
    except OutdatedError:
        return None


def _refined(state: ButtonState, chosen: str) -> ButtonState:
    """Return the list of a search with one condition less, or with one alone of those who are called so."""
    place = _place(state)
    try:
        is_wider = state.verb is Verb.WITHOUT
        query = without(state.query, place) if is_wider else narrow(state.query, place, chosen)
    except ValueError as error:
        raise OutdatedError from error
    return state._replace(verb=Verb.REFRESH, query=query, cursor=None, entry_id=None)


def _place(state: ButtonState) -> int:
    """Return the place of the condition that a press is about."""
    if state.entry_id is None or not 0 <= state.entry_id < len(state.query.clauses):
        raise OutdatedError
    return state.entry_id


def _edits(interaction: Press, state: ButtonState | None) -> bool:
    """Whether the message is changed in place: a list that others see too stays theirs when one looks into an entry."""
    if state is None or state.verb is Verb.WHOLE or state.verb in SAVES:
        return False
    if state.verb in _OF_ONES_OWN:
        return _is_askers(interaction)
    return state.verb not in _LOOKS_INTO or _is_ephemeral(interaction.message)


def _viewer_of_list(interaction: Press, viewer: Viewer, state: ButtonState) -> Viewer:
    """For whose eyes a list is: one that is changed in place is seen by whoever saw it before."""
    is_private = not _edits(interaction, state) or _is_ephemeral(interaction.message)
    return viewer if is_private else EVERYONE


def _is_ephemeral(message: hikari.Message | None) -> bool:
    return message is not None and bool(message.flags & hikari.MessageFlag.EPHEMERAL)


def _is_askers(interaction: Press) -> bool:
    """Return whether it was the presser whom the message answered."""
    message = interaction.message
    metadata = None if message is None else message.interaction_metadata
    return _is_ephemeral(message) or (metadata is not None and metadata.user.id == interaction.user.id)
