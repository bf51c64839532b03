"""Every command and every message finds its answer; what needs none gets silence."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.chat.handlers import COMMANDS
from bot.chat.router import build, slow_down, turn_of
from bot.sandbox import people
from bot.sandbox.world import Body
from bot.services.people import Standing
from tests.chat.test_answers import data
from tests.chat.town import Household, texts

LOST = (
    "I didn't understand that, sorry. Try /today, /exercises for all of them, or /help."
    " If something feels wrong: /safety"
)
BROKEN = "Something went wrong"


@pytest.fixture(autouse=True)
def _nothing_breaks(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Any:
    """Fail a test that left an error in the log, unless it is about one."""
    yield
    if "breaks" not in request.node.name:
        assert [record.getMessage() for record in caplog.get_records("call")] == []


# --- commands -------------------------------------------------------------------------------

OPENINGS = {
    "today": "Lunge stretch",
    "exercises": "All 10 exercises",
    "exercise": "All 10 exercises",
    "signs": "Signs",
    "safety": "",
    "about": "",
    "settings": "Your settings",
    "time": "When shall I come?",
    "timezone": "Which clock is yours?",
    "days": "On which days?",
    "nudge": "Shall I remind you?",
    "status": "How things stand",
    "progress": "",
    "programme": "A list for somebody you train",
    "pause": "A pause",
    "resume": "Good to have you back.",
    "start": "Welcome back!",
    "stop": "All right, I will stay quiet.",
    "privacy": "Your data, in short",
    "mydata": "Here is all that I keep about you",
    "delete": "Delete everything?",
    "help": "What I can do",
}


def test_each_command_has_an_opening_here() -> None:
    assert set(OPENINGS) == {command.name for command in COMMANDS}


@pytest.mark.parametrize("command", OPENINGS)
async def test_each_command_answers(household: Household, command: str) -> None:
    for written in (f"/{command}", f"/{command}@psoas_sandbox_bot", f"/{command.upper()}"):
        alice = await household.subscriber("Alice")
        answers = await household.hears(alice, written)

        assert answers
        assert answers[0].startswith(OPENINGS[command])
        assert not any(BROKEN in answer for answer in answers)


@pytest.mark.parametrize("command", OPENINGS)
async def test_each_command_answers_a_stranger(household: Household, command: str) -> None:
    answers = await household.hears(household.town.person("Bob"), f"/{command}")

    assert answers
    assert not any(BROKEN in answer for answer in answers)


@pytest.mark.parametrize(
    ("written", "opening"),
    [
        ("/exercise kettlebell", "Kettlebell swing"),
        ("/exercise\nkettlebell", "Kettlebell swing"),
        ("/exercise   sit up", "Sit-up"),
        ("/exercise swing", "Which one do you mean?"),
        ("/exercise juggling", "I don't know that one."),
        ("/signs posture", "Poor posture"),
        ("/time 7.30 pm", "✓ Every day at 19:30, London time."),
        ("/time soon", "I didn't get that time."),
        ("/timezone Berlin", "✓ Every day at 08:00, Berlin time."),
        ("/timezone GMT+2", "That would be an hour off for half the year."),
        ("/timezone Xyzzyville", "I can't find that place."),
        ("/nonsense", "I don't know that command."),
        ("/today@another_bot", "I don't know that command."),
        ("kettlebell", "Kettlebell swing"),
        ("back pain", "Lower-body pain"),
        ("psoas", "The psoas (SO-as)"),
        ("Lisbon", LOST),  # their clock is known
        ("ketlebell", "Kettlebell swing"),
        ("hallo", LOST),
        ("Hello!", "Hello! /today shows today's exercise"),
        ("Thank you so much 🙏", "You're welcome!"),
        ("مرحبا بك", LOST),
        ("\u202eolleh\u202c", LOST),
        ("🏋️‍♀️💪", LOST),
        ("x" * 5000, LOST),
        ("<b>&amp;</b> {0} %s", LOST),
    ],
)
async def test_a_message_finds_its_answer(
    household: Household, written: str, opening: str
) -> None:
    alice = await household.subscriber("Alice")
    (answer, *_more) = await household.hears(alice, written)

    assert answer.startswith(opening)


async def test_an_hour_is_understood_wherever_it_is_written(household: Household) -> None:
    alice = await household.subscriber("Alice")
    assert (await household.hears(alice, "07:15"))[0].startswith("✓ Every day at 07:15")

    await household.hears(alice, "/time")
    assert (await household.hears(alice, "25:00"))[0].startswith("I didn't get that time.")
    assert (await household.hears(alice, "8"))[0].startswith("✓ Every day at 08:00")


async def test_a_number_from_the_list_is_that_exercise(household: Household) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, "8"))[0].startswith("Kettlebell swing")


@pytest.mark.parametrize("text", ["stop", "Settings", "today", "HELP"])
async def test_a_bare_command_is_the_command(household: Household, text: str) -> None:
    alice, bob = await household.subscriber("Alice"), await household.subscriber("Bob")

    assert await household.hears(alice, text) == await household.hears(bob, f"/{text.lower()}")


@pytest.mark.parametrize(
    "text", ["chest pain", "My chest hurts!", "I can't breathe", "fainted", "I feel dizzy"]
)
async def test_an_emergency_is_answered_with_the_emergency_signs(
    household: Household, text: str
) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, text))[0].startswith("Call your local emergency number")


@pytest.mark.parametrize("text", ["it hurts", "my hip hurts", "pain when I walk", "I fell"])
async def test_pain_is_never_answered_with_an_exercise(household: Household, text: str) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, text))[0].startswith("I am sorry it hurts.")


@pytest.mark.parametrize(
    "text", ["I fell and cannot move my leg", "I can't feel my legs", "leg is swollen", "numb"]
)
async def test_what_the_safety_page_calls_urgent_is_understood(
    household: Household, text: str
) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, text))[0].startswith("Call your local emergency number")


async def test_pain_asks_whether_it_was_today_s_exercise_and_lets_it_rest(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "my hip hurts")
    page = alice.posts[max(alice.posts)].body
    assert "It was the Lunge stretch" in str(page["reply_markup"])
    (asked,) = [one for one in data(page) if one.startswith("1:was:")]

    assert (await household.tapped(alice, asked, on=page))["text"] == "It rests for a week."
    assert "I leave this exercise out until" in texts(alice)[-1]
    assert max(alice.posts) == page["message_id"], "it took the question's place"


@pytest.mark.parametrize("word", ["later", "Not now", "tomorrow"])
async def test_not_now_shows_where_today_s_exercise_is_moved(
    household: Household, word: str
) -> None:
    alice = await household.subscriber("Alice")
    said, card = await household.hears(alice, word)

    assert said.startswith("All right. Tap Later or Swap below")
    assert card.startswith("Lunge stretch")


@pytest.mark.parametrize("text", ["I'm pregnant", "hernia", "I have a new hip"])
async def test_what_is_told_of_one_s_health_opens_the_page_for_it(
    household: Household, text: str
) -> None:
    alice, bob = await household.subscriber("Alice"), household.town.person("Bob")

    assert (await household.hears(alice, text))[0].startswith("Is any of this true for you?")
    assert (await household.hears(bob, text))[0].startswith("You get no daily exercise yet.")


async def test_not_now_promises_no_button_that_is_not_there(household: Household) -> None:
    stranger = household.town.person("Bob")

    assert len(await household.hears(stranger, "later")) == 1


async def test_unsubscribe_is_a_stop(household: Household) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, "Unsubscribe"))[0].startswith("All right, I will stay")
    person = await household.house.subscriptions.of(alice.id)
    assert person
    assert person.state == Standing.STOPPED


async def test_a_pasted_link_to_the_bot_is_opened(household: Household) -> None:
    alice = await household.subscriber("Alice")
    link = f"see https://t.me/{household.town.bot.username}?start=ex_kettlebell-swing"

    assert (await household.hears(alice, link))[0].startswith("Kettlebell swing")


async def test_a_city_is_a_city_only_where_it_was_asked_for(household: Household) -> None:
    alice = await household.subscriber("Alice")
    assert await household.hears(alice, "Osaka") == [LOST]

    await household.tapped(alice, "1:city")
    assert (await household.hears(alice, "Osaka"))[0].endswith(
        "say /timezone. Anything else: /settings."
    )


async def test_a_name_is_a_name_even_where_something_else_was_asked(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.tapped(alice, "1:city")

    assert (await household.hears(alice, "kettlebell"))[0].startswith("Kettlebell swing")


@pytest.mark.parametrize("city", ["Split", "Brea", "March", "Plungė"])
async def test_a_city_that_was_asked_for_is_not_taken_for_half_a_name(
    household: Household, city: str
) -> None:
    alice = await household.subscriber("Alice")
    await household.tapped(alice, "1:city")

    assert (await household.hears(alice, city))[0].startswith(("✓ Every day", "Which one is"))


async def test_done_may_be_written_and_counts_once(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock

    assert await household.hears(alice, "Done!") == ["Well done! Counted for today."]
    assert (await household.house.practices.today(alice.id, clock())).done
    assert await household.hears(alice, "done") == ["Well done! It is counted already."]


async def test_a_done_that_is_written_after_midnight_names_its_day(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(0, 40), UTC))

    assert await household.hears(alice, "done") == ["Well done! Counted for yesterday."]


async def test_a_done_before_the_day_s_exercise_has_come_shows_it_and_counts_nothing(
    household: Household,
) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(7, 30), UTC))

    said, card = await household.hears(alice, "done")
    assert said.startswith("Well done! If it was this one, tap ✓ Done below")
    assert "How much" in card
    assert not (await household.house.practices.today(alice.id, clock())).done


async def test_a_written_done_of_a_stranger_or_on_a_rest_day_counts_nothing(
    household: Household,
) -> None:
    stranger = household.town.person("Bob")
    alice = await household.subscriber("Alice", position=6)

    assert await household.hears(stranger, "done") == ["Well done! /start keeps count for you."]
    assert (await household.hears(alice, "done"))[0].startswith("Well done! Today is a rest day")


# --- other messages -------------------------------------------------------------------------


async def test_a_sticker_gets_one_line(household: Household) -> None:
    alice = await household.subscriber("Alice")

    assert await household.told(alice, people.spoken(None, None, "💪")) == [LOST]


async def test_a_location_becomes_a_zone(household: Household) -> None:
    alice = await household.subscriber("Alice")
    place = {"latitude": 35.68, "longitude": 139.69}
    answers = await household.told(alice, {"location": place})

    assert answers[0] == "Thank you. Your clock: Tokyo."
    assert "Tokyo time" in answers[1]


async def test_a_location_at_sea_has_an_answer(household: Household) -> None:
    alice = await household.subscriber("Alice")

    assert await household.told(alice, {"location": {"latitude": 0.0, "longitude": -30.0}})


SERVICE: list[Body] = [
    {"pinned_message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}},
    {"delete_chat_photo": True},
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
]


@pytest.mark.parametrize("service", SERVICE, ids=lambda service: next(iter(service)))
async def test_a_service_message_gets_silence(household: Household, service: Body) -> None:
    assert await household.told(await household.subscriber("Alice"), service) == []


async def test_an_edited_message_gets_silence(household: Household) -> None:
    alice = await household.subscriber("Alice")
    household.town.sandbox.world.updates.want(["message", "edited_message"])
    await household.hears(alice, "hello")
    said = texts(alice)
    first = next(iter(alice.posts))
    people.reword(household.town.sandbox.world, alice, first, "/stop")
    await household.answers()

    assert texts(alice) == ["/stop", *said[1:]]
    subscriber = await household.house.subscriptions.of(alice.id)
    assert subscriber
    assert subscriber.state == Standing.ACTIVE


# --- what breaks ----------------------------------------------------------------------------


async def test_whatever_breaks_a_person_gets_a_kind_sentence(
    household: Household, caplog: pytest.LogCaptureFixture
) -> None:
    alice = await household.subscriber("Alice")
    broken = replace(household.house, practices=None)  # type: ignore[arg-type]
    household.application = build(household.town.bot, broken)
    await household.application.initialize()
    with caplog.at_level(logging.ERROR):
        answers = await household.hears(alice, "/today")

    assert answers == ["Something went wrong on my side. Please try again in a moment."]
    assert "an update could not be answered" in caplog.text


async def test_a_flood_gets_one_line(household: Household) -> None:
    alice = await household.subscriber("Alice")
    people.say(household.town.sandbox.world, alice, {"text": "hello"})
    (update,) = await household.town.bot.get_updates()
    await slow_down(household.house, update)

    assert texts(alice)[1:] == [
        "That was a lot at once. I answered the first few; go on in a moment."
    ]
    turn = turn_of(household.house, update)
    assert turn
    assert (turn.chat_id, turn.text, turn.language) == (alice.id, "hello", "en")


async def test_a_newcomer_may_write_their_city_instead_of_tapping(household: Household) -> None:
    alice = household.town.person("Alice")
    await household.hears(alice, "/start")

    assert (await household.hears(alice, "nonesuch"))[0].startswith(LOST)
    assert (await household.hears(alice, "thanks"))[0].startswith("You're welcome!")
    assert await household.hears(alice, "lisbon") == ["Which one is yours?"]
