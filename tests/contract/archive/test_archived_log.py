"""Reading a log out of the archive where it is complete, and out of Discord's where it is not."""

import datetime
import random
from collections.abc import AsyncIterator
from typing import Any, Final

import hikari
import pytest
from tests.unit.logs import READER, ListedLog

from lightbulb_audit.archive.reconnect import ReconnectingArchive
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Known
from lightbulb_audit.errors import AuditError, FailedError, ForbiddenError
from lightbulb_audit.model import Page, snowflake
from lightbulb_audit.model.intervals import Interval
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.query import PageRequest
from lightbulb_audit.services.log.archived_log import ArchivedLog

GUILD: Final = hikari.Snowflake(81384788765712384)
_NOW: Final = datetime.datetime.now(datetime.UTC)


class FailingLog(ListedLog):
    """Discord's log, which may fail."""

    failure: AuditError | None = None

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:
        """A page, or the failure."""
        if self.failure is not None:
            raise self.failure
        return await super().read(guild_id, request)


class Current:
    """A collecting that says what it is told to say."""

    is_current = True
    is_kept = True

    async def kept(self, seconds: float) -> bool:
        """At once."""
        del seconds
        return self.is_kept


class Kit:
    """An archive, Discord's log, and the log over both."""

    def __init__(self, address: str) -> None:
        self.discord = FailingLog(_rows())
        self.store = ReconnectingArchive(address)
        self.current = Current()
        self.known = {(Kind.USER, number): Known(f"user {number}") for number in range(200)}
        self.log = ArchivedLog(
            self.discord,
            self.store,
            READER,
            lambda _: self.current,
            lambda _: lambda kind, one: self.known.get((kind, one)),
        )

    async def keep(self, *intervals: tuple[int, int]) -> None:
        """Put stretches of Discord's log into the archive, from the index of their newest to that of their oldest."""
        for newest, oldest in intervals:
            rows = self.discord.rows[newest : oldest + 1]
            observed = [Observation.of(row, _NOW, "backfill") for row in rows]
            await self.store.append(GUILD, observed, [Interval(int(rows[-1]["id"]), int(rows[0]["id"]))])

    async def ids(self, **asked: Any) -> tuple[list[int], bool]:
        """What is read, and whether Discord was spared."""
        before = self.discord.reads
        page = await self.log.read(GUILD, PageRequest(**asked))
        return [int(record.id) for record in page.records], self.discord.reads == before


def _rows() -> list[dict[str, Any]]:
    """Entries of the last 100 days, one a half day, newest first: Discord would have the first 90 alone."""
    rng = random.Random(4)
    return [
        {
            "id": str(int(snowflake.first_at(_NOW - datetime.timedelta(hours=12 * number + 1))) + 5),
            "user_id": str(rng.randint(1, 3)),
            "target_id": str(rng.randint(1, 9)),
            "action_type": rng.choice([22, 23, 24]),
        }
        for number in range(200)
    ]


@pytest.fixture
async def kit(address: str) -> AsyncIterator[Kit]:
    """Both, and nothing in the archive yet."""
    made = Kit(address)
    yield made
    await made.store.close()


async def test_a_complete_archive_spares_discord(kit: Kit) -> None:
    """Every question that Discord's endpoint takes has the same answer, without a request."""
    await kit.keep((0, 199))
    rng, ids = random.Random(5), [int(row["id"]) for row in kit.discord.rows]
    for _ in range(40):
        asked: dict[str, Any] = {"limit": rng.choice([1, 11, 100])}
        asked |= rng.choice(
            [{}, {"before": rng.choice(ids)}, {"after": rng.choice(ids)}, {"before": snowflake.LARGEST}]
        )
        asked |= rng.choice([{}, {"user_id": rng.randint(1, 4)}, {"target_id": 3}, {"action_type": 23, "user_id": 2}])
        right = [int(record.id) for record in (await kit.discord.read(GUILD, PageRequest(**asked))).records]
        assert await kit.ids(**asked) == (right, True), asked


async def test_the_newest_are_discords_while_nothing_tells_of_them(kit: Kit) -> None:
    """Without a session, or while events wait to be kept, only what is older than the top is sure."""
    await kit.keep((0, 199))
    kit.current.is_current = False
    assert (await kit.ids(limit=10))[1] is False
    assert (await kit.ids(limit=10, before=int(kit.discord.rows[3]["id"])))[1] is True
    kit.current.is_current, kit.current.is_kept = True, False
    assert (await kit.ids(limit=10))[1] is False


async def test_what_is_missing_is_read_from_discord(kit: Kit) -> None:
    """A page that reaches into a gap that Discord can fill is Discord's; behind it the archive's again."""
    await kit.keep((0, 20), (40, 199))
    ids = [int(row["id"]) for row in kit.discord.rows]
    assert await kit.ids(limit=21) == (ids[:21], True)
    assert await kit.ids(limit=22) == (ids[:22], False)
    assert await kit.ids(limit=10, before=ids[40] + 1) == (ids[40:50], True)
    assert await kit.ids(limit=5, after=ids[30]) == (ids[25:30][::-1], False)


async def test_what_discord_has_no_more_comes_from_the_archive_with_its_gaps(kit: Kit) -> None:
    """Beyond 45 days there is nobody else to ask."""
    await kit.keep((0, 100), (150, 199))
    ids = [int(row["id"]) for row in kit.discord.rows]
    assert await kit.ids(limit=10, before=ids[100]) == (ids[150:160], True)


async def test_discords_trouble_is_bridged_and_said(kit: Kit) -> None:
    """What the archive has is better than nothing; that the bot may not read the log is no trouble but an answer."""
    await kit.keep((2, 199))
    kit.current.is_current = False
    kit.discord.failure = FailedError(500)
    page = await kit.log.read(GUILD, PageRequest(10))
    assert [record.raw for record in page.records] == kit.discord.rows[2:12]
    assert page.origin is not None
    assert page.origin.instead_of is kit.discord.failure
    kit.discord.failure = ForbiddenError()
    with pytest.raises(ForbiddenError):
        await kit.log.read(GUILD, PageRequest(10))


async def test_discord_answers_while_the_archive_is_away(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An archive that cannot be opened is passed by."""
    kit = Kit(f"sqlite:///{tmp_path_factory.mktemp('x')}/none/archive.sqlite3")
    assert (await kit.ids(limit=10))[1] is False
    await kit.store.close()


async def test_who_has_no_name_is_asked_about_once(kit: Kit) -> None:
    """Discord names the people of a page; whom it does not name either is not asked about again."""
    await kit.keep((0, 199))
    kit.known = {key: one for key, one in kit.known.items() if key[1] != 2}
    assert (await kit.ids(limit=10))[1] is False
    assert (await kit.ids(limit=10))[1] is True
