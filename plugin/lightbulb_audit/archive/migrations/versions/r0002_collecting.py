"""How far the collecting has come, and the names of then."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add two tables; what is there stays as it is."""
    op.create_table(
        "collecting",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("settled_through", sa.BigInteger(), nullable=False),
        sa.Column("checked_at", sa.BigInteger()),
        sa.Column("reread_at", sa.BigInteger()),
        sa.Column("forbidden_at", sa.BigInteger()),
        sa.Column("left_at", sa.BigInteger()),
        sa.Column("is_polled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="collecting_pkey"),
    )
    op.create_table(
        "names",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel_type", sa.BigInteger()),
        sa.Column("bot", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "kind", "thing_id", "at", name="names_pkey"),
    )
