"""Health that somebody writes about: what is offered, and how a newcomer goes on after it."""

import pytest

from bot.coach.sheets import Flag
from bot.sandbox.world import Chat
from tests.chat.todays_card import data, verbs
from tests.chat.town import Household, texts

OFFER = "Would you like me to add this to your health settings?"
LIST = "Do any of these apply to you?"


async def flags_of(household: Household, person: Chat) -> frozenset[str]:
    """Return what the bot knows about a person's health."""
    found = await household.services.subscriptions.of(person.id)
    assert found
    return found.flags


def last(chat: Chat) -> dict[str, object]:
    """Return the newest message of a chat."""
    return chat.posts[max(chat.posts)].body


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("yes I'm pregnant, 5 months", Flag.PREGNANCY),
        ("high blood pressure, on tablets", Flag.BLOOD_PRESSURE),
        ("I have osteoporosis", Flag.OSTEOPOROSIS),
    ],
)
async def test_a_condition_is_one_tap_away_from_being_kept(
    household: Household, text: str, flag: Flag
) -> None:
    alice = await household.subscriber("Alice")
    assert (await household.hears(alice, text))[0].startswith(OFFER)
    offer = last(alice)
    assert data(offer) == [f"1:note:{flag}", "1:note:ask"]
    await household.tapped(alice, f"1:note:{flag}", on=offer)

    assert texts(alice)[-1].startswith("OK, I've added this to your health settings")
    assert await flags_of(household, alice) == {flag}
    assert (await household.hears(alice, text))[0].startswith(LIST), "with the tick in it"


async def test_a_replaced_hip_without_its_approach_gets_the_list(household: Household) -> None:
    alice = await household.subscriber("Alice")
    text = "I had my left hip replaced in March"

    assert (await household.hears(alice, text))[0].startswith(LIST)


async def test_each_of_two_conditions_has_its_button(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "I'm pregnant and I have high blood pressure")
    offer = last(alice)
    shown = offer["message_id"]
    await household.tapped(alice, "1:note:pregnancy", on=offer)
    left = alice.posts[int(str(shown))].body

    assert data(left) == ["1:note:blood-pressure", "1:note:ask"]
    assert verbs(alice, left) == ["note", "note"]
