"""What commands and buttons call."""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

import hikari

from lightbulb_audit.commands.answers.public_answers import PublicAnswers
from lightbulb_audit.config import Config
from lightbulb_audit.export import Exporter
from lightbulb_audit.model import Reader
from lightbulb_audit.services.candidate_reader import CandidateReader
from lightbulb_audit.services.clock import DiscordClock
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.entry_reader import EntryReader
from lightbulb_audit.services.list_reader import ListReader
from lightbulb_audit.services.log.archive_search import ArchiveSearch
from lightbulb_audit.services.log.recent_cache import RecentEntries
from lightbulb_audit.services.log.thing_history import HistoryReader
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.ports import AuditLog, PublicChannels, Server
from lightbulb_audit.services.public_memory import PublicMemory
from lightbulb_audit.services.query_parser import QueryParser
from lightbulb_audit.services.reversals import PATIENCE_OF_A_FILE, ReversalFinder
from lightbulb_audit.services.state_reader import StateReader
from lightbulb_audit.services.suggestions import Suggestions

if TYPE_CHECKING:  # loaded with an archive alone
    from lightbulb_audit.services.collector.coverage import CollectedArchive


@dataclasses.dataclass(frozen=True, slots=True)
class RunningArchive:
    """The archive of a running bot.

    Attributes:
        collected: What is known of how it is filled.
        search: The archive, as it is searched.
        reader: Reads what comes out of it.
        public_channels: Where somebody said yes to answers that all see.
    """

    collected: "CollectedArchive"
    search: ArchiveSearch
    reader: Reader
    public_channels: PublicChannels


@dataclasses.dataclass(frozen=True, slots=True)
class Services:
    """One service for each thing that is asked for.

    Attributes:
        config: The settings.
        clock: Discord's time.
        server: A server as the bot knows it.
        parser: Parses queries and moments.
        names: Who and what is called so.
        lists: Reads pages of lists.
        entries: Reads single entries.
        states: Rebuilds what things were like.
        candidates: Tells several things of a name apart.
        suggestions: Proposes entries and names.
        exporter: Finds the entries for files.
        describer: Tells entries in words.
        reversals: Finds what was undone.
        public: Answers that all see, where that is meant.
        archive: How the archive is filled; None where there is none.
    """

    config: Config
    clock: DiscordClock
    server: Callable[[hikari.Snowflake], Server]
    parser: QueryParser
    names: NameSearch
    lists: ListReader
    entries: EntryReader
    states: StateReader
    candidates: CandidateReader
    suggestions: Suggestions
    exporter: Exporter
    describer: Describer
    reversals: ReversalFinder
    public: PublicAnswers
    archive: "CollectedArchive | None"

    @classmethod
    def of(
        cls,
        config: Config,
        clock: DiscordClock,
        server: Callable[[hikari.Snowflake], Server],
        log: AuditLog,
        newest: RecentEntries,
        archive: RunningArchive | None = None,
    ) -> "Services":
        """Build all of them.

        Args:
            config: The settings.
            clock: Discord's time.
            server: A server as the bot knows it.
            log: Where entries are read.
            newest: The newest of them.
            archive: The archive; None where there is none.
        """
        store = None if archive is None else archive.collected.store
        search, reader = (None, None) if archive is None else (archive.search, archive.reader)
        describer, names, reversals = Describer(store), NameSearch(store, newest, log), ReversalFinder(store)
        history = HistoryReader(log, reader, store)
        return cls(
            config=config,
            clock=clock,
            server=server,
            parser=QueryParser(server, names, clock.now, config.zone),
            names=names,
            lists=ListReader(log, search, server, names, describer, reversals),
            entries=EntryReader(log, server, describer, reversals),
            states=StateReader(history, search, server, names, describer, clock.now),
            candidates=CandidateReader(history, server, names, describer, clock.now),
            suggestions=Suggestions(newest, server, names, describer),
            exporter=Exporter(
                names, describer, ReversalFinder(store, PATIENCE_OF_A_FILE), search, log, config.zone, clock.now
            ),
            describer=describer,
            reversals=reversals,
            public=PublicAnswers(server, PublicMemory(None if archive is None else archive.public_channels)),
            archive=None if archive is None else archive.collected,
        )
