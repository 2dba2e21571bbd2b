"""How feeds look, and which of their messages tell a sum though few entries are in them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add a column to feeds and one to their messages; what is there stays as it is."""
    op.add_column("feeds", sa.Column("look", sa.Text(), nullable=False, server_default=sa.text("'compact'")))
    op.add_column("feed_posts", sa.Column("is_sum", sa.Boolean(), nullable=False, server_default=sa.text("false")))
