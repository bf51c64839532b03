"""Workers that hold a lock while they live, and rows of subscribers that cannot be read."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of workers, and the column that says why a row is set aside."""
    op.create_table("workers", sa.Column("name", sa.String(36), primary_key=True))
    op.add_column("subscribers", sa.Column("quarantined", sa.String(200)))
    only = sa.text("quarantined IS NOT NULL")
    op.create_index(
        "ix_subscribers_quarantined",
        "subscribers",
        ["quarantined"],
        sqlite_where=only,
        postgresql_where=only,
    )
