"""Which incidents are told in the message of another, since the same person is behind both."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    """Add a column to incidents; each that is there keeps its own message."""
    op.add_column("incidents", sa.Column("told_in", sa.BigInteger()))
