"""A session on the whole screen: how often somebody acted in it, and when it was last heard of."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns to the sessions."""
    op.add_column("sessions", sa.Column("acts", sa.Integer, nullable=False, server_default="0"))
    op.add_column("sessions", sa.Column("seen_at", sa.DateTime(timezone=True)))
