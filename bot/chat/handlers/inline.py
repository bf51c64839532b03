"""`@bot kettlebell` in any chat: the cards that fit, ready to be sent there."""

from collections.abc import Sequence

from telegram import InlineQueryResult

from bot.chat.cards import shared as cards
from bot.chat.turn import House
from bot.chat.words import Words
from bot.coach.finder import Topic, plain

CACHE_SECONDS = 300
LEAST_LETTERS = 3
"""With fewer, all are shown: people look while they type the rest."""


async def answer(house: House, _: Words, query_id: str, text: str) -> None:
    """Offer what was asked for; what nobody knows gets a way to all exercises."""
    results = [await _result(house, _, topic) for topic in _wanted(house, _, text)]
    is_english = _.language.partition("-")[0] == "en"
    await house.messenger.answer_inline(
        query_id,
        results,
        None if results else cards.all_button(_),
        cache_time=CACHE_SECONDS,
        # Words in a language of one's own are not kept for all.
        is_personal=_.is_spoken and not is_english,
    )


def _wanted(house: House, _: Words, text: str) -> Sequence[Topic]:
    if len(plain(text)) < LEAST_LETTERS:
        return [Topic("exercise", slug) for slug in house.library.exercises]
    found = house.finder(_.language).find(text)
    return found.meant or found.near


async def _result(house: House, _: Words, topic: Topic) -> InlineQueryResult:
    library, name = house.library, house.messenger.bot.username
    if topic.kind == "sign":
        return cards.sign_result(_, library, library.signs[topic.slug], name)
    exercise = library.exercises[topic.slug]
    file_id = await house.messenger.file_id(exercise.loop) if exercise.loop else None
    return cards.exercise_result(_, library, exercise, name, file_id)
