"""Finding and reading: exercises by any name, signs, and the urgent warning signs."""

from bot.chat.commands import COMMANDS
from tests.flows.town import Person, Town
from tests.flows.wording import HURTS

TEN = [
    "Lunge stretch",
    "Floor bridge",
    "Sit-up",
    "Boat pose",
    "Leg lift",
    "Frankenstein walk",
    "Stability ball pass",
    "Kettlebell swing",
    "Leg swing",
    "Bulgarian split squat",
]


SIGN = "Lower-body pain"
NAMES = {
    "/exercise kettlebell": "Kettlebell swing",
    "/exercise KETTLEBELL!": "Kettlebell swing",
    "/exercise ketlebel": "Kettlebell swing",
    "/exercise bulgarian": "Bulgarian split squat",
    "/exercise situps": "Sit-up",
    "/exercise hip flexor stretch": "Lunge stretch",
    "/exercise\nlunge": "Lunge stretch",
    "/exercise@psoas_sandbox_bot lunge": "Lunge stretch",
    "/EXERCISE lunge": "Lunge stretch",
    "kettlebell": "Kettlebell swing",
    "boat pose": "Boat pose",
    "poor posture": "Poor posture",
}


async def test_a_name_finds_its_page(town: Town) -> None:
    found = {words: (await (await town.arrive("Alice")).ask(words)).title for words in NAMES}

    assert found == NAMES


async def test_a_name_of_two_asks_which(alice: Person) -> None:
    question = await alice.ask("/exercise swing")

    chosen = await alice.choose(question, "Leg swing")

    assert set(question.buttons) == {"Kettlebell swing", "Leg swing"}
    assert chosen.title == "Leg swing"


async def test_a_near_name_is_offered(alice: Person) -> None:
    question = await alice.ask("/exercise frankenstine")

    assert "Frankenstein walk" in {question.title, *question.buttons}


async def test_an_unknown_name_points_to_the_lists(alice: Person) -> None:
    answer = await alice.ask("/exercise xyzzy")

    assert "/exercises" in answer.text
    assert not answer.buttons


async def test_the_list_has_ten_buttons_that_open_ten_exercises(town: Town, alice: Person) -> None:
    everything = await alice.ask("/exercises")

    assert list(everything.buttons) == TEN
    for name in TEN:
        bob = await town.arrive("Bob")
        page = await bob.choose(await bob.ask("/exercise"), name)
        more = await bob.choose(page, "more")
        steps = await bob.choose(more, "steps")
        hurts = await bob.choose(page, "hurts")

        assert page.title == more.title == name
        assert (page.picture, steps.picture) == ("animation", "photo")
        assert hurts.text == HURTS


async def test_an_easier_and_a_harder_version_are_one_tap_away(alice: Person) -> None:
    more = await alice.choose(await alice.ask("/exercise leg lift"), "more")

    easier = await alice.choose(more, "version")

    assert easier.title == "Leg lift, knees bent"
    assert "done" in easier.does


async def test_from_signs_to_a_sign_to_urgent_warning_signs(alice: Person) -> None:
    signs = await alice.ask("/signs")
    sign = await alice.choose(signs, SIGN)
    safety = await alice.choose(sign, "safety")

    assert signs.does == ["safety", *["sign"] * 5]
    assert sign.title == SIGN
    assert safety.text == (await alice.ask("/safety")).text


async def test_each_sign_leads_to_exercises_that_may_suit(town: Town, alice: Person) -> None:
    _, *names = (await alice.ask("/signs")).buttons

    assert len(names) == 5
    for name in names:
        bob = await town.arrive("Bob")
        sign = await bob.choose(await bob.ask("/signs"), name)
        suits = [label for label in sign.buttons if label in TEN]

        assert sign.title == name
        assert sign.text.split("\n\n")[2].startswith("When to get help")
        if suits:  # breath and digestion are nothing to stretch away
            assert (await bob.choose(sign, suits[0])).title == suits[0]


async def test_pain_leads_to_the_urgent_warning_signs(alice: Person) -> None:
    hurts = await alice.choose(await alice.ask("/today"), "hurts")

    safety = await alice.choose(hurts, "safety")

    assert safety.text == (await alice.ask("/safety")).text


async def test_help_names_every_command_of_the_menu(alice: Person) -> None:
    menu = (await alice.town.ask("state"))["people"][0]["commands"]

    helped = await alice.ask("/help")

    assert len(menu) == len(COMMANDS)
    assert all(f"/{one['command']} – {one['description']}" in helped.text for one in menu)
