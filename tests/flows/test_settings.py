"""When it comes and what one owns: every way to say it, and what /status makes of it."""

from datetime import timedelta

from tests.flows.telegram import Books
from tests.flows.town import Person, Town

NO_HOUR = "I didn't get that time. Write it like 07:30 or 7.30 pm."
LISBON = {"latitude": 38.7, "longitude": -9.1}
MIDDLE_OF_THE_PACIFIC = {"latitude": -48.9, "longitude": -123.4}
OFFSET = "An offset misses summer time. Write your city instead, such as Lisbon."
UNKNOWN = "I can't find that place. Try the nearest large city, such as Lisbon."


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
    "/timezone são paulo": "Sao Paulo",
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
    "/timezone Xyzzyville": UNKNOWN,
    "/timezone ../../etc/passwd": UNKNOWN,
}


async def test_an_hour_is_understood_in_many_forms(town: Town) -> None:
    for words, hour in HOURS.items():
        alice = await town.arrive("Alice")
        await alice.begins()

        assert (await alice.ask(words)).title == f"✓ Every day at {hour}, London time."


async def test_a_place_sets_the_clock(town: Town) -> None:
    for words, place in PLACES.items():
        alice = await town.arrive("Alice")
        await alice.begins()

        assert (await alice.ask(words)).title == f"✓ Every day at 07:00, {place} time."


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
    assert settled.title == "✓ Every day at 06:45, London time."


async def test_a_name_of_several_cities_asks_which(alice: Person) -> None:
    await alice.begins()
    question = await alice.ask("/timezone Springfield")

    settled = await alice.choose(question, next(iter(question.buttons)))

    assert len(question.buttons) > 2
    assert settled.title.startswith("✓ Every day at 07:00,")
    assert "London" not in settled.title


async def test_another_city_may_be_written(alice: Person) -> None:
    settings = await alice.choose(await alice.begins(), "settings")
    request = await alice.choose(await alice.choose(settings, "clock"), "city")

    settled = await alice.ask("Reykjavik")

    assert request.text == "Which city are you in, or near? Write its name."
    assert settled.title == "✓ Every day at 07:00, Reykjavik time."


async def test_a_newcomers_city_leads_on_to_the_hour(alice: Person) -> None:
    *_, question = await alice.say("/start")
    await alice.choose(question, "city")

    hours = await alice.ask("Nairobi")
    settled = await alice.choose(hours, "09:00")

    assert hours.title == "When shall I come?"
    assert settled.title == "✓ Every day at 09:00, Nairobi time."


async def test_a_city_asked_for_leaves_the_names_of_exercises_alone(alice: Person) -> None:
    *_, question = await alice.say("/start")
    await alice.choose(question, "city")

    assert (await alice.ask("lunge")).title == "Lunge stretch"


async def test_a_shared_location_sets_the_clock(alice: Person) -> None:
    *_, question = await alice.say("/start")
    request = await alice.choose(question, "location")

    thanks, hours = await alice.share(location=LISBON)

    assert request.text.startswith("Tap the button below to share where you are.")
    assert thanks.text == "Thank you. Your clock: Lisbon."
    assert hours.title == "When shall I come?"
    assert (await alice.town.ask(f"people/{alice.id}/messages"))["keyboard"] is None


async def test_a_location_at_sea_never_breaks(alice: Person) -> None:
    await alice.begins()

    assert await alice.share(location=MIDDLE_OF_THE_PACIFIC)


async def test_days_are_switches(alice: Person) -> None:
    days = await alice.choose(await alice.choose(await alice.begins(), "settings"), "days")

    weekdays = await alice.choose(await alice.choose(days, "✓ Sat"), "✓ Sun")
    back = await alice.choose(weekdays, "‹ Settings")

    assert list(weekdays.buttons)[5:7] == ["○ Sat", "○ Sun"]
    assert "Days: Mon, Tue, Wed, Thu, Fri" in back.text


async def test_settings_lead_everywhere_and_back(alice: Person) -> None:
    settings = await alice.choose(await alice.begins(), "settings")

    titles = []
    for label in settings.buttons:
        titles.append((await alice.choose(settings, label)).title)
        await alice.press(settings.id, "1:settings")

    assert titles == [
        "When shall I come?",
        "Which clock is yours?",
        "On which days?",
        "What do you have?",
    ]
    assert (await alice.again(settings)).buttons == settings.buttons


async def test_status_tells_what_came_and_what_comes(
    town: Town, alice: Person, ledger: Books
) -> None:
    settled = await alice.begins()
    before = await alice.ask("/status")
    await town.skip()
    card = await alice.receives()
    assert await ledger.stands(alice, "sent")

    after = await alice.ask("/status")

    assert "your first delivery is still to come" in before.text
    assert before.instants == settled.instants
    assert f"Last: {card.title}, " in after.text
    assert after.instants[1] == settled.instants[0] + timedelta(days=1)


async def test_what_is_changed_after_stop_holds_from_the_next_start_on(
    town: Town, alice: Person
) -> None:
    settled = await alice.begins()
    await alice.say("/stop")

    await alice.press(settled.id, "1:wall:0900")
    noted = await alice.again(settled)
    greeting, _, confirmation = await alice.say("/start")
    await town.skip()

    assert noted.text == "Noted. You get no daily exercise now; /start brings it back."
    assert greeting.text.startswith("Welcome back!")
    assert confirmation.title == "✓ Every day at 09:00, London time."
    assert await alice.receives()
