"""The peers' tables and what they do with them, by the manual of SQLAlchemy's ORM.

A bot reads the person and today's practice, and notes that it was shown or done: two reads and a
write in one session an update, which ends before anything is sent.
"""

import json
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, DateTime, ForeignKey, event, insert, make_url
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")
"""As safe as ours."""

DONE = "Well done! Day 1 of your week."

Sessions = async_sessionmaker[AsyncSession]


class Base(DeclarativeBase):
    """The base of the tables."""


class Person(Base):
    """Somebody who practises."""

    __tablename__ = "people"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str]
    language: Mapped[str]
    exercise: Mapped[str]


class Practice(Base):
    """A person's practice of a day."""

    __tablename__ = "practices"

    chat_id: Mapped[int] = mapped_column(ForeignKey("people.chat_id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    exercise: Mapped[str]
    shown_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Order(NamedTuple):
    """What a peer is told: where its Telegram and its database are, and our card."""

    url: str
    database: str
    text: str
    markup: dict[str, Any]
    """The keyboard of the card."""
    done: dict[str, Any]
    """The same once it is done."""


def read(order: str) -> Order:
    """Return the order that stands on a command line."""
    return Order(**json.loads(order))


def sessions(url: str) -> Sessions:
    """Return what opens sessions; each connection of a file of SQLite gets its settings."""
    return async_sessionmaker(_engine(url), expire_on_commit=False)


def _engine(url: str) -> AsyncEngine:
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    options = {"connect_args": {"timeout": 60}} if is_sqlite else {}
    engine = create_async_engine(url, pool_size=16, max_overflow=0, pool_timeout=60, **options)

    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    if is_sqlite:
        event.listen(engine.sync_engine, "connect", prepare)
    return engine


async def seed(url: str, chats: range) -> None:
    """Fill a database with people."""
    engine = _engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        about = {"name": "Ann", "language": "en", "exercise": "half-kneeling-stretch"}
        await connection.execute(insert(Person), [{"chat_id": chat, **about} for chat in chats])
        today = datetime.now(UTC).date()
        practice = {"day": today, "exercise": "half-kneeling-stretch"}
        await connection.execute(
            insert(Practice), [{"chat_id": chat, **practice} for chat in chats]
        )
        await connection.exec_driver_sql("ANALYZE")
    await engine.dispose()


async def show(session: AsyncSession, chat: int) -> Practice:
    """Return somebody's practice of today, and note that they saw it."""
    practice = await _today(session, chat)
    practice.shown_at = datetime.now(UTC)
    await session.commit()
    return practice


async def finish(session: AsyncSession, chat: int) -> Practice:
    """Note that somebody's practice of today is done."""
    practice = await _today(session, chat)
    practice.done_at = datetime.now(UTC)
    await session.commit()
    return practice


async def _today(session: AsyncSession, chat: int) -> Practice:
    person = await session.get_one(Person, chat)
    today = datetime.now(UTC).date()
    practice = await session.get(Practice, (chat, today))
    if practice is None:  # the day has changed since
        practice = Practice(chat_id=chat, day=today, exercise=person.exercise)
        session.add(practice)
    return practice
