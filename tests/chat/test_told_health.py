"""Health that somebody writes about: what is offered, and how a newcomer goes on after it."""

from datetime import timedelta

import pytest

from bot.coach.sheets import Flag
from bot.sandbox.world import Chat
from bot.services.people.responses import Answer
from tests.chat.todays_card import data, verbs
from tests.chat.town import Household, texts

OFFER = "Would you like me to add this to your health settings?"
LIST = "Do any of these apply to you?"

BEFORE_THE_SIT_UP = 13
"""The day of the plan after which the first sit-up comes."""


async def flags_of(household: Household, person: Chat) -> frozenset[str]:
    """Return what the bot knows about a person's health."""
    found = await household.services.subscriptions.find(person.id)
    assert found
    return found.flags


def last(chat: Chat) -> dict[str, object]:
    """Return the newest message of a chat."""
    return chat.posts[max(chat.posts)].body


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("yes I'm pregnant, 5 months", Flag.PREGNANCY),
        ("high blood pressure, on tablets", Flag.BLOOD_PRESSURE),
        ("I have osteoporosis", Flag.OSTEOPOROSIS),
    ],
)
async def test_a_condition_is_one_tap_away_from_being_kept(
    household: Household, text: str, flag: Flag
) -> None:
    alice = await household.subscriber("Alice")
    assert (await household.hears(alice, text))[0].startswith(OFFER)
    offer = last(alice)
    assert data(offer) == [f"1:note:{flag}", "1:note:ask"]
    await household.tapped(alice, f"1:note:{flag}", on=offer)

    assert texts(alice)[-1].startswith("OK, I've added this to your health settings")
    assert await flags_of(household, alice) == {flag}
    assert (await household.hears(alice, text))[0].startswith(LIST), "with the tick in it"


async def test_a_replaced_hip_without_its_approach_gets_the_list(household: Household) -> None:
    alice = await household.subscriber("Alice")
    text = "I had my left hip replaced in March"

    assert (await household.hears(alice, text))[0].startswith(LIST)


async def test_each_of_two_conditions_has_its_button(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "I'm pregnant and I have high blood pressure")
    offer = last(alice)
    shown = offer["message_id"]
    await household.tapped(alice, "1:note:pregnancy", on=offer)
    left = alice.posts[int(str(shown))].body

    assert data(left) == ["1:note:blood-pressure", "1:note:ask"]
    assert verbs(alice, left) == ["note", "note"]


async def newcomer(household: Household) -> Chat:
    """Let somebody in who has been asked the first question."""
    bob = household.town.person("Bob")
    await household.hears(bob, "/start")
    return bob


@pytest.mark.parametrize(
    ("text", "flag"),
    [("my left knee hurts a bit", Flag.KNEE_PAIN), ("yes I'm pregnant, 5 months", Flag.PREGNANCY)],
)
async def test_a_newcomer_who_answers_in_words_gets_the_first_exercise(
    household: Household, text: str, flag: Flag
) -> None:
    bob = await newcomer(household)
    await household.hears(bob, text)
    await household.tapped(bob, f"1:note:{flag}")

    noted, exercise, clock = texts(bob)[-3:]
    assert noted.startswith("OK, I've added this to your health settings")
    assert exercise.startswith("Lunge stretch")
    assert clock.startswith("What time is it where you are?")
    person = await household.services.subscriptions.find(bob.id)
    assert person
    assert person.screened
    assert person.shown_day


async def test_a_newcomer_adds_all_that_was_named_before_the_first_exercise(
    household: Household,
) -> None:
    bob = await newcomer(household)
    await household.hears(bob, "I'm pregnant and I have high blood pressure")
    offer = last(bob)
    await household.tapped(bob, "1:note:pregnancy", on=offer)
    assert texts(bob)[-1].startswith("OK, I've added this")
    assert data(last(bob)) == ["1:health", "1:screened"], "one tap from the exercise all the same"
    await household.tapped(bob, "1:note:blood-pressure", on=offer)

    assert texts(bob)[-1].startswith("What time is it where you are?")
    assert await flags_of(household, bob) == {Flag.PREGNANCY, Flag.BLOOD_PRESSURE}


@pytest.mark.parametrize("way", ["text", "tap"])
async def test_a_newcomer_whose_words_are_unclear_is_asked_the_first_question_again(
    household: Household, way: str
) -> None:
    bob = await newcomer(household)
    if way == "text":
        await household.hears(bob, "I had my left hip replaced in March")
    else:
        await household.hears(bob, "it hurts")
        await household.tapped(bob, "1:note:ask")

    assert data(last(bob))[0] == "1:screened"


async def test_who_has_answered_the_question_gets_no_further_exercise_with_a_note(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "I'm pregnant")
    await household.tapped(alice, "1:note:pregnancy")

    assert texts(alice)[-1].startswith("OK, I've added this")


async def test_whoever_looks_up_what_is_left_out_for_their_health_reads_that_first(
    household: Household,
) -> None:
    alice, now = await household.subscriber("Alice"), household.town.sandbox.clock()
    await household.services.preferences.set_flag(alice.id, Flag.BACK_PAIN, now, on=True)
    warning, card = await household.hears(alice, "/exercise kettlebell swing")

    assert warning.startswith("You said “low-back pain”, so I'm leaving this exercise out.")
    assert card.startswith("Kettlebell swing")


async def test_whoever_looks_up_what_is_left_out_can_read_who_should_take_care(
    household: Household,
) -> None:
    alice, now = await household.subscriber("Alice"), household.town.sandbox.clock()
    await household.services.preferences.set_flag(alice.id, Flag.HERNIA, now, on=True)
    await household.hears(alice, "/exercise sit-up")
    warning = alice.posts[max(alice.posts) - 1].body

    assert data(warning) == ["1:care:sit-up", "1:health"]


async def test_what_is_left_out_for_good_is_not_promised_after_it_hurt(
    household: Household,
) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    services, day = household.services, clock().date()
    await services.answers.tune(alice.id, day, "sit-up", Answer.HURTS, clock())
    await services.preferences.set_flag(alice.id, Flag.BACK_PAIN, clock(), on=True)
    warning, _card = await household.hears(alice, "/exercise sit-up")

    assert "It'll come back" not in warning


async def test_what_suits_somebody_with_a_condition_is_shown_without_a_warning(
    household: Household,
) -> None:
    alice, now = await household.subscriber("Alice"), household.town.sandbox.clock()
    await household.services.preferences.set_flag(alice.id, Flag.BACK_PAIN, now, on=True)

    assert len(await household.hears(alice, "/exercise floor bridge")) == 1


async def test_an_exercise_that_came_before_a_condition_was_told_is_warned_of(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice", position=BEFORE_THE_SIT_UP)
    clock = household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(days=1))
    await household.delivers()
    before = await household.hears(alice, "/today")
    await household.services.preferences.set_flag(alice.id, Flag.HERNIA, clock(), on=True)
    warning, card = await household.hears(alice, "/today")

    assert warning.startswith("You said “hernia, recent tummy surgery/C-section”")
    assert before == [card]
