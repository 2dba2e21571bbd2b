"""Until when a large pruning waits, and by which setting."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the two; nothing waits."""
    op.add_column("collecting", sa.Column("postponed_until", sa.BigInteger()))
    op.add_column("collecting", sa.Column("postponed_days", sa.BigInteger()))
