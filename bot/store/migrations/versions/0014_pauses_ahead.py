"""A pause that begins on a later day: today's exercise still comes."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the first day of a pause; a pause without one has begun."""
    op.add_column("subscribers", sa.Column("paused_from", sa.Date))
