"""The first text of a language holds up nobody else."""

import asyncio
import gc
from dataclasses import replace

import pytest

from bot.chat.finders import Finders
from bot.chat.router import build
from bot.coach.finder import Finder
from bot.coach.library import Library
from bot.coach.spelling import Vocabulary
from tests.chat.town import Household
from tests.library import finders


@pytest.mark.parametrize("what", ["finder", "emergencies"])
async def test_others_have_their_turn_while_a_language_is_learned(
    library: Library, what: str
) -> None:
    fresh, turns = Finders(library), 0
    learning = asyncio.create_task(
        fresh.load("de") if what == "finder" else fresh.emergency_elsewhere("lunge", "de")
    )
    await asyncio.sleep(0)
    while not learning.done():
        turns += 1
        await asyncio.sleep(0.001)

    assert turns > 1


async def test_a_language_is_learned_once(library: Library) -> None:
    fresh = Finders(library)
    first, second = await asyncio.gather(fresh.load("de"), fresh.load("de-at"))

    assert first is second is fresh.of("de")


async def test_a_finder_and_the_search_in_other_languages_share_their_words(
    library: Library,
) -> None:
    fresh = Finders(library)
    await fresh.emergency_elsewhere("lunge", "en")
    learned = _vocabularies()
    await fresh.load("de")

    assert _vocabularies() == learned


def _vocabularies() -> int:
    """Return how many vocabularies are in memory."""
    gc.collect()
    return sum(type(one) is Vocabulary for one in gc.get_objects())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ich kriege keine Luft mehr", "alarm"),
        ("no numbness, no pain", None),
        ("what a heart attack match", None),
        ("can't stand lunges", None),
    ],
)
async def test_other_languages_find_their_own_emergencies_and_leave_english_to_english(
    library: Library, text: str, kind: str | None
) -> None:
    assert await finders(library).emergency_elsewhere(text, "en") == kind


class Watched(Finders):
    """Finders that note what was asked of a language before it was learned."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.loaded: set[str] = set()
        self.missed: list[str] = []

    def of(self, language: str) -> Finder:
        if language not in self.loaded:
            self.missed.append(language)
        return super().of(language)

    async def load(self, language: str) -> Finder:
        self.loaded.add(language)
        return await super().load(language)


@pytest.mark.parametrize("text", ["lunge", "/time 7pm", "/pause 3 days", "/exercise boat", "qqq"])
async def test_whatever_somebody_writes_its_language_is_learned_first(
    household: Household, library: Library, text: str
) -> None:
    alice, watched = await household.subscriber("Alice"), Watched(library)
    services = replace(household.services, finders=watched)
    household.application = build(household.town.bot, services)
    await household.application.initialize()
    await household.hears(alice, text)

    assert watched.loaded
    assert watched.missed == []
