"""A trainer's list by link, and the month in which it was done."""

import re

from tests.flows.town import Person, Said, Town


async def made(trainer: Person) -> Said:
    """Make a list of two: the leg swing, then the lunge three times on the left."""
    desk = await trainer.ask("/programme")
    picked = ("○ Leg swing", "○ Lunge stretch", "Sets and sides", "2 Lunge stretch")
    for label in (*picked, "3 sets", "left side", "‹ Programme", "‹ Exercises"):
        desk = await trainer.choose(desk, label)
    return await trainer.choose(desk, "Get the link")


async def test_a_trainers_list_is_opened_by_another_and_trained_in_its_order(
    town: Town, alice: Person, bob: Person
) -> None:
    await bob.begins()
    link = await made(alice)
    payload = re.search(r"\?start=(\S+)", link.text)
    assert payload
    assert link.picture == "photo"

    question = await bob.ask(f"/start {payload[1]}")
    accepted = await bob.choose(question, "train")
    await town.skip()
    first = await bob.receives()
    await bob.tap(first, "done")
    await town.skip()
    second = await bob.receives()

    assert accepted.id == question.id
    assert first.title == "Leg swing"
    assert second.title == "Lunge stretch"
    assert "3 times. Left foot back only." in second.text
    assert (await bob.ask("/today")).text == second.text

    month = await bob.ask("/progress")

    assert month.picture == "photo"
    assert "total: 1 day" in month.text
    assert "Leg swing ×1" in month.text or "‹" in "".join(month.buttons)


async def test_a_cut_link_is_told_from_a_whole_one(alice: Person, bob: Person) -> None:
    payload = re.search(r"\?start=(\S+)", (await made(alice)).text)
    assert payload

    answer = await bob.ask(f"/start {payload[1][:-1]}")

    assert answer.text.startswith("This link is broken")
    assert not answer.buttons


async def test_leaving_the_list_brings_the_plan_back(
    town: Town, alice: Person, bob: Person
) -> None:
    await bob.begins()
    payload = re.search(r"\?start=(\S+)", (await made(alice)).text)
    assert payload
    await bob.choose(await bob.ask(f"/start {payload[1]}"), "train")

    settings = await bob.ask("/settings")
    left = await bob.choose(await bob.choose(settings, "programme"), "leave")
    await town.skip()

    assert "programme" not in left.does
    assert (await bob.receives()).title not in ("Leg swing", "Lunge stretch")
