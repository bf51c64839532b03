"""Two days are under way from midnight to 03:00."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.sandbox.world import Chat
from tests.chat.todays_card import data, done
from tests.chat.town import Household


async def test_what_comes_the_same_day_is_not_called_tomorrows(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    tomorrow = clock().date() + timedelta(days=1)
    clock.skip_to(datetime.combine(tomorrow, time(0, 40), UTC))
    (said,) = await household.hears(alice, "done")
    assert "That's yesterday done." in said
    assert "Tomorrow" not in said
    assert f"Next, {tomorrow:%A} {tomorrow.day} {tomorrow:%B}:" in said


async def test_start_on_the_card_of_the_day_before_begins_that_days_session(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice", time=time(0, 15))
    clock, cards = household.town.sandbox.clock, []
    first = clock().date() + timedelta(days=1)
    for day in (first, first + timedelta(days=1)):
        clock.skip_to(datetime.combine(day, time(0, 16), UTC))
        await household.delivers()
        cards.append(alice.posts[max(alice.posts)].body)
    start = next(one for one in data(cards[0]) if one.startswith("1:guide:"))
    await household.tapped(alice, start, on=cards[0])

    view = await household.services.page_sessions.under_way(alice.id, clock())
    assert view is not None
    assert (view.day, view.practice.exercise) == (first, start.split(":")[2])


async def _just_after_midnight(household: Household) -> tuple[Chat, dict[str, Any]]:
    """Let Alice get an exercise late in the evening; return her and the card at 00:11."""
    alice = await household.subscriber("Alice", time=time(23, 50))
    clock = household.town.sandbox.clock
    evening = datetime.combine(clock().date() + timedelta(days=1), time(23, 51), UTC)
    clock.skip_to(evening)
    await household.delivers()
    body = alice.posts[max(alice.posts)].body
    clock.skip_to(evening + timedelta(minutes=20))
    return alice, body


async def test_what_counts_for_the_day_before_is_called_today_nowhere(
    household: Household,
) -> None:
    alice, body = await _just_after_midnight(household)
    toast = await household.tapped(alice, done(body), on=body)
    label = alice.posts[body["message_id"]].body["reply_markup"]["inline_keyboard"][0][0]["text"]
    said = [toast["text"], label]
    for text in ("done", "later", "I take back my done", "take back my done", "done but it hurt"):
        said += await household.hears(alice, text)

    assert toast["text"].startswith("Well done! That's yesterday done.")
    assert len(said) == 7
    assert [one for one in said if "today" in one.splitlines()[0].lower()] == []


async def test_pain_in_the_exercise_of_the_day_before_is_called_today_nowhere(
    household: Household,
) -> None:
    alice, body = await _just_after_midnight(household)
    await household.tapped(alice, done(body).replace("done", "hurts", 1), on=body)

    (said,) = await household.hears(alice, "/today")
    assert said.startswith("I've paused Floor bridge because it hurt.")
