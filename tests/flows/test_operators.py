"""An operator from outside: figures with a picture, and an alarm that names the cause."""

from pathlib import Path

from tests.flows.conftest import Launch
from tests.flows.telegram import DAYLIT, Books, Telegram


async def test_an_operator_asks_and_is_told(
    launch: Launch, telegram: Telegram, tmp_path: Path
) -> None:
    boss, alice = await telegram.arrive("Boss"), await telegram.arrive("Alice")
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    program = launch(**telegram.settings, DATABASE_URL=url, ADMIN_IDS=str(boss.id))
    await program.is_ready()
    await alice.begins(DAYLIT)
    async with Books.opened(url) as books:
        await books.make_due(alice, 0)
        assert await books.stands(alice, "sent")

    figures = await boss.ask("/stats")
    assert figures.picture == "photo"
    assert "People subscribed: 1\nGroups and channels: 0\nNew: 1 today" in figures.text

    conflict = {"method": "getUpdates", "status": 409, "description": "Conflict: terminated"}
    await telegram.fault(**conflict, times=4)  # a single one may be another process's mistake
    await alice.write("/help")  # ends the poll that waits
    assert (await boss.receives()).text.startswith("⚠️ Another process is fetching updates")
