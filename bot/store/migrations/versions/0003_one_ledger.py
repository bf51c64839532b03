"""One ledger for everything that is sent; versions called so; ids that are never given again.

Every process of the version before must be stopped first: it does not know these tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

OTHERS = """
INSERT INTO deliveries (subscriber_id, kind, key, day, due_at, state, wake_at, worker, tries,
                      sent_at, reason)
SELECT subscriber_id, CASE kind WHEN 'nudge' THEN 'reminder' ELSE kind END, key, {day}, due_at,
       CASE state WHEN 'stale' THEN 'missed' ELSE state END,
       wake_at, worker, tries, sent_at, reason
FROM notes ORDER BY id
"""

EXERCISES = """
INSERT INTO deliveries (id, subscriber_id, kind, key, day, due_at, position, exercise, version,
                        step, state, wake_at, worker, tries, repeated, sent_at, message_id, reason)
SELECT id, subscriber_id, 'exercise', day, day, due_at, position, exercise, form,
       step, state, wake_at, worker, tries, repeated, sent_at, message_id, reason
FROM old_deliveries
"""

SQLITE_BEFORE = """
UPDATE answers
SET "before" = json_set(json_remove("before", '$.form'),
                        '$.version', json_extract("before", '$.form'))
WHERE json_type("before", '$.form') IS NOT NULL
"""

POSTGRESQL_BEFORE = """
UPDATE answers
SET "before" = (("before"::jsonb - 'form')
                || jsonb_build_object('version', "before"::jsonb -> 'form'))::json
WHERE jsonb_exists("before"::jsonb, 'form')
"""


def upgrade() -> None:
    """Carry every row over."""
    op.execute("ALTER TABLE sessions RENAME COLUMN form TO version")
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgresql()
    _indexes()


def _on_sqlite() -> None:
    if op.get_bind().scalar(sa.text("PRAGMA foreign_keys")):
        raise RuntimeError("foreign keys must be off, or dropping a table deletes others' rows")
    op.execute(SQLITE_BEFORE)
    for table in ("subscribers", "broadcasts"):
        options = {"sqlite_autoincrement": True}
        with op.batch_alter_table(table, recreate="always", table_kwargs=options):
            pass
    op.rename_table("deliveries", "old_deliveries")
    _deliveries()
    op.execute(EXERCISES)
    op.execute(OTHERS.format(day=_day("key", "substr(due_at, 1, 10)")))
    op.drop_table("old_deliveries")
    op.drop_table("notes")
    if op.get_bind().execute(sa.text("PRAGMA foreign_key_check")).first():
        raise RuntimeError("a row points at a subscriber who is not there")


def _on_postgresql() -> None:
    op.execute(POSTGRESQL_BEFORE)
    op.execute("ALTER TABLE deliveries RENAME COLUMN form TO version")
    for name, size in (("kind", 16), ("key", 32)):
        op.add_column("deliveries", sa.Column(name, sa.String(size)))
    op.execute("UPDATE deliveries SET kind = 'exercise', key = to_char(day, 'YYYY-MM-DD')")
    for name in ("kind", "key"):
        op.alter_column("deliveries", name, nullable=False)
    op.alter_column("deliveries", "position", server_default="0")
    op.drop_constraint("uq_deliveries_subscriber_id_day", "deliveries")
    op.create_unique_constraint(
        "uq_deliveries_subscriber_id_kind_key", "deliveries", ["subscriber_id", "kind", "key"]
    )
    op.drop_index("ix_deliveries_wake_at", "deliveries")
    at_utc = "(due_at AT TIME ZONE 'UTC')::date"
    op.execute(OTHERS.format(day=_day("key::date", at_utc)))
    op.drop_table("notes")


def _day(key: str, written: str) -> str:
    """Return the SQL of a row's day: its key, or for a broadcast the day on which it was due."""
    return f"CASE kind WHEN 'broadcast' THEN {written} ELSE {key} END"


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("subscriber_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("position", sa.Integer, nullable=False, server_default="0"),
        sa.Column("exercise", sa.String(32)),
        sa.Column("version", sa.String(32)),
        sa.Column("step", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("wake_at", INSTANT),
        sa.Column("worker", sa.String(36)),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("repeated", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("sent_at", INSTANT),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("reason", sa.String(200)),
        sa.UniqueConstraint(
            "subscriber_id", "kind", "key", name="uq_deliveries_subscriber_id_kind_key"
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name="fk_deliveries_subscriber_id_subscribers",
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )


def _indexes() -> None:
    for name, columns, where in (
        ("open_exercises", ["wake_at"], "wake_at IS NOT NULL AND kind = 'exercise'"),
        ("open_others", ["wake_at"], "wake_at IS NOT NULL AND kind != 'exercise'"),
        ("others_due_at", ["due_at"], "kind != 'exercise'"),
        ("broadcast", ["key", "state"], "kind = 'broadcast'"),
    ):
        only = sa.text(where)
        op.create_index(
            f"ix_deliveries_{name}",
            "deliveries",
            columns,
            sqlite_where=only,
            postgresql_where=only,
        )
