"""Which bot a database belongs to: the people in it can be reached by that bot only.

To another bot all of them look as if they had blocked it, and would be paused for good.
"""

from bot.errors import OperatorError
from bot.store import archive, pace
from bot.store.database import Database


class AnothersDatabaseError(OperatorError):
    """The database holds the people of another bot; the text is one sentence."""


class Ownership:
    """The use cases of one bot on one database."""

    def __init__(self, database: Database, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id

    async def take(self) -> None:
        """Make an unused database, or one that nobody owns yet, this bot's.

        Raise AnothersDatabaseError where it holds the people of another bot.
        """
        async with self._database.write() as connection:
            owners = await pace.bots(connection)
            if owners and self._bot_id not in owners:
                if await archive.is_used(connection):
                    raise AnothersDatabaseError(_refusal(owners))
                await pace.forget_bots(connection)
            await pace.prepare(connection, self._bot_id)

    async def is_anothers(self) -> bool:
        """Return whether the database holds people whom this bot did not bring there."""
        async with self._database.read() as connection:
            owners = await pace.bots(connection)
            return owners != {self._bot_id} and await archive.is_used(connection)

    async def adopt(self) -> int:
        """Make the database this bot's, and no other's; return how many people come with it."""
        async with self._database.write() as connection:
            await pace.forget_bots(connection)
            await pace.prepare(connection, self._bot_id)
            return await archive.size(connection, archive.subscribers)


def _refusal(owners: set[int]) -> str:
    known = " and ".join(map(str, sorted(owners)))
    return (
        f"The database holds the people of another bot ({known}), whom this BOT_TOKEN can't reach:"
        " set that bot's token, or hand them over to this one with psoas-bot adopt."
    )
