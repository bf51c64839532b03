"""Remember who has been asked about their health before their first exercise."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; whoever is there already counts as asked."""
    op.add_column(
        "subscribers",
        sa.Column("screened", sa.Boolean, nullable=False, server_default=sa.true()),
    )
