"""Languages: of a person, of a group, and no more in memory than there are."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import BotCommandScopeChat

from bot.chat.carriers import MessageCarrier
from bot.chat.profile import introduce
from bot.chat.words import translator_for
from bot.coach.languages import Language, Languages
from bot.coach.library import Exercise, Library
from bot.coach.phrase_book import PhraseBook
from bot.coach.translations import Translations
from bot.sandbox import inline
from bot.services.delivery.content import Reminder
from bot.store.database import Database
from tests.chat.square import Square
from tests.chat.town import Household, Town, parcel, texts

CODES = [
    f"{first}{second}-x{number}"
    for first in "abcdefghij"
    for second in "klmnopqrst"
    for number in range(10)
]
"""1,000 codes of the form that Telegram's apps send."""


async def test_a_thousand_codes_take_no_more_memory_than_the_languages_that_exist(
    household: Household, library: Library
) -> None:
    finders = {id(household.services.finders.of(code)) for code in CODES}
    for code in CODES:
        translator_for(code)

    assert len(CODES) == 1000
    assert len(finders) <= len(library.languages.codes)
    assert translator_for.cache_info().currsize <= 256


@given(st.text(max_size=20))
def test_any_code_has_a_language_that_exists(library: Library, code: str) -> None:
    assert library.languages.nearest(code) in library.languages.codes


def test_a_region_falls_back_to_its_language_or_a_sister_and_then_to_english() -> None:
    one = language("One")
    languages = Languages({"en": one, "pt-br": one, "es": one, "de-at": one})

    asked = ("pt-br", "pt", "es-mx", "de-at", "de", "en-gb", "xx", "")
    found = [languages.nearest(code) for code in asked]
    assert found == ["pt-br", "pt-br", "es", "de-at", "de-at", "en", "en", "en"]
    assert [languages.match(code) for code in ("xx", "")] == [None, None]


# --- a library in three languages -----------------------------------------------------------


def language(name: str) -> Language:
    return Language(name=name, you="familiar", reason="As friends do.", state="whole")


def in_german(exercise: Exercise) -> Exercise:
    english = exercise.words.to("en")
    german = english.model_copy(update={"name": f"Deutsch: {english.name}"})
    return replace(exercise, words=Translations({"en": english, "de": german}))


@pytest.fixture(scope="module")
def spoken(library: Library) -> Library:
    """Return a library in English, German and Brazilian Portuguese: its finders are built once."""
    names = {"en": "English", "de": "Deutsch", "pt-br": "Português (Brasil)"}
    german = PhraseBook(alarm=("brustschmerz*",))
    return replace(
        library,
        phrases=Translations({**library.phrases.by_language, "de": german}),
        languages=Languages({code: language(name) for code, name in names.items()}),
        exercises={slug: in_german(one) for slug, one in library.exercises.items()},
    )


@pytest.fixture
async def polyglot(town: Town, sqlite: Database, spoken: Library) -> Household:
    """Let the bot speak the languages of that library."""
    return await Household.settled(town, sqlite, spoken)


async def speaks_german(polyglot: Household, person: Any) -> bool:
    """Return whether a person's exercises are in German."""
    answers = await polyglot.hears(person, "/exercise lunge")
    return "Deutsch: Lunge" in answers[0]


# --- a person -------------------------------------------------------------------------------


async def test_a_newcomer_is_greeted_in_the_language_of_their_app(polyglot: Household) -> None:
    bob = polyglot.town.person("Bob", "de-AT")
    await polyglot.hears(bob, "/start")

    assert await speaks_german(polyglot, bob)
    assert not any("I don't speak" in text for text in texts(bob))


async def test_an_unknown_language_gets_english_and_is_told_so_once(polyglot: Household) -> None:
    bob = polyglot.town.person("Bob", "fr")
    (greeting,) = await polyglot.hears(bob, "/start")
    await polyglot.tapped(bob, "1:screened")
    await polyglot.hears(bob, "/start")

    assert "I don't speak the language of your app yet" in greeting
    assert not any("I don't speak" in text for text in texts(bob))


async def test_a_person_is_answered_in_the_language_of_their_app_until_they_choose(
    polyglot: Household,
) -> None:
    alice = await polyglot.subscriber("Alice")
    assert not await speaks_german(polyglot, alice)

    alice.language_code = "de"
    assert await speaks_german(polyglot, alice)

    await polyglot.tapped(alice, "1:speak:en")
    assert not await speaks_german(polyglot, alice)

    alice.language_code = "pt-br"
    assert not await speaks_german(polyglot, alice)
    assert (await polyglot.services.subscriptions.require(alice.id)).language == "en"


async def test_a_chosen_language_is_used_at_once_and_everywhere(polyglot: Household) -> None:
    alice = await polyglot.subscriber("Alice")
    (card,) = await polyglot.hears(alice, "/language")
    assert card == "Language\nI write in English, the language of your Telegram app."

    await polyglot.tapped(alice, "1:speak:de")
    assert texts(alice)[-1] == "Sprache\nIch schreibe auf Deutsch, wie von dir gewählt."
    assert (await polyglot.services.subscriptions.require(alice.id)).language == "de"
    asked = asyncio.create_task(inline.ask(polyglot.town.sandbox.world, alice, "lunge"))
    await asyncio.sleep(0)
    await polyglot.answers()
    assert "Deutsch: Lunge" in str(await asked)


@pytest.mark.parametrize("named", ["Deutsch", "german", "de", "DEUTSCH!"])
async def test_a_language_is_chosen_by_its_name(polyglot: Household, named: str) -> None:
    alice = await polyglot.subscriber("Alice")
    (card,) = await polyglot.hears(alice, f"/language {named}")

    assert card == "Sprache\nIch schreibe auf Deutsch, wie von dir gewählt."
    (card,) = await polyglot.hears(alice, "/language Englisch")
    assert card == "Language\nI write in English, as you chose."


async def test_a_name_of_no_offered_language_shows_those_that_are(polyglot: Household) -> None:
    alice = await polyglot.subscriber("Alice")
    (card,) = await polyglot.hears(alice, "/language Klingon")

    assert card == "Language\nI write in English, the language of your Telegram app."


async def test_whoever_chose_may_follow_their_app_again(polyglot: Household) -> None:
    alice = await polyglot.subscriber("Alice")
    await polyglot.tapped(alice, "1:speak:de")
    await polyglot.tapped(alice, "1:speak:auto")

    assert texts(alice)[-1] == "Language\nI write in English, the language of your Telegram app."
    assert not await speaks_german(polyglot, alice)


async def test_each_language_is_offered_in_its_own_name(polyglot: Household) -> None:
    alice = await polyglot.subscriber("Alice")
    await polyglot.hears(alice, "can you speak german?")

    shown = str([post.body for post in alice.posts.values()][-1])
    assert "• English" in shown
    assert "'Deutsch'" in shown
    assert "'Português (Brasil)'" in shown
    assert "Same as my Telegram app" not in shown


@pytest.mark.parametrize("code", ["fr", "xx", "de-at", "../en", ""])
async def test_a_language_that_is_not_offered_cannot_be_chosen(
    polyglot: Household, code: str
) -> None:
    alice = await polyglot.subscriber("Alice")
    answer = await polyglot.tapped(alice, f"1:speak:{code}")

    assert "expired" in answer["text"]


async def test_deliveries_are_in_the_language_that_was_stored(polyglot: Household) -> None:
    alice, services = await polyglot.subscriber("Alice"), polyglot.services
    await polyglot.carrier.deliver(parcel(alice, language="de-at"))
    reminders = MessageCarrier(services.messenger, services.library.languages)
    blank = parcel(alice)
    await reminders.deliver(replace(blank, content=Reminder("fr")))

    assert "Deutsch: Lunge stretch" in texts(alice)[-2]
    assert texts(alice)[-1]


async def test_an_emergency_is_understood_in_any_language(polyglot: Household) -> None:
    alice = await polyglot.subscriber("Alice")
    (answer,) = await polyglot.hears(alice, "Ich habe Brustschmerzen!")

    assert answer.startswith("Call your local emergency number now")


# --- a group --------------------------------------------------------------------------------


async def test_a_group_keeps_its_own_language_whoever_writes(polyglot: Household) -> None:
    square = Square.open(polyglot)
    square.ann.language_code = "de"
    assert "Deutsch: " in str(await square.subscribed())

    square.ann.language_code = square.bob.language_code = "pt-br"
    await square.hears(square.bob, "/today")
    assert "Deutsch: " in str(square.posts()[-1].body)


async def test_only_admins_change_the_language_of_a_group(polyglot: Household) -> None:
    square = Square.open(polyglot)
    await square.subscribed()
    (card,) = await square.hears(square.ann, "/language")
    assert card == "Language\nI write in English here."

    shown = square.posts()[-1].body
    await square.hears(square.bob, "/language German")
    assert (await square.stored()).language == "en"
    assert "Only admins" in await square.taps(square.bob, "1:speak:de", shown)
    await square.taps(square.ann, "1:speak:de", shown)
    await square.hears(square.bob, "/today")

    assert (await square.stored()).language == "de"
    assert "Deutsch: " in str(square.posts()[-1].body)


# --- the menu -------------------------------------------------------------------------------


async def test_telegram_knows_menu_and_descriptions_of_each_language(polyglot: Household) -> None:
    bot, languages = polyglot.town.bot, polyglot.services.library.languages
    await introduce(bot, languages)
    once = len(polyglot.town.calls("setMyCommands"))
    await introduce(bot, languages)

    assert once == len(polyglot.town.calls("setMyCommands")) == 9
    for code in (None, "de", "pt"):
        assert await bot.get_my_commands(language_code=code)
        assert (await bot.get_my_description(code)).description


async def test_whoever_chooses_a_language_gets_its_menu(polyglot: Household) -> None:
    alice = await polyglot.subscriber("Alice")
    scope = BotCommandScopeChat(alice.id)
    await polyglot.tapped(alice, "1:speak:de")
    assert await polyglot.town.bot.get_my_commands(scope)

    await polyglot.tapped(alice, "1:speak:auto")
    assert not await polyglot.town.bot.get_my_commands(scope)
