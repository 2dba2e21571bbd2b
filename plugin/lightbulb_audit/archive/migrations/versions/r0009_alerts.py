"""Alerts, their incidents, and which entries those hold."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add three tables; what is there stays as it is."""
    op.create_table(
        "alerts",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("alert_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("role_id", sa.BigInteger()),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("preset", sa.Text(), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("muted_until", sa.BigInteger()),
        sa.Column("trouble", sa.Text()),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "alert_id", name="alerts_pkey"),
    )
    op.create_table(
        "incidents",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("incident_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("alert_id", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("counted_by", sa.Text(), nullable=False),
        sa.Column("counted_for", sa.BigInteger()),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("role_id", sa.BigInteger()),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.BigInteger(), nullable=False),
        sa.Column("is_frozen", sa.Boolean(), nullable=False),
        sa.Column("is_pinged", sa.Boolean(), nullable=False),
        sa.Column("muted_until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("guild_id", "incident_id", name="incidents_pkey"),
    )
    op.create_index("incidents_guild_id_alert_id_last_at_idx", "incidents", ["guild_id", "alert_id", "last_at"])
    op.create_index("incidents_guild_id_state_idx", "incidents", ["guild_id", "state"])
    op.create_table(
        "incident_items",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("alert_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "alert_id", "entry_id", name="incident_items_pkey"),
    )
    op.create_index(
        "incident_items_guild_id_incident_id_entry_id_idx",
        "incident_items",
        ["guild_id", "incident_id", "entry_id"],
    )
