"""Every command and every message finds its answer; what needs none gets silence."""

import logging
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import pytest

from bot.chat.commands import COMMANDS
from bot.chat.from_update import request_of
from bot.chat.router import build, slow_down
from bot.sandbox import groups, people
from bot.sandbox.world import Body
from bot.services.people.subscriptions import Subscriptions
from bot.store.attempts import Attempt, AwayError, under
from bot.store.database import Database
from bot.store.subscribers import Status, Subscriber
from tests.chat.town import ALL_EXERCISES, Household, texts

LOST = (
    "Sorry, I didn't understand that. Try /today, /exercises or /help."
    " If something feels wrong: /safety"
)
BROKEN = "Something went wrong"


@pytest.fixture(autouse=True)
def _nothing_breaks(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Any:
    """Fail a test that left an error in the log, unless it is about one."""
    yield
    if "breaks" not in request.node.name:
        assert [record.getMessage() for record in caplog.get_records("call")] == []


# --- commands -------------------------------------------------------------------------------

OPENINGS = {
    "today": "Lunge stretch",
    "exercises": ALL_EXERCISES,
    "exercise": ALL_EXERCISES,
    "signs": "Signs",
    "safety": "",
    "about": "",
    "settings": "Your settings",
    "time": "When should I send it?",
    "timezone": "What time is it where you are?",
    "days": "Which days?",
    "language": "Language",
    "nudge": "Would you like a reminder?",
    "status": "Your exercises",
    "progress": "",
    "programme": "A programme for somebody you train",
    "pause": "Pause",
    "resume": "You don't have a pause set.",
    "start": "Welcome back!",
    "stop": "OK, I won't send any more.",
    "privacy": "Your data, in short",
    "mydata": "This is everything I keep about you",
    "delete": "Delete everything?",
    "help": "What I can do",
}


def test_each_command_has_an_opening_here() -> None:
    assert set(OPENINGS) == {command.name for command in COMMANDS}


@pytest.mark.parametrize("command", OPENINGS)
async def test_each_command_answers(household: Household, command: str) -> None:
    for written in (f"/{command}", f"/{command}@psoas_sandbox_bot", f"/{command.upper()}"):
        alice = await household.subscriber("Alice")
        answers = await household.hears(alice, written)

        assert answers
        assert answers[0].startswith(OPENINGS[command])
        assert not any(BROKEN in answer for answer in answers)


@pytest.mark.parametrize("command", OPENINGS)
async def test_each_command_answers_a_stranger(household: Household, command: str) -> None:
    answers = await household.hears(household.town.person("Bob"), f"/{command}")

    assert answers
    assert not any(BROKEN in answer for answer in answers)


# --- other messages -------------------------------------------------------------------------


async def test_a_sticker_gets_one_line(household: Household) -> None:
    alice = await household.subscriber("Alice")

    assert await household.told(alice, people.spoken(None, None, "💪")) == [LOST]


async def test_a_location_becomes_a_zone(household: Household) -> None:
    alice = await household.subscriber("Alice")
    place = {"latitude": 35.68, "longitude": 139.69}
    answers = await household.told(alice, {"location": place})

    assert answers[0] == "Thank you. Your time zone: Tokyo."
    assert "Tokyo time" in answers[1]


async def test_a_location_at_sea_has_an_answer(household: Household) -> None:
    alice = await household.subscriber("Alice")

    assert await household.told(alice, {"location": {"latitude": 0.0, "longitude": -30.0}})


SERVICE: list[Body] = [
    {"pinned_message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}},
    {"delete_chat_photo": True},
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
]


@pytest.mark.parametrize("service", SERVICE, ids=lambda service: next(iter(service)))
async def test_a_service_message_gets_silence(household: Household, service: Body) -> None:
    assert await household.told(await household.subscriber("Alice"), service) == []


async def test_an_edited_message_gets_silence(household: Household) -> None:
    alice = await household.subscriber("Alice")
    household.town.sandbox.world.updates.want(["message", "edited_message"])
    await household.hears(alice, "hello")
    said = texts(alice)
    first = next(iter(alice.posts))
    people.reword(household.town.sandbox.world, alice, first, "/stop")
    await household.answers()

    assert texts(alice) == ["/stop", *said[1:]]
    subscriber = await household.services.subscriptions.find(alice.id)
    assert subscriber
    assert subscriber.state == Status.ACTIVE


# --- what breaks ----------------------------------------------------------------------------


async def test_whatever_breaks_a_person_gets_a_kind_sentence(
    household: Household, caplog: pytest.LogCaptureFixture
) -> None:
    alice = await household.subscriber("Alice")
    broken = replace(household.services, practices=None)  # type: ignore[arg-type]
    household.application = build(household.town.bot, broken)
    await household.application.initialize()
    with caplog.at_level(logging.ERROR):
        answers = await household.hears(alice, "/today")

    assert answers == ["Something went wrong on my side. Please try again in a moment."]
    assert "handling an update failed" in caplog.text


class _Away(Subscriptions):
    """People in a database that is away."""

    async def unblock(self, chat_id: int, now: datetime) -> Subscriber | None:
        raise ConnectionRefusedError

    async def migrate(self, chat_id: int, new_chat_id: int) -> None:
        raise ConnectionRefusedError


@pytest.mark.parametrize("what", ["an unblocked bot", "a group that moved"])
async def test_an_update_is_handled_again_if_the_database_was_away(
    household: Household, database: Database, what: str
) -> None:
    alice, world = await household.subscriber("Alice"), household.town.sandbox.world
    if what == "an unblocked bot":
        people.stand(world, alice, "blocked")
        await household.answers()
        people.stand(world, alice, "member")
    else:
        group = groups.add_group(world, "Runners", "supergroup", {}, set())
        groups.migrate(world, group, alice)
    away = replace(household.services, subscriptions=_Away(database, time(8)))
    application = build(household.town.bot, away)
    await application.initialize()
    update, *_ = await household.town.bot.get_updates()

    with pytest.raises(AwayError), under(Attempt(1, update.update_id, "w", 0, is_last=False)):
        await application.process_update(update)


async def test_a_flood_gets_one_line(household: Household) -> None:
    alice = await household.subscriber("Alice")
    people.say(household.town.sandbox.world, alice, {"text": "hello"})
    (update,) = await household.town.bot.get_updates()
    await slow_down(household.services, update)

    assert texts(alice)[1:] == [
        "That was a lot at once. I've answered the first few. Please try again in a moment."
    ]
    request = request_of(household.services, update)
    assert request
    assert (request.chat_id, request.text, request.language) == (alice.id, "hello", "en")


async def test_deliveries_follow_the_language_of_a_persons_telegram(household: Household) -> None:
    alice = await household.subscriber("Alice")
    alice.language_code = "pt-BR"
    await household.hears(alice, "/help")

    assert (await household.services.subscriptions.require(alice.id)).language == "pt-br"
