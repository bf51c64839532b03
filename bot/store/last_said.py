"""When a person was last told or asked something that doesn't come often."""

from collections.abc import Collection, Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import upsert
from bot.store.many import among
from bot.store.tables import last_said


async def last_day(connection: AsyncConnection, subscriber_id: int, topic: str) -> date | None:
    """Return on which day something was last said to a person, if ever."""
    return (await days(connection, [subscriber_id], topic)).get(subscriber_id)


async def days(
    connection: AsyncConnection, subscriber_ids: Collection[int], topic: str
) -> dict[int, date]:
    """Return when something was last said to many people, without those who never heard it."""
    found = await connection.execute(
        sa.select(last_said.c.subscriber_id, last_said.c.day).where(
            among(last_said.c.subscriber_id, "ids", subscriber_ids), last_said.c.topic == topic
        )
    )
    return {key: day for key, day in found}  # noqa: C416  # rows are no pairs to mypy


async def put(connection: AsyncConnection, subscriber_id: int, topic: str, day: date) -> None:
    """Write that something is said to a person on a day."""
    keys = {"subscriber_id": subscriber_id, "topic": topic}
    await upsert.put(connection, last_said, keys, day=day)


async def put_each(connection: AsyncConnection, said: Mapping[int, date], topic: str) -> None:
    """Write that something is said to many people, each on a day of their own."""
    rows = [{"subscriber_id": key, "topic": topic, "day": day} for key, day in said.items()]
    await upsert.put_each(connection, last_said, ("subscriber_id", "topic"), rows)
