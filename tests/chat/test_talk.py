"""What people write is understood: names, times, cities, pain, done; the rest gets a hint."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.store.subscribers import Status
from tests.chat.todays_card import card, data, verbs
from tests.chat.town import Household, texts

LOST = (
    "Sorry, I didn't understand that. Try /today, /exercises or /help."
    " If something feels wrong: /safety"
)


@pytest.fixture(autouse=True)
def _nothing_breaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [record.getMessage() for record in caplog.get_records("call")] == []


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


@pytest.mark.parametrize(
    "text", ["chest pain", "My chest hurts!", "I can't breathe", "fainted", "I feel dizzy"]
)
async def test_an_emergency_is_answered_with_the_emergency_signs(
    household: Household, text: str
) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, text))[0].startswith("Call your local emergency number")


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("is this right for me?", "Gentle exercise is fine for most people"),
        ("stiff hips from sitting, what should I do?", "Sitting for long hours is linked"),
        ("how often should I do this?", "Once a day is plenty"),
        ("can I do it twice a day", "Once a day is plenty"),
        ("how long until it helps", "Regular practice usually"),
        ("I have arthritis in my hip", "Do any of these apply to you?"),
    ],
)
async def test_a_question_about_one_s_body_gets_a_short_answer(
    household: Household, text: str, opening: str
) -> None:
    alice, bob = await household.subscriber("Alice"), household.town.person("Bob")

    assert (await household.hears(alice, text))[0].startswith(opening)
    if "arthritis" not in text:
        assert (await household.hears(bob, text))[0].startswith(opening)


async def test_whether_it_is_safe_is_answered_by_who_should_ask_first(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    (answer,) = await household.hears(alice, "is it safe for me")

    assert "Ask a health professional first" in answer
    assert "If you're pregnant" in answer
    assert verbs(alice, alice.posts[max(alice.posts)].body) == ["health", "safety"]


async def test_stiff_hips_are_offered_only_what_suits(household: Household) -> None:
    alice = await household.subscriber("Alice", flags=frozenset({"hip-front"}))
    bob = await household.subscriber("Bob")
    for person in (alice, bob):
        await household.hears(person, "my hips feel tight")
    offered = [data(person.posts[max(person.posts)].body) for person in (bob, alice)]

    assert offered == [["1:exercise:lunge", "1:exercise:leg-swing"], []]


async def test_the_health_questions_say_what_to_do_with_arthritis(household: Household) -> None:
    alice = await household.subscriber("Alice")
    (answer,) = await household.hears(alice, "arthritis")

    assert "Arthritis in a hip or knee? Gentle movement may help." in answer


async def test_the_morning_after_an_emergency_the_card_asks_how_somebody_is(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "my chest hurts")
    clock = household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(days=1))

    await household.delivers()

    asked, card = texts(alice)[-1].split("\n\n", 1)
    assert asked.startswith("How are you? You wrote about something that can be urgent.")
    assert card.startswith("Floor bridge")


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


async def test_pain_asks_whether_it_was_today_s_exercise_and_lets_it_rest(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "my hip hurts")
    page = alice.posts[max(alice.posts)].body
    assert "It was this one: Lunge stretch" in str(page["reply_markup"])
    (asked,) = [one for one in data(page) if one.startswith("1:was:")]

    assert (await household.tapped(alice, asked, on=page))["text"] == "Paused for a week."
    assert "I won't send this until" in texts(alice)[-1]
    assert max(alice.posts) == page["message_id"], "it took the question's place"


@pytest.mark.parametrize("word", ["later", "Not now", "tomorrow"])
async def test_not_now_shows_where_today_s_exercise_is_moved(
    household: Household, word: str
) -> None:
    alice = await household.subscriber("Alice")
    said, card = await household.hears(alice, word)

    assert said.startswith("OK. Tap “Later” or “Swap” below")
    assert card.startswith("Lunge stretch")


@pytest.mark.parametrize("text", ["I'm pregnant", "hernia", "I have a new hip"])
async def test_what_is_told_of_one_s_health_opens_the_page_for_it(
    household: Household, text: str
) -> None:
    alice, bob = await household.subscriber("Alice"), household.town.person("Bob")

    assert (await household.hears(alice, text))[0].startswith("Do any of these apply to you?")
    assert (await household.hears(bob, text))[0].startswith(
        "You're not getting a daily exercise yet."
    )


async def test_not_now_promises_no_button_that_is_not_there(household: Household) -> None:
    stranger = household.town.person("Bob")

    assert len(await household.hears(stranger, "later")) == 1


async def test_unsubscribe_is_a_stop(household: Household) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.hears(alice, "Unsubscribe"))[0].startswith("OK, I won't send any more")
    person = await household.services.subscriptions.of(alice.id)
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


async def test_done_may_be_written_and_counts_once(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock

    (said,) = await household.hears(alice, "Done!")
    assert said.splitlines()[0] == "Well done! That's today done."
    assert (await household.services.practices.today(alice.id, clock())).done
    assert await household.hears(alice, "done") == ["Well done! Today's already counted."]


async def test_a_done_that_is_written_after_midnight_names_its_day(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(0, 40), UTC))

    (said,) = await household.hears(alice, "done")
    assert said.splitlines()[0] == "Well done! That's yesterday done."


async def test_a_done_before_the_day_s_exercise_has_come_shows_it_and_counts_nothing(
    household: Household,
) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(7, 30), UTC))

    said, card = await household.hears(alice, "done")
    assert said.startswith("Well done! If it was this one, tap “✓ Done” below")
    assert "How much" in card
    assert not (await household.services.practices.today(alice.id, clock())).done


async def test_a_written_done_of_a_stranger_or_on_a_rest_day_counts_nothing(
    household: Household,
) -> None:
    stranger = household.town.person("Bob")
    alice = await household.subscriber("Alice", position=6)

    assert await household.hears(stranger, "done") == [
        "Well done! Tap /start and I'll keep count for you."
    ]
    assert (await household.hears(alice, "done"))[0].startswith("Well done! Today's a rest day")


async def test_a_newcomer_may_write_their_city_instead_of_tapping(household: Household) -> None:
    alice = household.town.person("Alice")
    await household.hears(alice, "/start")

    assert (await household.hears(alice, "nonesuch"))[0].startswith(LOST)
    assert (await household.hears(alice, "thanks"))[0].startswith("You're welcome!")
    assert await household.hears(alice, "lisbon") == ["Which one is yours?"]


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
    assert "Allow for groin strain" in str(page["reply_markup"])

    await household.tapped(alice, "1:note:groin", on=page)
    found = await household.services.subscriptions.of(alice.id)

    assert texts(alice)[-1].startswith(
        "OK, I've added this to your health settings: groin strain."
    )
    assert found
    assert found.flags == {"groin"}
    assert "note" not in verbs(alice, page)


async def test_the_offer_stays_when_the_exercise_that_hurts_is_paused(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "my groin hurts")
    page = alice.posts[max(alice.posts)].body
    (asked,) = [one for one in data(page) if one.startswith("1:was:")]
    await household.tapped(alice, asked, on=page)

    assert {"note", "unhurt"} <= set(verbs(alice, page))


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


async def test_in_the_evening_offers_the_hours_of_an_evening(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "in the evening")

    offered = [
        one["text"]
        for row in list(alice.posts.values())[-1].body["reply_markup"]["inline_keyboard"]
        for one in row
    ]
    assert offered == ["17:00", "18:00", "19:00", "20:00"]
