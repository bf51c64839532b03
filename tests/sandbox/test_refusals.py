"""What Telegram refuses, the sandbox refuses in the same words."""

from datetime import timedelta
from typing import Any

import pytest
from aiohttp import FormData

from tests.sandbox.desk import Desk


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


BUTTON = {"text": "Done", "callback_data": "done"}


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n"}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"text": "x", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        ({"text": "x", "chat_id": 404}, "chat not found"),
        ({"text": "x", "txet": "x"}, "unknown parameter txet"),
        ({"text": "x", "message_thread_id": 7}, "message thread not found"),
        ({"text": "x", "reply_parameters": {"message_id": 9}}, "message to be replied not found"),
        ({"text": "x", "reply_markup": {}}, "object expected as reply markup"),
    ],
)
async def test_a_wrong_message_is_refused(desk: Desk, params: dict[str, Any], reason: str) -> None:
    refusal = await desk.refuse("sendMessage", **({"chat_id": desk.alice} | params))

    assert refusal.startswith(f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (keyboard([BUTTON | {"callback_data": "ä" * 33}]), "BUTTON_DATA_INVALID"),
        (keyboard([BUTTON | {"callback_data": ""}]), "BUTTON_DATA_INVALID"),
        (keyboard([{"text": "Done"}]), "can't parse inline keyboard button"),
        (keyboard([{"text": "Go", "url": "here"}]), "inline keyboard button URL 'here'"),
        (keyboard([BUTTON] * 9), "too many buttons in a row"),
        (keyboard(*[[BUTTON]] * 101), "reply markup is too long"),
        (
            keyboard([BUTTON | {"style": "pink"}]),
            "can't parse reply_markup.inline_keyboard.0.0.style",
        ),
        (
            keyboard([BUTTON | {"colour": "red"}]),
            "unknown parameter reply_markup.inline_keyboard.0.0.colour",
        ),
    ],
)
async def test_a_wrong_keyboard_is_refused(
    desk: Desk, markup: dict[str, Any], reason: str
) -> None:
    refusal = await desk.refuse("sendMessage", chat_id=desk.alice, text="x", reply_markup=markup)

    assert refusal.startswith(f"Bad Request: {reason}")


async def test_the_largest_message_and_keyboard_are_taken(desk: Desk) -> None:
    rows = [[BUTTON | {"callback_data": "ä" * 32}] * 8] * 12
    message = await desk.succeed(
        "sendMessage",
        chat_id=desk.alice,
        text="<b>" + "&amp;" * 4096 + "</b>",
        parse_mode="HTML",
        reply_markup=keyboard(*rows),
    )

    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("block", "Forbidden: bot was blocked by the user"),
        ("deactivate", "Forbidden: user is deactivated"),
    ],
)
async def test_a_person_who_is_gone_gets_nothing(desk: Desk, act: str, reason: str) -> None:
    await desk.ask(f"people/{desk.alice}/{act}", {})

    assert await desk.refuse("sendMessage", chat_id=desk.alice, text="x") == reason
    assert await desk.refuse("sendChatAction", chat_id=desk.alice, action="typing") == reason


async def test_the_bot_does_not_speak_first(desk: Desk) -> None:
    stranger = (await desk.ask("people", {"name": "Bob"}))["id"]

    refusal = await desk.refuse("sendMessage", chat_id=stranger, text="x")

    assert refusal == "Forbidden: bot can't initiate conversation with a user"


async def test_an_edit_that_changes_nothing_is_refused(desk: Desk) -> None:
    message = await desk.succeed("sendMessage", chat_id=desk.alice, text="x")
    named = {"chat_id": desk.alice, "message_id": message["message_id"]}

    refusal = await desk.refuse("editMessageText", **named, text="x")

    assert refusal == (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    await desk.succeed("editMessageText", **named, text="<i>x</i>", parse_mode="HTML")
    await desk.succeed("editMessageReplyMarkup", **named, reply_markup=keyboard([BUTTON]))


async def test_only_a_message_that_is_there_and_fits_is_edited(desk: Desk) -> None:
    theirs = await desk.say("hello")
    text = await desk.succeed("sendMessage", chat_id=desk.alice, text="x")
    keys = {"keyboard": [["Berlin"]]}
    keyed = await desk.succeed("sendMessage", chat_id=desk.alice, text="x", reply_markup=keys)

    async def edit(method: str, message_id: int, **content: str) -> str:
        return await desk.refuse(method, chat_id=desk.alice, message_id=message_id, **content)

    missing = await edit("editMessageText", 404, text="y")
    foreign = await edit("editMessageText", theirs["message_id"], text="y")
    under_keys = await edit("editMessageText", keyed["message_id"], text="y")
    wordless = await edit("editMessageCaption", text["message_id"], caption="y")

    assert missing == "Bad Request: message to edit not found"
    assert foreign == under_keys == "Bad Request: message can't be edited"
    assert wordless == "Bad Request: there is no caption in the message to edit"


async def test_an_old_message_stays(desk: Desk) -> None:
    message = await desk.succeed("sendMessage", chat_id=desk.alice, text="x")
    named = {"chat_id": desk.alice, "message_id": message["message_id"]}
    desk.sandbox.clock.skip_to(desk.sandbox.clock() + timedelta(hours=49))

    refusal = await desk.refuse("deleteMessage", **named)

    assert refusal == "Bad Request: message can't be deleted for everyone"
    assert await desk.refuse("deleteMessage", chat_id=desk.alice, message_id=404) == (
        "Bad Request: message to delete not found"
    )


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ({"command": "Today", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "a" * 33, "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "today", "description": " "}, "command description must be non-empty"),
        ({"command": "today", "description": "x" * 257}, "command description length must not"),
    ],
)
async def test_a_wrong_command_is_refused(
    desk: Desk, command: dict[str, str], reason: str
) -> None:
    assert reason in await desk.refuse("setMyCommands", commands=[command])


async def test_too_many_commands_are_refused(desk: Desk) -> None:
    commands = [{"command": f"c{n}", "description": "x"} for n in range(101)]

    assert (await desk.refuse("setMyCommands", commands=commands)).startswith("Bad Request")


async def test_a_file_id_must_be_known_and_of_its_kind(desk: Desk) -> None:
    message = await upload(desk, "sendPhoto", "photo")
    photo = message["photo"][0]["file_id"]

    unknown = await desk.refuse("sendPhoto", chat_id=desk.alice, photo="nothing")
    wrong = await desk.refuse("sendAnimation", chat_id=desk.alice, animation=photo)
    lost = await desk.refuse("getFile", file_id="nothing")

    assert unknown == "Bad Request: wrong file identifier/HTTP URL specified"
    assert wrong == "Bad Request: can't use file of type photo as animation"
    assert lost == "Bad Request: invalid file_id"


async def test_a_caption_is_shorter_than_a_text(desk: Desk) -> None:
    message = await upload(desk, "sendPhoto", "photo")
    photo = message["photo"][0]["file_id"]

    fits = await desk.succeed("sendPhoto", chat_id=desk.alice, photo=photo, caption="😀" * 512)
    refusal = await desk.refuse("sendPhoto", chat_id=desk.alice, photo=photo, caption="x" * 1025)

    assert len(fits["caption"]) == 512
    assert refusal == "Bad Request: message caption is too long"


async def test_a_reaction_is_one_of_telegrams(desk: Desk) -> None:
    message = await desk.say("hello")
    named = {"chat_id": desk.alice, "message_id": message["message_id"]}

    assert await desk.succeed(
        "setMessageReaction", **named, reaction=[{"type": "emoji", "emoji": "👍"}]
    )
    assert "REACTION_INVALID" in await desk.refuse(
        "setMessageReaction", **named, reaction=[{"type": "emoji", "emoji": "🦵"}]
    )


async def test_an_unknown_method_or_token_is_refused(desk: Desk) -> None:
    assert await desk.call("sendMesage") == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )
    async with desk.http.get(f"{desk.url}/bot1:wrong/getMe") as answer:
        assert answer.status == 401
        assert (await answer.json())["description"] == "Unauthorized"


async def upload(desk: Desk, method: str, field: str) -> dict[str, Any]:
    """Send a file as a form with the file in it."""
    address = f"{desk.url}/bot{desk.sandbox.token}/{method}"
    form = FormData({"chat_id": str(desk.alice)})
    form.add_field(field, b"a picture", filename="board.png")
    async with desk.http.post(address, data=form) as answer:
        body = await answer.json()
    assert body["ok"], body
    return dict(body["result"])
