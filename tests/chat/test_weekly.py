"""The week: its summary, its tip, and how stiff hips feel."""

from datetime import timedelta

import pytest

from bot.chat.cards import reminders as cards
from bot.coach.library import Library
from bot.coach.progress import Mark
from bot.services.delivery.content import (
    WeekSummary,
)
from bot.services.delivery.weeks import Week
from bot.store import deliveries
from bot.store.database import Database
from bot.store.deliveries import DeliveryKind, NewDelivery, State
from tests.chat.deck import TODAY, read
from tests.chat.test_reminder_offers import offered
from tests.chat.test_reminders import DAY, OLD, STIFF, _, stored
from tests.chat.town import Household, texts

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
            ["Done: 5 of 6 days", "Streak: 12 days", "Every one counts. On to the next."],
        ),
        (
            Week(0, 1, 0, is_first_day=True),
            ["Done: 0 of 1 day", "Welcome! You've only just begun."],
        ),
        (Week(6, 6, 1), ["Done: 6 of 6 days", "You did every one. Lovely!"]),
        (
            Week(0, 6, 0),
            [
                "Done: 0 of 6 days",
                "A quiet week. That's OK. I'll be back as usual.",
            ],
        ),
    ],
)
def test_a_week_is_told_without_blame(week: Week, lines: list[str]) -> None:
    assert read(cards.week_card(_, week, DAY)).splitlines() == ["Your week", *lines, "", STIFF]


def test_only_a_day_missed_is_an_empty_circle() -> None:
    days = (Mark.DONE, Mark.REST, Mark.NOT_DONE, Mark.DONE, Mark.PAUSED, None, None)
    card = cards.week_card(_, Week(2, 3, 1, days), DAY)

    assert "● – ○ ● – · ·" in read(card)


def test_who_has_today_s_still_to_do_has_not_done_every_one() -> None:
    text = read(cards.week_card(_, Week(4, 4, 4, is_open=True), DAY))

    assert "Done: 4 of 4 days" in text
    assert "Every one counts. On to the next." in text


async def test_stiffness_is_asked_weekly_answered_once_and_drawn_in_progress(
    household: Household,
) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    week = clock().date()
    first = await household.tapped(alice, f"1:stiff:6:{week}")
    again = await household.tapped(alice, f"1:stiff:5:{week}")
    clock.skip_to(clock() + timedelta(days=7))
    second = await household.tapped(alice, f"1:stiff:4:{week + timedelta(days=7)}")
    (month,) = await household.hears(alice, "/progress")

    assert first["text"].startswith("Thanks. I'll ask again in a week")
    assert again["text"] == first["text"]
    assert second["text"] == "Thanks. Last time 5, now 4."
    assert "Stiffness, week by week: 5 → 4" in month


async def test_an_old_question_on_stiffness_counts_no_more(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    old = clock().date() - timedelta(days=9)

    answer = await household.tapped(alice, f"1:stiff:6:{old}")

    assert answer["text"] == "It's too late to answer this one. You can answer the next one."
    assert "Stiffness" not in (await household.hears(alice, "/progress"))[0]


async def test_hips_that_got_much_stiffer_lead_to_help_and_to_no_diagnosis(
    household: Household,
) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    await household.tapped(alice, f"1:stiff:3:{clock().date()}")
    clock.skip_to(clock() + timedelta(days=14))
    await household.tapped(alice, f"1:stiff:6:{clock().date()}")

    assert "see a doctor or physiotherapist" in list(alice.posts.values())[-1].body["text"]


# --- the week's tip ---------------------------------------------------------------------------


async def test_the_week_brings_a_tip_with_its_sources(
    household: Household, library: Library
) -> None:
    assert library.tips
    tip = library.tips.to("en").tips[2]
    alice = await household.subscriber("Alice")
    content = WeekSummary("en", TODAY, Week(5, 6, 2), (2, tip.text))
    await offered(household, alice, content)
    assert f"This week's tip: {tip.text}" in texts(alice)[-1]

    await household.tapped(alice, "1:sources:tip:2")

    (source,) = library.references(tip.sources)
    assert source.text in texts(alice)[-1]


@pytest.mark.parametrize("number", ["99", "-1", "x", "²", ""])
async def test_a_tip_that_is_gone_has_no_sources(household: Household, number: str) -> None:
    alice = await household.subscriber("Alice")

    assert (await household.tapped(alice, f"1:sources:tip:{number}"))["text"] == OLD


async def test_a_number_written_after_the_week_s_question_answers_it_once(
    household: Household, sqlite: Database
) -> None:
    alice, now = await household.subscriber("Alice"), household.town.sandbox.clock()
    week = NewDelivery(
        *((await stored(household, alice)).id, DeliveryKind.WEEK, f"{now.date()}"),
        *(now.date(), now, State.SENT),
    )
    async with sqlite.write() as connection:
        await deliveries.insert_new_rows(connection, [week])

    assert (await household.hears(alice, "6"))[0].startswith("Thanks. I'll ask again in a week")
    assert not (await household.hears(alice, "6"))[0].startswith("Thanks")
