"""Start: one message that changes in place, and taps that harm nothing."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.sandbox.world import Chat
from tests.chat.square import Square
from tests.chat.town import Household

OVER = "This exercise has ended. /today shows it again."
ANOTHER_DAY = "That's from another day. /today shows today's."


@pytest.fixture(autouse=True)
def _nothing_breaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.WARNING)
    yield
    assert [record.getMessage() for record in caplog.get_records("call")] == []


async def led(household: Household, name: str = "Alice") -> tuple[Chat, int]:
    """Let somebody begin today's exercise; return the message that leads them."""
    person = await household.subscriber(name)
    await household.hears(person, "/today")
    await household.tapped(person, f"1:guide:lunge:{today(household)}:")
    return person, max(person.posts)


def today(household: Household) -> str:
    return f"{household.town.sandbox.clock():%Y%m%d}"


async def taps(household: Household, person: Chat, message: int, data: str) -> str | None:
    answer = await household.tapped(person, data, on=person.posts[message].body)
    await household.services.session_display.idle()
    assert answer["answered"]
    toast: str | None = answer["text"]
    return toast


async def passes(household: Household, seconds: float) -> None:
    """Let time pass, and the tick come."""
    clock = household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(seconds=seconds))
    await household.services.session_display.tick()
    await household.services.session_display.idle()


def caption(person: Chat, message: int) -> str:
    return str(person.posts[message].body["caption"])


async def test_one_message_changes_in_place_to_the_end(household: Household) -> None:
    alice, message = await led(household)
    assert "photo" in alice.posts[message].body
    assert "Get ready" in caption(alice, message)
    count, seen = len(alice.posts), [caption(alice, message)]
    for _ in range(500):
        if "Well done!" in seen[-1]:
            break
        await passes(household, 2.5)
        seen += [now] if (now := caption(alice, message)) != seen[-1] else []

    assert len(alice.posts) == count
    assert "Well done!" in seen[-1]
    assert "That's today done." in seen[-1]
    assert sum("Switch sides" in one for one in seen) > 1, "no countdown"
    found = await household.services.practices.today(alice.id, household.town.sandbox.clock())
    assert found.done


async def test_buttons_pause_go_on_and_stop(household: Household) -> None:
    alice, message = await led(household)
    await taps(household, alice, message, "1:guided:skip:0")
    assert "Step 1 of 6" in caption(alice, message)
    await taps(household, alice, message, "1:guided:pause:1")
    await passes(household, 60)
    assert "Paused" in caption(alice, message)
    await taps(household, alice, message, "1:guided:resume:1")
    await taps(household, alice, message, "1:guided:back:1")
    assert "Get ready" in caption(alice, message)
    await taps(household, alice, message, "1:guided:stop:0")

    assert "You stopped here," in caption(alice, message)
    assert not alice.posts[message].body.get("reply_markup")
    await passes(household, 60)
    assert "You stopped here," in caption(alice, message)


async def test_a_written_stop_ends_the_exercise_and_not_the_daily_ones(
    household: Household,
) -> None:
    alice, message = await led(household)
    answer = await household.hears(alice, "stop")
    await household.services.session_display.idle()

    assert answer == ["I've stopped this exercise. To stop the daily ones, tap /stop."]
    assert "You stopped here, and that's fine." in caption(alice, message)
    person = await household.services.subscriptions.find(alice.id)
    assert person
    assert person.next_due_at
    assert (await household.hears(alice, "stop"))[0].startswith("OK, I won't send any more.")


@pytest.mark.parametrize("said", ["tapped", "done"])
async def test_done_on_the_card_or_in_words_ends_a_guide_that_is_running(
    household: Household, said: str
) -> None:
    alice, message = await led(household)
    if said == "tapped":
        await household.tapped(alice, f"1:done:lunge:{today(household)}")
    else:
        await household.hears(alice, said)
    await household.services.session_display.idle()

    assert "Well done!" in caption(alice, message)
    assert "That's today done." in caption(alice, message)
    assert "How was it?" in caption(alice, message)
    await passes(household, 900)
    assert "Well done!" in caption(alice, message)


async def test_a_written_pain_lets_the_exercise_rest_that_is_being_done(
    household: Household,
) -> None:
    alice, _message = await led(household)
    (answer,) = await household.hears(alice, "it hurts")

    assert "I won't send this until" in answer


@pytest.mark.parametrize("said", ["tapped", "ouch, my hip hurts"])
async def test_no_countdown_goes_on_where_something_hurts(household: Household, said: str) -> None:
    alice, message = await led(household)
    if said == "tapped":
        await household.tapped(alice, f"1:hurts:lunge:{today(household)}")
    else:
        await household.hears(alice, said)
    await household.services.session_display.idle()
    await passes(household, 60)

    assert "You stopped because it hurt." in caption(alice, message)
    assert not alice.posts[message].body.get("reply_markup")


async def test_it_hurts_stands_on_the_exercise_itself_and_lets_it_rest(
    household: Household,
) -> None:
    alice, message = await led(household)
    toast = await taps(household, alice, message, f"1:pain:lunge:{today(household)}")

    assert toast == "Paused for a week."
    assert "You stopped because it hurt." in caption(alice, message)
    assert not alice.posts[message].body.get("reply_markup")
    page = alice.posts[max(alice.posts)].body
    assert "unhurt" in str(page["reply_markup"])


async def test_it_hurts_on_what_is_over_takes_the_buttons_away_and_still_helps(
    household: Household,
) -> None:
    alice, message = await led(household)
    await household.hears(alice, "/stop")
    await taps(household, alice, message, f"1:pain:lunge:{today(household)}")

    assert not alice.posts[message].body.get("reply_markup")
    assert "I'm sorry it hurts." in str(alice.posts[max(alice.posts)].body["text"])


async def test_a_tap_on_what_is_over_takes_the_buttons_away(household: Household) -> None:
    alice, first = await led(household)
    await household.hears(alice, "/stop")

    assert await taps(household, alice, first, "1:guided:skip:0") == OVER
    assert not alice.posts[first].body.get("reply_markup")


async def test_an_old_tap_changes_nothing(household: Household) -> None:
    alice, message = await led(household)
    await taps(household, alice, message, "1:guided:skip:0")
    before = caption(alice, message)

    assert await taps(household, alice, message, "1:guided:skip:0") == "That step is already over."
    assert caption(alice, message) == before


async def test_nobody_taps_for_another(household: Household) -> None:
    alice, message = await led(household)
    bob = await household.subscriber("Bob")
    answer = await household.tapped(bob, "1:guided:stop:0")

    assert answer["text"] == OVER
    assert "Get ready" in caption(alice, message)


async def test_yesterday_s_card_and_a_stranger_begin_nothing(household: Household) -> None:
    alice = await household.subscriber("Alice")
    answer = await household.tapped(alice, "1:guide:lunge:20200101:")
    assert answer["text"] == ANOTHER_DAY

    bob = household.town.person("Bob")
    answer = await household.tapped(bob, f"1:guide:lunge:{today(household)}:")
    assert answer["text"] == "Tap /start first. Then I can guide you."


async def test_nothing_begins_in_a_group(household: Household) -> None:
    square = Square.open(household)
    post = await square.subscribed()
    slug = str(post["reply_markup"]).partition("1:count:")[2].partition(":")[0]

    await square.taps(square.bob, f"1:guide:{slug}:{today(household)}:", post)

    assert household.town.calls("sendPhoto") == []


async def test_a_second_exercise_ends_the_first(household: Household) -> None:
    alice, first = await led(household)
    await household.tapped(alice, f"1:guide:leg-swing:{today(household)}:easier")
    await household.services.session_display.idle()

    assert "You left off here." in caption(alice, first)
    assert not alice.posts[first].body.get("reply_markup")
    assert "Leg swing" in caption(alice, max(alice.posts))


async def test_the_picture_shows_the_one_step_in_view(household: Household) -> None:
    alice, message = await led(household)
    board = alice.posts[message].body["photo"]
    await taps(household, alice, message, "1:guided:skip:0")
    step = alice.posts[message].body["photo"]
    await taps(household, alice, message, "1:guided:skip:1")

    assert step != board
    assert "Step 1 of 6" not in caption(alice, message)
    assert alice.posts[message].body["photo"][-1]["file_id"] == board[-1]["file_id"]


async def test_where_no_picture_went_the_text_changes(household: Household) -> None:
    alice = await household.subscriber("Alice")
    for method in ("sendPhoto", "editMessageMedia"):
        household.town.refuse(400, "Bad Request: PHOTO_INVALID_DIMENSIONS", method=method)
    logging.disable(logging.WARNING)
    try:
        await household.tapped(alice, f"1:guide:lunge:{today(household)}:")
        message = max(alice.posts)
        await taps(household, alice, message, "1:guided:skip:0")
    finally:
        logging.disable(logging.NOTSET)

    assert "Step 1 of 6" in str(alice.posts[message].body["text"])


async def test_a_pause_of_telegram_s_is_kept(household: Household) -> None:
    alice, message = await led(household)
    edit = "editMessageMedia"
    household.town.refuse(429, "Too Many Requests: retry after 1", method=edit, retry_after=1)
    await passes(household, 11)
    tried = len(household.town.calls(edit))
    await passes(household, 0.5)
    assert len(household.town.calls(edit)) == tried
    await asyncio.sleep(1.1)
    await passes(household, 1)

    assert "Step 1 of 6" in caption(alice, message)


async def test_a_deleted_message_ends_it(household: Household) -> None:
    alice, message = await led(household)
    world = household.town.sandbox.world
    world.delete_post(alice, alice.posts[message])
    await passes(household, 11)
    tried = len(household.town.calls("editMessageMedia"))
    await passes(household, 60)

    assert len(household.town.calls("editMessageMedia")) == tried == 1


async def test_many_at_once_stay_within_the_budget(household: Household) -> None:
    for number in range(15):
        await led(household, f"Person {number}")
    before = len(household.town.calls("editMessageMedia"))
    await passes(household, 11)

    assert len(household.town.calls("editMessageMedia")) - before == 10
