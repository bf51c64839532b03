"""When a person was last told or asked something that doesn't come often."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import upsert
from bot.store.tables import last_said


async def last_day(connection: AsyncConnection, subscriber_id: int, topic: str) -> date | None:
    """Return on which day something was last said to a person, if ever."""
    return (await days(connection, [subscriber_id], topic)).get(subscriber_id)


async def days(
    connection: AsyncConnection, subscriber_ids: Sequence[int], topic: str
) -> dict[int, date]:
    """Return when something was last said to many people, without those who never heard it."""
    found = await connection.execute(
        sa.select(last_said.c.subscriber_id, last_said.c.day).where(
            last_said.c.subscriber_id.in_(subscriber_ids), last_said.c.topic == topic
        )
    )
    return {key: day for key, day in found}  # noqa: C416  # rows are no pairs to mypy


async def put(connection: AsyncConnection, subscriber_id: int, topic: str, day: date) -> None:
    """Write that something is said on a day."""
    keys = {"subscriber_id": subscriber_id, "topic": topic}
    await upsert.put(connection, last_said, keys, day=day)
