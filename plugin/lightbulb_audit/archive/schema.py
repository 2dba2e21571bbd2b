"""The tables. Every key begins with the server, so that they can be spread by server (partitions, Citus).

That of `postings` alone begins with the number of a term, which is one server's.
"""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

metadata: Final = sa.MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    }
)

_ID: Final = sa.BigInteger()
_DIGEST: Final = sa.LargeBinary()
_TERM: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Text in the order of its bytes, as SQLite has it, so that all that begins alike lies together."""


def _key(name: str) -> "sa.Column[int]":
    return sa.Column(name, _ID, primary_key=True, autoincrement=False)


guilds: Final = sa.Table(
    "guilds",
    metadata,
    _key("guild_id"),
    sa.Column("head_number", _ID, nullable=False),
    sa.Column("head_digest", _DIGEST, nullable=False),
    sa.Column("anchor_number", _ID, nullable=False),
    sa.Column("anchor_digest", _DIGEST, nullable=False),
    sa.Column("terms_version", _ID, nullable=False, server_default=sa.text("0")),
)
"""Where each chain ends, and behind which row it begins. A writer holds its server's row until it is done.

`terms_version` tells by which rules the terms of its entries were made; see `query.terms`.
"""

observations: Final = sa.Table(
    "observations",
    metadata,
    _key("guild_id"),
    _key("number"),
    sa.Column("entry_id", _ID, nullable=False),
    sa.Column("raw", sa.Text(), nullable=False),
    sa.Column("seen_at", _ID, nullable=False),
    sa.Column("way", sa.Text(), nullable=False),
    sa.Column("redacted", sa.Boolean(), nullable=False),
    sa.Column("salt", _DIGEST, nullable=False),
    sa.Column("content", _DIGEST, nullable=False),
    sa.Column("digest", _DIGEST, nullable=False),
    sa.Column("version", sa.SmallInteger()),
    sa.Column("covered", sa.Text()),
    sa.Column("proof", _DIGEST),
    sa.Index(None, "guild_id", "entry_id", "number"),
)
"""All that was ever seen, in the order of its arrival. `seen_at` is in microseconds since 1970.

`version` is that of the row's content, none for the first; `covered` the intervals of ids that became complete with
it; `proof` holds what is left of a blanked row against its content. See `archive.chain.digest`.
"""

entries: Final = sa.Table(
    "entries",
    metadata,
    _key("guild_id"),
    _key("entry_id"),
    sa.Column("actor_id", _ID),
    sa.Column("target_id", _ID),
    sa.Column("action_type", _ID),
    sa.Column("count", _ID),
    sa.Column("reason", sa.Text()),
    sa.Column("raw", sa.Text(), nullable=False),
    sa.Column("redacted", sa.Boolean(), nullable=False),
    sa.Column("terms", sa.Text(), nullable=False, server_default=sa.text("''")),
    sa.Column("imported", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    sa.Index(None, "guild_id", "actor_id", "entry_id"),
    sa.Index(None, "guild_id", "target_id", "entry_id"),
    sa.Index(None, "guild_id", "action_type", "entry_id"),
)
"""Today's state of each entry: derived from the observations, written with them. Its key serves newest first too.

`terms` is the line of its terms but for what three columns tell, each with an index of its own; see `term_columns`.
`imported` marks those that are known from imported files alone.
"""

vocabulary: Final = sa.Table(
    "vocabulary",
    metadata,
    _key("guild_id"),
    sa.Column("term", _TERM, primary_key=True),
    sa.Column("number", _ID, nullable=False),
    sqlite_with_rowid=False,
)
"""The terms that entries of a server hold, each with a number that no other has, of whichever server."""

postings: Final = sa.Table(
    "postings",
    metadata,
    _key("number"),
    _key("entry_id"),
    sqlite_with_rowid=False,
)
"""Which entries hold a term, in the order of their ids: the index of `entries.terms`, written with it.

A term's number stands for its server too, which no row need repeat. See `projections.term_index`.
"""

coverage: Final = sa.Table(
    "coverage",
    metadata,
    _key("guild_id"),
    _key("low"),
    sa.Column("high", _ID, nullable=False),
)
"""The intervals of ids, both ends included, of which every entry is known to be here."""

gaps: Final = sa.Table(
    "gaps",
    metadata,
    _key("guild_id"),
    _key("low"),
    sa.Column("high", _ID, nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("noted_at", _ID, nullable=False),
)
"""Why an interval is not covered; what becomes covered leaves here."""

collecting: Final = sa.Table(
    "collecting",
    metadata,
    _key("guild_id"),
    sa.Column("settled_through", _ID, nullable=False),
    sa.Column("checked_at", _ID),
    sa.Column("reread_at", _ID),
    sa.Column("forbidden_at", _ID),
    sa.Column("left_at", _ID),
    sa.Column("is_polled", sa.Boolean(), nullable=False),
    sa.Column("postponed_until", _ID),
    sa.Column("postponed_days", _ID),
)
"""How far the collecting has come; see `model.progress.Marks`. Moments are in microseconds since 1970.

`postponed_until` and `postponed_days` tell what waits to be deleted; see `model.progress.Postponed`.
"""

names: Final = sa.Table(
    "names",
    metadata,
    _key("guild_id"),
    sa.Column("kind", sa.Text(), primary_key=True),
    _key("thing_id"),
    _key("at"),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("channel_type", _ID),
    sa.Column("bot", sa.Boolean(), nullable=False),
    sa.Column("words", sa.Text(), nullable=False, server_default=sa.text("''")),
    sa.Column("number", _ID),
)
"""What people and things were called, from which moment on. A row stands only where it says something new.

`words` is the name as it is searched for, `number` the observation that told it.
"""

checkpoints: Final = sa.Table(
    "checkpoints",
    metadata,
    _key("guild_id"),
    sa.Column("seed", _DIGEST, nullable=False),
    sa.Column("rows", _ID, nullable=False),
    sa.Column("frontier", _DIGEST, nullable=False),
    sa.Column("made_at", _ID),
    sa.Column("posted_at", _ID),
)
"""The last checkpoint of each server that was given out: over how many rows, when, and the tree to go on from.

`seed` is the private key, and `posted_at` is when somebody last set out to post one.
"""

feeds: Final = sa.Table(
    "feeds",
    metadata,
    _key("guild_id"),
    _key("feed_id"),
    sa.Column("channel_id", _ID, nullable=False),
    sa.Column("query", sa.Text(), nullable=False),
    sa.Column("made_by", _ID, nullable=False),
    sa.Column("began", _ID, nullable=False),
    sa.Column("cursor", _ID, nullable=False),
    sa.Column("is_paused", sa.Boolean(), nullable=False),
    sa.Column("trouble", sa.Text()),
    sa.Column("is_told", sa.Boolean(), nullable=False),
    sa.Column("look", sa.Text(), nullable=False, server_default=sa.text("'compact'")),
)
"""What is posted where, and how far each has come: `cursor` is the number of an observation; see `model.feed.Feed`."""

public_channels: Final = sa.Table("public_channels", metadata, _key("guild_id"), _key("channel_id"))
"""The channels in which somebody said yes to answers that all see."""

feed_posts: Final = sa.Table(
    "feed_posts",
    metadata,
    _key("guild_id"),
    sa.Column("nonce", sa.Text(), primary_key=True),
    sa.Column("feed_id", _ID, nullable=False),
    sa.Column("query", sa.Text(), nullable=False),
    sa.Column("made_at", _ID, nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
    sa.Column("message_id", _ID),
    sa.Column("version", _ID, nullable=False),
    sa.Column("shown", _ID, nullable=False),
    sa.Column("is_frozen", sa.Boolean(), nullable=False),
    sa.Column("is_sum", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    sa.Index(None, "guild_id", "feed_id", "made_at"),
    sa.Index(None, "guild_id", "feed_id", "state"),
)
"""The messages of feeds, each written down before it is sent; see `model.feed.Post`."""

feed_items: Final = sa.Table(
    "feed_items",
    metadata,
    _key("guild_id"),
    _key("feed_id"),
    _key("entry_id"),
    sa.Column("nonce", sa.Text(), nullable=False),
    sa.Column("place", _ID, nullable=False),
    sa.Index(None, "guild_id", "nonce", "place"),
)
"""Which entry of a feed is in which message, and in what place. Its key keeps an entry from being told twice."""

alerts: Final = sa.Table(
    "alerts",
    metadata,
    _key("guild_id"),
    _key("alert_id"),
    sa.Column("rule", sa.Text(), nullable=False),
    sa.Column("channel_id", _ID, nullable=False),
    sa.Column("role_id", _ID),
    sa.Column("made_by", _ID, nullable=False),
    sa.Column("preset", sa.Text(), nullable=False),
    sa.Column("began", _ID, nullable=False),
    sa.Column("cursor", _ID, nullable=False),
    sa.Column("muted_until", _ID),
    sa.Column("trouble", sa.Text()),
    sa.Column("is_told", sa.Boolean(), nullable=False),
)
"""What is looked for, and up to which observation each judged: its number is `cursor`; see `model.alert.Alert`."""

incidents: Final = sa.Table(
    "incidents",
    metadata,
    _key("guild_id"),
    _key("incident_id"),
    sa.Column("alert_id", _ID, nullable=False),
    sa.Column("rule", sa.Text(), nullable=False),
    sa.Column("counted_by", sa.Text(), nullable=False),
    sa.Column("counted_for", _ID),
    sa.Column("cause", sa.Text(), nullable=False),
    sa.Column("opened_at", _ID, nullable=False),
    sa.Column("last_at", _ID, nullable=False),
    sa.Column("made_at", _ID, nullable=False),
    sa.Column("is_late", sa.Boolean(), nullable=False),
    sa.Column("channel_id", _ID, nullable=False),
    sa.Column("role_id", _ID),
    sa.Column("nonce", sa.Text(), nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
    sa.Column("message_id", _ID),
    sa.Column("version", _ID, nullable=False),
    sa.Column("shown", _ID, nullable=False),
    sa.Column("is_frozen", sa.Boolean(), nullable=False),
    sa.Column("is_pinged", sa.Boolean(), nullable=False),
    sa.Column("muted_until", _ID),
    sa.Column("told_in", _ID),
    sa.Index(None, "guild_id", "alert_id", "last_at"),
    sa.Index(None, "guild_id", "state"),
)
"""What alerts found, written down before its message is sent; see `model.alert.Incident`.

What several alerts found of one person is told in one message, that of the first: `told_in` is its number, and empty
for those that have a message of their own.
"""

incident_items: Final = sa.Table(
    "incident_items",
    metadata,
    _key("guild_id"),
    _key("alert_id"),
    _key("entry_id"),
    sa.Column("incident_id", _ID, nullable=False),
    sa.Index(None, "guild_id", "incident_id", "entry_id"),
)
"""Which entry is in which incident of an alert. Its key keeps an entry from being in two."""

kept_roles: Final = sa.Table(
    "kept_roles",
    metadata,
    _key("guild_id"),
    _key("user_id"),
    _key("role_id"),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("incident_id", _ID, nullable=False),
    sa.Column("asked_by", _ID, nullable=False),
    sa.Column("asked_at", _ID, nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
)
"""Roles that were taken from somebody, each written down before; see `model.response.KeptRole`."""

incident_responses: Final = sa.Table(
    "incident_responses",
    metadata,
    _key("guild_id"),
    _key("incident_id"),
    _key("at"),
    sa.Column("kind", sa.Text(), primary_key=True),
    sa.Column("user_id", _ID, nullable=False),
    sa.Column("role_ids", sa.Text(), nullable=False),
    sa.Column("until", _ID),
)
"""What people did about incidents; see `model.response.Response`."""
