"""Entries in words, with the names of then where the archive has them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from lightbulb_audit.analyse.prunes import doubtful_prunes
from lightbulb_audit.analyse.reason import claim_in
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.names.entry_references import Reference, references
from lightbulb_audit.describe.names.lookalikes import Lookalikes
from lightbulb_audit.describe.names.name_table import Known, Lookup, Names, PeopleLookup, names_of, no_people
from lightbulb_audit.describe.names.nicknames import nickname_change
from lightbulb_audit.model import Page, Record
from lightbulb_audit.model.progress import USERNAME
from lightbulb_audit.query.terms import words_of
from lightbulb_audit.services.clock import local_time
from lightbulb_audit.services.deadline import wait_at_most
from lightbulb_audit.services.names.name_history import JUST_BEFORE, NameHistory, name_at, sightings_of, username_of
from lightbulb_audit.services.names.people import LookUpPeople, people_in, strangers
from lightbulb_audit.services.ports import Searchable

_PATIENCE: Final = 1.0
"""Seconds that the archive may take: without it, all is called as it is today."""

_LEARNING: Final = 0.5
"""Seconds that names may take to be written down, while a person waits for the answer that they are in."""

NOTHING_UNDONE: Final[Mapping[int, Record]] = {}


class Describer:
    """Tells entries; what they name is called as it was called then.

    Args:
        store: The archive; None where there is none, so that everything is called as it is today.
    """

    def __init__(self, store: Searchable | None) -> None:
        self._store = store

    async def describe(
        self,
        guild_id: int,
        pages: Sequence[Page],
        records: Sequence[Record],
        behind: Lookup,
        undoings: Mapping[int, Record] = NOTHING_UNDONE,
        called: PeopleLookup = no_people,
        people: Lookalikes | None = None,
    ) -> tuple[list[Description], Names]:
        """Tell entries.

        Args:
            guild_id: Whose entries.
            pages: What was read with them.
            records: The entries.
            behind: What the bot's cache knows.
            undoings: The entries that undid some of them, by the ids of those; see `services.reversals`.
            called: Whom the bot's cache knows by name.
            people: Who was told of before in the same answer; None where these entries are all of it.

        Returns:
            The entries in words, and what their people and things are called today.
        """
        today = names_of(pages, behind, called)
        return await self.describe_with(guild_id, records, today, undoings, people=people), today

    async def describe_with(
        self,
        guild_id: int,
        records: Sequence[Record],
        today: Names,
        undoings: Mapping[int, Record] = NOTHING_UNDONE,
        also: Collection[Reference] = (),
        people: Lookalikes | None = None,
        look_up: LookUpPeople | None = None,
    ) -> list[Description]:
        """Describe entries, given what their people and things are called today.

        What they name is listed beforehand, so the archive is asked once.

        Args:
            guild_id: Whose entries.
            records: The entries.
            today: Names of today. Those of `also` that are unknown get the last name that the archive has of them.
            undoings: The entries that undid some of them, by the ids of those.
            also: What else is to be named with them, such as whom the question names.
            people: Who was told of before in the same answer; None where these entries are all of it.
            look_up: Asks Discord for the people of whom nobody knows a name; they are told again with what it says.
        """
        wanted = dict.fromkeys(one for record in (*records, *undoings.values()) for one in references(record))
        past = await self._past(guild_id, dict.fromkeys([*also, *wanted, *_parents(today, wanted)]))
        _recall(today, also, past)
        await self._add_people(guild_id, records, today)
        doubtful = doubtful_prunes(records)
        people = people or Lookalikes()

        def tell() -> list[Description]:
            then = [(record, names_at(record, past, today) if past else today) for record in records]
            people.add_users((thing_id for kind, thing_id in also if kind is Kind.USER), today)
            for record, names in then:
                by = undoings.get(int(record.id))
                people.add_people([record] if by is None else [record, by], names)
            for names in (today, *(names for _, names in then)):
                names.mark_lookalikes(people.ids)
            return [
                describe(record, names, undoings.get(int(record.id)), is_doubtful=int(record.id) in doubtful)
                for record, names in then
            ]

        told = tell()
        asked = [*strangers(also, today), *(one.claimed for one in told if one.claimed is not None)]
        if look_up is not None and (found := await look_up(people_in(told), asked)):
            today.update(found)
            told = tell()
            await self.learn(guild_id, found)
        return told

    async def learn(self, guild_id: int, found: Mapping[Reference, Known]) -> None:
        """Keep in the archive what Discord said that people and things are called, so that they are found by it."""
        seen = sightings_of(found, local_time())
        if self._store is not None and seen:
            await wait_at_most(self._store.learn(guild_id, seen), _LEARNING, is_shared=False)

    async def _add_people(self, guild_id: int, records: Sequence[Record], today: Names) -> None:
        """Take in whom the archive knows by the names that reasons give: one of two of a name is nobody."""
        claims = (claim_in(record.entry.reason) for record in records)
        names = dict.fromkeys(claim.name for claim in claims if claim is not None and claim.user_id is None)
        texts = [said for name in names if (said := " ".join(words_of(name)))]
        if self._store is None or not texts:
            return
        found = await wait_at_most(self._store.find_named(guild_id, texts), _PATIENCE)
        if found is None:
            return
        people = [one for some in found.values() for one in some if one.kind == Kind.USER]
        for one in people:
            today.add_people(one.id, (one.name,))
        wanted = [(Kind.USER, one.id) for one in people]
        _recall(today, wanted, await self._past(guild_id, wanted))

    async def recall_names(self, guild_id: int, names: Names, wanted: Iterable[Reference]) -> None:
        """Give the wanted who have no name of today the last that the archive has, and tell look-alikes apart."""
        asked = dict.fromkeys(wanted)
        unknown = [key for key in asked if (known := names.get(*key)) is None or known.name is None]
        _recall(names, unknown, await self._past(guild_id, unknown))
        people = Lookalikes()
        people.add_users((thing_id for kind, thing_id in asked if kind is Kind.USER), names)
        names.mark_lookalikes(people.ids)

    async def _past(self, guild_id: int, wanted: Collection[Reference]) -> NameHistory:
        if self._store is None or not wanted:
            return {}
        usernames = [(USERNAME, thing_id) for kind, thing_id in wanted if kind is Kind.USER]
        return await wait_at_most(self._store.names(guild_id, [*wanted, *usernames]), _PATIENCE) or {}


def _parents(names: Names, wanted: Iterable[Reference]) -> Iterator[Reference]:
    """Yield the channels around the threads that are known."""
    for kind, thing_id in wanted:
        known = names.get(kind, thing_id) if kind in (Kind.CHANNEL, Kind.THREAD) else None
        if known is not None and known.parent_id:
            yield Kind.CHANNEL, int(known.parent_id)


def _recall(names: Names, wanted: Iterable[Reference], past: NameHistory) -> None:
    """Give those whose names are unknown the last that was seen; what is hidden stays so."""
    unknown = {key: known for key in wanted if (known := names.get(*key)) is None or known.name is None}
    names.update(
        {
            key: Known(
                seen[-1].name,
                seen[-1].channel_type,
                bot=seen[-1].bot,
                username=username_of(past, key[1]) if key[0] is Kind.USER else None,
            )
            for key, known in unknown.items()
            if (seen := past.get(key)) and not (known is not None and known.hidden)
        }
    )


def names_at(record: Record, past: NameHistory, today: Names) -> Names:
    """Return the names as they were when an entry was made."""
    at, change = record.created_at, nickname_change(record)
    member = None if change is None or change.new is None else record.entry.target_id
    if at is None:
        return today

    def then(kind: Kind, thing_id: int) -> Known | None:
        # Who gets a nickname had another name until then.
        moment = at - JUST_BEFORE if kind is Kind.USER and thing_id == member else at
        return name_at(past, kind, thing_id, moment, today.get(kind, thing_id))

    return today.derived(then)
