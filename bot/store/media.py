"""File ids by which Telegram knows pictures that a bot has uploaded."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import media
from bot.store.upsert import insert_new


async def find(connection: AsyncConnection, bot_id: int, digest: str) -> str | None:
    """Return the file id of a picture, by the hash of its content."""
    found: str | None = await connection.scalar(
        sa.select(media.c.file_id).where(media.c.bot_id == bot_id, media.c.digest == digest)
    )
    return found


async def keep(connection: AsyncConnection, bot_id: int, digest: str, file_id: str) -> None:
    """Remember a file id; one that another worker was quicker with stays."""
    await connection.execute(
        insert_new(connection, media, "bot_id", "digest").values(
            bot_id=bot_id, digest=digest, file_id=file_id
        )
    )


async def forget(connection: AsyncConnection, bot_id: int, digest: str, file_id: str) -> None:
    """Drop a file id that Telegram refused; a newer one stays."""
    await connection.execute(
        media.delete().where(
            media.c.bot_id == bot_id, media.c.digest == digest, media.c.file_id == file_id
        )
    )
