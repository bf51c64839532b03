"""Every table. One long file: a column is looked for here, and tables point at each other."""

from typing import Any

import sqlalchemy as sa

from bot.store.columns import Tokens, Trail, UtcDateTime

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers only INTEGER keys

# On SQLite, sqlite_autoincrement=True keeps an id from being given again after its row is gone.
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


def _partial_index(name: str, *columns: sa.Column[Any], where: sa.ColumnElement[bool]) -> None:
    """Index only the rows that a query looks for."""
    sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


def _index_where_set(column: sa.Column[Any]) -> None:
    """Index only the rows in which the column is set."""
    name = f"ix_{column.table.name}_{column.name}"
    _partial_index(name, column, where=column.is_not(None))


subscribers = sa.Table(
    "subscribers",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False, unique=True),
    sa.Column("state", sa.String(16), nullable=False),
    # The language that Telegram last named; or, if chosen, the one that the person or an admin
    # of the group chose with /language, which Telegram no longer changes.
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("language_chosen", sa.Boolean, nullable=False, server_default=sa.false()),
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
    # Whether the person was asked about their health; until then the gentlest versions come.
    sa.Column("screened", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("tuning", sa.JSON(none_as_null=True)),
    # A trainer's list as a code, and where the routine waits meanwhile.
    sa.Column("programme", sa.String(64)),
    sa.Column("plan_position", sa.Integer),
    # What was given: the latest exercises, and the day of the last strength exercise.
    sa.Column("recent", Trail, nullable=False, server_default=""),
    sa.Column("last_strength", sa.Date),
    # Deliveries since the person last answered one.
    sa.Column("unanswered", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("paused_until", sa.Date),
    # The first day of that pause, if it was still ahead when it was asked for.
    sa.Column("paused_from", sa.Date),
    sa.Column("nudge", sa.Time),
    sa.Column("weekly", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("left_at", UtcDateTime),
    # Why the row was set aside: it cannot be read.
    sa.Column("quarantined", sa.String(200)),
    sqlite_autoincrement=True,
)

_index_where_set(subscribers.c.next_due_at)
_index_where_set(subscribers.c.owner_id)
_index_where_set(subscribers.c.quarantined)

# Everything that the bot sends by itself; store/deliveries says what the states promise.
deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _owner(nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("key", sa.String(32), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("position", sa.Integer, nullable=False, server_default="0"),
    sa.Column("exercise", sa.String(32)),
    sa.Column("version", sa.String(32)),
    sa.Column("step", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("wake_at", UtcDateTime),
    sa.Column("worker", sa.String(36)),
    sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("repeated", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("reason", sa.String(200)),
    # The last guard against sending a day twice.
    sa.UniqueConstraint(
        "subscriber_id", "kind", "key", name="uq_deliveries_subscriber_id_kind_key"
    ),
    sqlite_autoincrement=True,
)

# Written out, not bound: else no database sees that a partial index fits a query.
IS_EXERCISE = deliveries.c.kind == sa.literal_column("'exercise'")
IS_NO_EXERCISE = deliveries.c.kind != sa.literal_column("'exercise'")
IS_BROADCAST = deliveries.c.kind == sa.literal_column("'broadcast'")

_partial_index(
    "ix_deliveries_open_exercises",
    deliveries.c.wake_at,
    where=sa.and_(deliveries.c.wake_at.is_not(None), IS_EXERCISE),
)
_partial_index(
    "ix_deliveries_open_others",
    deliveries.c.wake_at,
    where=sa.and_(deliveries.c.wake_at.is_not(None), IS_NO_EXERCISE),
)
_partial_index("ix_deliveries_others_due_at", deliveries.c.due_at, where=IS_NO_EXERCISE)
# How far a broadcast is can be counted without looking at anything else.
_partial_index("ix_deliveries_broadcast", deliveries.c.key, deliveries.c.state, where=IS_BROADCAST)

completions = sa.Table(
    "completions",
    metadata,
    _owner(primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("exercise", sa.String(32), nullable=False),
    sa.Column("done_at", UtcDateTime, nullable=False),
    # The message whose reaction counted it; taking that back undoes it.
    sa.Column("message_id", sa.BigInteger),
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
    sa.Column("version", sa.String(32)),
    sa.Column("step", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("stage", sa.SmallInteger, nullable=False),
    sa.Column("stage_at", UtcDateTime, nullable=False),
    sa.Column("paused_at", UtcDateTime),
    sa.Column("touched_at", UtcDateTime, nullable=False),
    sa.Column("wake_at", UtcDateTime),
    # The message whose button began it.
    sa.Column("card_id", sa.BigInteger),
    # How often somebody acted in it, and when the full-screen page was last heard of.
    sa.Column("acts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("seen_at", UtcDateTime),
)

_index_where_set(sessions.c.wake_at)

# How stiff their hips felt, from 0 to 10, as people said under a week's summary.
stiffness = sa.Table(
    "stiffness",
    metadata,
    _owner(primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("level", sa.SmallInteger, nullable=False),
)

# The message that last showed a day's exercise where somebody asked for it; a delivery knows its
# own.
day_cards = sa.Table(
    "day_cards",
    metadata,
    _owner(primary_key=True),
    sa.Column("message_id", sa.BigInteger, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("exercise", sa.String(32), nullable=False),
)

# When a person was last told or asked something that doesn't come often.
last_said = sa.Table(
    "last_said",
    metadata,
    _owner(primary_key=True),
    sa.Column("topic", sa.String(16), primary_key=True),
    sa.Column("day", sa.Date, nullable=False),
)

# What a member of a group said under the day's post: for its count, and no longer than that.
group_dones = sa.Table(
    "group_dones",
    metadata,
    _owner(primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
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
    sqlite_autoincrement=True,
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
    # When the next delivery, reply and reply to a flood may leave.
    sa.Column("deliveries_at", sa.Double),
    sa.Column("replies_at", sa.Double),
    sa.Column("floods_at", sa.Double),
)

# Updates as Telegram sent them. A handled one stays for an hour without its content, so that
# it is recognised if Telegram delivers it again. `writes` counts the transactions that its
# handler has committed. Both times are seconds by the clock of the database.
inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("chat", sa.BigInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("worker", sa.String(36), nullable=False),
    sa.Column("lease_until", sa.Double, nullable=False),
    sa.Column("received_at", sa.Double, nullable=False),
    sa.Column("writes", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("done", sa.Boolean, nullable=False, server_default=sa.false()),
)

for _name, _column, _where in (
    ("waiting", inbox.c.chat, sa.text("NOT done")),
    ("done", inbox.c.received_at, sa.text("done")),
):
    sa.Index(
        f"ix_inbox_{_name}",
        inbox.c.bot_id,
        _column,
        sqlite_where=_where,
        postgresql_where=_where,
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

# Whoever works on this database; store/workers says which of them are dead.
workers = sa.Table(
    "workers",
    metadata,
    sa.Column("name", sa.String(36), primary_key=True),
)
