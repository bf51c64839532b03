"""The page behind *More*: it bans an exercise, and shows the steps of the version that came."""

import json

from bot.sandbox.world import Chat
from bot.services.people.trainees import tunings_of
from tests.chat.todays_card import card, data
from tests.chat.town import Household


async def test_an_exercise_is_banned_on_its_own_page_and_in_the_list(household: Household) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)
    slug = about.split(":")[0]

    async def banned() -> bool:
        found = await household.services.subscriptions.of(alice.id)
        assert found
        return slug in tunings_of(found)

    await household.tapped(alice, f"1:more:{about}", on=body)
    page = list(alice.posts.values())[-1].body
    answer = await household.tapped(alice, f"1:ban:{slug}:on", on=page)
    assert answer["text"] == "OK, I won't send it again."
    assert '"url"' in json.dumps(list(alice.posts.values())[-1].body), "it can be shared still"
    assert await banned()
    assert (await household.tapped(alice, f"1:never:{slug}:on"))["answered"]
    assert not await banned()


async def test_steps_behind_more_are_those_of_the_version_that_the_routine_has(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    body, _about = await card(household, alice)
    await household.tapped(alice, "1:flag:knee-pain:on", on=body)
    body, about = await card(household, alice)
    assert body["caption"].startswith("Lunge stretch, standing")

    await household.tapped(alice, f"1:more:{about}", on=body)
    more = list(alice.posts.values())[-1].body
    steps = next(one for one in data(more) if one.startswith("1:steps:"))
    await household.tapped(alice, steps, on=more)

    assert list(alice.posts.values())[-1].body["caption"].startswith("Lunge stretch, standing")


async def more(household: Household, person: Chat, about: str) -> str:
    """Return all that the page behind *More* says now."""
    await household.tapped(person, f"1:more:{about}")
    return json.dumps(list(person.posts.values())[-1].body)


async def test_after_too_hard_nothing_harder_is_offered_until_it_is_too_easy(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    _body, about = await card(household, alice)
    offered = [await more(household, alice, about)]
    for said in ("hard", "easy"):
        await household.tapped(alice, f"1:{said}:{about}")
        offered.append(await more(household, alice, about))

    assert ["Harder version" in page for page in offered] == [True, False, True]
    assert ["Make it harder" in page for page in offered] == [True, False, True]


async def test_nothing_harder_is_offered_where_health_matters(household: Household) -> None:
    alice = await household.subscriber("Alice", flags=frozenset({"back-pain"}))
    _body, about = await card(household, alice)

    assert "arder version" not in await more(household, alice, about)
