"""A group in the database, subscribed and read in one line."""

from bot.store.subscribers import ChatKind, Subscriber
from tests.services.rooms import ALICE, SUNDAY_EVENING, Rooms

US, THEM = -100500, -100600
TOPIC = 77


async def subscribe(rooms: Rooms, chat: int = US) -> Subscriber:
    await rooms.subscriptions.start(
        chat,
        "en",
        "Europe/London",
        SUNDAY_EVENING,
        kind=ChatKind.GROUP,
        topic_id=TOPIC,
        owner_id=ALICE,
    )
    return await rooms.preferences.change(chat, SUNDAY_EVENING, zone_told=True)


async def found(rooms: Rooms, chat: int = US) -> Subscriber:
    group = await rooms.subscriptions.find(chat)
    assert group
    return group
