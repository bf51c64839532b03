"""/broadcast: only operators, shown before it goes, said to nobody twice, stopped by a button."""

from datetime import timedelta
from typing import Any

import pytest

from bot.chat.broadcast_ticker import BroadcastTicker
from bot.chat.carriers import MessageCarrier
from bot.chat.commands import COMMANDS, OPERATOR_COMMANDS
from bot.chat.profile import introduce
from bot.coach.languages import Languages
from bot.coach.library import Library
from bot.sandbox.profile import commands_for
from bot.sandbox.world import Chat, Post
from bot.services.operators.broadcasts import TOLD_EVERY
from bot.store.database import Database
from tests.chat.town import Household, Town, texts

UNKNOWN = "I don't know that command."
OLD = "That button has expired. /today shows a new one."


@pytest.fixture
def operator(town: Town) -> Chat:
    return town.person("Olga")


@pytest.fixture
async def office(town: Town, operator: Chat, sqlite: Database, library: Library) -> Household:
    """Return a household in which Olga is the operator."""
    return await Household.settled(town, sqlite, library, operator.id)


def formatted(text: str, *entities: dict[str, Any]) -> dict[str, Any]:
    """Return a message with a command at its beginning, and formatting."""
    command = {"type": "bot_command", "offset": 0, "length": len("/broadcast")}
    return {"text": text, "entities": [command, *entities]}


def last(chat: Chat) -> Post:
    return next(reversed(chat.posts.values()))


def button(chat: Chat, label: str) -> str:
    rows = last(chat).body["reply_markup"]["inline_keyboard"]
    return str(next(one["callback_data"] for row in rows for one in row if one["text"] == label))


class Clock:
    """A clock for the tick, moved by hand."""

    def __init__(self, household: Household) -> None:
        self.now = household.town.sandbox.clock()

    def __call__(self) -> Any:
        return self.now


async def round_(household: Household, clock: Clock) -> None:
    """Let the tick write, its deliveries leave, and the operator hear of it."""
    ledger, carrier = (
        household.services.deliveries,
        MessageCarrier(household.services.messenger, Languages()),
    )
    ticker = BroadcastTicker(household.services.broadcasts, household.services.messenger, clock)
    await ticker.tick()
    departed = await ledger.depart(await ledger.claim(clock.now, 100), clock.now)
    results = [(parcel, await carrier.deliver(parcel)) for parcel in departed]
    await ledger.settle(results, clock.now)
    clock.now += TOLD_EVERY
    await ticker.tick()


# --- who may --------------------------------------------------------------------------------


async def test_nobody_else_knows_of_it(office: Household) -> None:
    bob = await office.subscriber("Bob")
    for written in ("/broadcast", "/broadcast Hello"):
        assert (await office.hears(bob, written))[0].startswith(UNKNOWN)
    assert "/broadcast" not in (await office.hears(bob, "/help"))[0]


async def test_nobody_else_can_send_or_stop_it(office: Household, operator: Chat) -> None:
    bob = await office.subscriber("Bob")
    await office.hears(operator, "/broadcast Hello")
    send = button(operator, "Send it")

    assert (await office.tapped(bob, send))["text"] == OLD
    await office.tapped(operator, send)
    assert (await office.tapped(bob, send.replace("send", "stop")))["text"] == OLD
    assert "is being sent" in texts(operator)[-1]


async def test_only_operators_have_it_in_their_menu(town: Town, operator: Chat) -> None:
    await introduce(town.bot, Languages(), [operator.id, 999])
    once = len(town.calls("setMyCommands"))
    await introduce(town.bot, Languages(), [operator.id, 999])

    bob = town.person("Bob")
    names = [command.name for command in (*COMMANDS, *OPERATOR_COMMANDS)]
    assert [one["command"] for one in commands_for(town.sandbox.world, operator)] == names
    assert "broadcast" not in str(commands_for(town.sandbox.world, bob))
    assert len(town.calls("setMyCommands")) == once


# --- what it says ---------------------------------------------------------------------------


async def test_the_preview_looks_as_it_will_and_counts_the_people(
    office: Household, operator: Chat
) -> None:
    for name in ("Alice", "Bob"):
        await office.subscriber(name)
    bold = {"type": "bold", "offset": len("/broadcast "), "length": 4}
    link = {"type": "text_link", "offset": 16, "length": 4, "url": "https://example.org/a?b&c"}

    preview, question = await office.told(
        operator, formatted("/broadcast News here: 1 < 2 & <b>", bold, link)
    )

    shown = [post.body for post in operator.posts.values()][-2]
    assert preview == "News here: 1 < 2 & <b>"
    assert [(one["type"], one["offset"], one["length"]) for one in shown["entities"]] == [
        ("bold", 0, 4),
        ("text_link", 5, 4),
    ]
    assert "It will go to 2 people." in question


async def test_formatting_over_the_command_holds_for_the_rest(
    office: Household, operator: Chat
) -> None:
    everything = {"type": "italic", "offset": 0, "length": len("/broadcast Hello 😀 you") + 1}

    await office.told(operator, formatted("/broadcast Hello 😀 you", everything))

    shown = [post.body for post in operator.posts.values()][-2]
    assert [(one["offset"], one["length"]) for one in shown["entities"]] == [(0, 12)]


async def test_the_words_may_come_in_the_next_message(office: Household, operator: Chat) -> None:
    [question] = await office.hears(operator, "/broadcast")
    preview, _confirm = await office.hears(operator, "today")
    after = await office.hears(operator, "today")

    assert question.startswith("Send the message just")
    assert preview == "today"
    assert after[0].startswith("Lunge stretch")


@pytest.mark.parametrize("command", ["/help", "/stats", "/nonsense", "/cancel"])
async def test_any_other_command_ends_the_wait_for_the_words(
    office: Household, operator: Chat, command: str
) -> None:
    await office.hears(operator, "/broadcast")
    await office.hears(operator, command)

    assert (await office.hears(operator, "today"))[0].startswith("Lunge stretch")


async def test_a_button_cancels_it_before_the_words_and_a_command_even_after_them(
    office: Household, operator: Chat
) -> None:
    await office.hears(operator, "/broadcast")
    await office.tapped(operator, button(operator, "Cancel"))
    cancelled = texts(operator)[-1]
    after = await office.hears(operator, "today")

    await office.hears(operator, "/broadcast Hello")
    send = button(operator, "Send it")
    answer = await office.hears(operator, "/cancel")

    assert cancelled == "Not sent."
    assert after[0].startswith("Lunge stretch")
    assert answer == ["Not sent."]
    assert (await office.tapped(operator, send))["text"] == OLD


async def test_a_preview_outlives_other_commands(office: Household, operator: Chat) -> None:
    await office.hears(operator, "/broadcast Hello")
    send = button(operator, "Send it")
    await office.hears(operator, "/help")

    await office.tapped(operator, send)
    assert "is being sent" in str([post.body for post in operator.posts.values()])


# --- on its way -----------------------------------------------------------------------------


async def test_a_broadcast_goes_to_everybody_and_the_operator_sees_how_far(
    office: Household, operator: Chat
) -> None:
    people = [await office.subscriber(name) for name in ("Alice", "Bob", "Charlie")]
    await office.hears(operator, "/broadcast Hello all")
    clock = Clock(office)
    await office.tapped(operator, button(operator, "Send it"))
    started = texts(operator)[-1]
    for _tick in range(3):
        await round_(office, clock)

    assert "Still to send: 3" in started
    assert [texts(chat).count("Hello all") for chat in people] == [1, 1, 1]
    assert texts(operator)[-1].startswith("The broadcast has finished")
    assert "reply_markup" not in last(operator).body


async def test_who_is_gone_counts_as_failed(office: Household, operator: Chat) -> None:
    await office.subscriber("Alice")
    await office.subscriber("Bob")
    await office.hears(operator, "/broadcast Hello all")
    await office.tapped(operator, button(operator, "Send it"))
    office.town.refuse(403, "Forbidden: bot was blocked by the user")
    clock = Clock(office)
    for _tick in range(3):
        await round_(office, clock)

    assert texts(operator)[-1].splitlines()[1:] == ["Sent: 1", "Still to send: 0", "Failed: 1"]


async def test_send_twice_and_send_after_no_do_nothing(office: Household, operator: Chat) -> None:
    alice = await office.subscriber("Alice")
    await office.hears(operator, "/broadcast Hello")
    send = button(operator, "Send it")
    for _tap in range(2):
        await office.tapped(operator, send)
    await office.hears(operator, "/broadcast Bye")
    no = button(operator, "Don't send")
    await office.tapped(operator, no)
    late = await office.tapped(operator, no.replace(":no:", ":send:"))
    clock = Clock(office)
    for _tick in range(3):
        await round_(office, clock)

    assert late["text"] == OLD
    assert texts(alice).count("Hello") == 1
    assert texts(alice).count("Bye") == 0


async def test_stop_ends_it(office: Household, operator: Chat) -> None:
    alice = await office.subscriber("Alice")
    await office.hears(operator, "/broadcast Hello")
    await office.tapped(operator, button(operator, "Send it"))
    await office.tapped(operator, button(operator, "Stop"))
    clock = Clock(office)
    clock.now += timedelta(seconds=1)
    await round_(office, clock)

    assert texts(operator)[-1].startswith("The broadcast was stopped")
    assert "Hello" not in texts(alice)
