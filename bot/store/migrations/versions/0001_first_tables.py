"""First tables: people, their ledger and days done; a bot's pace, roles and media."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create every table."""
    _subscribers()
    _deliveries()
    op.create_table(
        "completions",
        _owner(),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("exercise", sa.String(32), nullable=False),
        sa.Column("done_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("subscriber_id", "day", name="pk_completions"),
        _owned("completions"),
    )
    op.create_table(
        "pace",
        sa.Column("bot_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("lane", sa.String(8), nullable=False),
        sa.Column("next_at", sa.Double, nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("used", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "lane", name="pk_pace"),
    )
    op.create_table(
        "media",
        sa.Column("bot_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_id", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "digest", name="pk_media"),
    )
    op.create_table(
        "roles",
        sa.Column("bot_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("worker", sa.String(36), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "role", name="pk_roles"),
    )


def _subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("wall", sa.Time, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("zone_told", sa.Boolean, nullable=False),
        sa.Column("weekdays", sa.String(200), nullable=False),
        sa.Column("equipment", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("last_exercise", sa.String(32)),
        sa.Column("last_day", sa.Date),
        sa.Column("shown_day", sa.Date),
        sa.Column("next_day", sa.Date),
        sa.Column("next_due_at", INSTANT),
        sa.Column("asked", sa.String(16)),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscribers"),
        sa.UniqueConstraint("chat_id", name="uq_subscribers_chat_id"),
    )
    _index_where_set("subscribers", "next_due_at")


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", ID, nullable=False),
        _owner(),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("exercise", sa.String(32)),
        sa.Column("form", sa.String(32)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("wake_at", INSTANT),
        sa.Column("worker", sa.String(36)),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("repeated", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("sent_at", INSTANT),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("reason", sa.String(200)),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("subscriber_id", "day", name="uq_deliveries_subscriber_id_day"),
        _owned("deliveries"),
    )
    _index_where_set("deliveries", "wake_at")


def _owner() -> sa.Column[int]:
    return sa.Column("subscriber_id", ID, nullable=False)


def _owned(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["subscriber_id"],
        ["subscribers.id"],
        name=f"fk_{table}_subscriber_id_subscribers",
        ondelete="CASCADE",
    )


def _index_where_set(table: str, column: str) -> None:
    where = sa.text(f"{column} IS NOT NULL")
    op.create_index(
        f"ix_{table}_{column}", table, [column], sqlite_where=where, postgresql_where=where
    )
