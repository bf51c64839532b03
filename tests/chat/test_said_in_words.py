"""What is said in words shows on the day's card, as if its button had been tapped."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.sandbox.world import Body, Chat
from tests.chat.todays_card import data, verbs
from tests.chat.town import Household


async def came(household: Household) -> tuple[Chat, Body]:
    """Let the day's exercise come to somebody; return them and its message."""
    alice = await household.subscriber("Alice", weekly=False)
    household.town.sandbox.clock.skip_to(household.town.sandbox.clock() + timedelta(days=1))
    await household.delivers()
    return alice, alice.posts[max(alice.posts)].body


async def test_done_in_words_turns_the_days_card(household: Household) -> None:
    alice, body = await came(household)

    await household.hears(alice, "done!")
    assert verbs(alice, body)[0] == "undone"
    assert "done" not in verbs(alice, body)

    await household.hears(alice, "oops pressed done by accident")
    assert verbs(alice, body)[:2] == ["guide", "done"]


async def test_too_hard_in_words_shows_on_the_days_card(household: Household) -> None:
    alice, body = await came(household)
    await household.hears(alice, "too hard")

    assert [one for one in data(alice.posts[body["message_id"]].body) if one.endswith(":hard")]


async def test_what_hurts_in_words_can_not_be_started_from_the_days_card(
    household: Household,
) -> None:
    alice, body = await came(household)
    await household.hears(alice, "this hurts in my groin")
    was = next(one for one in data(alice.posts[max(alice.posts)].body) if ":was:" in one)
    await household.tapped(alice, was)
    assert not {"guide", "later"} & set(verbs(alice, body))

    await household.tapped(alice, was.replace(":was:", ":unhurt:"))
    assert "guide" in verbs(alice, body)


async def test_done_and_hurt_in_words_both_show_on_the_days_card(household: Household) -> None:
    alice, body = await came(household)
    await household.hears(alice, "done but it hurt")

    assert {"undone", "undo"} <= set(verbs(alice, body))


@pytest.mark.parametrize(
    "text", ["actually remind me tonight at 8 instead", "not now, at 20:00", "later, 8 pm"]
)
async def test_a_time_for_later_today_moves_the_exercise_there(
    household: Household, text: str
) -> None:
    alice, body = await came(household)
    card, clock = alice.posts[body["message_id"]], household.town.sandbox.clock
    said = await household.hears(alice, text)

    assert said == ["OK, I'll send it again at 20:00."]
    assert "🕗 Again at 20:00 · undo" in str(card.body)
    clock.skip_to(datetime.combine(clock().date(), time(20), UTC))
    await household.delivers()
    assert "done" in verbs(alice, alice.posts[max(alice.posts)].body)
    assert verbs(alice, body) == []


async def test_a_time_moves_what_was_moved_before(household: Household) -> None:
    alice, body = await came(household)
    await household.hears(alice, "not now, at 18:30")

    assert await household.hears(alice, "not now, at 20:00") == [
        "OK, I'll send it again at 20:00."
    ]
    assert "🕗 Again at 20:00 · undo" in str(alice.posts[body["message_id"]].body)


@pytest.mark.parametrize(
    "text",
    [
        *("tomorrow at 8pm instead, just tomorrow", "not now, at 6am", "not now, friday at 8pm"),
        *("not now, 12 december at 8pm", "in an hour please", "later"),
    ],
)
async def test_any_other_later_asks_when(household: Household, text: str) -> None:
    alice, body = await came(household)
    (said,) = await household.hears(alice, text)

    assert said.startswith("OK. When should I send it again?")
    assert "later" in verbs(alice, body)


async def test_a_wait_chosen_after_words_shows_on_the_days_card_alone(
    household: Household,
) -> None:
    alice, body = await came(household)
    await household.hears(alice, "later")
    menu = alice.posts[max(alice.posts)].body
    await household.tapped(alice, next(one for one in data(menu) if one.endswith(":evening")))

    asked = alice.posts[menu["message_id"]].body
    assert asked["text"] == "OK, I'll send it again at 19:00."
    assert data(asked) == []
    assert "🕗 Again at 19:00 · undo" in str(alice.posts[body["message_id"]].body)
