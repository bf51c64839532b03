"""What people write is understood: names, times, cities, done; the rest gets a hint."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.sandbox.world import Chat
from bot.store.subscribers import Question, Status
from tests.chat.town import Household

LOST = (
    "Sorry, I didn't understand that. Try /today, /exercises or /help."
    " If something feels wrong: /safety"
)


pytestmark = pytest.mark.usefixtures("_nothing_breaks")


def buttons(person: Chat) -> list[str]:
    """Read the buttons of the last message."""
    rows = person.posts[max(person.posts)].body["reply_markup"]["inline_keyboard"]
    return [one["text"] for row in rows for one in row]


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
        ("/time soon", "I didn't understand that time."),
        ("/timezone Berlin", "✓ Every day at 08:00, Berlin time."),
        ("/timezone GMT+2", "When the clocks change, that would be an hour off."),
        ("/timezone Xyzzyville", "I can't find that place."),
        ("/nonsense", "I don't know that command."),
        ("/today@another_bot", "I don't know that command."),
        ("kettlebell", "Kettlebell swing"),
        ("back pain", "Lower-body pain"),
        ("psoas", "The psoas (SO-as)"),
        ("Lisbon", LOST),  # their clock is known
        ("ketlebell", "Kettlebell swing"),
        ("hallo", "Hello!"),
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
    assert (await household.hears(alice, "25:00"))[0].startswith("I didn't understand that time.")
    assert (await household.hears(alice, "8"))[0].startswith("✓ Every day at 08:00")


async def test_a_number_from_the_list_is_that_exercise(household: Household) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, "8"))[0].startswith("Kettlebell swing")


@pytest.mark.parametrize("text", ["stop", "Settings", "today", "HELP"])
async def test_a_bare_command_is_the_command(household: Household, text: str) -> None:
    alice, bob = await household.subscriber("Alice"), await household.subscriber("Bob")

    assert await household.hears(alice, text) == await household.hears(bob, f"/{text.lower()}")


@pytest.mark.parametrize("word", ["later", "Not now", "I'll do it later", "ask me in an hour"])
async def test_later_asks_when_and_does_not_send_the_exercise_again(
    household: Household, word: str
) -> None:
    alice = await household.subscriber("Alice")
    (said,) = await household.hears(alice, word)

    assert said.startswith("OK. When should I send it again?")
    assert buttons(alice) == ["In 30 min", "In 1 hour", "In 2 hours", "At 19:00"]


async def test_later_before_the_exercise_has_come_says_so(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(7, 30), UTC))

    (said,) = await household.hears(alice, "later")
    assert said.startswith("Today's exercise is still to come.")


async def test_another_one_shows_where_it_is_swapped(household: Household) -> None:
    alice = await household.subscriber("Alice")
    said, card = await household.hears(alice, "don't fancy this one, give me a different one")

    assert said.startswith("OK. Tap “Swap” below")
    assert card.startswith("Lunge stretch")


async def test_too_hard_twice_says_what_to_do_today(household: Household) -> None:
    alice = await household.subscriber("Alice")
    (first,) = await household.hears(alice, "too hard")
    (second,) = await household.hears(alice, "that was too hard")

    assert "Next time you'll get" in first
    assert "For today, do less, rest longer in between, or stop here." in second
    assert buttons(alice) == ["Swap"]


async def test_a_done_by_accident_is_taken_back(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    assert await household.hears(alice, "oops pressed done by accident") == [
        "It isn't marked as done."
    ]
    await household.hears(alice, "done")

    assert await household.hears(alice, "oops, pressed done by accident") == [
        "OK, it isn't marked as done any more."
    ]
    assert not (await household.services.practices.today(alice.id, clock())).done


@pytest.mark.parametrize("text", ["I'm fine now", "false alarm", "I feel ok again"])
async def test_who_is_better_is_understood(household: Household, text: str) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "my chest hurts")
    (said,) = await household.hears(alice, text)

    assert said.startswith("I'm glad. If it was one of the urgent warning signs")


async def test_a_question_about_the_form_shows_the_exercise_that_it_names(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    _said, card = await household.hears(
        alice, "on the bridge are my feet meant to be flat, should my feet turn out"
    )

    assert card.startswith("Floor bridge")


async def test_unsubscribe_is_a_stop(household: Household) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, "Unsubscribe"))[0].startswith("OK, I won't send any more")
    person = await household.services.subscriptions.find(alice.id)
    assert person
    assert person.state == Status.STOPPED


async def test_a_pasted_link_to_the_bot_is_opened(household: Household) -> None:
    alice = await household.subscriber("Alice")
    link = f"see https://t.me/{household.town.bot.username}?start=ex_kettlebell-swing"

    assert (await household.hears(alice, link))[0].startswith("Kettlebell swing")


async def test_a_city_is_a_city_only_where_it_was_asked_for(household: Household) -> None:
    alice = await household.subscriber("Alice")
    assert await household.hears(alice, "Osaka") == [LOST]

    await household.tapped(alice, "1:city")
    assert (await household.hears(alice, "Osaka"))[0].endswith(
        "Tap /timezone. To change anything else: /settings."
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


@pytest.mark.parametrize(
    ("language", "city", "zone"),
    [
        *(("en", "London", "Europe/London"), ("en", "lisbon", "Europe/Lisbon")),
        *(("en", "Houston", "America/Chicago"), ("es", "Madrid", "Europe/Madrid")),
        *(("es", "Bogotá", "America/Bogota"), ("es", "Quito", "America/Guayaquil")),
    ],
)
async def test_a_newcomer_may_write_their_city_instead_of_tapping(
    household: Household, language: str, city: str, zone: str
) -> None:
    alice = household.town.person("Alice", language)
    for said in ("/start", city):
        await household.hears(alice, said)

    person = await household.services.subscriptions.require(alice.id)
    assert (person.zone, person.zone_told, person.asked) == (zone, True, Question.TIME)


async def test_a_newcomer_is_asked_which_of_several_cities_is_theirs(household: Household) -> None:
    alice = household.town.person("Alice")
    await household.hears(alice, "/start")

    assert await household.hears(alice, "Springfield") == ["Which one is yours?"]
    rows = alice.posts[max(alice.posts)].body["reply_markup"]["inline_keyboard"]
    assert all("Springfield" in row[0]["text"] for row in rows[:-1])


@pytest.mark.parametrize("word", ["Hola", "Of"])
async def test_a_small_town_whose_name_may_be_another_word_is_asked_back(
    household: Household, word: str
) -> None:
    alice = household.town.person("Alice")
    await household.hears(alice, "/start")

    assert await household.hears(alice, word) == ["Which one is yours?"]
    assert not (await household.services.subscriptions.require(alice.id)).zone_told


@pytest.mark.parametrize(
    ("written", "opening"),
    [("nonesuch", LOST), ("thanks", "You're welcome!"), ("Nice", "I'm glad")],
)
async def test_a_newcomers_words_are_not_taken_for_a_city(
    household: Household, written: str, opening: str
) -> None:
    alice = household.town.person("Alice")
    await household.hears(alice, "/start")

    assert (await household.hears(alice, written))[0].startswith(opening)


async def test_in_the_evening_offers_the_hours_of_an_evening(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "in the evening")

    offered = [
        one["text"]
        for row in list(alice.posts.values())[-1].body["reply_markup"]["inline_keyboard"]
        for one in row
    ]
    assert offered == ["17:00", "18:00", "19:00", "20:00"]


@pytest.mark.parametrize(
    ("language", "command", "opening"),
    [
        ("es", "/ajustes", "Tus ajustes"),
        ("es", "/pausa", "Pausa"),
        ("de", "/hilfe", "Was ich kann"),
        ("en", "/not_a_command", "I don't know that command."),
        ("en", "/xyzzy pause", "I don't know that command."),
    ],
)
async def test_a_command_in_ones_own_language_is_read_without_its_slash(
    household: Household, language: str, command: str, opening: str
) -> None:
    alice = household.town.person("Alice", language)
    await household.hears(alice, "/start")

    assert (await household.hears(alice, command))[0].startswith(opening)
