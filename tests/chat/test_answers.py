"""The buttons under the day's exercise, as a person taps them."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.chat.cards.answers import tuned_line
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.coach.trainee import Tuning
from bot.services.people.answers import Tuned
from tests.chat.deck import TODAY
from tests.chat.todays_card import card, data, done, verbs
from tests.chat.town import Household, texts

LEG_LIFT = 3
"""The day of the plan that brings the first leg lift, in its easier version."""


@pytest.fixture(autouse=True)
def _nothing_breaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    errors = [one for one in caplog.get_records("call") if one.levelno >= logging.ERROR]
    assert [record.getMessage() for record in errors] == []


async def test_the_lead_and_done_come_first_and_nothing_is_missing(household: Household) -> None:
    alice = await household.subscriber("Alice")
    body, _about = await card(household, alice)

    shown = verbs(alice, body)
    assert shown == ["guide", "done", "later", "swap", "hurts", "more"]


@pytest.mark.parametrize("taps", [["later", "buttons"], ["done", "undone"]])
async def test_start_still_leads_through_the_version_on_the_card(
    household: Household, taps: list[str]
) -> None:
    alice = await household.subscriber("Alice")
    _body, about = await card(household, alice)
    slug = about.partition(":")[0]
    await household.tapped(alice, f"1:version:{slug}:easier")
    number = max(alice.posts)
    for verb in taps:
        shown = alice.posts[number].body
        chosen = next(one for one in data(shown) if one.split(":")[1] == verb)
        await household.tapped(alice, chosen, on=shown)

    start = next(one for one in data(alice.posts[number].body) if one.startswith("1:guide:"))
    assert start == f"1:guide:{about}:easier"


async def test_later_shows_times_and_brings_the_buttons_back(household: Household) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)
    await household.tapped(alice, f"1:later:{about}", on=body)
    offered = verbs(alice, body)
    await household.tapped(alice, f"1:buttons:{about}", on=body)

    assert set(offered) == {"wait", "buttons"}
    assert verbs(alice, body)[:2] == ["guide", "done"]


async def test_what_is_still_to_come_has_no_button_to_wait(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(7, 30), UTC))
    early, _about = await card(household, alice)
    clock.skip_to(clock() + timedelta(minutes=30))
    await household.delivers()
    come, _about = await card(household, alice)

    assert verbs(alice, early) == ["guide", "done", "swap", "hurts", "more"]
    assert "later" in verbs(alice, come)


async def test_a_later_is_promised_shown_and_taken_back(household: Household) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)
    promise = await household.tapped(alice, f"1:wait:{about}:30", on=body)
    waiting = verbs(alice, body)
    (status,) = await household.hears(alice, "/status")
    undone = await household.tapped(alice, f"1:undo:{about}:later", on=body)
    again = await household.tapped(alice, f"1:undo:{about}:later", on=body)

    assert promise["text"].startswith("OK, I'll send it again at ")
    assert waiting[:4] == ["guide", "done", "undo", "swap"]
    assert "Later, as you asked: " in status
    assert undone["text"] == "Undone."
    assert again["text"] == "Already undone."
    assert "later" in verbs(alice, body)


async def test_a_swap_sends_another_card_and_both_lead_back(household: Household) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)
    await household.tapped(alice, f"1:swap:{about}", on=body)
    other = list(alice.posts.values())[-1].body

    assert verbs(alice, body) == ["back", "hurts", "more"]
    assert done(other) != f"1:done:{about}"
    assert "undo" in verbs(alice, other)
    await household.tapped(alice, f"1:back:{about}", on=body)
    assert verbs(alice, body)[:2] == ["guide", "done"]
    assert max(alice.posts) == other["message_id"], "the first card is still there"

    await household.tapped(alice, f"1:swap:{about}", on=body)
    third = list(alice.posts.values())[-1].body
    undo = next(one for one in data(third) if one.endswith(":swap"))
    await household.tapped(alice, undo, on=third)
    assert done(list(alice.posts.values())[-1].body) == f"1:done:{about}"


@pytest.mark.parametrize(
    ("verb", "toast"),
    [
        ("hard", "OK. Next time you'll get the easier version and a shorter hold."),
        ("easy", "OK. Next time you'll get more sets."),
    ],
)
async def test_too_hard_and_too_easy_say_what_changes(
    household: Household, verb: str, toast: str
) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)

    for _ in range(2):
        assert (await household.tapped(alice, f"1:{verb}:{about}", on=body))["text"] == toast
    assert "undo" in verbs(alice, body)
    answer = await household.tapped(alice, f"1:undo:{about}:{verb}", on=body)
    assert answer["text"] == "Undone."
    assert "undo" not in verbs(alice, body)


@pytest.mark.parametrize(
    ("before", "now", "says"),
    [
        (0, -1, "OK. Next time you'll get a shorter hold."),
        (-4, -4, "This is already the gentlest version."),
    ],
)
def test_too_hard_under_the_easier_version_promises_it_not_again(
    library: Library, before: int, now: int, says: str
) -> None:
    tuned = Tuned(TODAY, Tuning(), Tuning(step=-1), before, now, version="easier")

    line = tuned_line(translator_for("en"), library, "lunge", tuned)

    assert line.startswith(says)


async def test_the_first_leg_lift_is_the_easier_one_already(household: Household) -> None:
    alice = await household.subscriber("Alice", position=LEG_LIFT)
    body, about = await card(household, alice)

    toast = (await household.tapped(alice, f"1:hard:{about}", on=body))["text"]

    assert "leg-lift" in about
    assert "version" not in toast or "already" in toast


@pytest.mark.parametrize("written", ["/today", "/exercise lunge"])
async def test_a_stranger_is_not_offered_to_move_anything(
    household: Household, written: str
) -> None:
    bob = household.town.person("Bob")
    await household.hears(bob, written)
    shown = set(verbs(bob, bob.posts[max(bob.posts)].body))

    assert {"done", "hurts", "more"} <= shown
    assert not shown & {"later", "swap"}


async def test_what_hurts_rests_and_says_when_to_get_help(household: Household) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)
    answer = await household.tapped(alice, f"1:hurts:{about}", on=body)
    page = list(alice.posts.values())[-1].body

    assert answer["text"] == "Paused for a week."
    assert "I won't send this until " in texts(alice)[-1]
    assert "/safety" in texts(alice)[-1]
    assert set(verbs(alice, page)) == {"safety", "exercises", "unhurt"}
    assert (await household.tapped(alice, f"1:unhurt:{about}", on=page))["text"] == "Undone."
    assert page["message_id"] in alice.posts
    assert texts(alice)[-1].startswith("Good. I'll keep sending it.")
    found = await household.services.subscriptions.find(alice.id)
    assert found
    assert not found.tuning


@pytest.mark.parametrize("written", ["/today", "/start"])
async def test_what_hurts_today_is_not_shown_again_but_another_is_offered(
    household: Household, written: str
) -> None:
    alice = await household.subscriber("Alice")
    clock = household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(days=1))
    await household.delivers()
    body, about = await card(household, alice)
    await household.tapped(alice, f"1:hurts:{about}", on=body)

    said = "\n".join(await household.hears(alice, written))
    page = next(one.body for one in alice.posts.values() if "I've paused" in str(one.body))

    assert "I've paused Floor bridge because it hurt. Tap “Swap” for another one." in said
    assert "1. " not in said, "no steps of what hurts"
    assert verbs(alice, page) == ["done", "undo", "swap", "more"]


async def test_easy_is_asked_under_the_third_done(household: Household) -> None:
    alice = await household.subscriber("Alice")
    body, about = await card(household, alice)
    now = household.town.sandbox.clock()
    for days in (2, 3):
        await household.services.practices.count(
            alice.id, about.split(":")[0], now, now.date() - timedelta(days=days)
        )
    await household.tapped(alice, f"1:done:{about}", on=body)

    assert verbs(alice, body)[:2] == ["undone", "easy"]


@pytest.mark.parametrize("is_asked_for", [False, True])
async def test_a_moved_card_loses_its_buttons_when_the_exercise_comes_again(
    household: Household, *, is_asked_for: bool
) -> None:
    alice, clock = await household.subscriber("Alice", weekly=False), household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(days=1))
    await household.delivers()
    if is_asked_for:
        await household.hears(alice, "/today")
    old = alice.posts[max(alice.posts)].body
    await household.tapped(alice, done(old).replace(":done:", ":wait:") + ":60", on=old)
    assert "undo" in verbs(alice, old)

    clock.skip_to(clock() + timedelta(hours=1))
    await household.delivers()
    new = alice.posts[max(alice.posts)].body
    assert new["message_id"] > old["message_id"]
    assert verbs(alice, old) == []
    assert "done" in verbs(alice, new)
