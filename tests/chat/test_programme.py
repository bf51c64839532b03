"""/programme: a list made by buttons, its link, and whoever opens it."""

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.cards.programme import EMPTY, PICK, builder_card
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.coach.programme import read, write
from bot.sandbox.world import Body, Chat
from bot.store.subscribers import Status
from tests.chat.town import Household, texts

_ = translator_for("en")
BROKEN = "This link is broken"
OFFER = "A trainer made this programme for you"


def shown(person: Chat) -> Body:
    """Return the last message."""
    return list(person.posts.values())[-1].body


def buttons(body: Body) -> dict[str, Any]:
    return {
        one["text"]: one.get("callback_data") or one
        for row in body.get("reply_markup", {}).get("inline_keyboard", [])
        for one in row
    }


async def taps(household: Household, person: Chat, *labels: str) -> Body:
    """Press buttons of the last message one after the other; return the last message."""
    for label in labels:
        body = shown(person)
        await household.tapped(person, buttons(body)[label], body)
    return shown(person)


@pytest.fixture
async def trainer(household: Household) -> Chat:
    """Return a trainer who does not even subscribe."""
    trainer = household.town.person("Tess")
    await household.hears(trainer, "/programme")
    return trainer


@pytest.fixture
async def payload(household: Household, trainer: Chat) -> str:
    """Return what a link carries: the lunge on the left, then the leg swing."""
    picked = ("○ Lunge stretch", "○ Leg swing", "Sets and sides", "1 Lunge stretch")
    said = ("3 sets", "left side", "‹ Programme", "‹ Exercises", "Get the link")
    body = await taps(household, trainer, *picked, *said)
    found = re.search(r"\?start=(\S+)", body["caption"])
    assert found
    return found[1]


async def test_a_list_is_made_in_one_message(household: Household, trainer: Chat) -> None:
    before = len(trainer.posts)
    body = await taps(household, trainer, "○ Leg swing", "○ Lunge stretch", "Days", "✓ Wed")

    assert len(trainer.posts) == before
    assert "1. Leg swing: 1 set · each side\n2. Lunge stretch: 2 sets" in body["text"]
    assert "Days: Mon and Fri" in body["text"]


async def test_an_exercise_is_taken_out_again(household: Household, trainer: Chat) -> None:
    body = await taps(household, trainer, "○ Leg swing", "○ Lunge stretch", "1 Leg swing")

    assert "1. Lunge stretch: 2 sets" in body["text"]
    assert "Leg swing" not in body["text"]


async def test_only_what_has_sides_asks_for_one(household: Household, trainer: Chat) -> None:
    await taps(household, trainer, "○ Floor bridge", "○ Lunge stretch", "Sets and sides")
    body = await taps(household, trainer, "1 Floor bridge")
    assert "left side" not in buttons(body)

    body = await taps(household, trainer, "‹ Programme", "2 Lunge stretch", "right side")
    assert "✓ right side" in buttons(body)


async def test_without_exercises_or_days_there_is_no_link(
    household: Household, trainer: Chat
) -> None:
    assert "Get the link" not in buttons(shown(trainer))
    without_days = ("○ Lunge stretch", "Days", "✓ Mon", "✓ Wed", "✓ Fri", "‹ Exercises")
    body = await taps(household, trainer, *without_days)

    assert "Get the link" not in buttons(body)
    assert "Days: none yet" in body["text"]


async def test_the_link_can_be_copied_and_scanned(
    household: Household, trainer: Chat, payload: str
) -> None:
    body = shown(trainer)
    url = f"https://t.me/{household.town.bot.username}?start={payload}"

    assert "photo" in body
    assert url in body["caption"]
    assert buttons(body)["Copy the link"]["copy_text"] == {"text": url}
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert household.town.bot.token not in body["caption"]


async def test_who_opens_it_is_asked_and_says_yes(household: Household, payload: str) -> None:
    alice = await household.subscriber("Alice")
    (question,) = await household.hears(alice, f"/start {payload}")
    assert question.startswith(OFFER)
    assert "1. Lunge stretch: 3 sets · left side" in question

    body = await taps(household, alice, "Yes, follow it")

    assert "You're now following this programme" in body["text"]
    assert "reply_markup" not in body
    person = await household.services.subscriptions.find(alice.id)
    assert person
    assert person.weekdays == {0, 2, 4}
    today = await household.hears(alice, "/today")
    assert "3 times. Left foot back only." in today[-1]
    assert "Where the steps say to switch, stay on this side." in today[-1]
    assert (await household.hears(alice, f"/start {payload}"))[0].startswith(
        "You're already following this programme"
    )


async def test_a_day_that_somebody_added_goes_with_the_next_list_and_they_are_told(
    household: Household, payload: str
) -> None:
    alice = await household.subscriber("Alice", weekdays=frozenset({0, 2, 4, 5}), programme="AQ")
    await household.hears(alice, f"/start {payload}")

    body = await taps(household, alice, "Yes, follow it")

    assert "Your days now: Mon, Wed and Fri" in body["text"]


async def test_who_says_no_keeps_what_they_have(household: Household, payload: str) -> None:
    alice = await household.subscriber("Alice")
    before = await household.services.subscriptions.find(alice.id)
    await household.hears(alice, f"/start {payload}")

    body = await taps(household, alice, "No, keep mine")

    assert "nothing changes" in body["text"]
    assert await household.services.subscriptions.find(alice.id) == before
    assert len(texts(alice)) == 2


@pytest.mark.parametrize("answer", ["Yes, follow it", "No, keep mine"])
async def test_a_newcomer_is_asked_first_and_greeted_then(
    household: Household, payload: str, answer: str
) -> None:
    bob = household.town.person("Bob")
    assert len(await household.hears(bob, f"/start {payload}")) == 1
    assert await household.services.subscriptions.find(bob.id) is None

    await taps(household, bob, answer)
    assert texts(bob)[-1].startswith("Hello!")
    await household.tapped(bob, "1:screened")

    said = texts(bob)
    assert said[-1].startswith("What time is it where you are?")
    person = await household.services.subscriptions.find(bob.id)
    assert person
    assert person.state == Status.ACTIVE
    assert bool(person.programme) == answer.startswith("Yes")


async def test_a_newcomer_on_a_day_off_gets_the_first_exercise_as_todays(
    household: Household, payload: str
) -> None:
    """It is Monday in London, and Sunday where the bot guesses that they are."""
    clock = household.town.sandbox.clock
    monday = clock() + timedelta(days=7 - clock().weekday())
    clock.skip_to(monday.replace(hour=4, minute=54))
    bob = household.town.person("Bob")
    await household.hears(bob, f"/start {payload}")
    await taps(household, bob, "Yes, follow it")
    await household.tapped(bob, "1:screened")

    _link, accepted, hello, exercise, _zone = texts(bob)
    assert "Next:" not in accepted
    assert "Here's today's." in hello
    assert exercise.startswith("Lunge stretch")
    await household.tapped(bob, "1:zone:Europe/London")
    (again,) = await household.hears(bob, "/today")
    assert again.startswith("Lunge stretch")


async def test_who_had_stopped_comes_back_by_a_list(household: Household, payload: str) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/stop")
    await household.hears(alice, f"/start {payload}")

    await taps(household, alice, "Yes, follow it")

    assert any("Welcome back" in text for text in texts(alice))
    person = await household.services.subscriptions.find(alice.id)
    assert person
    assert person.next_due_at


async def test_a_cut_or_forged_link_is_answered_kindly(household: Household, payload: str) -> None:
    bob = household.town.person("Bob")
    swapped = payload[:5] + ("A" if payload[5] != "A" else "B") + payload[6:]
    for broken in (payload[:-1], payload[:10], "p1_", swapped, payload + "A", "p1_" + "A" * 61):
        (said,) = await household.hears(bob, f"/start {broken}")

        assert said.startswith(BROKEN), broken
    assert await household.services.subscriptions.find(bob.id) is None


async def test_a_start_with_anything_else_is_a_plain_start(household: Household) -> None:
    bob = household.town.person("Bob")

    assert (await household.hears(bob, "/start friend"))[0].startswith("Hello!")


async def test_the_settings_show_the_list_and_let_it_go(
    household: Household, payload: str
) -> None:
    alice = await household.subscriber("Alice", position=5)
    await household.hears(alice, f"/start {payload}")
    await taps(household, alice, "Yes, follow it")
    (settings,) = await household.hears(alice, "/settings")
    assert "Programme: your trainer's" in settings

    body = await taps(household, alice, "Trainer's programme")
    assert "1. Lunge stretch: 3 sets · left side" in body["text"]
    leave = buttons(body)["Leave this programme"]
    toast = await household.tapped(alice, leave, body)

    assert toast["text"] == "You're back on the usual plan.\nYour days now: Mon, Wed and Fri"
    assert "trainer" not in shown(alice)["text"]
    person = await household.services.subscriptions.find(alice.id)
    assert person
    assert (person.programme, person.position) == (None, 6)  # /start has shown that of 5


FORGED = ["1:build:pick:", "1:build:x:AQ", "1:build:9:AQ", "1:build:pick:AQE", "1:build:٣:AQ"]
FORGED += ["1:link:AQ", "1:link:", "1:train:p1_x", "1:train:", "1:build:pick:" + "A" * 40]


@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_button_changes_nothing(household: Household, data: str) -> None:
    alice = await household.subscriber("Alice")
    before = await household.services.subscriptions.find(alice.id)

    answer = await household.tapped(alice, data)

    assert answer["answered"]
    assert (answer["text"] or "").startswith("That button has expired")
    assert await household.services.subscriptions.find(alice.id) == before


def test_every_tap_leads_to_a_list_that_reads_back(library: Library) -> None:
    """Whichever buttons are pressed, in any order, for five taps."""
    screens, seen = [(PICK, write(library, EMPTY))], set()
    for _tap in range(5):
        following = []
        for screen, code in screens:
            found = read(library, code)
            assert found
            card = builder_card(_, library, found.programme, screen)
            assert card
            for row in card.markup.inline_keyboard[:4]:  # type: ignore[union-attr]
                for one in row[:2]:
                    _version, verb, *args = str(one.callback_data).split(":")
                    if verb == "build" and tuple(args) not in seen:
                        seen.add(tuple(args))
                        following.append((args[0], args[1]))
        screens = following
    assert len(seen) > 100
