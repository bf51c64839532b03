"""When it comes and what one owns: every way to say it, and what /status makes of it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.flows.telegram import Books
from tests.flows.town import Person, Town
from tests.flows.wording import NO_HOUR, NO_PLACE, OFFSET, WELCOME_BACK, WHERE, WHICH_CITY, located

LONDON = ZoneInfo("Europe/London")
LISBON = {"latitude": 38.7, "longitude": -9.1}
MIDDLE_OF_THE_PACIFIC = {"latitude": -48.9, "longitude": -123.4}


HOURS = {
    "/time 07:30": "07:30",
    "/time 7.30 pm": "19:30",
    "/time 19h30": "19:30",
    "/time 730": "07:30",
    "/time noon": "12:00",
    "/time 0:05": "00:05",
    "/time\n21:15": "21:15",
}
PLACES = {
    "/timezone Lisbon": "Lisbon",
    "/timezone são paulo": "São Paulo",
    "/timezone Europe/Berlin": "Berlin",
    "/timezone asia/calcutta": "Kolkata",
    "/timezone München": "Berlin",
}
MISTAKES = {
    "/time 25:00": NO_HOUR,
    "/time soon": NO_HOUR,
    "/time 12:60": NO_HOUR,
    "/time -1": NO_HOUR,
    "/timezone GMT+2": OFFSET,
    "/timezone +3": OFFSET,
    "/timezone EST": OFFSET,
    "/timezone Xyzzyville": NO_PLACE,
    "/timezone ../../etc/passwd": NO_PLACE,
}


async def test_an_hour_is_understood_in_many_versions(town: Town) -> None:
    for words, hour in HOURS.items():
        alice = await town.arrive("Alice")
        await alice.begins()

        assert f" {hour}, London" in (await alice.ask(words)).title


async def test_a_place_sets_the_clock(town: Town) -> None:
    for words, place in PLACES.items():
        alice = await town.arrive("Alice")
        await alice.begins()

        assert f" 07:00, {place}" in (await alice.ask(words)).title


async def test_what_is_not_understood_changes_nothing(town: Town) -> None:
    for words, answer in MISTAKES.items():
        alice = await town.arrive("Alice")
        settled = await alice.begins()

        assert (await alice.ask(words)).text == answer
        assert settled.instants[0] in (await alice.ask("/status")).instants


async def test_an_hour_may_be_written_when_asked_for(alice: Person) -> None:
    await alice.begins()
    question = await alice.ask("/time")

    settled = await alice.ask("6:45")

    assert "• 07:00" in question.buttons
    assert " 06:45, London" in settled.title


async def test_a_name_of_several_cities_asks_which(alice: Person) -> None:
    await alice.begins()
    question = await alice.ask("/timezone Springfield")

    settled = await alice.choose(question, next(iter(question.buttons)))

    assert len(question.buttons) > 2
    assert " 07:00, " in settled.title
    assert "London" not in settled.title


async def test_another_city_may_be_written(alice: Person) -> None:
    settings = await alice.choose(await alice.begins(), "settings")
    request = await alice.choose(await alice.choose(settings, "clock"), "city")

    settled = await alice.ask("Reykjavik")

    assert request.text == WHICH_CITY
    assert " 07:00, Reykjavik" in settled.title


async def test_a_newcomers_city_leads_on_to_the_hour(alice: Person) -> None:
    *_, question = await alice.starts()
    await alice.choose(question, "city")

    hours = await alice.ask("Nairobi")
    settled = await alice.choose(hours, "09:00")

    assert " 09:00, Nairobi" in settled.title


async def test_a_city_asked_for_leaves_the_names_of_exercises_alone(alice: Person) -> None:
    *_, question = await alice.starts()
    await alice.choose(question, "city")

    assert (await alice.ask("lunge")).title == "Lunge stretch"


async def test_a_shared_location_sets_the_clock(alice: Person) -> None:
    *_, question = await alice.starts()
    request = await alice.choose(question, "location")

    thanks, hours = await alice.share(location=LISBON)

    assert request.text == WHERE
    assert thanks.text == located("Europe/Lisbon")
    assert set(hours.does) == {"wall"}
    assert (await alice.town.ask(f"people/{alice.id}/messages"))["keyboard"] is None


async def test_a_location_at_sea_never_breaks(alice: Person) -> None:
    await alice.begins()

    assert await alice.share(location=MIDDLE_OF_THE_PACIFIC)


async def test_days_are_switches(alice: Person) -> None:
    days = await alice.choose(await alice.choose(await alice.begins(), "settings"), "days")

    weekdays = await alice.choose(await alice.choose(days, "✓ Sat"), "✓ Sun")
    back = await alice.choose(weekdays, "‹ Settings")

    assert list(weekdays.buttons)[5:7] == ["○ Sat", "○ Sun"]
    assert "Days: Mon, Tue, Wed, Thu and Fri" in back.text


async def test_settings_lead_everywhere_and_back(alice: Person) -> None:
    settings = await alice.choose(await alice.begins(), "settings")

    leads = []
    for label in settings.buttons:
        leads.append((await alice.choose(settings, label)).does[0])
        await alice.press(settings.id, "1:settings")

    assert leads == ["wall", "zone", "day", "equipment", "nudge", "hour", "speak", "pause"]
    assert "○ Weekly summary" in (await alice.again(settings)).buttons


async def test_status_tells_what_came_and_what_comes(
    town: Town, alice: Person, ledger: Books
) -> None:
    settled = await alice.begins()
    before = await alice.ask("/status")
    await town.skip()
    card = await alice.receives()
    assert await ledger.stands(alice, "sent")

    after = await alice.ask("/status")

    assert before.instants == settled.instants
    assert card.title in after.text
    assert after.instants[1] == settled.instants[0] + timedelta(days=1)


async def test_what_is_changed_after_stop_holds_from_the_next_start_on(alice: Person) -> None:
    settled = await alice.begins()
    await alice.say("/stop")

    await alice.press(settled.id, "1:wall:0900")
    noted = await alice.again(settled)
    greeting, _, confirmation = await alice.say("/start")

    assert "/start" in noted.text
    assert not noted.instants
    assert greeting.text == WELCOME_BACK
    assert f"{confirmation.instants[0].astimezone(LONDON):%H:%M}" == "09:00"
