"""The count of a group's post: each member once, few edits, nothing of anybody's own."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.chat.square import BOT, Square, button

UNDONE = "Undone. Tap again to be counted."

pytestmark = pytest.mark.usefixtures("_no_errors")


async def test_each_member_counts_once_and_may_take_it_back(square: Square) -> None:
    post = await square.subscribed()
    data = button(post, "count")["callback_data"]

    assert await square.taps(square.ann, data, post) == "Well done! Counted."
    assert await square.taps(square.bob, data, post) == "Well done! Counted."
    await eventually(square, post, "✓ Done · 2")
    assert await square.taps(square.bob, data, post) == UNDONE
    await eventually(square, post, "✓ Done · 1")
    assert await square.taps(square.ann, data, post) == UNDONE
    await eventually(square, post, "✓ Done")


async def eventually(square: Square, post: dict[str, Any], label: str) -> None:
    """Wait until the count in the button is so."""
    for _ in range(200):
        if button(square.chat.posts[post["message_id"]].body, "count")["text"] == label:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"the button never says {label}")


async def test_many_taps_are_few_edits(square: Square) -> None:
    post = await square.subscribed()
    data = button(post, "count")["callback_data"]
    town = square.household.town
    for number in range(12):
        await square.taps(town.person(f"Member {number}"), data, post)
    await eventually(square, post, "✓ Done · 12")
    await square.household.services.group_pace.close()

    assert len(town.calls("editMessageReplyMarkup")) < 12


async def test_a_tap_in_a_group_touches_nothing_of_the_person_s_own(square: Square) -> None:
    services, clock = square.household.services, square.household.town.sandbox.clock
    await services.subscriptions.start(square.bob.id, "en", "Europe/London", clock())
    post = await square.subscribed()
    await square.taps(square.bob, button(post, "count")["callback_data"], post)

    assert not (await services.practices.today(square.bob.id, clock())).done
    assert await services.group_dones.count(square.bob.id, clock().date()) == 0


async def test_a_post_still_counts_for_its_own_day_on_the_next_one(square: Square) -> None:
    post = await square.subscribed()
    data = button(post, "count")["callback_data"]
    await square.taps(square.ann, data, post)
    clock = square.household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(days=1))
    await square.hears(square.ann, f"/today@{BOT}")
    following = square.posts()[-1].body

    assert await square.taps(square.bob, data, post) == "Well done! Counted."
    await eventually(square, post, "✓ Done · 2")
    assert button(following, "count")["text"] == "✓ Done"
    next_data = button(following, "count")["callback_data"]
    assert await square.taps(square.bob, next_data, following) == "Well done! Counted."
    await eventually(square, following, "✓ Done · 1")

    clock.skip_to(clock() + timedelta(days=1))
    toast = await square.taps(square.bob, data, post)
    assert toast == "That's from another day. /today shows today's."


async def test_a_post_of_another_day_counts_nothing(square: Square) -> None:
    post = await square.subscribed()
    toast = await square.taps(square.bob, "1:count:lunge:20200101", post)

    assert toast == "That's from another day. /today shows today's."
