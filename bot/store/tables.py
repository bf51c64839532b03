"""Every table, and the two column types that SQLite and PostgreSQL do not share."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC: SQLite would give back a naive one."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware instant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Tokens(TypeDecorator[frozenset[str]]):
    """A small set of short names, kept as sorted text."""

    impl = sa.String(200)
    cache_ok = True

    def process_bind_param(self, value: frozenset[str] | None, dialect: Dialect) -> str | None:
        """Join the names by spaces."""
        return None if value is None else " ".join(sorted(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> frozenset[str] | None:
        """Split them again."""
        return None if value is None else frozenset(value.split())


class Trail(TypeDecorator[tuple[str, ...]]):
    """A few short names in their order, kept as text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Join the names by spaces."""
        return None if value is None else " ".join(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        """Split them again."""
        return None if value is None else tuple(value.split())


Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers only INTEGER keys

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _owner(**options: Any) -> sa.Column[int]:
    """Make the column that names whose row it is; a row goes with its subscriber."""
    key = sa.ForeignKey("subscribers.id", ondelete="CASCADE")
    return sa.Column("subscriber_id", Id, key, **options)


def _index_where_set(column: sa.Column[Any]) -> None:
    """Index only rows in which the column is set: nobody looks for the others."""
    wanted = column.is_not(None)
    sa.Index(
        f"ix_{column.table.name}_{column.name}",
        column,
        sqlite_where=wanted,
        postgresql_where=wanted,
    )


subscribers = sa.Table(
    "subscribers",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False, unique=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("wall", sa.Time, nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("zone_told", sa.Boolean, nullable=False),
    sa.Column("weekdays", Tokens, nullable=False),
    sa.Column("equipment", Tokens, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("last_exercise", sa.String(32)),
    sa.Column("last_day", sa.Date),
    sa.Column("shown_day", sa.Date),
    sa.Column("next_day", sa.Date),
    sa.Column("next_due_at", UtcDateTime),
    sa.Column("asked", sa.String(16)),
    sa.Column("created_at", UtcDateTime, nullable=False),
    # What kind of chat it is; a group or channel also has the topic that gets the post, and
    # the admin who subscribed it.
    sa.Column("kind", sa.String(8), nullable=False, server_default="private"),
    sa.Column("topic_id", sa.BigInteger),
    sa.Column("owner_id", sa.BigInteger),
    # What fits the person.
    sa.Column("flags", Tokens, nullable=False, server_default=""),
    sa.Column("avoided", Tokens, nullable=False, server_default=""),
    sa.Column("tuning", sa.JSON(none_as_null=True)),
    # A trainer's list as a code, and where the plan waits meanwhile.
    sa.Column("programme", sa.String(64)),
    sa.Column("plan_position", sa.Integer),
    # What was given: the latest exercises, and the day of the last strength exercise.
    sa.Column("recent", Trail, nullable=False, server_default=""),
    sa.Column("last_strength", sa.Date),
    # Deliveries since the person last answered one.
    sa.Column("unanswered", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("paused_until", sa.Date),
    sa.Column("nudge", sa.Time),
    sa.Column("weekly", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("left_at", UtcDateTime),
)

_index_where_set(subscribers.c.next_due_at)
_index_where_set(subscribers.c.owner_id)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _owner(nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("exercise", sa.String(32)),
    sa.Column("form", sa.String(32)),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("wake_at", UtcDateTime),
    sa.Column("worker", sa.String(36)),
    sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("repeated", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("reason", sa.String(200)),
    sa.Column("step", sa.SmallInteger, nullable=False, server_default="0"),
    # The last judge of "once a day".
    sa.UniqueConstraint("subscriber_id", "day", name="uq_deliveries_subscriber_id_day"),
)

_index_where_set(deliveries.c.wake_at)

completions = sa.Table(
    "completions",
    metadata,
    _owner(primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("exercise", sa.String(32), nullable=False),
    sa.Column("done_at", UtcDateTime, nullable=False),
)

# How an exercise went, besides done; `before` is the tuning that an undo brings back.
answers = sa.Table(
    "answers",
    metadata,
    _owner(primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("exercise", sa.String(32), primary_key=True),
    sa.Column("answer", sa.String(8), primary_key=True),
    sa.Column("before", sa.JSON(none_as_null=True)),
    sa.Column("at", UtcDateTime, nullable=False),
)

# From the first day without an exercise to the first one with.
pauses = sa.Table(
    "pauses",
    metadata,
    _owner(primary_key=True),
    sa.Column("first_day", sa.Date, primary_key=True),
    sa.Column("until_day", sa.Date, nullable=False),
)

# A guided exercise under way: one a chat.
sessions = sa.Table(
    "sessions",
    metadata,
    _owner(primary_key=True),
    sa.Column("message_id", sa.BigInteger, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("exercise", sa.String(32), nullable=False),
    sa.Column("form", sa.String(32)),
    sa.Column("step", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("stage", sa.SmallInteger, nullable=False),
    sa.Column("stage_at", UtcDateTime, nullable=False),
    sa.Column("paused_at", UtcDateTime),
    sa.Column("touched_at", UtcDateTime, nullable=False),
    sa.Column("wake_at", UtcDateTime),
)

_index_where_set(sessions.c.wake_at)

# What a member of a group said under the day's post: for its count, and no longer than that.
group_dones = sa.Table(
    "group_dones",
    metadata,
    _owner(primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
)

# Messages beside the day's exercise: a nudge, a week's line, a question, a broadcast.
notes = sa.Table(
    "notes",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _owner(nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("key", sa.String(32), nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False, index=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("wake_at", UtcDateTime),
    sa.Column("worker", sa.String(36)),
    sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("reason", sa.String(200)),
    sa.UniqueConstraint("subscriber_id", "kind", "key", name="uq_notes_subscriber_id_kind_key"),
)

_index_where_set(notes.c.wake_at)

# How far a broadcast is can be counted without looking at other notes.
_of_broadcasts = notes.c.kind == sa.literal_column("'broadcast'")
sa.Index(
    "ix_notes_broadcast",
    notes.c.key,
    notes.c.state,
    sqlite_where=_of_broadcasts,
    postgresql_where=_of_broadcasts,
)

broadcasts = sa.Table(
    "broadcasts",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("made_by", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("cursor", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("total", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_at", UtcDateTime, nullable=False),
    # Where and when its maker was last told how far it is.
    sa.Column("message_id", sa.BigInteger),
    sa.Column("told_at", UtcDateTime),
)

pace = sa.Table(
    "pace",
    metadata,
    sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("lane", sa.String(8), primary_key=True),
    sa.Column("next_at", sa.Double, nullable=False),
    sa.Column("day", sa.Date),
    sa.Column("used", sa.Integer, nullable=False),
    sa.Column("held_until", sa.Double),
)

media = sa.Table(
    "media",
    metadata,
    sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("file_id", sa.String(255), nullable=False),
)

roles = sa.Table(
    "roles",
    metadata,
    sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("role", sa.String(16), primary_key=True),
    sa.Column("worker", sa.String(36), nullable=False),
    sa.Column("until", UtcDateTime, nullable=False),
)
