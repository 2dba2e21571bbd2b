"""The trees over each server's rows, and their checkpoints."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add a table; what is there stays as it is, and each tree is made with its first checkpoint."""
    op.create_table(
        "checkpoints",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger()),
        sa.Column("posted_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("guild_id", name="checkpoints_pkey"),
    )
