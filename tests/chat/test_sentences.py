"""Ordinary sentences do what they say."""

from datetime import time

import pytest

from bot.sandbox.people import spoken
from tests.chat.deck import NOW
from tests.chat.test_talk import LOST
from tests.chat.town import ALL_EXERCISES, Household

pytestmark = pytest.mark.usefixtures("_nothing_breaks")


@pytest.mark.parametrize(
    ("written", "opening"),
    [
        ("what is the psoas", "The psoas (SO-as)"),
        ("change time to 7pm", "✓ Every day at 19:00, London time."),
        ("change my time", "When should I send it?"),
        ("how do I unsubscribe", "OK, I won't send any more."),
        ("stop sending me messages", "OK, I won't send any more."),
        ("my knee is sore", "I'm sorry it hurts."),
        ("my hip is killing me", "I'm sorry it hurts."),
        ("ouch", "I'm sorry it hurts."),
        ("stop nagging me", "✓ Reminders are off."),
        ("I'm in Berlin till Sunday", "✓ Every day at 08:00, Berlin time."),
        ("was sick after them swings", "Stop, and sit or lie down."),
        ("delete my data", "Delete everything"),
        ("what do you know about me", ""),
        ("ok", "Good. /today shows"),
        ("great", "I'm glad."),
        ("good night", "Bye!"),
        ("can I do this while pregnant?", "Would you like me to add this to your health"),
        ("show all exercises", ALL_EXERCISES),
        ("show me the half boat", "Half boat, knees bent"),
        ("split squat on the floor", "Split squat on the floor"),
        ("i moved to Tokyo", "✓ Every day at 08:00, Tokyo time."),
        ("I'm in Tokyo now", "✓ Every day at 08:00, Tokyo time."),
        ("i live in Dubai now so the times wrong", "✓ Every day at 08:00, Dubai time."),
        ("i moved to the countryside", "What time is it where you are?"),
        ("no msgs until monday please", "Enjoy your break."),
        ("switch to german pls", "Language"),
        ("got a new hip last year, can i still do these", "Do any of these apply to you?"),
        ("I'm in Perth", "Which one is yours?"),
        ("I'm in a cake shop", LOST),
        ("no exercises until the 14th", "Enjoy your break."),
        ("please stop sending until 14 December", "Enjoy your break."),
        ("off on hols till 14 december, hold the exercises", "Enjoy your break."),
        ("im in bangalore now so the timing is all wrong", "✓ Every day at 08:00, Kolkata time."),
        ("I moved to my sister's", "What time is it where you are?"),
        ("pause for 5 days", "Enjoy your break."),
        ("I'm on holiday until the cows come home", "Pause"),
        ("remind me at 20:00", ""),
        ("i forgot yesterday", "That's fine."),
        ("are you a real person?", "I'm a bot"),
        ("does this work?", "Regular practice"),
        ("share with a friend", "Here's a link"),
        ("do you speak German?", "Language"),
        ("who won the match", LOST),
    ],
)
async def test_an_ordinary_sentence_does_what_it_says(
    household: Household, written: str, opening: str
) -> None:
    alice = await household.subscriber("Alice")
    answer = (await household.hears(alice, written))[0]

    assert answer.startswith(opening)
    assert opening == LOST or answer != LOST


@pytest.mark.parametrize(
    ("written", "change"), [("too hard", "the easier version"), ("this is too easy", "more sets")]
)
async def test_a_written_too_hard_counts_for_todays_exercise(
    household: Household, written: str, change: str
) -> None:
    alice = await household.subscriber("Alice")
    (answer,) = await household.hears(alice, written)

    assert answer.startswith("Lunge stretch\nOK. Next time you'll get")
    assert change in answer
    person = await household.services.subscriptions.require(alice.id)
    assert list(person.tuning or {}) == ["lunge"]


@pytest.mark.parametrize(
    ("emoji", "opening"), [("👋", "Hello!"), ("❤️", "You're welcome!"), ("💪", LOST)]
)
async def test_a_sticker_is_answered_in_kind(
    household: Household, emoji: str, opening: str
) -> None:
    alice = await household.subscriber("Alice")

    answers = await household.told(alice, spoken(None, None, emoji))

    assert [one.startswith(opening) for one in answers] == [True]
    assert not (await household.services.practices.today(alice.id, NOW)).done


@pytest.mark.parametrize(
    ("written", "weekdays"),
    [("/days weekdays", {0, 1, 2, 3, 4}), ("no exercises on sundays", {0, 1, 2, 3, 4, 5})],
)
async def test_days_that_are_named_are_set(
    household: Household, written: str, weekdays: set[int]
) -> None:
    alice = await household.subscriber("Alice")
    (answer,) = await household.hears(alice, written)

    assert answer.startswith("✓ Exercise days: Mon, Tue, ")
    assert (await household.services.subscriptions.require(alice.id)).weekdays == weekdays


@pytest.mark.parametrize(
    ("written", "days", "weekdays"),
    [
        ("send it at 7:15 on weekdays only", "Mon, Tue, Wed, Thu and Fri", {0, 1, 2, 3, 4}),
        ("Mon Wed Fri only, 07:15", "Mon, Wed and Fri", {0, 2, 4}),
    ],
)
async def test_days_and_a_time_are_confirmed_in_one_message(
    household: Household, written: str, days: str, weekdays: set[int]
) -> None:
    alice = await household.subscriber("Alice")
    (answer,) = await household.hears(alice, written)

    assert answer.startswith(f"✓ {days} at 07:15, London time.")
    person = await household.services.subscriptions.require(alice.id)
    assert set(person.weekdays) == weekdays
    assert person.time == time(7, 15)
    assert ":days" in str(alice.posts[max(alice.posts)].body["reply_markup"])


async def test_days_and_a_time_are_saved_of_somebody_who_stopped(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/stop")
    (answer,) = await household.hears(alice, "send it at 7:15 on weekdays only")

    assert answer.startswith("Saved. Your daily exercise is off.")


async def test_a_city_that_is_also_a_word_is_a_city_when_one_is_asked_for(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    await household.tapped(alice, "1:city")
    assert (await household.hears(alice, "Nice"))[0].startswith("✓ Every day at 08:00, Paris")

    await household.tapped(alice, "1:city")
    assert (await household.hears(alice, "thanks"))[0].startswith("You're welcome!")


async def test_an_emergency_is_answered_briefly_and_with_what_to_do_first(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")

    (answer,) = await household.hears(alice, "crushing chest pain")

    first = answer.partition("\n")[0]
    assert first == "Call your local emergency number now (such as 112, 911 or 999)"
    assert len(answer) <= 600
    rows = alice.posts[max(alice.posts)].body["reply_markup"]["inline_keyboard"]
    assert [row[0]["callback_data"] for row in rows] == [f"1:safety:{part}" for part in range(5)]


async def test_no_answers_the_question_about_health_while_it_is_open(
    household: Household,
) -> None:
    bob = household.town.person("Bob")
    await household.hears(bob, "/start")
    answers = await household.hears(bob, "no")
    assert [one.partition("\n")[0] for one in answers[1:]] == [
        "Lunge stretch",
        "What time is it where you are?",
    ]

    assert (await household.hears(bob, "no"))[0].startswith("Good.")


async def test_places_of_the_same_name_are_told_apart(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/timezone Portland")
    rows = alice.posts[max(alice.posts)].body["reply_markup"]["inline_keyboard"]
    names = [row[0]["text"].partition("  ")[2] for row in rows]

    assert len(set(names)) == len(names) == 4
    assert names[0] == "Portland, United States (Los Angeles time)"
