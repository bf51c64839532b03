"""What people ask about their own body and practice: who takes care, how often, which side."""

import pytest

from bot.coach.sheets import Avoided
from tests.chat.todays_card import card, data, verbs
from tests.chat.town import Household, texts

pytestmark = pytest.mark.usefixtures("_nothing_breaks")


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("is this right for me?", "Gentle exercise is fine for most people"),
        ("stiff hips from sitting, what should I do?", "Sitting for long hours is linked"),
        ("how often should I do this?", "Once a day is plenty"),
        ("can I do it twice a day", "Once a day is plenty"),
        ("how long until it helps", "Regular practice usually"),
        ("which side do I start with", "Do both sides"),
        ("do I do both sides or just the tight one", "Do both sides"),
        ("my knee clicks", "A joint that clicks without pain"),
        ("ice or heat?", "On a fresh strain"),
        ("can I take ibuprofen", "I can't advise you on medicines"),
        ("where is my video", "The video is above the exercise"),
        ("where should I feel it?", "I can't see how you're doing it"),
        ("best time of day?", "Any time that you can keep to"),
        ("I'm late", "No problem. Today's exercise still counts after midnight, until 03:00"),
        ("can I do two", "Once a day is plenty"),
        ("can I add you to our work group chat", "Yes. Add me to your group"),
        ("know any decent trainers round leeds", "I don't know any trainers"),
        ("what weight kettlebell should I get", "Start light"),
        ("clocks go back sunday, will it still come at 8", "When the clocks change"),
        ("can tight hips make you bloated", "Digestive trouble"),
        ("my posture's awful from the desk, is that a psoas thing", "Poor posture"),
        ("do I need to warm up first?", "Before you hold a stretch, warm up"),
        ("should I do it before or after my run", "Before a run, warm up with moving stretches"),
        ("am I meant to hold my breath?", "Keep breathing the whole time"),
        ("is it normal to be sore the next day?", "Your muscles may be sore for a few days"),
        ("how high should I lift? I get cramp in my hamstring", "Cramp? Lower your leg"),
        ("it doesn't hurt, I just feel a pull. ok?", "A mild pull in the muscle"),
        ("Is this free?", "It's free"),
        ("I have arthritis in my hip", "Do any of these apply to you?"),
    ],
)
async def test_a_question_about_one_s_body_gets_a_short_answer(
    household: Household, text: str, opening: str
) -> None:
    alice, bob = await household.subscriber("Alice"), household.town.person("Bob")

    assert (await household.hears(alice, text))[0].startswith(opening)
    if "arthritis" not in text:
        assert (await household.hears(bob, text))[0].startswith(opening)


async def test_whether_it_is_safe_is_answered_by_who_should_ask_first(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    (answer,) = await household.hears(alice, "is it safe for me")

    assert "Ask a health professional first" in answer
    assert "If you're pregnant" in answer
    assert verbs(alice, alice.posts[max(alice.posts)].body) == ["health", "safety"]


async def test_stiff_hips_are_offered_only_what_suits(household: Household) -> None:
    alice = await household.subscriber("Alice", flags=frozenset({"hip-front"}))
    bob = await household.subscriber("Bob")
    for person in (alice, bob):
        await household.hears(person, "my hips feel tight")
    offered = [data(person.posts[max(person.posts)].body) for person in (bob, alice)]

    assert offered == [["1:exercise:lunge", "1:exercise:leg-swing"], []]


async def test_the_health_questions_say_what_to_do_with_arthritis(household: Household) -> None:
    alice = await household.subscriber("Alice")
    (answer,) = await household.hears(alice, "arthritis")

    assert "Arthritis in a hip or knee? Gentle movement may help." in answer


async def test_who_avoids_kneeling_sees_the_version_without_it_from_then_on(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)
    await household.tapped(alice, f"1:wait:{about}:30", on=body)  # from now on it was given
    before = (await household.hears(alice, "/today"))[-1]

    now = household.town.sandbox.clock()
    await household.services.preferences.set_avoided(alice.id, Avoided.KNEELING, now, on=True)
    shown = [(await household.hears(alice, text))[-1] for text in ("/today", "lunge stretch")]
    await household.tapped(alice, "1:version:lunge:harder")

    name = "Lunge stretch, standing\n"
    assert [one.startswith(name) for one in (before, *shown)] == [False, True, True]
    assert not texts(alice)[-1].startswith(name), "a version that somebody asks for is shown"
