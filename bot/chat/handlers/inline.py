"""`@bot kettlebell` in any chat: the cards that fit, ready to be sent there."""

from collections.abc import Sequence

from telegram import InlineQueryResult

from bot.chat.cards import inline as cards
from bot.chat.services import Services
from bot.chat.words import Translator
from bot.coach.folding import fold
from bot.coach.names import Topic

CACHE_SECONDS = 300
LEAST_LETTERS = 3
"""With fewer letters typed, all exercises are shown."""


async def answer(services: Services, _: Translator, query_id: str, text: str) -> None:
    """Answer an inline query; if nothing is found, offer the list of all exercises."""
    results = [await _result(services, _, topic) for topic in await _wanted(services, _, text)]
    await services.messenger.answer_inline(
        query_id,
        results,
        None if results else cards.all_button(_),
        cache_time=CACHE_SECONDS,
        # Telegram caches results for everybody unless they are personal.
        is_personal=len(services.library.languages.codes) > 1,
    )


async def _wanted(services: Services, _: Translator, text: str) -> Sequence[Topic]:
    if len(fold(text)) < LEAST_LETTERS:
        return [Topic("exercise", slug) for slug in services.library.exercises]
    found = (await services.finders.load(_.language)).find(text)
    return found.meant or found.near


async def _result(services: Services, _: Translator, topic: Topic) -> InlineQueryResult:
    library, name = services.library, services.messenger.bot_name
    if topic.kind == "sign":
        return cards.sign_result(_, library, library.signs[topic.slug], name)
    exercise = library.exercises[topic.slug]
    file_id = await services.messenger.file_id(exercise.film) if exercise.film else None
    return cards.exercise_result(_, library, exercise, name, file_id)
