"""What is offered after a habit shows: another time, once for each hour."""

from datetime import UTC, datetime, time, timedelta

from bot.sandbox.world import Chat
from tests.chat.town import Household, texts

OFFER = (
    "You've moved your exercise to about 19:00 three times. Should I send it at 19:00 from now on?"
)


async def moves(household: Household, person: Chat, wait: str = "evening") -> bool:
    """Let somebody move the next day's exercise; return whether they are offered 19:00 then."""
    clock = household.town.sandbox.clock
    tomorrow = clock().date() + timedelta(days=1)
    clock.skip_to(datetime.combine(tomorrow, time(9), UTC))
    await household.delivers()
    card = person.posts[max(person.posts)].body
    done = next(one for one in str(card).split("'") if one.startswith("1:done:"))
    seen = max(person.posts)
    await household.tapped(person, f"1:wait:{done.removeprefix('1:done:')}:{wait}", on=card)
    return texts(person)[-1] == OFFER and max(person.posts) > seen


async def lives(household: Household) -> Chat:
    """Subscribe somebody at 09:00 in London, in winter."""
    household.town.sandbox.clock.skip_to(datetime(2027, 1, 3, 20, tzinfo=UTC))
    return await household.subscriber("Alice", time=time(9), weekly=False)


async def test_who_moves_it_to_the_same_hour_three_times_is_offered_that_hour(
    household: Household,
) -> None:
    alice = await lives(household)

    assert [await moves(household, alice) for _ in range(4)] == [False, False, True, False]
    await household.tapped(alice, "1:wall:1900")
    found = await household.services.subscriptions.find(alice.id)
    assert found
    assert found.time == time(19)


async def test_who_declines_is_not_asked_again_for_that_hour(household: Household) -> None:
    alice = await lives(household)
    for _ in range(3):
        await moves(household, alice)
    await household.tapped(alice, "1:no")

    assert not any([await moves(household, alice) for _ in range(2)])
    found = await household.services.subscriptions.find(alice.id)
    assert found
    assert found.time == time(9)


async def test_different_hours_are_no_habit(household: Household) -> None:
    alice = await lives(household)

    assert not any([await moves(household, alice, wait) for wait in ("30", "evening", "120")])


async def test_what_is_taken_back_does_not_count(household: Household) -> None:
    alice = await lives(household)
    for _ in range(2):
        await moves(household, alice)
    await moves(household, alice, "evening")
    assert texts(alice)[-1] == OFFER

    bob = await household.subscriber("Bob", time=time(9), weekly=False)
    for _ in range(2):
        await moves(household, bob)
        await household.services.moves.undo_later(bob.id, household.town.sandbox.clock())
    assert not await moves(household, bob)
