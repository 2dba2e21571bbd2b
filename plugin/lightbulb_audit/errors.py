"""What can go wrong, as data: `catalog.words` has the sentences."""

import dataclasses
import datetime
import enum


@dataclasses.dataclass(eq=False)
class AuditError(Exception):
    """Whatever the asker should be told in a sentence."""


@dataclasses.dataclass(eq=False)
class ForbiddenError(AuditError):
    """Discord does not let the bot read the log, or the channel is closed to it."""


@dataclasses.dataclass(eq=False)
class GoneError(AuditError):
    """Discord does not know the server, or has thrown the bot out of it."""


@dataclasses.dataclass(eq=False)
class BusyError(AuditError):
    """Discord makes the bot wait for longer than anybody would.

    Attributes:
        seconds: For how long.
    """

    seconds: float


@dataclasses.dataclass(eq=False)
class FailedError(AuditError):
    """Discord answered with an error of its own.

    Attributes:
        status: The HTTP status.
    """

    status: int


@dataclasses.dataclass(eq=False)
class SilentError(AuditError):
    """Discord did not answer in time.

    Attributes:
        seconds: How long it was waited for.
    """

    seconds: float


@dataclasses.dataclass(eq=False)
class UnreachableError(AuditError):
    """The connection to Discord broke."""


@dataclasses.dataclass(eq=False)
class NotAMomentError(AuditError):
    """Words that should be a moment and are none.

    Attributes:
        option: The option that they were typed into.
        text: The words.
    """

    option: str
    text: str


@dataclasses.dataclass(eq=False)
class FutureMomentError(NotAMomentError):
    """A moment that is still to come: a log has nothing of it."""


@dataclasses.dataclass(eq=False)
class UnclearDateError(NotAMomentError):
    """A date in numbers that could be several days.

    Attributes:
        days: Those that it could be.
    """

    days: tuple[datetime.date, ...]


@dataclasses.dataclass(eq=False)
class NoTimeBetweenError(AuditError):
    """A beginning that does not lie before the end."""


@dataclasses.dataclass(eq=False)
class NotAnActionError(AuditError):
    """Words that should say what was done and do not.

    Attributes:
        text: The words.
    """

    text: str


@dataclasses.dataclass(eq=False)
class NotAnEntryError(AuditError):
    """Words that should be the id of an entry or a link to a message and are neither.

    Attributes:
        text: The words.
    """

    text: str


@dataclasses.dataclass(eq=False)
class NoEntryOfMessageError(AuditError):
    """The log has nothing about a message."""


@dataclasses.dataclass(eq=False)
class OutdatedError(AuditError):
    """A button or menu whose state cannot be read: of another version, or made up."""


@dataclasses.dataclass(eq=False)
class MissingEntryError(AuditError):
    """An entry that is not in the log.

    Attributes:
        entry_id: Which.
    """

    entry_id: int


@dataclasses.dataclass(eq=False)
class ExpiredEntryError(MissingEntryError):
    """The same of one that Discord would have forgotten by now."""


@dataclasses.dataclass(eq=False)
class SettingsError(Exception):
    """Settings that cannot be used.

    Attributes:
        source: The file, or where else they came from.
        problems: What is wrong, one phrase each.
    """

    source: str
    problems: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.source}: {'; '.join(self.problems)}"


@dataclasses.dataclass(eq=False)
class InputError(Exception):
    """Something that was given to the command line cannot be used.

    Attributes:
        source: The file, "-" for standard input, or where else it came from.
        problem: What is wrong with it.
    """

    source: str
    problem: str

    def __str__(self) -> str:
        return f"{'standard input' if self.source == '-' else self.source}: {self.problem}"


@dataclasses.dataclass(eq=False)
class ArchiveError(Exception):
    """The archive cannot be used.

    Attributes:
        place: Its address, without a password.
        problem: What is wrong, and what to do.
    """

    place: str
    problem: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


@dataclasses.dataclass(eq=False)
class ArchiveAwayError(ArchiveError):
    """The database does not answer; it may come back."""


@dataclasses.dataclass(eq=False)
class ArchiveReadOnlyError(ArchiveError):
    """The database takes no writing."""


@dataclasses.dataclass(eq=False)
class ArchiveFullError(ArchiveError):
    """The database has no room left."""


class Fault(enum.StrEnum):
    """What is wrong with a word of a search."""

    UNKNOWN_FILTER = "unknown filter"
    UNKNOWN_VALUE = "unknown value"
    UNKNOWN_NAME = "unknown name"
    MISSPELT = "misspelt"
    SEVERAL = "several"
    ALONE = "alone"
    NO_VALUE = "no value"
    NO_WORDS = "no words"
    NO_END = "no end"
    NOBODY = "nobody"
    NAME_MISSPELT = "name misspelt"
    TOO_MANY_NAMED = "too many named"
    THE_SERVER = "the server"
    NOT_A_MOMENT = "not a moment"
    STILL_TO_COME = "still to come"
    SEVERAL_DAYS = "several days"
    NO_TIME_BETWEEN = "no time between"
    NOT_AN_ENTRY = "not an entry"
    NOT_A_SPAN = "not a span"
    TOO_LONG = "too long"
    TOO_MANY_WORDS = "too many words"
    TOO_MUCH = "too much"


@dataclasses.dataclass(eq=False)
class SearchError(AuditError):
    """A search that cannot be understood.

    Attributes:
        text: The search.
        start: Where the word begins that is at fault, in characters.
        end: Where it ends.
        fault: What is wrong with it.
        filter: The filter that it belongs to; empty for none.
        allowed: What could stand there instead.
    """

    text: str
    start: int
    end: int
    fault: Fault
    filter: str = ""
    allowed: tuple[str, ...] = ()
