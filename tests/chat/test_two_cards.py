"""Cards of one day: those of one exercise say the same; after a swap and back, one is live."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.sandbox.world import Body, Chat
from tests.chat.todays_card import data, done, verbs
from tests.chat.town import Household

pytestmark = pytest.mark.usefixtures("_nothing_breaks")


async def two_cards(household: Household, *, is_early: bool = False) -> tuple[Chat, Body, Body]:
    """Let the day's exercise come and be asked for too; return both cards as they came."""
    alice, clock = await household.subscriber("Alice", weekly=False), household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(7, 30), UTC))
    if is_early:
        await household.hears(alice, "/today")
    clock.skip_to(clock() + timedelta(minutes=30))
    await household.delivers()
    if not is_early:
        await household.hears(alice, "/today")
    first, second = (post.body for post in alice.posts.values() if "1:done:" in str(post.body))
    return alice, first, second


async def taps(household: Household, person: Chat, card: Body, verb: str) -> Body:
    """Let somebody tap a button that a card has now; return the answer."""
    shown = person.posts[card["message_id"]].body
    chosen = next(one for one in data(shown) if one.startswith(f"1:{verb}:"))
    return await household.tapped(person, chosen, on=shown)


@pytest.mark.parametrize("is_early", [False, True])
@pytest.mark.parametrize("tapped", [0, 1])
async def test_done_and_undo_on_one_card_show_on_both(
    household: Household, tapped: int, *, is_early: bool
) -> None:
    alice, *cards = await two_cards(household, is_early=is_early)

    await taps(household, alice, cards[tapped], "done")
    assert [verbs(alice, one)[0] for one in cards] == ["undone", "undone"]

    await taps(household, alice, cards[1 - tapped], "undone")
    assert [verbs(alice, one)[:2] for one in cards] == [["guide", "done"]] * 2


async def test_what_is_said_on_one_card_shows_on_both(household: Household) -> None:
    alice, *cards = await two_cards(household)
    await taps(household, alice, cards[1], "later")
    await taps(household, alice, cards[1], "wait")
    await taps(household, alice, cards[0], "hurts")

    told = ["done", "undo", "swap", "more"]
    assert [verbs(alice, one) for one in cards] == [told, told]


async def test_done_in_words_shows_on_both_cards(household: Household) -> None:
    alice, *cards = await two_cards(household)
    await household.hears(alice, "done")

    assert [verbs(alice, one)[0] for one in cards] == ["undone", "undone"]


@pytest.mark.parametrize("begun", [0, 1])
async def test_the_end_of_a_guide_shows_on_both_cards(household: Household, begun: int) -> None:
    alice, *cards = await two_cards(household)
    await taps(household, alice, cards[begun], "guide")
    led = alice.posts[max(alice.posts)].body
    for stage in range(50):
        if not any(one.startswith("1:guided:") for one in data(led)):
            break
        await household.tapped(alice, f"1:guided:skip:{stage}", on=led)
        await household.services.session_display.idle()

    assert [verbs(alice, one)[0] for one in cards] == ["undone", "undone"]


async def swapped(household: Household) -> tuple[Chat, Body, Body]:
    """Let the day's exercise come and be swapped; return both cards as they came."""
    alice, clock = await household.subscriber("Alice", weekly=False), household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(days=1))
    await household.delivers()
    first = alice.posts[max(alice.posts)].body
    await taps(household, alice, first, "swap")
    return alice, first, alice.posts[max(alice.posts)].body


AWAY = ["back", "hurts", "more"]
LIVE = ["guide", "done", "undo", "later", "swap", "hurts", "more"]


async def test_back_to_the_first_exercise_only_its_new_card_is_live(household: Household) -> None:
    alice, first, other = await swapped(household)
    assert [verbs(alice, one) for one in (first, other)] == [AWAY, LIVE]

    await taps(household, alice, other, "undo")
    again = alice.posts[max(alice.posts)].body
    assert [verbs(alice, one) for one in (first, other, again)] == [[], AWAY, LIVE]

    await taps(household, alice, again, "done")
    await taps(household, alice, again, "undone")
    assert [verbs(alice, one) for one in (first, other, again)] == [[], AWAY, LIVE]


async def test_back_on_the_first_card_that_one_is_live_and_the_other_is_not(
    household: Household,
) -> None:
    alice, first, other = await swapped(household)
    count = len(alice.posts)
    await taps(household, alice, first, "back")

    assert len(alice.posts) == count
    assert [verbs(alice, one) for one in (first, other)] == [LIVE, AWAY]
    practices, now = household.services.practices, household.town.sandbox.clock()
    assert await practices.shown_by(alice.id, first["message_id"], now), "it takes a heart again"


async def test_to_and_fro_between_two_exercises_one_card_stays_live(household: Household) -> None:
    alice, first, other = await swapped(household)
    shown = [first, other]
    for _ in range(3):
        await taps(household, alice, shown[-1], "undo")
        shown.append(alice.posts[max(alice.posts)].body)

    assert [verbs(alice, one) for one in shown] == [[], [], [], AWAY, LIVE]
    assert done(shown[-1]) == done(first)


async def test_a_swap_under_one_of_two_cards_shows_on_both(household: Household) -> None:
    alice, *cards = await two_cards(household)
    await taps(household, alice, cards[1], "swap")
    assert [verbs(alice, one) for one in cards] == [AWAY, AWAY]

    await taps(household, alice, alice.posts[max(alice.posts)].body, "undo")
    assert [verbs(alice, one) for one in cards] == [[], []]
