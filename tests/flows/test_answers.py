"""How it went, another time, another exercise, what fits, a pause: as a subscriber lives it."""

from datetime import timedelta

from tests.flows.telegram import Books
from tests.flows.town import Person, Town


async def test_what_is_asked_for_later_comes_again_once_and_aloud(
    town: Town, alice: Person, ledger: Books
) -> None:
    await alice.begins()
    await town.skip()
    card = await alice.receives()
    assert await ledger.stands(alice, "sent")

    times = await alice.choose(card, "Later")
    asked = await town.now()
    promise = await alice.tap(times, "In 2 hours")
    status = await alice.ask("/status")
    await town.skip()
    again = await alice.receives()

    assert set(times.does) == {"wait", "buttons"}
    assert "I'll send it again at " in (promise or "")
    assert card.title in status.text
    assert (again.title, again.silent) == (card.title, False)
    assert again.at - asked >= timedelta(hours=1, minutes=59)
    assert await ledger.stands(alice, "sent")


async def test_what_is_done_before_its_hour_does_not_come_unless_it_is_taken_back(
    town: Town, alice: Person, bob: Person
) -> None:
    for person in (alice, bob):
        await person.begins()
    await town.skip()
    for person in (alice, bob):
        await person.receives()
    hour = (await town.now()).replace(minute=0, second=0) + timedelta(days=1)
    await town.skip_to(hour - timedelta(hours=2))
    hers, his = await alice.ask("/today"), await bob.ask("/today")
    for person, card in ((alice, hers), (bob, his)):
        await person.choose(card, "done")
    await bob.choose(await bob.again(his), "undone")
    status = await alice.ask("/status")

    await town.skip_to(hour)
    assert (await bob.receives()).title == his.title
    await town.skip()
    following = await alice.receives()

    assert following.at - hour > timedelta(hours=23)
    assert f"{following.at.day} " in status.text.splitlines()[-1]


async def test_a_heart_on_the_days_message_counts_and_is_answered_once(
    town: Town, alice: Person, ledger: Books
) -> None:
    await alice.begins()
    await town.skip()
    card = await alice.receives()
    assert await ledger.stands(alice, "sent")

    await alice.react(card, "❤")
    praise = await alice.receives()
    await alice.react(card, None)
    await alice.react(card, "👍")
    progress = await alice.ask("/progress")

    assert praise.title == "Well done! That's today done."
    assert "Streak: 1 day" in progress.text


async def test_a_swap_changes_today_and_goes_back(
    town: Town, alice: Person, ledger: Books
) -> None:
    await alice.begins()
    await town.skip()
    card = await alice.receives()
    assert await ledger.stands(alice, "sent")

    other = await alice.choose(card, "Swap")
    today = await alice.ask("/today")
    first = await alice.choose(today, f"↩ {card.title} instead")

    assert other.title == today.title != card.title
    assert (first.title, first.picture) == (card.title, card.picture)


async def test_what_hurts_rests_and_what_one_avoids_is_left_out(town: Town, alice: Person) -> None:
    settled = await alice.begins()
    await town.skip()
    card = await alice.receives()
    await alice.choose(card, "It hurts")
    fits = await alice.choose(await alice.choose(settled, "settings"), "fit")
    positions = await alice.choose(await alice.choose(fits, "positions"), "○ kneeling")
    health = await alice.choose(await alice.choose(positions, "fit"), "health")
    flagged = await alice.choose(health, "○ pregnant")
    left_out = await alice.choose(flagged, "fit")

    assert "✓ pregnant" in flagged.buttons
    assert f"{card.title}: paused until " in left_out.text
    assert "Boat pose: you said “pregnant”" in left_out.text
    given = []
    for _ in range(5):
        await town.skip()
        given.append(await alice.receives())
    assert all(one.title not in {card.title, "Boat pose"} for one in given)
    assert any("Pregnant?" in one.text for one in given)


async def test_a_pause_is_quiet_and_ends_by_itself(town: Town, alice: Person) -> None:
    settled = await alice.begins()
    await town.skip()
    await alice.receives()
    pause = await alice.choose(await alice.ask("/pause"), "3 days")
    status = await alice.ask("/status")
    await town.skip()
    await alice.receives()

    assert pause.instants == (settled.instants[0] + timedelta(days=4),)
    assert "Paused until " in status.text
    assert await town.now() >= pause.instants[0]
    assert "Paused" not in (await alice.ask("/status")).text
