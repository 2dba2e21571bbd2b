"""What entries can be found by. The terms of what is there are made when the archive is opened."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the index of terms; what is there stays as it is."""
    term = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
    op.add_column("guilds", sa.Column("terms_version", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    op.add_column("entries", sa.Column("terms", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("names", sa.Column("words", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "terms",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("term", term, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "term", "entry_id", name="terms_pkey"),
        sqlite_with_rowid=False,
    )
