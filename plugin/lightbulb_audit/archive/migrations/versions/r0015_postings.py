"""Numbers for terms. The index of what is there is made anew when the archive is opened."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the vocabulary and its postings; the old index is put away, or dropped where nothing is in it.

    To empty a large one takes long, so that is not done here; and a process of an older version must not go on with it.
    """
    term = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("CREATE SEQUENCE term_numbers")
    op.create_table(
        "vocabulary",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("term", term, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "term", name="vocabulary_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "postings",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", "entry_id", name="postings_pkey"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().execute(sa.text("SELECT EXISTS (SELECT 1 FROM terms)")).scalar_one():
        op.rename_table("terms", "old_terms")
    else:
        op.drop_table("terms")
