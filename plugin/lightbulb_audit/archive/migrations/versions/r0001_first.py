"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "guilds",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("head_number", sa.BigInteger(), nullable=False),
        sa.Column("head_digest", sa.LargeBinary(), nullable=False),
        sa.Column("anchor_number", sa.BigInteger(), nullable=False),
        sa.Column("anchor_digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="guilds_pkey"),
    )
    op.create_table(
        "observations",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("redacted", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "number", name="observations_pkey"),
    )
    op.create_table(
        "entries",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("actor_id", sa.BigInteger()),
        sa.Column("target_id", sa.BigInteger()),
        sa.Column("action_type", sa.BigInteger()),
        sa.Column("count", sa.BigInteger()),
        sa.Column("reason", sa.Text()),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("redacted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "entry_id", name="entries_pkey"),
    )
    op.create_table(
        "coverage",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("low", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "low", name="coverage_pkey"),
    )
    op.create_table(
        "gaps",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("low", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "low", name="gaps_pkey"),
    )
    for table, columns in (
        ("observations", ("entry_id", "number")),
        ("entries", ("actor_id", "entry_id")),
        ("entries", ("target_id", "entry_id")),
        ("entries", ("action_type", "entry_id")),
    ):
        op.create_index(f"{table}_guild_id_{'_'.join(columns)}_idx", table, ["guild_id", *columns])
