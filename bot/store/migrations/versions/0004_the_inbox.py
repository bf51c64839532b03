"""Updates stand in the database before Telegram is told that they were received."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of updates."""
    op.create_table(
        "inbox",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("worker", sa.String(36), nullable=False),
        sa.Column("lease_until", sa.Double, nullable=False),
        sa.Column("received_at", sa.Double, nullable=False),
        sa.Column("writes", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("done", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    for name, columns, where in (
        ("waiting", ["bot_id", "chat"], "NOT done"),
        ("done", ["bot_id", "received_at"], "done"),
    ):
        only = sa.text(where)
        op.create_index(
            f"ix_inbox_{name}", "inbox", columns, sqlite_where=only, postgresql_where=only
        )
