"""A trainer's list: taken from a link, trained in its order, left again without a trace."""

from datetime import timedelta
from typing import cast

import pytest
import sqlalchemy as sa

from bot.coach.dose import dose_of
from bot.coach.library import Library
from bot.coach.programme import write
from bot.coach.trainee import Item, Programme, Side
from bot.services.people.changes import NotSubscribedError
from bot.services.people.programme_links import key_of, seal
from bot.services.people.programmes import Programmes
from bot.services.people.trainees import SILENT_AFTER
from bot.store.subscribers import PersonSettings, Subscriber
from bot.store.tables import subscribers
from tests.services.rooms import ALICE, BOB, MONDAY_EIGHT, SUNDAY_EVENING, Rooms, exercise_of

KEY = key_of("1:token")
LIST = Programme(
    (Item("leg-swing", "easier", 1), Item("bulgarian-split-squat", None, 3, Side.LEFT)),
    frozenset({0, 2, 4}),
)
DAY = timedelta(days=1)


@pytest.fixture
def programmes(rooms: Rooms, library: Library) -> Programmes:
    return Programmes(rooms.database, library, KEY)


@pytest.fixture
def link(library: Library) -> str:
    return seal(write(library, LIST), KEY)


async def person(rooms: Rooms, chat: int = ALICE) -> Subscriber:
    found = await rooms.subscriptions.find(chat)
    assert found
    return found


async def given(rooms: Rooms, days: int) -> list[str | None]:
    """Return what a person gets on the next days, each at eight."""
    found: list[str | None] = []
    for ago in range(days):
        parcels = await rooms.deliveries.claim(MONDAY_EIGHT + DAY * ago, 10)
        found += [exercise_of(parcel).practice.exercise for parcel in parcels]
    return found


async def test_the_list_comes_from_its_first_line_on_its_own_days(
    rooms: Rooms, programmes: Programmes, link: str
) -> None:
    await rooms.subscribe(ALICE)
    await programmes.accept(ALICE, link, SUNDAY_EVENING)

    assert (await person(rooms)).weekdays == LIST.weekdays
    assert await given(rooms, 7) == ["leg-swing", "bulgarian-split-squat", "leg-swing"]


async def test_sets_and_side_are_the_trainers(
    rooms: Rooms, programmes: Programmes, library: Library, link: str
) -> None:
    await rooms.subscribe(ALICE)
    await programmes.accept(ALICE, link, SUNDAY_EVENING)
    await rooms.deliveries.claim(MONDAY_EIGHT, 10)

    (parcel,) = await rooms.deliveries.claim(MONDAY_EIGHT + 2 * DAY, 10)

    dose = dose_of(library, exercise_of(parcel).practice)
    assert dose.sets == (3, 3)
    assert not dose.each_side
    assert exercise_of(parcel).practice.item == LIST.items[1]


async def test_who_is_new_sees_the_first_line_at_once_and_then_the_second(
    rooms: Rooms, programmes: Programmes, link: str
) -> None:
    await rooms.subscribe(ALICE)
    await programmes.accept(ALICE, link, SUNDAY_EVENING, is_new=True)

    shown = await rooms.practices.today(ALICE, SUNDAY_EVENING)

    assert shown.practice.exercise == "leg-swing"
    assert (await given(rooms, 1)) == ["bulgarian-split-squat"]


async def test_leaving_brings_the_plan_back_where_it_waited(
    rooms: Rooms, programmes: Programmes, link: str
) -> None:
    """What /start showed, at 9, was the plan's: it goes on at 10."""
    await rooms.subscribe(ALICE, position=9)
    await programmes.accept(ALICE, link, SUNDAY_EVENING)
    await given(rooms, 7)
    left = await programmes.leave(ALICE, MONDAY_EIGHT + 7 * DAY)

    assert (left.programme, left.position, left.plan_position) == (None, 10, None)
    assert left.weekdays == LIST.weekdays
    assert await person(rooms) == left


@pytest.mark.parametrize("does", ["takes a list", "leaves it"])
async def test_who_takes_or_leaves_a_list_has_not_been_silent(
    rooms: Rooms, programmes: Programmes, link: str, does: str
) -> None:
    await rooms.subscribe(ALICE, position=20)
    if does == "leaves it":
        await programmes.accept(ALICE, link, SUNDAY_EVENING)
    await rooms.preferences.change(
        ALICE, SUNDAY_EVENING, **cast(PersonSettings, {"unanswered": SILENT_AFTER})
    )
    if does == "leaves it":
        await programmes.leave(ALICE, SUNDAY_EVENING)
    else:
        await programmes.accept(ALICE, link, SUNDAY_EVENING)

    assert (await person(rooms)).unanswered == 0


async def test_both_taps_are_safe_to_repeat(
    rooms: Rooms, programmes: Programmes, link: str
) -> None:
    await rooms.subscribe(ALICE, position=9)
    await programmes.accept(ALICE, link, SUNDAY_EVENING)
    await given(rooms, 1)
    again = await programmes.accept(ALICE, link, MONDAY_EIGHT)
    assert (again.position, again.plan_position) == (1, 10)

    await programmes.leave(ALICE, MONDAY_EIGHT)
    assert (await programmes.leave(ALICE, MONDAY_EIGHT)).position == 10


async def test_a_second_list_keeps_the_place_in_the_plan(
    rooms: Rooms, programmes: Programmes, library: Library, link: str
) -> None:
    await rooms.subscribe(ALICE, position=9)
    await programmes.accept(ALICE, link, SUNDAY_EVENING)
    await given(rooms, 1)
    other = seal(write(library, Programme(LIST.items[1:], frozenset({1}))), KEY)
    second = await programmes.accept(ALICE, other, MONDAY_EIGHT)

    assert (second.position, second.plan_position) == (0, 10)


async def test_health_comes_before_the_trainers_wish(
    rooms: Rooms, programmes: Programmes, link: str
) -> None:
    flags = frozenset({"hip-front"})  # on which the split squat is to be skipped
    await rooms.subscribe(ALICE, flags=flags)
    await programmes.accept(ALICE, link, SUNDAY_EVENING)

    assert "bulgarian-split-squat" not in await given(rooms, 14)


async def test_a_list_of_which_nothing_is_taught_any_more_gives_way_to_the_plan(
    rooms: Rooms,
) -> None:
    await rooms.subscribe(ALICE, programme="AQD_AA")

    assert await given(rooms, 1)
    assert (await given(rooms, 3))[-1] is not None


async def test_a_link_of_another_bot_opens_nothing(
    rooms: Rooms, programmes: Programmes, library: Library, link: str
) -> None:
    await rooms.subscribe(ALICE)
    forged = seal(write(library, LIST), key_of("2:other"))

    assert programmes.programme_of_link(forged) is None
    with pytest.raises(ValueError, match="not a link"):
        await programmes.accept(ALICE, forged, SUNDAY_EVENING)
    found = programmes.programme_of_link(link)
    assert found is not None
    assert found.programme == LIST


async def test_a_stranger_has_no_list(programmes: Programmes, link: str) -> None:
    for attempt in (
        programmes.current(BOB),
        programmes.leave(BOB, SUNDAY_EVENING),
        programmes.accept(BOB, link, SUNDAY_EVENING),
    ):
        with pytest.raises(NotSubscribedError):
            await attempt


async def test_the_row_holds_neither_seal_nor_token(
    rooms: Rooms, programmes: Programmes, link: str
) -> None:
    await rooms.subscribe(ALICE)
    await programmes.accept(ALICE, link, SUNDAY_EVENING)
    async with rooms.database.read() as connection:
        kept = await connection.scalar(sa.select(subscribers.c.programme))

    assert kept
    assert kept in link
    assert len(kept) < len(link)
