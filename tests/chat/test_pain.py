"""Pain that is written about: what is paused, and what is asked."""

from typing import Any

import pytest

from bot.chat.cards.answers import hurts_card
from bot.chat.words import translator_for
from bot.coach.trainee import Tuning, hurts
from bot.sandbox.world import Chat
from bot.services.people.answers import Tuned
from tests.chat.deck import TODAY
from tests.chat.todays_card import data, verbs
from tests.chat.town import Household, texts


async def answered(household: Household, person: Chat, text: str) -> dict[str, Any]:
    """Return the message that answers a text."""
    await household.hears(person, text)
    return person.posts[max(person.posts)].body


async def test_pain_asks_whether_it_was_today_s_exercise_and_lets_it_rest(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    page = await answered(household, alice, "my hip hurts")
    assert "It was this one: Lunge stretch" in str(page["reply_markup"])
    (asked,) = [one for one in data(page) if one.startswith("1:was:")]

    assert (await household.tapped(alice, asked, on=page))["text"] == "Paused for a week."
    assert "I won't send this until" in texts(alice)[-1]
    assert max(alice.posts) == page["message_id"], "it took the question's place"


async def test_pain_that_is_not_understood_is_one_tap_away_from_its_answer(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    page = await answered(household, alice, "my gizzard is wibbly")
    assert verbs(alice, page) == ["hurting", "safety"]
    await household.tapped(alice, "1:hurting", on=page)

    assert texts(alice)[-1].startswith("I'm sorry it hurts. Stop here for today.")
    assert "It was this one: Lunge stretch" in str(alice.posts[max(alice.posts)].body)


async def test_pain_from_an_exercise_that_is_named_asks_about_that_one(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    page = await answered(household, alice, "the boat pose hurts my back")
    assert "It was this one: Boat pose" in str(page["reply_markup"])
    (asked,) = [one for one in data(page) if one.startswith("1:was:boat-pose:")]

    assert (await household.tapped(alice, asked, on=page))["text"] == "Paused for a week."


async def test_an_exercise_that_is_named_may_hurt_on_a_day_without_one(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    page = await answered(household, alice, "it hurts")
    await household.tapped(alice, next(one for one in data(page) if ":was:" in one), on=page)
    page = await answered(household, alice, "and the boat pose hurts my back too")

    assert "It was this one: Boat pose" in str(page["reply_markup"])


async def test_the_offer_stays_when_the_exercise_that_hurts_is_paused(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    page = await answered(household, alice, "my groin hurts")
    (asked,) = [one for one in data(page) if one.startswith("1:was:")]
    await household.tapped(alice, asked, on=page)

    assert {"note", "unhurt"} <= set(verbs(alice, page))


@pytest.mark.parametrize(
    "text",
    ["done but it hurt", "did it, but my knee hurt a lot", "done, but the lunge hurt my knee"],
)
async def test_done_with_pain_counts_and_pauses_the_exercise(
    household: Household, text: str
) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    (said,) = await household.hears(alice, text)

    assert said.startswith("I've counted it as done.\n\nI'm sorry it hurts.")
    assert "I won't send this until" in said
    assert (await household.services.practices.today(alice.id, clock())).done


async def test_a_paused_exercise_that_is_asked_for_says_so_and_comes_in_its_easier_version(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    page = await answered(household, alice, "the boat pose hurts my back")
    (asked,) = [one for one in data(page) if one.startswith("1:was:boat-pose:")]
    await household.tapped(alice, asked, on=page)

    said, card = await household.hears(alice, "boat pose")

    assert said.startswith("I won't send this until")
    assert card.startswith("Half boat")


def test_pain_that_comes_again_promises_no_easier_version() -> None:
    once = hurts(Tuning(), TODAY)
    again = Tuned(TODAY, once, hurts(once, TODAY))

    said = hurts_card(translator_for("en"), "lunge", again)

    assert "This is already its easier version" in said.text
    assert said.text.count("easier version") == 1
