"""A session knows the card that it began from; people say how stiff their hips feel."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column to sessions, and the table of what people say once a week."""
    op.add_column("sessions", sa.Column("card_id", sa.BigInteger))
    op.create_table(
        "stiffness",
        sa.Column(
            "subscriber_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey(
                "subscribers.id",
                name="fk_stiffness_subscriber_id_subscribers",
                ondelete="CASCADE",
            ),
            primary_key=True,
        ),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("level", sa.SmallInteger, nullable=False),
    )
