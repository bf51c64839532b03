"""/start, /stop, /help."""

from bot.chat.cards import settings as settings_cards
from bot.chat.cards import talk
from bot.chat.handlers.practice import today
from bot.chat.turn import Turn
from bot.coach import places


async def start(turn: Turn) -> None:
    """Greet, show today's exercise at once, and ask which clock is theirs."""
    before = await turn.house.subscriptions.of(turn.chat_id)
    likely = places.likely(turn.language, turn.now)
    zone = likely[0].zone
    person = await turn.house.subscriptions.start(turn.chat_id, turn.language, zone, turn.now)
    greeting = talk.welcome_back_card if before else talk.greeting_card
    await turn.reply(greeting(turn.words))
    await today(turn)
    if person.zone_told:
        await turn.reply(settings_cards.settled_card(turn.words, person))
    else:
        await turn.reply(settings_cards.clock_card(turn.words, likely, turn.now))


async def stop(turn: Turn) -> None:
    """End the deliveries."""
    await turn.house.subscriptions.stop(turn.chat_id, turn.now)
    await turn.reply(talk.stopped_card(turn.words))
