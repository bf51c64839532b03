"""Free text: an answer to a question, a name, or one line that helps."""

from bot.chat.cards import settings as settings_cards
from bot.chat.cards import talk as cards
from bot.chat.handlers.practice import answer_found
from bot.chat.handlers.settings import clock, hour
from bot.chat.turn import Turn
from bot.coach.schedule import parse_wall


async def text(turn: Turn) -> None:
    """Take a text as what was asked for, else as a name, else as a time."""
    person = await turn.house.subscriptions.of(turn.chat_id)
    asked = person.asked if person else None
    found = turn.house.finder(turn.language).find(turn.text)
    if asked == "city" and not found.is_whole:  # Split is a city, and half of `split squat`
        await clock(turn)
        return
    if found.meant or found.near:
        await answer_found(turn, found)
    elif person and asked == "hour" and parse_wall(turn.text):
        await hour(turn)
    elif asked == "hour" and any(letter.isdigit() for letter in turn.text[:20]):
        await turn.reply(settings_cards.bad_time_card(turn.words))
    else:
        await turn.reply(cards.lost_card(turn.words))


async def anything(turn: Turn) -> None:
    """Answer a sticker, a photo, a voice message."""
    await turn.reply(cards.lost_card(turn.words))


async def unknown_command(turn: Turn) -> None:
    """Answer a command that does not exist."""
    await turn.reply(cards.unknown_command_card(turn.words))
