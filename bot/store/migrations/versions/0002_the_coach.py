"""What fits a person and how it went; pauses, guided exercises, groups, notes, broadcasts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add columns, each with a default: a process of the version before goes on beside us."""
    for column in (
        sa.Column("kind", sa.String(8), nullable=False, server_default="private"),
        sa.Column("topic_id", sa.BigInteger),
        sa.Column("owner_id", sa.BigInteger),
        sa.Column("flags", sa.String(200), nullable=False, server_default=""),
        sa.Column("avoided", sa.String(200), nullable=False, server_default=""),
        sa.Column("tuning", sa.JSON),
        sa.Column("programme", sa.String(64)),
        sa.Column("plan_position", sa.Integer),
        sa.Column("recent", sa.Text, nullable=False, server_default=""),
        sa.Column("last_strength", sa.Date),
        sa.Column("unanswered", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("paused_until", sa.Date),
        sa.Column("nudge", sa.Time),
        sa.Column("weekly", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("left_at", INSTANT),
    ):
        op.add_column("subscribers", column)
    _index_where_set("subscribers", "owner_id")
    step = sa.Column("step", sa.SmallInteger, nullable=False, server_default="0")
    op.add_column("deliveries", step)
    op.add_column("pace", sa.Column("held_until", sa.Double))
    _days()
    _sessions()
    _notes()


def _days() -> None:
    _owned_table(
        "answers",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("exercise", sa.String(32), nullable=False),
        sa.Column("answer", sa.String(8), nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("at", INSTANT, nullable=False),
        key=("day", "exercise", "answer"),
    )
    _owned_table(
        "pauses",
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("until_day", sa.Date, nullable=False),
        key=("first_day",),
    )
    _owned_table(
        "group_dones",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False, autoincrement=False),
        key=("day", "user_id"),
    )


def _sessions() -> None:
    _owned_table(
        "sessions",
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("exercise", sa.String(32), nullable=False),
        sa.Column("form", sa.String(32)),
        sa.Column("step", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("stage", sa.SmallInteger, nullable=False),
        sa.Column("stage_at", INSTANT, nullable=False),
        sa.Column("paused_at", INSTANT),
        sa.Column("touched_at", INSTANT, nullable=False),
        sa.Column("wake_at", INSTANT),
    )
    _index_where_set("sessions", "wake_at")


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", ID, nullable=False),
        _owner(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("wake_at", INSTANT),
        sa.Column("worker", sa.String(36)),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("sent_at", INSTANT),
        sa.Column("reason", sa.String(200)),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sa.UniqueConstraint(
            "subscriber_id", "kind", "key", name="uq_notes_subscriber_id_kind_key"
        ),
        _owned("notes"),
    )
    _index_where_set("notes", "wake_at")
    op.create_index("ix_notes_due_at", "notes", ["due_at"])
    of_broadcasts = sa.text("kind = 'broadcast'")
    op.create_index(
        "ix_notes_broadcast",
        "notes",
        ["key", "state"],
        sqlite_where=of_broadcasts,
        postgresql_where=of_broadcasts,
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", ID, nullable=False),
        sa.Column("made_by", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("cursor", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("total", sa.Integer, nullable=False, server_default="0"),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("told_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
    )


def _owned_table(name: str, *columns: sa.Column[object], key: tuple[str, ...] = ()) -> None:
    """Create a table whose rows go with their subscriber."""
    op.create_table(
        name,
        _owner(),
        *columns,
        sa.PrimaryKeyConstraint("subscriber_id", *key, name=f"pk_{name}"),
        _owned(name),
    )


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
