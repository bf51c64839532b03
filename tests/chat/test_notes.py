"""/nudge, the week's line and the question after days of silence, as a person meets them."""

from dataclasses import replace
from datetime import time

import pytest

from bot.chat.cards import notes as cards
from bot.chat.cards.notes import away_card, note_card
from bot.chat.notices import Notices
from bot.chat.words import words_for
from bot.coach.programme import write
from bot.coach.routine import Item, Programme
from bot.sandbox.world import Chat
from bot.services.notes import Content, Slip
from bot.services.outcome import Lost, Refused, Sent
from bot.services.people import NoteKind, Subscriber
from bot.services.weeks import Week
from bot.store import notes
from bot.store.database import Database
from tests.chat.deck import ALICE, labels, read
from tests.chat.town import Household, texts

_ = words_for("en")
OLD = "That button has grown old. /today brings a fresh one."


async def stored(household: Household, person: Chat) -> Subscriber:
    found = await household.house.subscriptions.of(person.id)
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
    assert (person.nudge, person.wall, person.asked) == (time(20, 45), time(8), None)


async def test_the_question_takes_off_and_points_out_what_is_no_time(household: Household) -> None:
    alice = await household.subscriber("Alice", nudge=time(18))
    await household.hears(alice, "/nudge")
    [answer] = await household.hears(alice, "25:99")
    assert "07:30" in answer
    await household.hears(alice, "off")

    assert (await stored(household, alice)).nudge is None


async def test_a_nudge_before_the_exercise_is_pointed_out(household: Household) -> None:
    alice = await household.subscriber("Alice", wall=time(21))

    [answer] = await household.hears(alice, "/nudge 20:00")

    assert "your exercise comes at 21:00" in answer


async def test_nudges_are_buttons_too_and_safe_to_tap_twice(household: Household) -> None:
    alice = await household.subscriber("Alice")
    for data, nudge in (("1:nudge:2000", time(20)), ("1:nudge:off", None)):
        for _tap in range(2):
            assert (await household.tapped(alice, data))["text"] is None
            assert (await stored(household, alice)).nudge == nudge


# --- the week's line ------------------------------------------------------------------------


async def test_the_weekly_line_is_a_switch_safe_to_tap_twice(household: Household) -> None:
    alice = await household.subscriber("Alice")
    for switch in ("on", "on", "off", "off"):
        await household.tapped(alice, f"1:weekly:{switch}")
        assert (await stored(household, alice)).weekly is (switch == "on")


@pytest.mark.parametrize(
    ("week", "lines"),
    [
        (
            Week(5, 6, 12),
            ["Done: 5 of 6 days", "Streak: 12 days", "Each of them counts. On to the next."],
        ),
        (Week(6, 6, 1), ["Done: 6 of 6 days", "Every single one. Lovely."]),
        (
            Week(0, 6, 0),
            [
                "Done: 0 of 6 days",
                "A quiet week, and that is all right. I come again as always.",
            ],
        ),
    ],
)
def test_a_week_is_told_without_blame(week: Week, lines: list[str]) -> None:
    assert read(cards.week_card(_, week)).splitlines() == ["Your week", *lines]


# --- the question ---------------------------------------------------------------------------


async def asked(household: Household, database: Database, position: int = 20) -> Chat:
    """Let somebody in who was asked how to go on."""
    alice = await household.subscriber("Alice", position=position, unanswered=8)
    now, key = household.town.sandbox.clock(), "2026-11-23"
    row = {"subscriber_id": (await stored(household, alice)).id, "kind": NoteKind.AWAY}
    async with database.write() as connection:
        await notes.open_many(connection, [{**row, "key": key, "due_at": now}])
    return alice


@pytest.mark.parametrize(("answer", "position"), [("back", 13), ("on", 20), ("pause", 20)])
async def test_each_answer_does_what_it_says_once(
    household: Household, sqlite: Database, answer: str, position: int
) -> None:
    alice = await asked(household, sqlite)

    first = await household.tapped(alice, f"1:away:{answer}:2026-11-23")
    second = await household.tapped(alice, f"1:away:{answer}:2026-11-23")

    person = await stored(household, alice)
    assert (person.position, person.unanswered) == (position, 0)
    assert (first["text"], second["text"]) == (None, "That is noted already.")
    assert any("A pause" in text for text in texts(alice)) == (answer == "pause")


def test_a_trainer_s_list_has_no_week_to_go_back() -> None:
    card = away_card(_, "2026-11-23", has_weeks=False)

    assert labels(card) == ["Go on as it is", "Pause"]
    assert "easier" not in read(card)


async def test_who_took_a_list_since_the_question_does_not_hear_of_a_week_back(
    household: Household, sqlite: Database
) -> None:
    alice = await asked(household, sqlite)
    house, now = household.house, household.town.sandbox.clock()
    code = write(house.library, Programme((Item("lunge"),), frozenset({0})))
    await house.subscriptions.follow(alice.id, code, frozenset({0}), now)

    await household.tapped(alice, "1:away:back:2026-11-23")

    assert "Good. The next exercise comes as planned." in texts(alice)


async def test_a_question_that_was_never_asked_is_no_button(household: Household) -> None:
    alice = await household.subscriber("Alice", position=20)

    answer = await household.tapped(alice, "1:away:back:2026-11-23")

    assert answer["text"] == OLD
    assert (await stored(household, alice)).position == 20


# --- on the way -----------------------------------------------------------------------------


def slip(chat: Chat, content: Content) -> Slip:
    return Slip(1, 1, chat.id, content)


async def test_a_note_arrives_as_its_card(household: Household) -> None:
    alice = await household.subscriber("Alice")
    notices = Notices(household.house.messenger)
    contents = [
        Content(NoteKind.NUDGE, "en", "2026-11-23"),
        Content(NoteKind.AWAY, "en", "2026-11-23"),
        Content(NoteKind.AWAY, "en", "2026-11-24", has_weeks=False),
        Content(NoteKind.WEEK, "en", "2026-11-23", week=Week(1, 2, 3)),
        Content(NoteKind.BROADCAST, "en", "7", text="<b>News</b> for all"),
    ]

    outcomes = [await notices.deliver(slip(alice, content)) for content in contents]

    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert texts(alice)[-5:] == [read(note_card(_, content)) for content in contents]


async def test_an_outcome_says_what_came_of_it(household: Household) -> None:
    alice = await household.subscriber("Alice")
    notices = Notices(household.house.messenger)
    household.town.refuse(403, "Forbidden: bot was blocked by the user")

    lost = await notices.deliver(slip(alice, Content(NoteKind.NUDGE, "en", "2026-11-23")))
    empty = await notices.deliver(slip(alice, Content(NoteKind.BROADCAST, "en", "7")))

    assert isinstance(lost, Lost)
    assert isinstance(empty, Refused)


def test_the_nudge_asks_for_nothing_but_the_exercise() -> None:
    assert labels(cards.nudge_card(_)) == ["Show it", "No more reminders"]


def test_the_chosen_hour_is_marked() -> None:
    bob = replace(ALICE, nudge=time(21))

    assert [one for one in labels(cards.nudge_hours_card(_, bob)) if "•" in one] == ["• 21:00"]
    assert "• No reminder" in labels(cards.nudge_hours_card(_, ALICE))
