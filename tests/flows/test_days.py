"""What comes over the days: one exercise a day, and nothing where nothing is wanted."""

from datetime import timedelta

from tests.flows.telegram import Books
from tests.flows.town import Person, Town
from tests.flows.wording import DAY_OFF, STOPPED

REST_DAY, KETTLEBELL_DAY = 6, 23  # places in the plan, the first being 0
ANOTHER_DAY = "That's from another day"


async def test_one_morning_brings_each_what_fits_them(
    town: Town, alice: Person, bob: Person, ledger: Books
) -> None:
    charlie = await town.arrive("Charlie")
    for person in (bob, charlie):
        await person.begins()
    settings = await alice.choose(await alice.begins(), "settings")
    fits = await alice.choose(settings, "fit")
    owned = await alice.choose(await alice.choose(fits, "equipment"), "○ kettlebell")
    await ledger.set_position(alice, KETTLEBELL_DAY - 1)
    await ledger.set_position(bob, KETTLEBELL_DAY - 1)
    await ledger.set_position(charlie, REST_DAY - 1)

    await town.skip()
    rest = await charlie.receives()

    assert "✓ kettlebell" in owned.buttons
    assert (await alice.receives()).title == "Kettlebell deadlift"
    assert (await bob.receives()).title == "Floor bridge"
    assert rest.title == "Rest day"
    assert (await charlie.ask("/today")).text == rest.text
    assert (await charlie.choose(rest, "Leg swing")).title == "Leg swing"


async def test_after_stop_no_delivery_is_planned(town: Town, alice: Person) -> None:
    await alice.begins()

    stopped = await alice.ask("/stop")
    status, refusal = await town.try_to("clock", {"skip": "next"})

    assert stopped.text == STOPPED
    assert (status, list(refusal)) == (409, ["error"])


async def test_who_stopped_and_blocked_stays_stopped(alice: Person) -> None:
    await alice.begins()
    await alice.say("/stop")

    await alice.stands("block")
    await alice.stands("unblock")

    assert "you chose /stop" in (await alice.ask("/status")).text


async def test_today_on_a_day_off_offers_what_comes_next(alice: Person) -> None:
    settings = await alice.choose(await alice.begins(), "settings")
    await alice.choose(await alice.choose(settings, "days"), "✓ Mon")

    note, exercise = await alice.say("/today")

    assert note.text == DAY_OFF
    assert "done" in exercise.does


async def test_the_last_day_stays_on(alice: Person) -> None:
    settings = await alice.choose(await alice.begins(), "settings")
    days = await alice.choose(settings, "days")
    for label in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat"):
        days = await alice.choose(days, f"✓ {label}")

    days = await alice.choose(days, "✓ Sun")

    assert [label for label in days.buttons if label.startswith("✓")] == ["✓ Sun"]


async def test_an_exercise_an_hour_late_says_so(town: Town, alice: Person) -> None:
    settled = await alice.begins()

    await town.skip_to(settled.instants[0] + timedelta(hours=1))

    assert (await alice.receives()).title.startswith("Sorry I'm late")


async def test_an_exercise_missed_by_hours_is_owned_up_to(
    town: Town, alice: Person, ledger: Books
) -> None:
    settled = await alice.begins()

    await town.skip_to(settled.instants[0] + timedelta(hours=7))
    assert await ledger.stands(alice, "missed")
    status = await alice.ask("/status")

    assert "Missed:" in status.text
    assert status.instants == (settled.instants[0], settled.instants[0] + timedelta(days=1))


async def test_done_counts_until_undone(alice: Person) -> None:
    await alice.begins()
    card = await alice.ask("/today")

    toast = await alice.tap(card, "done")
    done = await alice.again(card)
    today = await alice.ask("/today")
    undone_toast = await alice.tap(done, "undone")

    assert (toast or "").startswith("Well done!")
    assert done.does[0] == today.does[0] == "undone"
    assert undone_toast
    assert (await alice.again(card)).does == card.does


async def test_yesterdays_buttons_change_nothing(town: Town, alice: Person) -> None:
    _, yesterday, _ = await alice.starts()
    await town.skip()
    today = await alice.receives()

    toast = await alice.tap(yesterday, "done")

    assert ANOTHER_DAY in (toast or "")
    assert await alice.again(yesterday) == yesterday
    assert (await alice.ask("/today")).buttons == today.buttons

    await alice.tap(today, "done")
    toast = await alice.press(yesterday.id, yesterday.data("done").replace("done", "undone"))

    assert ANOTHER_DAY in (toast or "")
    assert (await alice.ask("/today")).does[0] == "undone"
