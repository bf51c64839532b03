"""A condition on many keys is found by an index, whatever their number."""

import pytest
import sqlalchemy as sa

from bot.store import day_rows, subscribers
from bot.store.database import Database
from bot.store.many import among
from bot.store.tables import media

KEYS = among(media.c.digest, "digests")


@pytest.mark.parametrize("keys", [[], ["a"], ["b", "c", "none"]])
async def test_the_rows_of_all_keys_are_found(database: Database, keys: list[str]) -> None:
    async with database.write() as connection:
        rows = [{"bot_id": 1, "digest": name, "file_id": "1"} for name in "abc"]
        await connection.execute(media.insert(), rows)
        query = sa.select(media.c.digest).where(KEYS)
        found = set(await connection.scalars(query, {"digests": keys}))

    assert found == set(keys) & set("abc")


async def test_keys_may_be_given_with_the_condition(database: Database) -> None:
    async with database.write() as connection:
        row = {"bot_id": 7, "digest": "a", "file_id": "1"}
        await connection.execute(media.insert(), row)
        found = await connection.scalars(sa.select(media).where(among(media.c.bot_id, "ids", {7})))

        assert list(found) == [7]


@pytest.mark.parametrize("query", [subscribers._BY_CHATS, day_rows._DELIVERIES, day_rows._SAID])
async def test_sqlite_looks_for_each_key_in_an_index(
    sqlite: Database, query: sa.ClauseElement
) -> None:
    async with sqlite.read() as connection:
        text = str(query.compile(dialect=connection.dialect))
        values = ("[1]",) * text.count("?")
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
        steps = [str(step) for *_, step in plan]

    assert any(step.startswith("SEARCH") for step in steps)
    assert not [step for step in steps if step.startswith("SCAN") and "json_each" not in step]
