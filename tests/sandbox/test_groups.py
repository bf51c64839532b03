"""Groups in the sandbox: roles, topics, privacy mode, migration, inline mode."""

import asyncio
from typing import Any

import pytest
from telegram import Bot, ChatMemberAdministrator, ChatMemberMember

from tests.sandbox.desk import Desk


async def found(desk: Desk, **values: Any) -> int:
    """Found a group that Alice runs and the bot is a member of."""
    group = {"title": "Us", "members": {desk.alice: "administrator"}} | values
    number = int((await desk.ask("groups", group))["id"])
    await desk.ask(f"groups/{number}/bot", {"person": desk.alice, "role": "member"})
    return number


async def test_telegram_says_who_runs_a_group(desk: Desk, bot: Bot) -> None:
    group = await found(desk)

    assert isinstance(await bot.get_chat_member(group, desk.alice), ChatMemberAdministrator)
    assert isinstance(await bot.get_chat_member(group, bot.id), ChatMemberMember)


async def test_a_message_goes_to_a_topic_that_is_there(desk: Desk) -> None:
    group = await found(desk, topics=[7])
    sent = await desk.succeed("sendMessage", chat_id=group, text="x", message_thread_id=7)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (7, True)

    await desk.ask(f"groups/{group}/topics/7", verb="DELETE")
    reason = await desk.refuse("sendMessage", chat_id=group, text="x", message_thread_id=7)
    assert reason == "Bad Request: message thread not found"


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        ("left", "Forbidden: bot is not a member of the supergroup chat"),
        ("kicked", "Forbidden: bot was kicked from the supergroup chat"),
        ("restricted", "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_a_bot_that_may_not_write_is_refused(desk: Desk, role: str, reason: str) -> None:
    group = await found(desk)
    await desk.ask(f"groups/{group}/bot", {"person": desk.alice, "role": role})

    assert await desk.refuse("sendMessage", chat_id=group, text="x") == reason
    (*_, change) = await desk.updates()
    assert change["my_chat_member"]["new_chat_member"]["status"] == role


async def test_a_member_of_a_group_hears_only_commands(desk: Desk) -> None:
    group = await found(desk)
    for text in ("hello", "/today"):
        await desk.ask(f"groups/{group}/messages", {"person": desk.alice, "text": text})

    heard = [one["message"]["text"] for one in await desk.updates() if "message" in one]
    assert heard == ["/today"]


async def test_a_group_that_becomes_a_supergroup_says_its_new_number(desk: Desk) -> None:
    group = await found(desk, kind="group")
    heir = (await desk.ask(f"groups/{group}/migration", {"person": desk.alice}))["id"]
    status, body = await desk.call("sendMessage", chat_id=group, text="x")

    assert (status, body["parameters"]) == (400, {"migrate_to_chat_id": heir})
    assert await desk.succeed("sendMessage", chat_id=heir, text="x")


RESULT = {
    "type": "article",
    "id": "1",
    "title": "One",
    "input_message_content": {"message_text": "<b>One</b>", "parse_mode": "HTML"},
}


async def test_what_is_typed_gets_what_the_bot_offers(desk: Desk) -> None:
    asking = asyncio.create_task(desk.ask(f"people/{desk.alice}/inline", {"query": "one"}))
    [update] = await desk.updates(timeout=5)
    query = update["inline_query"]
    assert query["query"] == "one"
    await desk.succeed("answerInlineQuery", inline_query_id=query["id"], results=[RESULT])

    (offered,) = (await asking)["results"]
    assert (offered["title"], offered["text"]) == ("One", "One")


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([RESULT, RESULT], "RESULT_ID_DUPLICATE"),
        ([RESULT | {"id": ""}], "can't parse"),
        ([{"type": "mpeg4_gif", "id": "1", "title": "x", "mpeg4_file_id": "y"}], "wrong file"),
    ],
)
async def test_what_telegram_would_not_offer_is_refused(
    desk: Desk, results: list[Any], reason: str
) -> None:
    assert reason in await desk.refuse("answerInlineQuery", inline_query_id="1", results=results)


async def test_the_page_is_told_which_groups_there_are(desk: Desk) -> None:
    group = await found(desk, title="Hip club", topics=[7])
    commands = [{"command": "today", "description": "Today"}]
    await desk.succeed("setMyCommands", commands=commands, scope={"type": "all_group_chats"})

    (told,) = (await desk.ask("state"))["groups"]

    assert (told["id"], told["title"], told["topics"]) == (group, "Hip club", [7])
    assert told["members"] == {str(desk.alice): "administrator"}
    assert told["bot"] == "member"
    assert told["commands"] == told["admin_commands"] == commands


async def offered(desk: Desk) -> None:
    """Let Alice type the bot's name, and the bot offer one result."""
    asking = asyncio.create_task(desk.ask(f"people/{desk.alice}/inline", {"query": "one"}))
    queries: list[Any] = []
    while not queries:
        found = await desk.updates(timeout=5)
        queries = [one["inline_query"] for one in found if "inline_query" in one]
    await desk.succeed("answerInlineQuery", inline_query_id=queries[0]["id"], results=[RESULT])
    await asking


async def test_what_is_offered_is_sent_in_a_persons_name(desk: Desk) -> None:
    group = await found(desk, topics=[7])
    await offered(desk)

    chosen = {"result": "1", "chat": group, "topic": 7}
    sent = await desk.ask(f"people/{desk.alice}/chosen", chosen)

    assert (sent["text"], sent["message_thread_id"]) == ("One", 7)
    assert (sent["from"]["id"], sent["via_bot"]["is_bot"]) == (desk.alice, True)
    assert (await desk.updates())[-1]["message"]["text"] == "One"


async def test_only_what_was_offered_is_sent_and_only_where_one_is_a_member(desk: Desk) -> None:
    group = await found(desk, members={})
    await offered(desk)

    for result, chat, status in (("2", desk.alice, 404), ("1", group, 409), ("1", 5, 404)):
        chosen = {"result": result, "chat": chat}
        assert (await desk.ask(f"people/{desk.alice}/chosen", chosen))["status"] == status
