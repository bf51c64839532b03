"""What nobody expects: floods, forged buttons, stickers, edits, groups and channels."""

import asyncio
import time

import pytest

from tests.flows.town import PATIENCE, Body, Person, Town
from tests.flows.wording import HELLO, LOST, NO_SUCH_COMMAND, NOT_YET, UNSUBSCRIBED

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
GROUP = {"id": -1_001_000, "type": "supergroup", "title": "Stretchers"}
CHANNEL = {"id": -1_002_000, "type": "channel", "title": "News"}

STRANGE = [
    "🦄",
    FAMILY * 50,
    "שלום, מה שלומך?",
    "\u202edrawkcab",
    "purple monkey dishwasher",
    "/",
    "<b>x</b>",
    "x" * 4096,
]
FORGED = [
    "",
    ":",
    "::::",
    "1",
    "1:",
    "1:done",
    "1:done:lunge",
    "1:done:lunge:20260230",
    "1:done:lunge:'; DROP TABLE subscribers; --",
    "1:done:../../etc/passwd:20260101",
    "1:undone:lunge:99999999",
    "1:wall:2575",
    "1:wall:٢٥٠٠",
    "1:zone:../../../etc/passwd",
    "1:zone:Mars/Olympus_Mons",
    "1:day:7",
    "1:day:-1",
    "1:day:²",
    "1:own:yacht",
    "1:version:lunge:__class__",
    "1:exercise:<b>",
    "1:sign:\u202eevil",
    "1:__init__",
    "2:today",
    "1:today:too:many:parts",
    "1:" + "x" * 62,
    "\0\x01\ud7ff",
    "💥" * 16,
]


async def test_every_forged_button_gets_a_kind_toast(alice: Person) -> None:
    settled = await alice.begins()

    for data in FORGED:
        toast = await alice.press(settled.id, data)

        assert "/today" in (toast or ""), data
    assert await alice.again(settled) == settled
    assert await alice.news() == []


async def test_a_button_of_somebody_who_never_started_says_how(alice: Person) -> None:
    helped = await alice.ask("/help")

    for data in ("1:wall:0700", "1:zone:Europe/London", "1:day:0:off", "1:settings"):
        await alice.press(helped.id, data)
        [answer] = await alice.news()

        assert answer.text == NOT_YET


@pytest.mark.parametrize("text", STRANGE)
async def test_what_is_not_understood_gets_one_helpful_line(alice: Person, text: str) -> None:
    answer = await alice.ask(text)

    assert answer.text == LOST


async def test_a_sticker_is_answered_in_kind_or_gets_the_same_line(alice: Person) -> None:
    [hello] = await alice.share(sticker="👋")
    [lost] = await alice.share(sticker="🦄")

    assert hello.text == HELLO
    assert lost.text == LOST


@pytest.mark.parametrize("command", ["/foo", "/exercisekettlebell", "/start@somebody_else"])
async def test_an_unknown_command_is_answered(alice: Person, command: str) -> None:
    answer = await alice.ask(command)

    assert answer.text == NO_SUCH_COMMAND


@pytest.mark.parametrize(
    "text", ["x" * 5000, "/exercise " + "ab " * 2000, "/timezone " + "é" * 5000, "9" * 5000]
)
async def test_five_thousand_characters_are_answered_at_once(alice: Person, text: str) -> None:
    await alice.begins()
    began = time.monotonic()

    [answer] = await alice.injects("message", text)

    assert len(answer.text) < 130
    assert time.monotonic() - began < 2


async def test_an_edited_message_is_met_with_silence(town: Town, alice: Person) -> None:
    number = await alice.write("/help")
    await alice.say("/help")

    await town.ask(f"people/{alice.id}/edits", {"message_id": number, "text": "/today"})

    assert await alice.injects("edited_message", "/today") == []
    assert len(await alice.messages()) == 2


async def test_a_channel_post_is_met_with_silence(town: Town, alice: Person) -> None:
    post = {"message_id": 1, "date": 1, "chat": CHANNEL, "text": "/today"}

    await town.inject(channel_post=post)
    await alice.ask("/help")

    assert await said_in(town, CHANNEL) == []


async def test_a_group_hears_how_to_begin_where_it_asks(town: Town, alice: Person) -> None:
    for text in ("/today", "hello", "/today@another_bot", "/today@psoas_sandbox_bot"):
        length = len(text) if text.startswith("/") else 0
        entity = {"type": "bot_command", "offset": 0, "length": length}
        heading = {"message_id": 1, "date": 1, "chat": GROUP, "from": alice.user}
        body = {"text": text, "entities": [entity] if length else []}
        await town.inject(message=heading | body)

    answers = await said_in(town, GROUP, at_least=1)

    assert answers == [UNSUBSCRIBED]


async def said_in(town: Town, chat: Body, at_least: int = 0) -> list[str]:
    """Return what the bot has said in a chat that no person owns."""
    until = time.monotonic() + PATIENCE
    while True:
        calls = (await town.ask("calls?method=sendMessage"))["calls"]
        texts = [one["params"]["text"] for one in calls if one["params"]["chat_id"] == chat["id"]]
        if len(texts) >= at_least or time.monotonic() > until:
            return texts
        await asyncio.sleep(0.02)
