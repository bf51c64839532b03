"""When something was last said; which message shows a day; what a reaction counted."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two tables of people, and a column to the days done."""
    op.add_column("completions", sa.Column("message_id", sa.BigInteger))
    op.create_table(
        "day_cards",
        _owner("day_cards"),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("exercise", sa.String(32), nullable=False),
    )
    op.create_table(
        "last_said",
        _owner("last_said"),
        sa.Column("topic", sa.String(16), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
    )


def _owner(table: str) -> sa.Column[int]:
    """Make the column that names whose row it is."""
    return sa.Column(
        "subscriber_id",
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
        sa.ForeignKey(
            "subscribers.id", name=f"fk_{table}_subscriber_id_subscribers", ondelete="CASCADE"
        ),
        primary_key=True,
    )
