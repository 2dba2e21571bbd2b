"""Which entries are known from imported files alone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_ALONE = """
    UPDATE entries SET imported = true
    WHERE EXISTS (
        SELECT 1 FROM observations AS seen
        WHERE seen.guild_id = entries.guild_id AND seen.entry_id = entries.entry_id AND seen.way = 'import'
    ) AND NOT EXISTS (
        SELECT 1 FROM observations AS seen
        WHERE seen.guild_id = entries.guild_id AND seen.entry_id = entries.entry_id AND seen.way <> 'import'
    )
"""


def upgrade() -> None:
    """Add the mark; `archive.migrate` then makes the states anew in which a file had the last word."""
    op.add_column("entries", sa.Column("imported", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.execute(_ALONE)
