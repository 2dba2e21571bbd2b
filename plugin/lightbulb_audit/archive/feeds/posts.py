"""The messages of feeds, as the tables have them."""

import dataclasses
import datetime
from collections.abc import Collection, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.schema import feed_items, feed_posts, feeds
from lightbulb_audit.model.feed import Feed, Post, PostState
from lightbulb_audit.model.observation import microseconds, moment

_post: Final = feed_posts.c
_item: Final = feed_items.c


async def insert(connection: AsyncConnection, post: Post) -> Post:
    """Write a message down that tells some entries, in their order; it is returned as it is read again."""
    made_at = microseconds(post.made_at)
    row = {
        "guild_id": post.guild_id,
        "nonce": post.nonce,
        "feed_id": post.feed_id,
        "query": post.query,
        "made_at": made_at,
        "state": str(post.state),
        "version": 0,
        "shown": 0,
        "is_frozen": False,
        "is_sum": post.is_sum,
    }
    await connection.execute(sa.insert(feed_posts), row)
    await _insert_items(connection, post, list(enumerate(post.entry_ids)))
    return dataclasses.replace(post, made_at=moment(made_at))


async def gather(
    connection: AsyncConnection, feed: Feed, nonce: str, ids: Sequence[int], now: datetime.datetime
) -> None:
    """Add entries to a feed's digest, or begin one; it tells them in the order in which they were done."""
    gathering = str(PostState.GATHERING)
    wanted = sa.select(_post.nonce).where(
        _post.guild_id == feed.guild_id, _post.feed_id == feed.feed_id, _post.state == gathering
    )
    known = (await connection.execute(wanted)).scalar()
    post = Post(feed.guild_id, feed.feed_id, known or nonce, (), feed.query, now, PostState.GATHERING)
    if known is None:
        await insert(connection, post)
    await _insert_items(connection, post, [(entry_id, entry_id) for entry_id in ids])


async def release(
    connection: AsyncConnection, guild_id: int, feed_ids: Collection[int], now: datetime.datetime
) -> set[int]:
    """Let the digests of some feeds be sent; which of them have one."""
    of_feeds = (_post.guild_id == guild_id, _post.feed_id.in_(feed_ids), _post.state == str(PostState.GATHERING))
    found = set((await connection.execute(sa.select(_post.feed_id).where(*of_feeds))).scalars())
    if found:
        values = {"state": str(PostState.WAITING), "made_at": microseconds(now)}
        await connection.execute(sa.update(feed_posts).where(*of_feeds).values(**values))
    return found


async def prune(connection: AsyncConnection, guild_id: int, before: datetime.datetime) -> int:
    """Forget a server's messages that were done with before a moment, and what they told; how many."""
    done = (str(PostState.SENT), str(PostState.GONE))
    old = (_post.guild_id == guild_id, _post.made_at < microseconds(before), _post.state.in_(done))
    nonces = sa.select(_post.nonce).where(*old)
    await connection.execute(sa.delete(feed_items).where(_item.guild_id == guild_id, _item.nonce.in_(nonces)))
    return (await connection.execute(sa.delete(feed_posts).where(*old))).rowcount


async def _insert_items(connection: AsyncConnection, post: Post, placed: Sequence[tuple[int, int]]) -> None:
    items = [(post.guild_id, post.feed_id, entry_id, post.nonce, place) for place, entry_id in placed]
    await bulk.insert(connection, feed_items, items)


async def note_changes(connection: AsyncConnection, guild_id: int, nonces: Collection[str]) -> None:
    """Entries that some messages tell are not what they were."""
    if nonces:
        changed = sa.update(feed_posts).where(_post.guild_id == guild_id, _post.nonce.in_(sorted(nonces)))
        await connection.execute(changed.values(version=_post.version + 1))


async def unfinished(connection: AsyncConnection, guild_id: int, feed_id: int) -> list[Post]:
    """Return the messages of a feed that Discord may lack, or that are to be edited, oldest first."""
    waiting = _post.state == str(PostState.WAITING)
    outdated = sa.and_(_post.state == str(PostState.SENT), _post.shown < _post.version, ~_post.is_frozen)
    wanted = sa.select(*_COLUMNS).where(_post.guild_id == guild_id, _post.feed_id == feed_id, sa.or_(waiting, outdated))
    rows = (await connection.execute(wanted.order_by(_post.made_at))).all()
    return [await _read(connection, row) for row in rows]


async def find(connection: AsyncConnection, guild_id: int, nonce: str) -> Post | None:
    """Return a message by its nonce."""
    wanted = sa.select(*_COLUMNS).where(_post.guild_id == guild_id, _post.nonce == nonce)
    row = (await connection.execute(wanted)).first()
    return None if row is None else await _read(connection, row)


async def _read(connection: AsyncConnection, row: Sequence[Any]) -> Post:
    guild_id, nonce, feed_id, query, made_at, state, *rest = row
    wanted = sa.select(_item.entry_id).where(_item.guild_id == guild_id, _item.nonce == nonce).order_by(_item.place)
    ids = tuple((await connection.execute(wanted)).scalars())
    return Post(guild_id, feed_id, nonce, ids, query, moment(made_at), PostState(state), *rest)


_COLUMNS: Final = tuple(feed_posts.columns)


async def forget_maker(connection: AsyncConnection, guild_id: int, user_id: int) -> None:
    """Let nobody be known any more as who made a server's feeds."""
    made = sa.update(feeds).where(feeds.c.guild_id == guild_id, feeds.c.made_by == user_id)
    await connection.execute(made.values(made_by=0))
