"""A database belongs to one bot: another's token is refused until an operator says otherwise."""

import pytest

from bot.services.operators.ownership import AnothersDatabaseError, Ownership
from tests.services.rooms import ALICE, Rooms

OURS, THEIRS = 1_000_001, 1_000_002


async def test_another_bots_token_is_refused_where_there_are_people(rooms: Rooms) -> None:
    await Ownership(rooms.database, OURS).take()
    await rooms.subscribe(ALICE)

    with pytest.raises(AnothersDatabaseError, match=f"{OURS}.*psoas-bot adopt"):
        await Ownership(rooms.database, THEIRS).take()

    await Ownership(rooms.database, OURS).take()


async def test_people_who_were_imported_go_to_the_first_bot_that_starts(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)

    await Ownership(rooms.database, OURS).take()

    with pytest.raises(AnothersDatabaseError):
        await Ownership(rooms.database, THEIRS).take()


async def test_a_database_without_people_is_anybodys(rooms: Rooms) -> None:
    await Ownership(rooms.database, OURS).take()
    await Ownership(rooms.database, THEIRS).take()
    await rooms.subscribe(ALICE)

    with pytest.raises(AnothersDatabaseError):
        await Ownership(rooms.database, OURS).take()


async def test_who_adopts_gets_everybody_and_shuts_the_old_bot_out(rooms: Rooms) -> None:
    await Ownership(rooms.database, OURS).take()
    await rooms.subscribe(ALICE)

    assert await Ownership(rooms.database, THEIRS).adopt() == 1

    await Ownership(rooms.database, THEIRS).take()
    with pytest.raises(AnothersDatabaseError):
        await Ownership(rooms.database, OURS).take()


async def test_the_sandbox_keeps_away_from_people_whom_nobody_owns_yet(rooms: Rooms) -> None:
    ours = Ownership(rooms.database, OURS)
    assert not await ours.is_anothers()
    await rooms.subscribe(ALICE)

    assert await ours.is_anothers()
    await ours.take()
    assert not await ours.is_anothers()
