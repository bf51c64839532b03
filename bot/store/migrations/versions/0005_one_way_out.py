"""Deliveries and replies share one clock, each with a share of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a clock for each share."""
    for name in ("deliveries_at", "replies_at", "floods_at"):
        op.add_column("pace", sa.Column(name, sa.Double))
