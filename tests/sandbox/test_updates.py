import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.updates import Updates
from tests.sandbox.desk import Desk

CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


async def test_an_update_comes_again_until_it_is_acknowledged(desk: Desk) -> None:
    await desk.say("one")
    await desk.say("two")

    first, second = await desk.updates()
    [again] = await desk.updates(limit=1)
    rest = await desk.updates(offset=first["update_id"] + 1)

    assert again == first
    assert rest == [second]
    assert await desk.updates(offset=second["update_id"] + 1) == []


async def test_a_sandbox_that_starts_again_numbers_its_updates_anew() -> None:
    numbers = set()
    for updates in (Updates(), Updates()):
        updates.push("message", {})
        numbers.add((await updates.first())["update_id"])

    assert len(numbers) == 2


async def test_a_poll_waits_for_an_update(desk: Desk) -> None:
    poll = asyncio.create_task(desk.updates(timeout=5))
    await asyncio.sleep(0.05)
    assert not poll.done()

    await desk.say("hello")

    [update] = await poll
    assert update["message"]["text"] == "hello"


async def test_a_poll_without_news_ends_with_nothing(desk: Desk) -> None:
    assert await desk.updates(timeout=0.05) == []


async def test_a_second_poll_ends_the_first(desk: Desk) -> None:
    first = asyncio.create_task(desk.refuse("getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(desk.updates(timeout=5))

    assert await first == CONFLICT
    await desk.say("hello")
    assert len(await second) == 1


async def test_a_webhook_and_polling_exclude_each_other(desk: Desk) -> None:
    await desk.succeed("setWebhook", url="https://example.org/hook", secret_token="s")

    assert "webhook is active" in await desk.refuse("getUpdates")
    info = await desk.succeed("getWebhookInfo")
    assert info["url"] == "https://example.org/hook"

    await desk.succeed("deleteWebhook", drop_pending_updates=True)
    assert await desk.updates() == []


async def test_only_wanted_updates_come(desk: Desk) -> None:
    await desk.updates(allowed_updates=["message"])
    await desk.ask(f"people/{desk.alice}/block", {})
    await desk.ask(f"people/{desk.alice}/unblock", {})
    await desk.say("hello")

    assert [list(update)[1] for update in await desk.updates()] == ["message"]


async def test_a_message_looks_like_telegrams(desk: Desk) -> None:
    await desk.say("/start deep")

    [update] = await desk.updates()
    message = update["message"]
    assert message["chat"] == {"id": desk.alice, "type": "private", "first_name": "Alice"}
    assert message["from"] == {
        "id": desk.alice,
        "is_bot": False,
        "first_name": "Alice",
        "language_code": "de",
    }
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert abs(message["date"] - desk.sandbox.clock().timestamp()) < 5


async def test_blocking_and_unblocking_are_told(desk: Desk) -> None:
    await desk.ask(f"people/{desk.alice}/block", {})
    await desk.ask(f"people/{desk.alice}/block", {})
    await desk.ask(f"people/{desk.alice}/unblock", {})

    changes = [update["my_chat_member"] for update in await desk.updates()]
    assert [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        for change in changes
    ] == [("member", "kicked"), ("kicked", "member")]


@pytest.mark.parametrize("text", ["Well done!", None])
async def test_a_press_returns_the_bots_answer(desk: Desk, text: str | None) -> None:
    markup = {"inline_keyboard": [[{"text": "Done", "callback_data": "done"}]]}
    message = await desk.succeed("sendMessage", chat_id=desk.alice, text="x", reply_markup=markup)
    press = {"message_id": message["message_id"], "data": "done"}
    tap = asyncio.create_task(desk.ask(f"people/{desk.alice}/taps", press))

    [update] = await desk.updates(timeout=5)
    query = update["callback_query"]
    assert query["message"] == message
    answer = {"callback_query_id": query["id"], "text": text, "show_alert": True}
    await desk.succeed("answerCallbackQuery", **answer)

    assert await tap == {
        "status": 200,
        "answered": True,
        "text": text,
        "show_alert": True,
        "url": None,
    }
    assert "query is too old" in await desk.refuse("answerCallbackQuery", **answer)


async def test_a_press_is_answered_in_time_or_not_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sandbox.people.ANSWER_WAIT", 0.05)
    message = await desk.succeed("sendMessage", chat_id=desk.alice, text="x")
    press = {"message_id": message["message_id"], "data": "forged"}

    assert await desk.ask(f"people/{desk.alice}/taps", press) == {"status": 200, "answered": False}

    [update] = await desk.updates()
    desk.sandbox.clock.skip_to(desk.sandbox.clock() + timedelta(minutes=1))
    query_id = update["callback_query"]["id"]
    assert await desk.refuse("answerCallbackQuery", callback_query_id=query_id) == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )
