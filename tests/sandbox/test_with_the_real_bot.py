"""python-telegram-bot's own Bot takes the sandbox for Telegram."""

import asyncio
from datetime import UTC, datetime

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAnimation,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from tests.sandbox.desk import Desk

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (960).to_bytes(4) + (600).to_bytes(4)


async def test_it_sends_and_edits_text(desk: Desk, bot: Bot) -> None:
    button = InlineKeyboardButton("Done", callback_data="done", style="success")
    first = await bot.send_message(desk.alice, "first")
    instant = datetime(2026, 11, 23, 7, tzinfo=UTC)
    sent = await bot.send_message(
        desk.alice,
        f'At <tg-time unix="{int(instant.timestamp())}" format="t">7</tg-time>',
        parse_mode="HTML",
        reply_markup=InlineKeyboardMarkup([[button]]),
        reply_parameters=ReplyParameters(first.message_id),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
        protect_content=True,
        allow_paid_broadcast=True,
        message_effect_id="5046509860389126442",
    )

    assert sent.entities[0].unix_time == instant
    assert sent.reply_to_message == first
    assert sent.has_protected_content
    assert sent.reply_markup == InlineKeyboardMarkup([[button]])

    edited = await sent.edit_text("Later")
    assert isinstance(edited, type(sent))
    assert (edited.text, edited.reply_markup) == ("Later", None)
    assert await edited.delete()


async def test_it_uploads_once_and_reuses_the_file(desk: Desk, bot: Bot) -> None:
    sent = await bot.send_animation(
        desk.alice, b"a film", filename="loop.mp4", width=640, height=400, duration=6
    )
    assert sent.animation is not None
    again = await bot.send_animation(desk.alice, sent.animation.file_id, caption="x")
    file = await bot.get_file(sent.animation.file_id)

    assert again.animation == sent.animation
    assert (sent.animation.width, sent.animation.mime_type) == (640, "video/mp4")
    assert await file.download_as_bytearray() == b"a film"


async def test_it_sends_every_kind_of_file(desk: Desk, bot: Bot) -> None:
    photo = await bot.send_photo(desk.alice, PNG, caption="<b>x</b>", parse_mode="HTML")
    video = await bot.send_video(desk.alice, b"v", supports_streaming=True)
    document = await bot.send_document(desk.alice, b"d", filename="export.json")

    assert (photo.photo[0].width, photo.photo[0].height) == (960, 600)
    assert photo.caption_entities[0].length == 1
    assert video.video is not None
    assert document.document is not None
    assert document.document.file_name == "export.json"


async def test_it_replaces_a_picture_by_a_film(desk: Desk, bot: Bot) -> None:
    sent = await bot.send_photo(desk.alice, PNG, caption="still")

    edited = await sent.edit_media(InputMediaAnimation(b"a film", caption="moving"))

    assert not isinstance(edited, bool)
    assert edited.animation is not None
    assert (edited.photo, edited.caption) == ((), "moving")
    recaptioned = await edited.edit_caption("slower")
    assert not isinstance(recaptioned, bool)
    assert recaptioned.caption == "slower"


async def test_it_answers_a_press(desk: Desk, bot: Bot) -> None:
    message = await bot.send_message(desk.alice, "x")
    press = {"message_id": message.message_id, "data": "done"}
    tap = asyncio.create_task(desk.ask(f"people/{desk.alice}/taps", press))

    [update] = await bot.get_updates(timeout=5)
    assert update.callback_query is not None
    await update.callback_query.answer("Well done!")

    assert (await tap)["text"] == "Well done!"


async def test_it_sets_up_its_profile(desk: Desk, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("today", "Today")], language_code="de")
    await bot.set_my_name("Psoas")
    await bot.set_my_short_description("One a day")
    await bot.set_chat_menu_button()

    assert await bot.get_my_commands(language_code="de") == (BotCommand("today", "Today"),)
    assert (await bot.get_my_name(language_code="de")).name == "Psoas"
    assert (await bot.get_my_short_description()).short_description == "One a day"
    assert (await bot.get_chat_menu_button()).type == "default"
    assert (await bot.get_chat(desk.alice)).first_name == "Alice"
    assert (await bot.get_chat_member(desk.alice, desk.alice)).user.id == desk.alice


async def test_it_understands_each_refusal(
    desk: Desk, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # or reading the wait is a deprecation warning

    async def after(status: int, description: str, **parameters: int) -> None:
        fault = {"status": status, "description": description, "parameters": parameters}
        await desk.ask("faults", fault)
        await bot.send_message(desk.alice, "x")

    with pytest.raises(BadRequest):
        await bot.send_message(404, "x")
    with pytest.raises(RetryAfter):
        await after(429, "Too Many Requests: retry after 3", retry_after=3)
    with pytest.raises(ChatMigrated):
        await after(400, "Bad Request: migrated", migrate_to_chat_id=-1001)
    with pytest.raises(InvalidToken):
        await after(401, "Unauthorized")
    with pytest.raises(NetworkError):
        await after(502, "Bad Gateway")
    await desk.ask(f"people/{desk.alice}/block", {})
    with pytest.raises(Forbidden):
        await bot.send_message(desk.alice, "x")
