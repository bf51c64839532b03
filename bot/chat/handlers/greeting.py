"""How a newcomer is received, whichever way they came."""

from bot.chat.cards import settings as settings_cards
from bot.chat.cards import talk
from bot.chat.handlers.practice import today
from bot.chat.turn import Turn
from bot.coach import places
from bot.services.people import Subscriber


async def subscribe(turn: Turn) -> Subscriber:
    """Subscribe them, on the likeliest clock until they say which is theirs."""
    zone = places.likely(turn.language, turn.now)[0].zone
    return await turn.house.subscriptions.start(turn.chat_id, turn.language, zone, turn.now)


async def greet(turn: Turn, person: Subscriber, *, is_new: bool) -> None:
    """Greet, show today's exercise at once, and ask which clock is theirs."""
    greeting = talk.greeting_card if is_new else talk.welcome_back_card
    await turn.reply(greeting(turn.words))
    await today(turn)
    if person.zone_told:
        await turn.reply(settings_cards.settled_card(turn.words, person))
    else:
        likely = places.likely(turn.language, turn.now)
        await turn.reply(settings_cards.clock_card(turn.words, likely, turn.now))
