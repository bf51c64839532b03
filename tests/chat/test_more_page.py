"""The page behind *More*: it bans an exercise, and shows the steps of the version that came."""

import json
from datetime import timedelta

import pytest

from bot.chat.cards.card import length
from bot.chat.cards.exercise import more_card, own_card
from bot.chat.cards.talk import topic_name
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.coach.names import Topic
from bot.coach.trainee import own_practice
from bot.sandbox.world import Chat
from bot.services.people.trainees import tunings_of
from tests.chat.deck import TODAY
from tests.chat.todays_card import card, data
from tests.chat.town import Household, texts
from tests.library import repository


async def test_an_exercise_is_banned_on_its_own_page_and_in_the_list(household: Household) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)
    slug = about.split(":")[0]

    async def banned() -> bool:
        found = await household.services.subscriptions.find(alice.id)
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

    assert ["Harder: " in page for page in offered] == [True, False, True]
    assert ["Make it harder" in page for page in offered] == [True, False, True]


async def test_nothing_harder_is_offered_where_health_matters(household: Household) -> None:
    alice = await household.subscriber("Alice", flags=frozenset({"back-pain"}))
    _body, about = await card(household, alice)

    assert "arder" not in await more(household, alice, about)


HALF_A_SCREEN = 360
"""Characters of text that take about half of a phone, with a button or two below."""


@pytest.mark.parametrize("language", repository().languages.codes)
def test_more_is_half_a_screen_in_every_language(library: Library, language: str) -> None:
    _ = translator_for(language)
    lengths = {slug: length(more_card(_, one).text) for slug, one in library.exercises.items()}

    assert {slug: n for slug, n in lengths.items() if n > HALF_A_SCREEN} == {}


async def test_more_tells_what_follows_from_one_s_health(household: Household) -> None:
    alice = await household.subscriber("Alice", flags=frozenset({"knee-pain"}))
    _body, about = await card(household, alice)

    assert "Sore knee? Stay standing" in await more(household, alice, about)


async def test_cautions_and_background_are_a_tap_away(household: Household) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)
    await household.tapped(alice, f"1:more:{about}", on=body)
    page = list(alice.posts.values())[-1].body

    await household.tapped(alice, "1:care:lunge", on=page)
    await household.tapped(alice, "1:know:lunge", on=page)

    care, know = texts(alice)[-2:]
    assert care.startswith("Lunge stretch\n\nWho should take care\n• Knee pain")
    assert know.startswith("Lunge stretch\nStretches the psoas")
    assert "Common mistakes\n• Arching" in know
    assert "Suggested for these signs" in know


def test_a_version_has_one_name_everywhere(library: Library) -> None:
    _ = translator_for("en")
    for slug, exercise in library.exercises.items():
        shown = str(more_card(_, exercise).markup)
        for version in exercise.sheet.versions:
            name = topic_name(_, library, Topic("exercise", slug, version))
            assert name in shown
            assert own_card(_, library, own_practice(slug, version), TODAY).text.startswith(
                f"<b>{name}</b>"
            )


async def test_done_names_tomorrow_s_version_as_its_card_will(household: Household) -> None:
    alice = await household.subscriber("Alice", flags=frozenset({"back-pain"}), screened=True)
    body, about = await card(household, alice)
    toast = await household.tapped(alice, f"1:done:{about}", on=body)
    clock = household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(days=1))
    await household.delivers()

    assert toast["text"].splitlines()[-1] == "Tomorrow: Pelvic tilt"
    assert "Pelvic tilt\nWeek 1" in texts(alice)[-1]
