"""/nudge, the week's line and the question after days of silence, as a person meets them."""

from datetime import UTC, date, datetime, time
from typing import get_args

import pytest

from bot.chat.cards import reminders as cards
from bot.chat.cards.reminders import away_card, message_card
from bot.chat.carriers import MessageCarrier
from bot.chat.words import translator_for
from bot.coach.languages import Languages
from bot.coach.programme import write
from bot.coach.trainee import Item, Programme
from bot.sandbox.world import Chat
from bot.services.delivery.content import (
    Announcement,
    AwayQuestion,
    ChairQuestion,
    Content,
    DailyExercise,
    Reminder,
    ReminderOffer,
    WeekSummary,
)
from bot.services.delivery.outcome import Lost, Refused, Sent
from bot.services.delivery.parcels import Parcel
from bot.services.delivery.weeks import Week
from bot.store import deliveries
from bot.store.database import Database
from bot.store.deliveries import DeliveryKind, NewDelivery, State
from bot.store.subscribers import Subscriber
from tests.chat.deck import ALICE, labels, read
from tests.chat.town import Household, texts

_ = translator_for("en")

STIFF = "How stiff do your hips feel today? 0 is not at all, 10 is as stiff as can be."
OLD = "That button has expired. /today shows a new one."


async def stored(household: Household, person: Chat) -> Subscriber:
    found = await household.services.subscriptions.find(person.id)
    assert found
    return found


# --- the nudge ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "nudge"),
    [("/nudge 20:00", time(20)), ("/nudge 8.30 pm", time(20, 30)), ("/nudge off", None)],
)
async def test_a_nudge_is_set_in_words(
    household: Household, written: str, nudge: time | None
) -> None:
    alice = await household.subscriber("Alice", nudge=time(18))

    [answer] = await household.hears(alice, written)

    assert (await stored(household, alice)).nudge == nudge
    assert answer.startswith("✓")


async def test_a_nudge_is_off_until_it_is_wanted(household: Household) -> None:
    assert (await stored(household, await household.subscriber("Alice"))).nudge is None


async def test_what_is_no_time_changes_nothing(household: Household) -> None:
    alice = await household.subscriber("Alice", nudge=time(18))

    [answer] = await household.hears(alice, "/nudge soon")

    assert "07:30" in answer
    assert (await stored(household, alice)).nudge == time(18)


async def test_a_time_after_the_question_is_the_nudges(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/nudge")
    await household.hears(alice, "20:45")

    person = await stored(household, alice)
    assert (person.nudge, person.time, person.asked) == (time(20, 45), time(8), None)


async def test_the_question_takes_off_and_points_out_what_is_no_time(household: Household) -> None:
    alice = await household.subscriber("Alice", nudge=time(18))
    await household.hears(alice, "/nudge")
    [answer] = await household.hears(alice, "25:99")
    assert "07:30" in answer
    await household.hears(alice, "off")

    assert (await stored(household, alice)).nudge is None


async def test_a_nudge_before_the_exercise_is_pointed_out(household: Household) -> None:
    alice = await household.subscriber("Alice", time=time(21))

    [answer] = await household.hears(alice, "/nudge 20:00")

    assert "your exercise comes at 21:00" in answer


async def test_nudges_are_buttons_too_and_safe_to_tap_twice(household: Household) -> None:
    alice = await household.subscriber("Alice")
    for data, nudge in (("1:nudge:2000", time(20)), ("1:nudge:off", None)):
        for _tap in range(2):
            assert (await household.tapped(alice, data))["text"] is None
            assert (await stored(household, alice)).nudge == nudge


# --- the question ---------------------------------------------------------------------------


async def asked(household: Household, database: Database, position: int = 13) -> Chat:
    """Let somebody in whom seven missed exercises took a week back, and who was asked."""
    alice = await household.subscriber("Alice", position=position, unanswered=8)
    now, key = household.town.sandbox.clock(), "2026-11-23"
    owner = (await stored(household, alice)).id
    question = NewDelivery.waiting(owner, DeliveryKind.AWAY, key, now.date(), now)
    given = [
        NewDelivery(
            *(owner, DeliveryKind.EXERCISE, f"{day}", day, now, State.SENT),
            position=at,
            exercise="lunge",
        )
        for day, at in ((date(2026, 11, 22), position + 5), (date(2026, 11, 23), position - 1))
    ]
    async with database.write() as connection:
        await deliveries.insert_new_rows(connection, [*given, question])
    return alice


@pytest.mark.parametrize(("answer", "position"), [("back", 13), ("on", 20), ("pause", 13)])
async def test_each_answer_does_what_it_says_once(
    household: Household, sqlite: Database, answer: str, position: int
) -> None:
    alice = await asked(household, sqlite)

    first = await household.tapped(alice, f"1:away:{answer}:2026-11-23")
    second = await household.tapped(alice, f"1:away:{answer}:2026-11-23")

    person = await stored(household, alice)
    assert (person.position, person.unanswered) == (position, 0)
    assert (first["text"], second["text"]) == (None, "Already saved.")
    assert any("For how long?" in text for text in texts(alice)) == (answer == "pause")


def test_a_trainer_s_list_has_no_week_to_go_back() -> None:
    card = away_card(_, "2026-11-23", has_weeks=False)

    assert labels(card) == ["Carry on as before", "Pause"]
    assert "easier" not in read(card)
    assert "a week" not in read(card)


def test_the_question_says_what_comes_without_a_choice() -> None:
    assert "If you don't choose, we'll go back a week." in read(away_card(_, "2026-11-23"))


async def test_who_took_a_list_since_the_question_does_not_hear_of_a_week_back(
    household: Household, sqlite: Database
) -> None:
    alice = await asked(household, sqlite)
    services, now = household.services, household.town.sandbox.clock()
    code = write(services.library, Programme((Item("lunge"),), frozenset({0})))
    await services.programmes.follow(alice.id, code, frozenset({0}), now)

    await household.tapped(alice, "1:away:back:2026-11-23")

    assert "OK. The next exercise will come as planned." in texts(alice)


async def test_a_question_that_was_never_asked_is_no_button(household: Household) -> None:
    alice = await household.subscriber("Alice", position=20)

    answer = await household.tapped(alice, "1:away:back:2026-11-23")

    assert answer["text"] == OLD
    assert (await stored(household, alice)).position == 20


# --- on the way -----------------------------------------------------------------------------


DAY = date(2026, 11, 23)


def parcel(chat: Chat, content: Content) -> Parcel:
    return Parcel(
        1, 1, chat.id, DeliveryKind.REMINDER, datetime(2026, 11, 23, tzinfo=UTC), content
    )


async def test_a_message_of_each_kind_arrives_as_its_card(household: Household) -> None:
    alice = await household.subscriber("Alice")
    carrier = MessageCarrier(household.services.messenger, Languages())
    contents: list[Content] = [
        Reminder("en"),
        AwayQuestion("en", DAY),
        AwayQuestion("en", DAY, has_weeks=False),
        WeekSummary("en", DAY, Week(1, 2, 3)),
        ReminderOffer("en", time(20)),
        ChairQuestion("en"),
        Announcement(7, "<b>News</b> for all"),
    ]

    outcomes = [await carrier.deliver(parcel(alice, content)) for content in contents]

    assert {DailyExercise, *map(type, contents)} == {*get_args(Content)}
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert texts(alice)[-len(contents) :] == [
        read(message_card(_, content)) for content in contents
    ]


async def test_an_outcome_says_what_came_of_it(household: Household) -> None:
    alice = await household.subscriber("Alice")
    carrier = MessageCarrier(household.services.messenger, Languages())
    household.town.refuse(403, "Forbidden: bot was blocked by the user")

    lost = await carrier.deliver(parcel(alice, Reminder("en")))
    empty = await carrier.deliver(parcel(alice, Announcement(7)))

    assert isinstance(lost, Lost)
    assert isinstance(empty, Refused)


def test_the_nudge_asks_for_nothing_but_the_exercise() -> None:
    assert labels(cards.nudge_card(_)) == ["Show it", "No more reminders"]


def test_the_chosen_hour_is_marked() -> None:
    bob = ALICE._replace(nudge=time(21))

    assert [one for one in labels(cards.nudge_hours_card(_, bob)) if "•" in one] == ["• 21:00"]
    assert "• No reminder" in labels(cards.nudge_hours_card(_, ALICE))
