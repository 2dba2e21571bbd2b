"""The messages of feeds, as the tables have them."""

import datetime
from collections.abc import Collection, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.schema import feed_items, feed_posts
from lightbulb_audit.model.feed import Feed, Post, PostState
from lightbulb_audit.model.observation import microseconds, moment

_post: Final = feed_posts.c
_item: Final = feed_items.c


async def insert(
    connection: AsyncConnection, feed: Feed, nonce: str, ids: Sequence[int], now: datetime.datetime
) -> Post:
    """Write a message down that tells some entries."""
    post = Post(feed.guild_id, feed.feed_id, nonce, ids, feed.query, moment(microseconds(now)))
    row = {
        "guild_id": post.guild_id,
        "nonce": nonce,
        "feed_id": post.feed_id,
        "query": post.query,
        "made_at": microseconds(now),
        "state": str(post.state),
        "version": 0,
        "shown": 0,
        "is_frozen": False,
    }
    await connection.execute(sa.insert(feed_posts), row)
    items = [(post.guild_id, post.feed_id, entry_id, nonce, place) for place, entry_id in enumerate(ids)]
    await bulk.insert(connection, feed_items, items)
    return post


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
