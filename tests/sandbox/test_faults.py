import asyncio
import time

import pytest
from aiohttp import ServerDisconnectedError

from tests.sandbox.desk import Body, Desk


async def send(desk: Desk, text: str = "x") -> tuple[int, Body]:
    return await desk.call("sendMessage", chat_id=desk.alice, text=text)


async def texts(desk: Desk) -> list[str]:
    answer = await desk.ask(f"people/{desk.alice}/messages")
    return [message["text"] for message in answer["messages"]]


async def test_a_fault_is_answered_as_often_as_ordered(desk: Desk) -> None:
    flood = {"status": 429, "description": "Too Many Requests: retry after 7"}
    await desk.ask("faults", flood | {"parameters": {"retry_after": 7}, "times": 2})

    answers = [await send(desk) for _ in range(3)]

    assert [status for status, _ in answers] == [429, 429, 200]
    assert answers[0][1]["parameters"] == {"retry_after": 7}
    assert answers[0][1]["description"] == "Too Many Requests: retry after 7"


async def test_a_fault_strikes_only_what_it_names(desk: Desk) -> None:
    bob = (await desk.ask("people", {"name": "Bob", "started": True}))["id"]
    await desk.ask("faults", {"method": "sendMessage", "chat_id": bob, "status": 500})

    await desk.succeed("getMe")
    assert (await send(desk))[0] == 200
    assert (await desk.call("sendMessage", chat_id=bob, text="x"))[0] == 500


@pytest.mark.parametrize(("drop", "arrived"), [("before", []), ("after", ["x"])])
async def test_a_dropped_call_may_have_acted(desk: Desk, drop: str, arrived: list[str]) -> None:
    await desk.ask("faults", {"method": "sendMessage", "drop": drop, "times": 1})

    with pytest.raises((ServerDisconnectedError, ConnectionResetError)):
        await send(desk)

    assert await texts(desk) == arrived


async def test_garbage_comes_as_it_was_ordered(desk: Desk) -> None:
    await desk.ask("faults", {"body": "<html>Bad Gateway", "status": 502})

    address = f"{desk.url}/bot{desk.sandbox.token}/getMe"
    async with desk.http.get(address) as answer:
        assert answer.status == 502
        assert await answer.text() == "<html>Bad Gateway"


async def test_a_delay_only_delays(desk: Desk) -> None:
    await desk.ask("faults", {"delay": 0.2})
    began = time.monotonic()

    assert (await send(desk))[0] == 200
    assert time.monotonic() - began >= 0.2


async def test_a_poll_is_struck_only_by_name(desk: Desk) -> None:
    await desk.ask("faults", {"status": 500})
    assert await desk.updates() == []
    assert (await send(desk))[0] == 500

    await desk.ask("faults", {"method": "getUpdates", "status": 502, "description": "Bad Gateway"})
    assert await desk.refuse("getUpdates") == "Bad Gateway"


async def test_the_limiter_counts_messages_in_a_sliding_second(desk: Desk) -> None:
    await desk.ask("faults", {"per_second": 3})

    answers = await asyncio.gather(*(send(desk) for _ in range(5)))

    assert sorted(status for status, _ in answers) == [200, 200, 200, 429, 429]
    assert max(answers, key=lambda answer: answer[0])[1]["parameters"] == {"retry_after": 1}


async def test_the_limiter_counts_each_chat_for_itself(desk: Desk) -> None:
    bob = (await desk.ask("people", {"name": "Bob", "started": True}))["id"]
    await desk.ask("faults", {"per_chat": 1})

    statuses = [
        (await desk.call("sendMessage", chat_id=chat, text="x"))[0]
        for chat in (desk.alice, bob, desk.alice)
    ]

    assert statuses == [200, 200, 429]


async def test_the_limiter_counts_the_minute_of_a_group(desk: Desk) -> None:
    members = {"title": "Us", "members": {desk.alice: "administrator"}}
    group = (await desk.ask("groups", members))["id"]
    await desk.ask(f"groups/{group}/bot", {"person": desk.alice, "role": "member"})
    await desk.ask("faults", {"per_group": 2})

    answers = [
        await desk.call("sendMessage", chat_id=chat, text="x")
        for chat in (group, group, desk.alice, desk.alice, desk.alice, group)
    ]

    assert [status for status, _ in answers] == [200] * 5 + [429]
    assert answers[-1][1]["parameters"]["retry_after"] > 50


async def test_clearing_ends_every_fault(desk: Desk) -> None:
    await desk.ask("faults", {"status": 500, "times": None})
    await desk.ask("faults", {"per_second": 1})
    assert (await send(desk))[0] == 500

    await desk.ask("faults", verb="DELETE")

    assert [(await send(desk))[0] for _ in range(3)] == [200, 200, 200]
