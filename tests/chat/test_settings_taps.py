"""Taps that change settings, in one message."""

import pytest

from tests.chat.town import Household, texts

pytestmark = pytest.mark.usefixtures("_nothing_breaks")


async def test_an_hour_a_day_and_equipment_are_set_in_place(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/settings")
    (number,) = list(alice.posts)[1:]
    for data in ("1:hour", "1:wall:0600", "1:settings", "1:days", "1:day:6:off", "1:settings"):
        await household.tapped(alice, data)
    for data in (
        "1:fit",
        "1:equipment",
        "1:own:ball:on",
        "1:own:bench:on",
        "1:own:ball:off",
        "1:fit",
    ):
        await household.tapped(alice, data)

    await household.tapped(alice, "1:settings")
    changed = await household.services.subscriptions.require(alice.id)
    assert (changed.time.hour, changed.weekdays) == (6, frozenset(range(6)))
    assert changed.equipment == {"bench"}
    assert list(alice.posts)[1:] == [number], "a new message came where one should change"
    assert "Time: 06:00" in texts(alice)[-1]


async def test_the_last_day_stays(household: Household) -> None:
    alice = await household.subscriber("Alice", weekdays=frozenset({2}))
    await household.tapped(alice, "1:day:2:off")

    assert (await household.services.subscriptions.require(alice.id)).weekdays == {2}


async def test_a_newcomer_is_led_from_the_clock_to_the_hour(household: Household) -> None:
    bob = household.town.person("Bob")
    await household.hears(bob, "/start")
    await household.tapped(bob, "1:screened")
    await household.tapped(bob, "1:zone:Asia/Tokyo")
    assert "When should I send it?" in texts(bob)[-1]

    (answer,) = await household.hears(bob, "21:30")
    assert answer.startswith("✓ Every day at 21:30, Tokyo time.")


@pytest.mark.parametrize("text", ["8am", "/time 08:00", "weekdays at 8:00"])
async def test_an_hour_is_no_answer_to_where_it_is(household: Household, text: str) -> None:
    bob = household.town.person("Bob")
    await household.hears(bob, "/start")
    await household.tapped(bob, "1:screened")
    settled, question = await household.hears(bob, text)
    assert " at 08:00, New York time." in settled
    assert question.startswith("What time is it where you are?")

    await household.tapped(bob, "1:zone:Asia/Tokyo")
    assert len(await household.hears(bob, text)) == 1


async def test_a_weekday_that_is_not_wanted_brings_no_day_off_back(household: Household) -> None:
    alice = await household.subscriber("Alice", weekdays=frozenset(range(5)))
    for text in ("please don't write so early on mondays", "don't send on fridays"):
        await household.hears(alice, text)

    assert (await household.services.subscriptions.require(alice.id)).weekdays == {0, 1, 2, 3}


async def test_days_in_words_are_confirmed_by_their_names(household: Household) -> None:
    alice = await household.subscriber("Alice")
    (said,) = await household.hears(alice, "rest on sundays")

    assert said.startswith("✓ Exercise days: Mon, Tue, Wed, Thu, Fri and Sat")
    assert "Which days?" in (await household.hears(alice, "/days"))[0]


async def test_who_says_to_live_in_lima_is_not_asked_about_ohio(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "I live in Lima")

    assert (await household.services.subscriptions.require(alice.id)).zone == "America/Lima"


@pytest.mark.parametrize(
    ("language", "text", "zone"),
    [
        ("es", "Vivo en Lima", "America/Lima"),
        ("de", "ich wohne in Lima", "America/Lima"),
        ("pt-br", "moro em Lima", "America/Lima"),
        ("hi", "मैं दिल्ली में रहता हूँ", "Asia/Kolkata"),
        ("ar", "أعيش في القاهرة", "Africa/Cairo"),
    ],
)
async def test_where_somebody_lives_sets_the_zone_in_other_languages(
    household: Household, language: str, text: str, zone: str
) -> None:
    alice = household.town.person("Alice", language)
    for said in ("/start", text):
        await household.hears(alice, said)

    person = await household.services.subscriptions.require(alice.id)
    assert (person.zone, person.zone_told) == (zone, True)
