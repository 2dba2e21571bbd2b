"""Words that are hashed each apart; what is covered, missing and called so as rows of the chain."""

import itertools
import os
from collections.abc import Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from lightbulb_audit.archive.chain import digest as chain
from lightbulb_audit.archive.chain import leaves, records
from lightbulb_audit.archive.chain.records import NameRecord
from lightbulb_audit.model.intervals import Gap, Interval
from lightbulb_audit.model.observation import moment

revision = "0004"
down_revision = "0003"

_BATCH: Final = 500
_ROWS: Final = sa.text(
    "SELECT number, entry_id, raw, seen_at, way, redacted, salt, content FROM observations"
    " WHERE guild_id = :guild AND number > :last ORDER BY number LIMIT :most"
).columns(redacted=sa.Boolean(), salt=sa.LargeBinary(), content=sa.LargeBinary())
_PUT: Final = sa.text(
    "INSERT INTO observations (guild_id, number, entry_id, raw, seen_at, way, redacted, salt, content, digest,"
    " version, covered) VALUES (:guild, :number, 0, :raw, :seen_at, :way, :redacted, :salt, :content, :digest,"
    " :version, :covered)"
).bindparams(sa.bindparam("redacted", type_=sa.Boolean()))


def upgrade() -> None:
    """Add the columns, and behind each chain the contents of its rows by the second version, and the tables."""
    op.add_column("observations", sa.Column("version", sa.SmallInteger()))
    op.add_column("observations", sa.Column("covered", sa.Text()))
    op.add_column("observations", sa.Column("proof", sa.LargeBinary()))
    op.add_column("names", sa.Column("number", sa.BigInteger()))
    connection = op.get_bind()
    found = sa.text("SELECT guild_id, head_number, head_digest FROM guilds").columns(head_digest=sa.LargeBinary())
    for guild_id, number, digest in connection.execute(found).all():
        _Chain(connection, guild_id, number, digest).bring_up_to_date()


class _Chain:
    """The end of a server's chain, and putting rows behind it."""

    def __init__(self, connection: sa.Connection, guild_id: int, number: int, digest: bytes) -> None:
        self._connection, self._guild_id = connection, guild_id
        self._number, self._digest = number, digest
        self._now = self._last_seen()

    def bring_up_to_date(self) -> None:
        """Put all behind the chain that the second version needs."""
        last = self._number
        for rows in self._old_rows(last):
            self._put(records.COMMITMENT, records.commitment(rows))
        self._put_covered()
        self._put_names()
        self._connection.execute(
            sa.text("UPDATE guilds SET head_number = :number, head_digest = :digest WHERE guild_id = :guild"),
            {"number": self._number, "digest": self._digest, "guild": self._guild_id},
        )

    def _last_seen(self) -> int:
        # No clock: the rows come behind the last one, whenever the step is run.
        found = sa.text("SELECT seen_at FROM observations WHERE guild_id = :guild ORDER BY number DESC LIMIT 1")
        return self._connection.execute(found, {"guild": self._guild_id}).scalar() or 0

    def _old_rows(self, through: int) -> Iterator[dict[int, bytes]]:
        """Yield the contents of rows by the second version, but of those that are not right by the first."""
        blanked, last = self._blanked(), 0
        while rows := self._rows(last):
            last = rows[-1].number
            contents = {row.number: content for row in rows if (content := self._second(row, blanked)) is not None}
            if contents:
                yield contents
            if last >= through:
                return

    def _rows(self, last: int) -> Sequence[sa.Row[Any]]:
        asked = {"guild": self._guild_id, "last": last, "most": _BATCH}
        return self._connection.execute(_ROWS, asked).all()

    def _blanked(self) -> dict[int, bytes]:
        found = sa.text(
            "SELECT raw FROM observations WHERE guild_id = :guild AND entry_id = 0 AND way = :way ORDER BY number"
        )
        asked = {"guild": self._guild_id, "way": records.REDACTION}
        raws = self._connection.execute(found, asked).scalars()
        return {number: digest for raw in raws for number, digest in records.parse_rows(raw).items()}

    def _second(self, row: Any, blanked: dict[int, bytes]) -> bytes | None:
        """Return what a row's content is by the second version; None for one that somebody altered, which stays so."""
        said = (self._guild_id, row.entry_id, row.seen_at, row.way)
        right = blanked.get(row.number) if row.redacted else row.content
        if chain.first_content_of(*said, row.salt, row.raw) != right:
            return None
        return chain.content_of(*said, None, leaves.body(row.salt, row.raw))

    def _put_covered(self) -> None:
        of = {"guild": self._guild_id}
        wanted = sa.text("SELECT low, high FROM coverage WHERE guild_id = :guild ORDER BY low")
        covered = records.format_intervals(Interval(*row) for row in self._connection.execute(wanted, of))
        if covered:
            self._put(records.COVERAGE, records.NOTHING, covered)
        wanted = sa.text("SELECT low, high, reason, noted_at FROM gaps WHERE guild_id = :guild ORDER BY low")
        found = self._connection.execute(wanted, of)
        gaps = [Gap(Interval(low, high), reason, moment(at)) for low, high, reason, at in found]
        if gaps:
            self._put(records.GAP, records.format_gaps(gaps, uncovers=False))

    def _put_names(self) -> None:
        wanted = sa.text(
            "SELECT kind, thing_id, at, name, channel_type, bot FROM names WHERE guild_id = :guild"
            " ORDER BY kind, thing_id, at"
        ).columns(bot=sa.Boolean())
        told = sa.text(
            "UPDATE names SET number = :number"
            " WHERE guild_id = :guild AND kind = :kind AND thing_id = :thing AND at = :at"
        )
        found = iter(self._connection.execute(wanted, {"guild": self._guild_id}).all())
        while some := [NameRecord(*row) for row in itertools.islice(found, _BATCH)]:
            self._put(records.NAMES, records.format_names(some))
            of = {"number": self._number, "guild": self._guild_id}
            rows = [{**of, "kind": one.kind, "thing": one.thing_id, "at": one.at} for one in some]
            self._connection.execute(told, rows)

    def _put(self, way: str, raw: str, covered: str | None = None) -> None:
        salt = os.urandom(leaves.SALT_BYTES)
        content = chain.content_of(self._guild_id, 0, self._now, way, covered, leaves.body(salt, raw))
        self._number, self._digest = self._number + 1, chain.link(self._digest, content)
        row = {"guild": self._guild_id, "number": self._number, "raw": raw, "seen_at": self._now, "way": way}
        digests = {"salt": salt, "content": content, "digest": self._digest}
        said = {"redacted": False, "version": chain.VERSION, "covered": covered}
        self._connection.execute(_PUT, {**row, **digests, **said})
