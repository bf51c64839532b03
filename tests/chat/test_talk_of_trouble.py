"""Pain, an emergency or a wish to die, in people's own words, is never answered with exercise."""

from datetime import time, timedelta

import pytest

from bot.sandbox.world import Chat
from tests.chat.todays_card import card, data, verbs
from tests.chat.town import Household, texts

pytestmark = pytest.mark.usefixtures("_nothing_breaks")


@pytest.mark.parametrize(
    "text", ["chest pain", "My chest hurts!", "I can't breathe", "fainted", "I feel faint"]
)
async def test_an_emergency_is_answered_with_the_emergency_signs(
    household: Household, text: str
) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, text))[0].startswith("Call your local emergency number")


@pytest.mark.parametrize(
    "text", ["I want to die", "ich will nicht mehr leben", "не хочу жить", "hola, me quiero morir"]
)
async def test_who_does_not_want_to_live_is_told_whom_to_talk_to(
    household: Household, text: str
) -> None:
    alice = await household.subscriber("Alice")

    (answer,) = await household.hears(alice, text)

    assert answer.startswith("I'm sorry you're feeling this way.")
    assert "https://findahelpline.com" in answer


@pytest.mark.parametrize("text", ["I want to die", "I think I'm having a heart attack"])
async def test_no_reminder_of_an_exercise_follows_a_cry_for_help(
    household: Household, text: str
) -> None:
    alice = await household.subscriber("Alice", nudge=time(21))
    clock = household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(days=1))
    await household.delivers()
    _body, about = await card(household, alice)
    await household.hears(alice, text)
    await household.hears(alice, "/start")
    await household.tapped(alice, f"1:swap:{about}")
    clock.skip_to(clock().replace(hour=21, minute=1))

    assert await household.services.deliveries.claim(clock(), 9) == []


@pytest.mark.parametrize("text", ["it hurts", "my hip hurts", "pain when I walk", "I fell"])
async def test_pain_is_never_answered_with_an_exercise(household: Household, text: str) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, text))[0].startswith("I'm sorry it hurts.")


@pytest.mark.parametrize(
    "text", ["I fell and cannot move my leg", "I can't feel my legs", "leg is swollen", "numb"]
)
async def test_what_the_safety_page_calls_urgent_is_understood(
    household: Household, text: str
) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, text))[0].startswith("Call your local emergency number")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("I'm pregnant", "Would you like me to add this to your health settings?"),
        ("hernia", "Would you like me to add this to your health settings?"),
        ("I have a new hip", "Do any of these apply to you?"),
    ],
)
async def test_what_is_told_of_one_s_health_is_offered_or_opens_the_page_for_it(
    household: Household, text: str, answer: str
) -> None:
    alice, bob = await household.subscriber("Alice"), household.town.person("Bob")

    assert (await household.hears(alice, text))[0].startswith(answer)
    assert (await household.hears(bob, text))[0].startswith(
        "You're not getting a daily exercise yet."
    )


async def offered(household: Household, text: str, *flags: str) -> list[str]:
    """Return what somebody may have taken into account after writing about pain."""
    alice = await household.subscriber("Alice", flags=frozenset(flags))
    await household.hears(alice, text)
    return [one for one in data(alice.posts[max(alice.posts)].body) if ":note:" in one]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("it hurts in my groin when I lift my leg", "groin"),
        ("I pulled my groin", "groin"),
        ("pain in my lower back shooting down my leg", "sciatica"),
        ("my lower back hurts", "back-pain"),
        ("my neck is sore", "neck-shoulder"),
        ("my knee hurts, my back is fine", "knee-pain"),
        ("my hip hurts, the pain came back", "ask"),
        ("it hurts", "ask"),
    ],
)
async def test_where_it_hurts_can_be_taken_into_account(
    household: Household, text: str, what: str
) -> None:
    assert await offered(household, text) == [f"1:note:{what}"]


async def test_what_is_known_is_not_offered_again(household: Household) -> None:
    assert await offered(household, "my groin hurts", "groin") == []


async def test_what_is_taken_into_account_is_said_and_kept(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "my groin hurts")
    page = alice.posts[max(alice.posts)].body
    assert "Add to settings: Groin strain" in str(page["reply_markup"])

    await household.tapped(alice, "1:note:groin", on=page)
    found = await household.services.subscriptions.find(alice.id)

    assert texts(alice)[-1].startswith(
        "OK, I've added this to your health settings: groin strain."
    )
    assert found
    assert found.flags == {"groin"}
    assert "note" not in verbs(alice, page)


async def test_who_is_asked_what_to_take_into_account_keeps_the_advice(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "it hurts")
    await household.tapped(alice, "1:note:ask")

    assert texts(alice)[-2].startswith("I'm sorry it hurts.")
    assert texts(alice)[-1].startswith("Do any of these apply to you?")


@pytest.mark.parametrize("text", ["it hurts", "my chest hurts", "it was this", "another exercise"])
async def test_nothing_put_off_for_today_comes_after_pain(household: Household, text: str) -> None:
    alice = await household.subscriber("Alice")
    await household.delivers()
    body, about = await card(household, alice)
    await household.tapped(alice, f"1:wait:{about}:30", on=body)
    await household.hears(alice, "/nudge 08:45")
    if text == "it was this":
        await household.hears(alice, "it hurts")
        await household.tapped(alice, f"1:was:{about}")
    elif text == "another exercise":
        day = about.split(":")[1]
        await household.tapped(alice, f"1:hurts:leg-lift:{day}")
    else:
        await household.hears(alice, text)
    clock = household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(hours=1))
    said = len(alice.posts)
    await household.delivers()

    assert len(alice.posts) == said


async def test_the_morning_after_an_emergency_the_card_asks_how_somebody_is(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "my chest hurts")
    clock = household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(days=1))

    await household.delivers()

    asked, card = texts(alice)[-1].split("\n\n", 1)
    assert asked.startswith("How are you? You told me about something that could be urgent.")
    assert card.startswith("Floor bridge")


@pytest.mark.parametrize(
    "text",
    [
        "went a bit dizzy when I stood up after boat pose",
        "feel sick everytime I do the sit ups",
        "head rush after the swings",
        "I feel dizzy",
        "really dizzy",
        "feeling nauseous",
    ],
)
async def test_who_only_felt_dizzy_or_sick_is_told_to_sit_down_and_when_to_call(
    household: Household, text: str
) -> None:
    alice = await household.subscriber("Alice")
    (said,) = await household.hears(alice, text)

    assert said.startswith("Stop, and sit or lie down.")
    assert "Call at once if your chest hurts" in said


@pytest.mark.parametrize(
    "text",
    [
        "dizzy in the bridge and my chest hurts",
        "I'm pregnant and felt dizzy doing the bridge",
        "still dizzy after the bridge, it won't go away",
        "dizzy and fainted after the squats",
        "dizzy, and it's getting worse",
    ],
)
async def test_what_is_more_than_that_is_an_emergency(household: Household, text: str) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, text))[0].startswith("Call your local emergency number")


async def test_an_exercise_that_was_asked_for_after_an_emergency_asks_how_somebody_is(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "my chest hurts")

    assert (await household.hears(alice, "/start"))[1].startswith("How are you?")


async def how_often_asked(household: Household, person: Chat, *said: str) -> int:
    """Return how many cards ask how somebody is who says that."""
    answers = [one for text in said for one in await household.hears(person, text)]
    return sum(one.startswith("How are you?") for one in answers)


async def test_how_somebody_is_after_an_emergency_is_asked_once_in_one_conversation(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    await household.delivers()

    said = ("I can't feel my legs", "/today", "swap", "/start", "another one please")
    assert await how_often_asked(household, alice, *said) == 1
    await household.tapped(alice, "1:today")
    assert not texts(alice)[-1].startswith("How are you?")


async def test_another_danger_is_asked_about_again(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await how_often_asked(household, alice, "I can't feel my legs", "/today")

    (answer,) = await household.hears(alice, "now my chest hurts")

    assert answer.startswith("Call your local emergency number")
    assert await how_often_asked(household, alice, "/today", "/today") == 1


async def test_who_was_asked_how_they_are_at_once_is_asked_again_the_next_morning(
    household: Household,
) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    await household.delivers()
    await how_often_asked(household, alice, "I can't feel my legs", "/today")
    clock.skip_to(clock() + timedelta(days=1))

    await household.delivers()
    assert texts(alice)[-1].startswith("How are you?")
    assert await how_often_asked(household, alice, "/today") == 0


async def test_an_exercise_that_comes_minutes_after_the_question_does_not_repeat_it(
    household: Household,
) -> None:
    alice, clock = await household.subscriber("Alice", time=time(12)), household.town.sandbox.clock
    clock.skip_to((clock() + timedelta(days=1)).replace(hour=11, minute=50))
    await how_often_asked(household, alice, "I can't feel my legs", "/today")
    clock.skip_to(clock().replace(hour=12, minute=0))

    await household.delivers()
    assert texts(alice)[-1].startswith("Floor bridge")


@pytest.mark.parametrize("text", ["what do I do if one of them hurts", "what if it hurts?"])
async def test_pain_that_is_only_asked_about_stops_nothing(
    household: Household, text: str
) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, text))[0].startswith("Stop if you feel sharp")


async def test_a_place_that_is_denied_is_not_offered(household: Household) -> None:
    text = "not my back this time, it's the left hip, a stabbing pain"

    assert await offered(household, text) == ["1:note:ask"]
