"""Feeds, and their outbox. A feed's cursor is the number of an observation, which is the order of arrival.

A server's chain is held while it is written to, so no smaller number appears behind a larger one: whoever reads on
behind a cursor misses nothing. A message, its entries and the cursor behind them are written in one transaction.
"""

import dataclasses
import datetime
import secrets
import string
from collections.abc import Collection, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.chain.head import fetch_heads
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.feeds import posts
from lightbulb_audit.archive.projections.term_columns import WHOLE_LINE
from lightbulb_audit.archive.schema import entries, feed_items, feed_posts, feeds, observations
from lightbulb_audit.model.feed import Claim, Feed, Look, NewFeed, News, Post, PostState, Trouble
from lightbulb_audit.model.observation import StoredEntry

_feed: Final = feeds.c
_item: Final = feed_items.c
_DIGITS: Final = string.digits + string.ascii_letters
_NONCE: Final = 22
"""Characters: as many as tell 128 bits, within the 25 that Discord takes."""


class Feeds:
    """See `services.feeds.ports.FeedStore`. Every method raises `ArchiveError` where the database does not do its part.

    Args:
        database: The archive's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def guilds(self) -> list[int]:
        """Return the servers that have any."""
        async with self._database.reading() as connection:
            return list((await connection.execute(sa.select(_feed.guild_id).distinct())).scalars())

    async def of(self, guild_id: int) -> list[Feed]:
        """Return a server's feeds, by number."""
        async with self._database.reading() as connection:
            wanted = sa.select(*_COLUMNS).where(_feed.guild_id == guild_id).order_by(_feed.feed_id)
            return [_read(row) for row in await connection.execute(wanted)]

    async def add(self, guild_id: int, new: NewFeed) -> Feed:
        """Begin a feed: it tells what is first seen from now on."""

        async def work(connection: AsyncConnection) -> Feed:
            last = sa.select(sa.func.max(_feed.feed_id)).where(_feed.guild_id == guild_id)
            number = (await connection.execute(last)).scalar() or 0
            head = next(iter(await fetch_heads(connection, guild_id)), None)
            at = 0 if head is None else head.number
            made = Feed(guild_id, number + 1, new.channel_id, new.query, new.made_by, at, at, look=new.look)
            values = dict(zip((column.name for column in feeds.columns), _written(made), strict=True))
            await connection.execute(sa.insert(feeds), values)
            return made

        return await self._database.write(work)

    async def change(self, guild_id: int, feed_id: int, **values: Any) -> bool:
        """Change some columns of a feed; whether there is one."""

        async def work(connection: AsyncConnection) -> bool:
            changed = sa.update(feeds).where(_feed.guild_id == guild_id, _feed.feed_id == feed_id).values(**values)
            return (await connection.execute(changed)).rowcount > 0

        return await self._database.write(work)

    async def remove(self, guild_id: int, feed_id: int) -> bool:
        """End a feed, and forget what it posted; whether there was one."""

        async def work(connection: AsyncConnection) -> bool:
            for table in (feed_items, feed_posts):
                columns = table.c
                gone = sa.delete(table).where(columns.guild_id == guild_id, columns.feed_id == feed_id)
                await connection.execute(gone)
            gone = sa.delete(feeds).where(_feed.guild_id == guild_id, _feed.feed_id == feed_id)
            return (await connection.execute(gone)).rowcount > 0

        return await self._database.write(work)

    async def news(self, guild_id: int, after: int, limit: int) -> list[News]:
        """Return what was observed behind a number, in the order of its arrival."""
        seen, earlier = observations.alias(), observations.alias()
        first = sa.select(sa.func.min(earlier.c.number)).where(
            earlier.c.guild_id == guild_id, earlier.c.entry_id == seen.c.entry_id
        )
        wanted = (
            sa.select(seen.c.number, seen.c.entry_id, WHOLE_LINE, first.scalar_subquery())
            .join(entries, sa.and_(entries.c.guild_id == seen.c.guild_id, entries.c.entry_id == seen.c.entry_id))
            .where(seen.c.guild_id == guild_id, seen.c.number > after)
            .order_by(seen.c.number)
            .limit(limit)
        )
        async with self._database.reading() as connection:
            return [News(*row) for row in (await connection.execute(wanted)).all()]

    async def claim(self, claims: Sequence[Claim]) -> list[Post | None]:
        """Take in what fits of some feeds of a server: move each cursor and write down a message, all or nothing.

        Returns:
            A message for each; None where there is nothing to tell, or somebody else was faster.
        """

        async def work(connection: AsyncConnection) -> list[Post | None]:
            return [await _claim(connection, one) for one in claims]

        return await self._database.write(work) if claims else []

    async def release(self, guild_id: int, feed_ids: Collection[int], now: datetime.datetime) -> set[int]:
        """Let the digests of some feeds be sent, to which more might have come until now; which of them have one."""

        async def work(connection: AsyncConnection) -> set[int]:
            return await posts.release(connection, guild_id, feed_ids, now)

        return await self._database.write(work) if feed_ids else set()

    async def prune(self, guild_id: int, before: datetime.datetime) -> int:
        """Forget the messages that were done with before a moment, and what they told; how many."""

        async def work(connection: AsyncConnection) -> int:
            return await posts.prune(connection, guild_id, before)

        return await self._database.write(work)

    async def unfinished(self, guild_id: int, feed_id: int) -> list[Post]:
        """Return the messages that Discord may lack, or that are to be edited, oldest first."""
        async with self._database.reading() as connection:
            return await posts.unfinished(connection, guild_id, feed_id)

    async def find(self, guild_id: int, nonce: str) -> Post | None:
        """Return a message by its nonce."""
        async with self._database.reading() as connection:
            return await posts.find(connection, guild_id, nonce)

    async def told_in(self, guild_id: int, feed_id: int, entry_id: int) -> int | None:
        """Return the id of the message in which a feed told an entry; None where it did not, or not yet."""
        wanted = (
            sa.select(feed_posts.c.message_id)
            .join(feed_items, sa.and_(_item.guild_id == feed_posts.c.guild_id, _item.nonce == feed_posts.c.nonce))
            .where(_item.guild_id == guild_id, _item.feed_id == feed_id, _item.entry_id == entry_id)
        )
        async with self._database.reading() as connection:
            return (await connection.execute(wanted)).scalar()

    async def finish(self, post: Post, state: PostState, message_id: int | None, shown: int) -> None:
        """Discord has a message, and shows this version of it."""
        await self._update(post, state=str(state), message_id=message_id, shown=shown)

    async def freeze(self, post: Post) -> None:
        """Discord takes no more edits of a message."""
        await self._update(post, is_frozen=True)

    async def _update(self, post: Post, **values: Any) -> None:
        async def work(connection: AsyncConnection) -> None:
            table = feed_posts.c
            where = (table.guild_id == post.guild_id, table.nonce == post.nonce)
            await connection.execute(sa.update(feed_posts).where(*where).values(**values))

        await self._database.write(work)

    async def entries(self, guild_id: int, ids: Sequence[int]) -> list[StoredEntry]:
        """Today's states of some entries, in their order; those that are no more are left out."""
        table, found = entries.c, dict[int, StoredEntry]()
        async with self._database.reading() as connection:
            columns = (table.guild_id, table.entry_id, table.raw, table.imported)
            for row in await bulk.fetch_by_key(connection, columns, [(guild_id, one) for one in ids]):
                found[row[1]] = StoredEntry(row[0], row[1], row[2], bool(row[3]))
        return [found[one] for one in ids if one in found]


async def _claim(connection: AsyncConnection, claim: Claim) -> Post | None:
    """Take in what fits of one feed."""
    feed = claim.feed
    moved = sa.update(feeds).where(
        _feed.guild_id == feed.guild_id, _feed.feed_id == feed.feed_id, _feed.cursor == feed.cursor
    )
    if not (await connection.execute(moved.values(cursor=claim.through))).rowcount:
        return None
    known = await _known(connection, feed, {one.entry_id for one in (*claim.news, *claim.late)})
    await posts.note_changes(connection, feed.guild_id, set(known.values()))
    ids, late = (
        tuple(dict.fromkeys(one.entry_id for one in some if one.entry_id not in known))
        for some in (claim.news, claim.late)
    )
    if late:
        await posts.gather(connection, feed, _nonce(), late, claim.at)
    if not ids:
        return None
    post = Post(feed.guild_id, feed.feed_id, _nonce(), ids, feed.query, claim.at, is_sum=claim.is_sum)
    return await posts.insert(connection, post)


async def _known(connection: AsyncConnection, feed: Feed, ids: Collection[int]) -> dict[int, str]:
    """In which message a feed told some entries, as far as it did."""
    keys = [(feed.guild_id, feed.feed_id, one) for one in ids]
    rows = await bulk.fetch_by_key(connection, _TOLD_IN, keys)
    return {row[0]: row[1] for row in rows}


def _nonce() -> str:
    return "".join(secrets.choice(_DIGITS) for _ in range(_NONCE))


_COLUMNS: Final = tuple(feeds.columns)
_TOLD_IN: Final = (_item.entry_id, _item.nonce)


def _read(row: Sequence[Any]) -> Feed:
    feed = Feed(*row)
    trouble = None if feed.trouble is None else Trouble(feed.trouble)
    return dataclasses.replace(feed, trouble=trouble, look=Look(feed.look))


def _written(feed: Feed) -> tuple[Any, ...]:
    where = (feed.guild_id, feed.feed_id, feed.channel_id, feed.query, feed.made_by, feed.began, feed.cursor)
    return (*where, feed.is_paused, feed.trouble, feed.is_told, str(feed.look))
