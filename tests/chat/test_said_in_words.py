"""What is said in words shows on the day's card, as if its button had been tapped."""

from datetime import timedelta

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
