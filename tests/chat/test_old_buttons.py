"""Buttons that mean nothing any more: another day's, of an exercise that is gone, a stranger's."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.coach.library import Library
from bot.coach.schedule import training_day
from bot.sandbox.world import Chat
from bot.store.database import Database
from tests.chat.todays_card import card, data, done
from tests.chat.town import Household, texts

pytestmark = pytest.mark.usefixtures("_nothing_breaks")

YESTERDAYS = "That's from another day. /today shows today's."
STOPPED = "You chose /stop, so I'm not sending anything. /start turns the daily exercise back on."
STRANGER = "We haven't met yet. Tap /start."
OLD = "That button has expired. /today shows a new one."
DAILY = ("done", "undone", "later", "wait:30", "swap", "back", "hard", "easy", "undo:hard")


def button_of(verb: str, about: str) -> str:
    name, _, more = verb.partition(":")
    return ":".join(filter(None, ("1", name, about, more)))


async def rows(household: Household, person: Chat) -> Any:
    found = await household.services.subscriptions.find(person.id)
    status = await household.services.subscriptions.status(
        person.id, household.town.sandbox.clock()
    )
    return found, status.latest, status.done


@pytest.mark.parametrize("verb", DAILY)
async def test_yesterday_s_card_changes_nothing(household: Household, verb: str) -> None:
    alice = await household.subscriber("Alice")
    day = training_day("Europe/London", household.town.sandbox.clock()) - timedelta(days=2)
    before = await rows(household, alice)
    answer = await household.tapped(alice, button_of(verb, f"lunge:{day:%Y%m%d}"))

    assert answer["text"] in {YESTERDAYS, "Already undone."}
    assert await rows(household, alice) == before


@pytest.mark.parametrize("verb", [*DAILY, "hurts", "unhurt", "buttons"])
async def test_an_exercise_that_is_gone_changes_nothing(household: Household, verb: str) -> None:
    alice = await household.subscriber("Alice")
    _body, about = await card(household, alice)
    before = await rows(household, alice)
    answer = await household.tapped(alice, button_of(verb, f"hop:{about.split(':')[1]}"))

    assert answer["text"] == OLD or verb == "hurts"
    assert await rows(household, alice) == before


async def test_a_delivered_exercise_that_is_gone_leaves_a_day_to_train(
    household: Household, sqlite: Database, library: Library
) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)
    await household.tapped(alice, f"1:swap:{about}", on=body)
    other = list(alice.posts.values())[-1].body
    gone = done(other).split(":")[2]
    left = {slug: one for slug, one in library.exercises.items() if slug != gone}
    smaller = replace(library, exercises=left)
    later = await Household.settled(household.town, sqlite, smaller)

    assert "You'll need: " in (await later.hears(alice, "/today"))[0]
    for one in data(other):
        if gone in one:
            assert (await later.tapped(alice, one, on=other))["answered"]
    assert not any("went wrong" in text for text in texts(alice))


@pytest.mark.parametrize("verb", ["later", "wait:30", "swap", "back"])
async def test_after_stop_nothing_moves(household: Household, verb: str) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)
    await household.hears(alice, "/stop")
    before = await rows(household, alice)
    answer = await household.tapped(alice, button_of(verb, about), on=body)

    assert answer["text"] == STOPPED
    assert await rows(household, alice) == before


@pytest.mark.parametrize("verb", ["done", "hard", "hurts", "undo:hard", "undone", "more"])
async def test_after_stop_every_other_button_is_kind(household: Household, verb: str) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)
    await household.hears(alice, "/stop")
    await household.tapped(alice, button_of(verb, about), on=body)

    found = await household.services.subscriptions.find(alice.id)
    assert found
    assert found.next_due_at is None


@pytest.mark.parametrize("verb", ["later", "wait:30", "swap", "hard", "easy"])
async def test_a_stranger_is_shown_the_door_in(household: Household, verb: str) -> None:
    bob = household.town.person("Bob")
    day = f"{household.town.sandbox.clock():%Y%m%d}"

    assert (await household.tapped(bob, button_of(verb, f"lunge:{day}")))["text"] == STRANGER


async def test_a_card_of_somebody_else_touches_only_who_taps(household: Household) -> None:
    alice, bob = await household.subscriber("Alice"), await household.subscriber("Bob")
    _body, about = await card(household, alice)
    before = await rows(household, alice)
    for verb in ("done", "wait:30", "swap", "hard", "hurts"):
        await household.tapped(bob, button_of(verb, about))

    assert await rows(household, alice) == before
