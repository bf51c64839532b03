"""A person's language follows Telegram until they choose one."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add whether the language was chosen; so far nobody could choose."""
    op.add_column(
        "subscribers",
        sa.Column("language_chosen", sa.Boolean, nullable=False, server_default=sa.false()),
    )
