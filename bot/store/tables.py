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


Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers only INTEGER keys

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
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
)

# Only who is due at some time stands in the index: the tick reads nothing else.
sa.Index(
    "ix_subscribers_next_due_at",
    subscribers.c.next_due_at,
    sqlite_where=subscribers.c.next_due_at.is_not(None),
    postgresql_where=subscribers.c.next_due_at.is_not(None),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "subscriber_id",
        Id,
        sa.ForeignKey("subscribers.id", ondelete="CASCADE"),
        nullable=False,
    ),
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
    # The last judge of "once a day".
    sa.UniqueConstraint("subscriber_id", "day", name="uq_deliveries_subscriber_id_day"),
)

# Only open deliveries wait for anything.
sa.Index(
    "ix_deliveries_wake_at",
    deliveries.c.wake_at,
    sqlite_where=deliveries.c.wake_at.is_not(None),
    postgresql_where=deliveries.c.wake_at.is_not(None),
)

completions = sa.Table(
    "completions",
    metadata,
    sa.Column(
        "subscriber_id",
        Id,
        sa.ForeignKey("subscribers.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("exercise", sa.String(32), nullable=False),
    sa.Column("done_at", UtcDateTime, nullable=False),
)

pace = sa.Table(
    "pace",
    metadata,
    sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("lane", sa.String(8), primary_key=True),
    sa.Column("next_at", sa.Double, nullable=False),
    sa.Column("day", sa.Date),
    sa.Column("used", sa.Integer, nullable=False),
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
