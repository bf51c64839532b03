"""The engines below the database: what each connection is told when it opens."""

from functools import partial
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store import sqlite_driver

BUSY_SECONDS = 5
IDLE_SECONDS = 10
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",  # what somebody deleted leaves the file, not only the table
)
APPLICATION = "psoas-bot"
"""How PostgreSQL lists our connections in pg_stat_activity."""

# Last in, first out: the statements that one connection has prepared serve again.
POOL = {"pool_size": 8, "max_overflow": 8, "pool_use_lifo": True, "hide_parameters": True}


def postgresql_engine(url: URL) -> AsyncEngine:
    """Return an engine whose connections give up a transaction that stands still."""
    named = {"server_settings": {"application_name": APPLICATION}}
    engine = create_async_engine(url, connect_args=named, **POOL)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        # A replica that froze, or lost its network, would hold its locks before all others.
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
        # A plan made for a small table would be kept while it grows, and read all of it each time.
        cursor.execute("SET plan_cache_mode = force_custom_plan")
        cursor.close()
        connection.commit()

    @event.listens_for(engine.sync_engine, "checkout")
    def _check(_connection: object, record: ConnectionPoolEntry, _fairy: object) -> None:
        # A server that stops says so. Asking it each time would be three round trips.
        if record.driver_connection and record.driver_connection.is_closed():
            raise DisconnectionError

    return engine


def sqlite_engine(url: URL) -> AsyncEngine:
    """Return an engine whose transactions begin as readers, or as the one writer."""
    engine = create_async_engine(url, connect_args={"timeout": BUSY_SECONDS}, **POOL)

    @event.listens_for(engine.sync_engine, "do_connect")
    def _choose(_dialect: object, _record: object, _args: object, options: Any) -> None:
        options["async_creator_fn"] = partial(sqlite_driver.connect, pragmas=PRAGMAS)

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        options = connection.get_execution_options()
        if options.get("begins", True):
            writes = options.get("writes")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
