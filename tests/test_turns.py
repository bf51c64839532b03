"""Turns come in order, the urgent first, and none is lost with who waited for it."""

import asyncio

from bot.turns import Turns


async def line_up(turns: Turns, *names: str) -> tuple[list[str], list[asyncio.Task[None]]]:
    """Let some wait for a turn, those in capitals urgently."""
    order: list[str] = []

    async def act(name: str) -> None:
        async with turns.take(urgent=name.isupper()):
            order.append(name)
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(act(name)) for name in names]
    await asyncio.sleep(0)
    return order, tasks


async def test_the_urgent_pass_the_others_and_each_kind_keeps_its_order() -> None:
    turns = Turns()
    async with turns.take():
        order, tasks = await line_up(turns, "a", "b", "C", "D")
    await asyncio.gather(*tasks)

    assert order == ["C", "D", "a", "b"]


async def test_who_gave_a_turn_up_for_a_while_goes_on_before_all_who_wait() -> None:
    turns = Turns()
    async with turns.take():
        order, tasks = await line_up(turns, "a", "B")
        again = asyncio.create_task(turns.take_again())
        again.add_done_callback(lambda _: order.append("again"))
        await asyncio.sleep(0)
    await again
    turns.release()
    await asyncio.gather(*tasks)

    assert order == ["again", "B", "a"]


async def test_who_leaves_the_line_keeps_nobody_waiting() -> None:
    turns = Turns()
    async with turns.take():
        order, tasks = await line_up(turns, "a", "b", "c")
        tasks[0].cancel()
        await asyncio.sleep(0)
    tasks[1].cancel()  # just when its turn came
    await asyncio.gather(*tasks, return_exceptions=True)

    assert order == ["c"]
    async with asyncio.timeout(1), turns.take():
        pass


async def test_a_few_may_have_a_turn_at_once() -> None:
    turns = Turns(2)
    async with turns.take():
        order, tasks = await line_up(turns, "a", "b")
        assert order == ["a"]
        await asyncio.gather(*tasks)

    assert order == ["a", "b"]
