"""Whoever gets the same message shares one rendering, wherever in the plan and world they are."""

import asyncio
import re
from dataclasses import replace
from itertools import product
from typing import Any

from bot.botapi.message import PreparedMessage
from bot.botapi.messenger import Messenger
from bot.chat.cards.exercise import practice_card
from bot.chat.cards.exercise_text import _fitting
from bot.chat.carriers import ExerciseCarrier
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.coach.positions import day_at
from bot.coach.trainee import Practice
from bot.services.delivery.content import DailyExercise
from bot.services.delivery.outcome import Outcome, Sent
from bot.services.delivery.parcels import Parcel
from bot.store.deliveries import DeliveryKind
from tests.chat.deck import NOW, TODAY

LOCALES = ("en", "en-gb", "de", "de-at", "fr", "es", "pt-br", "uk", "zh-hans", "xx")
LUNGE = DailyExercise("en", Practice(0, "lunge"), TODAY)
BLANK = Parcel(1, 1, 1, DeliveryKind.EXERCISE, NOW, LUNGE)


class Notebook(Messenger):
    """A messenger that sends nothing and keeps what it was given."""

    def __init__(self) -> None:
        self.carried: list[PreparedMessage] = []
        self._dress = None

    @property
    def bot_name(self) -> str:
        return "psoas_bot"

    def is_uploading(self, message: PreparedMessage) -> bool:
        return False

    async def try_send(self, chat_id: int, message: PreparedMessage) -> Outcome:
        self.carried.append(message)
        return Sent(1)


async def left(_chat_id: int) -> None:
    raise AssertionError("no topic is gone here")


def planned(library: Library, position: int) -> Practice:
    day = day_at(library.routine, position)
    return Practice(position, day.exercise, day.version)


def rendered(library: Library, *parcels: Parcel) -> tuple[int, int]:
    """Carry parcels; return how many renderings there were, and how many different bodies."""
    notebook = Notebook()
    carrier = ExerciseCarrier(notebook, library, left)

    async def carry_all() -> None:
        for parcel in parcels:
            assert isinstance(await carrier.deliver(parcel), Sent)

    asyncio.run(carry_all())
    bodies = {message.body("file").remainder for message in notebook.carried}
    return len({id(message) for message in notebook.carried}), len(bodies)


def test_400_start_days_in_ten_locales_are_rendered_once_for_each_different_message(
    library: Library,
) -> None:
    parcels = [
        replace(BLANK, content=DailyExercise(locale, planned(library, position), TODAY))
        for position in range(400)
        for locale in LOCALES
    ]
    renderings, different = rendered(library, *parcels)

    # Where a part gave way for length, two weeks may read alike.
    assert different <= renderings <= 1.1 * different
    assert different < 400 * len(library.languages.offered), "each week has cards of its own"


def test_two_years_of_rounds_share_the_texts_around_their_titles(library: Library) -> None:
    _fitting.cache_clear()
    around = set()
    for language, position in product(library.languages.codes, range(728)):
        practice = planned(library, position)
        if practice.exercise:
            card = practice_card(translator_for(language), library, practice, TODAY)
            around.add((language, re.sub(r"\n<i>.*</i>\n", "\n", card.text, count=1)))

    # A text is kept once for each length of its title, which later parts have to make room for.
    assert len(around) <= _fitting.cache_info().currsize <= 2 * len(around)
    assert len(around) < 100 * len(library.languages.codes)


def test_whatever_a_card_shows_is_rendered_apart(library: Library) -> None:
    changes: list[dict[str, Any]] = [
        {"practice": Practice(0, "sit-up")},
        {"practice": Practice(0, "lunge", "easier")},
        {"practice": Practice(0, "lunge", step=1)},
        {"practice": Practice(14, "lunge")},
        {"practice": Practice(0, None)},
        {"practice": Practice(0, None, extra_fits=False)},
        {"late": True},
        {"chat_kind": "group"},
        {"chat_kind": "channel"},
    ]
    parcels = [replace(BLANK, content=replace(LUNGE, **change)) for change in changes]
    parcels += [BLANK, replace(BLANK, repeated=True), replace(BLANK, paid=True)]
    renderings, different = rendered(library, *parcels)

    assert renderings == different == len(parcels)
