"""Today's card in a chat, and its buttons."""

from bot.sandbox.world import Body, Chat
from tests.chat.town import Household


async def card(household: Household, person: Chat) -> tuple[Body, str]:
    """Let somebody look at today's card; return it, with what its buttons are about."""
    await household.hears(person, "/today")
    body = list(person.posts.values())[-1].body
    return body, done(body).removeprefix("1:done:")


def data(body: Body) -> list[str]:
    """Return the data of all buttons of a message."""
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return [one["callback_data"] for row in rows for one in row if "callback_data" in one]


def done(body: Body) -> str:
    """Return the data of *Done*."""
    return next(one for one in data(body) if one.startswith("1:done:"))


def verbs(person: Chat, body: Body) -> list[str]:
    """Return what the buttons of a message do, as it stands in the chat now."""
    shown = person.posts[body["message_id"]].body
    return [one.split(":")[1] for one in data(shown)]
