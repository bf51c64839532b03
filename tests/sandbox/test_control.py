import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientResponse

from bot.sandbox import Sandbox, SkippingClock
from tests.sandbox.desk import Body, Desk


async def test_one_person_is_there_from_the_start(desk: Desk) -> None:
    state = await desk.ask("state")

    alex, alice = state["people"]
    assert (alex["name"], alex["language_code"], alex["standing"]) == ("Alex", "en", "stranger")
    assert alice["standing"] == "member"
    assert state["bot"]["username"] == "psoas_sandbox_bot"
    assert datetime.fromisoformat(state["now"]).tzinfo is not None


async def test_the_first_message_starts_the_bot(desk: Desk) -> None:
    bob = (await desk.ask("people", {"name": "Bob"}))["id"]

    await desk.ask(f"people/{bob}/messages", {"text": "/start"})

    await desk.succeed("sendMessage", chat_id=bob, text="hello")


async def test_a_person_sees_commands_and_description_in_their_language(desk: Desk) -> None:
    today, heute = ([{"command": "today", "description": text}] for text in ("Today", "Heute"))
    await desk.succeed("setMyCommands", commands=today)
    await desk.succeed("setMyCommands", commands=heute, language_code="de")
    await desk.succeed("setMyDescription", description="What I do")

    alex, alice = (await desk.ask("state"))["people"]

    assert (alex["commands"], alice["commands"]) == (today, heute)
    assert alice["description"] == "What I do"
    assert await desk.succeed("getMyCommands") == today


async def test_a_location_and_a_sticker_can_be_sent(desk: Desk) -> None:
    place = {"latitude": 52.52, "longitude": 13.405}
    await desk.ask(f"people/{desk.alice}/messages", {"location": place})
    await desk.ask(f"people/{desk.alice}/messages", {"sticker": "👋"})

    located, waved = [update["message"] for update in await desk.updates()]
    assert located["location"] == place
    assert waved["sticker"]["emoji"] == "👋"


async def test_a_reaction_is_told_if_the_bot_wants_it_and_can_be_taken_back(desk: Desk) -> None:
    await desk.updates(allowed_updates=["message_reaction"])
    said = await desk.succeed("sendMessage", chat_id=desk.alice, text="Lunge")
    heart = [{"type": "emoji", "emoji": "❤"}]
    for emoji in ("❤", "❤", None):
        reaction = {"message_id": said["message_id"], "emoji": emoji}
        seen = await desk.ask(f"people/{desk.alice}/reactions", reaction)
        assert seen["liked"] == emoji

    put, taken = [update["message_reaction"] for update in await desk.updates()]
    assert (put["old_reaction"], put["new_reaction"]) == ([], heart)
    assert (taken["old_reaction"], taken["new_reaction"]) == (heart, [])
    assert put["user"]["id"] == put["chat"]["id"] == desk.alice


async def test_telegram_knows_only_some_reactions(desk: Desk) -> None:
    said = await desk.succeed("sendMessage", chat_id=desk.alice, text="Lunge")
    odd = {"message_id": said["message_id"], "emoji": "🦵"}

    assert (await desk.ask(f"people/{desk.alice}/reactions", odd))["status"] == 400


async def test_a_person_can_answer_and_correct_themselves(desk: Desk) -> None:
    asked = await desk.succeed("sendMessage", chat_id=desk.alice, text="Which city?")
    answer = {"text": "Berlni", "reply_to": asked["message_id"]}
    said = await desk.ask(f"people/{desk.alice}/messages", answer)
    correction = {"message_id": said["message_id"], "text": "Berlin"}
    await desk.ask(f"people/{desk.alice}/edits", correction)

    message, edited = await desk.updates()
    assert message["message"]["reply_to_message"]["text"] == "Which city?"
    assert edited["edited_message"]["text"] == "Berlin"
    assert "edit_date" in edited["edited_message"]


async def test_a_reply_keyboard_stays_until_it_is_taken_away(desk: Desk) -> None:
    async def shown() -> object:
        return (await desk.ask(f"people/{desk.alice}/messages"))["keyboard"]

    async def send(markup: Body) -> None:
        await desk.succeed("sendMessage", chat_id=desk.alice, text="x", reply_markup=markup)

    city = {"keyboard": [["Berlin", {"text": "Here", "request_location": True}]]}
    await send(city | {"input_field_placeholder": "City"})
    assert await shown() == {
        "keyboard": [[{"text": "Berlin"}, {"text": "Here", "request_location": True}]],
        "input_field_placeholder": "City",
    }
    await send({"remove_keyboard": True})
    assert await shown() is None
    await send(city | {"one_time_keyboard": True})
    await desk.say("Berlin")
    assert await shown() is None


async def test_a_raw_update_brings_its_chat_along(desk: Desk) -> None:
    channel = {"id": -100123, "type": "channel", "title": "News", "username": "news"}
    post = {"message_id": 7, "chat": channel, "date": 1, "text": "new"}
    await desk.ask("updates", {"channel_post": post})

    [update] = await desk.updates()
    sent = await desk.succeed("sendMessage", chat_id="@news", text="x")

    assert update["channel_post"] == post
    assert sent["sender_chat"] == channel


async def test_calls_are_logged_with_what_was_asked_and_answered(desk: Desk) -> None:
    await desk.succeed("sendMessage", chat_id=desk.alice, text="hello")
    await desk.refuse("sendMessage", chat_id=404, text="x")
    await desk.updates()

    calls = (await desk.ask("calls?method=sendMessage"))["calls"]

    assert [call["status"] for call in calls] == [200, 400]
    assert calls[0]["params"] == {"chat_id": desk.alice, "text": "hello"}
    assert calls[0]["answer"]["result"]["text"] == "hello"
    assert calls[1]["answer"]["description"] == "Bad Request: chat not found"
    assert len((await desk.ask("calls"))["calls"]) == 2


async def next_event(stream: ClientResponse) -> tuple[str, Body]:
    while not (line := (await stream.content.readline()).decode()).startswith("event: "):
        pass
    data = (await stream.content.readline()).decode()
    return line[7:].strip(), json.loads(data[6:])


async def test_a_page_hears_what_happens(desk: Desk) -> None:
    async with desk.http.get(f"{desk.url}/sandbox/events") as stream:
        message = await desk.succeed("sendMessage", chat_id=desk.alice, text="x")
        named = {"chat_id": desk.alice, "message_id": message["message_id"]}
        await desk.succeed("editMessageText", **named, text="y")
        await desk.succeed("deleteMessage", **named)
        await desk.ask("clock", {"seconds": 60})

        heard = [await next_event(stream) for _ in range(7)]

    assert [event for event, _ in heard] == [
        "message",
        "call",
        "edit",
        "call",
        "delete",
        "call",
        "clock",
    ]
    assert heard[2][1]["person"] == desk.alice
    assert (heard[2][1]["message"]["text"], heard[2][1]["message"]["edited"]) == ("y", True)


async def test_the_clock_skips_to_the_next_delivery(desk: Desk) -> None:
    due = datetime.now(UTC) + timedelta(hours=14)

    async def next_delivery() -> datetime:
        return due

    assert (await desk.ask("clock", {"skip": "next"}))["status"] == 409
    desk.sandbox.next_delivery = next_delivery
    moved = await desk.ask("clock", {"skip": "next"})

    assert due < datetime.fromisoformat(moved["now"]) < due + timedelta(seconds=5)
    message = await desk.succeed("sendMessage", chat_id=desk.alice, text="x")
    assert message["date"] >= due.timestamp()


async def test_the_clock_moves_by_seconds_and_to_an_instant(desk: Desk) -> None:
    began = desk.sandbox.clock()
    await desk.ask("clock", {"seconds": 3600})
    assert desk.sandbox.clock() - began >= timedelta(hours=1)

    later = began + timedelta(days=3)
    await desk.ask("clock", {"to": later.isoformat()})
    assert desk.sandbox.clock() >= later
    assert (await desk.ask("clock", {"to": "2030-01-01T00:00:00"}))["status"] == 400


def test_the_clock_never_runs_backwards() -> None:
    clock = SkippingClock()
    clock.skip_to(clock() + timedelta(days=1))
    before = clock()

    clock.skip_to(before - timedelta(hours=5))

    assert clock() >= before


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"User-Agent": "Mozilla/5.0"},  # too old to say on whose behalf it asks
        {"User-Agent": "Mozilla/5.0", "Referer": "http://evil.example/"},
    ],
)
async def test_a_page_of_another_site_can_not_drive_it(
    desk: Desk, headers: dict[str, str]
) -> None:
    refusal = await desk.ask("clock", {"seconds": 60}, **headers)

    assert refusal == {"status": 403, "error": "Only this machine may ask."}


async def test_its_own_page_may(desk: Desk) -> None:
    old = {"User-Agent": "Mozilla/5.0", "Referer": f"{desk.url}/"}
    assert (await desk.ask("clock", {"seconds": 60}, Origin=desk.url))["status"] == 200
    assert (await desk.ask("clock", {"seconds": 60}, **old))["status"] == 200
    async with desk.http.get(desk.url) as page:
        assert page.status == 200
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]


async def test_it_listens_on_this_machine_only() -> None:
    sandbox = Sandbox()
    with pytest.raises(ValueError, match="this machine only"):
        await sandbox.start("0.0.0.0", 0)  # noqa: S104 - to be refused
    await sandbox.stop()


async def test_a_taken_port_is_an_os_error(desk: Desk) -> None:
    second = Sandbox()
    with pytest.raises(OSError, match="address already in use"):
        await second.start("127.0.0.1", int(desk.url.rpartition(":")[2]))
    await second.stop()


async def test_stopping_ends_polls_and_pages(desk: Desk) -> None:
    poll = asyncio.create_task(desk.updates(timeout=30))
    async with desk.http.get(f"{desk.url}/sandbox/events") as stream:
        await asyncio.sleep(0.05)
        await asyncio.wait_for(desk.sandbox.stop(), 3)

        assert await poll == []
        assert await stream.content.read() == b": hello\n\n"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("people", {"name": ""}),
        ("people/5000002/messages", {"text": ""}),
        ("people/5000002/messages", {}),
        ("people/5000002/messages", {"txet": "x"}),
        ("people/5000002/messages", {"location": {"latitude": 91, "longitude": 0}}),
        ("clock", {"seconds": -1}),
        ("faults", {"statsu": 500}),
    ],
)
async def test_a_wrong_request_is_explained(desk: Desk, path: str, body: Body) -> None:
    answer = await desk.ask(path, body)

    assert answer["status"] == 400
    assert answer["error"]
