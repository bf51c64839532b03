"""What cards say, taken from the cards: flows hold which card comes, not how it is worded."""

from html import unescape
from re import sub

from bot.chat.cards import Card, answers, group, settings, talk
from bot.chat.words import translator_for

WORDS = translator_for("en")


def read(card: Card) -> str:
    """Return a card as a person reads it, without the marks of HTML."""
    return unescape(sub(r"<[^>]*>", "", card.text))


GREETING = read(talk.greeting_card(WORDS))
WELCOME_BACK = read(talk.welcome_back_card(WORDS))
STOPPED = read(talk.stopped_card(WORDS))
NOT_YET = read(talk.not_subscribed_card(WORDS))
DAY_OFF = read(talk.day_off_card(WORDS))
HELLO = read(talk.hello_card(WORDS))
LOST = read(talk.not_understood_card(WORDS))
NO_SUCH_COMMAND = read(talk.unknown_command_card(WORDS))
SLOW_DOWN = read(talk.slow_down_card(WORDS))
NO_HOUR = read(settings.bad_time_card(WORDS))
NO_PLACE = read(settings.unknown_city_card(WORDS))
OFFSET = read(settings.offset_card(WORDS))
WHICH_CITY = read(settings.ask_city_card(WORDS))
WHERE = read(settings.ask_location_card(WORDS))
HURTS = read(answers.hurts_card(WORDS))


UNSUBSCRIBED = read(group.not_subscribed_card(WORDS))


def located(zone: str) -> str:
    """Return the thanks for a location."""
    return read(settings.located_card(WORDS, zone))
