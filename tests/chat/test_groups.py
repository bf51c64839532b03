"""Groups: admins decide, everybody counts, and nothing is said more often than is good."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.commands import GROUP_ADMIN_COMMANDS, GROUP_BUTTONS, group_menu
from bot.chat.router import build
from bot.chat.words import translator_for
from bot.sandbox import groups
from bot.sandbox.world import text_content
from bot.store.subscribers import Status
from tests.chat.square import ADMINS_ONLY, BOT, TOPIC, Square, button
from tests.sampling import sample, walk

pytestmark = pytest.mark.usefixtures("_no_errors")


# --- who may what ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["/start", f"/start@{BOT}", f"/START@{BOT.upper()} x"])
async def test_an_admin_subscribes_the_group(square: Square, text: str) -> None:
    post, question = await square.hears(square.ann, text)

    assert post.startswith("Lunge stretch")
    assert question.startswith("What time is it where you are?")
    found = await square.stored()
    assert (found.kind, found.owner_id, found.topic_id) == ("group", square.ann.id, None)


async def test_an_admin_without_a_name_subscribes_it_too(square: Square) -> None:
    await square.hears(square.ann, f"/start@{BOT}", is_anonymous=True)

    assert (await square.stored()).owner_id is None


async def test_who_speaks_for_another_chat_is_no_admin(square: Square) -> None:
    world = square.household.town.sandbox.world
    elsewhere = {"sender_chat": {"id": -100999, "type": "channel", "title": "Elsewhere"}}
    body = text_content(f"/start@{BOT}") | elsewhere
    groups.say(world, square.chat, square.bob, body)
    await square.household.answers()

    assert await square.household.services.subscriptions.find(square.chat.id) is None


@pytest.mark.parametrize("name", sorted(GROUP_ADMIN_COMMANDS))
async def test_a_member_is_refused_kindly_and_not_again_and_again(
    square: Square, name: str
) -> None:
    await square.subscribed()
    before = await square.stored()
    (refusal,) = await square.hears(square.bob, f"/{name}@{BOT}")

    assert refusal.startswith("Only admins of this group can change that.")
    assert await square.hears(square.bob, f"/{name}@{BOT}") == []
    assert await square.stored() == before


@pytest.mark.parametrize(
    "data", ["1:wall:0600", "1:day:6:off", "1:settings", "1:own:ball:on", "1:join"]
)
async def test_a_member_s_tap_changes_nothing(square: Square, data: str) -> None:
    post = await square.subscribed()
    before = await square.stored()

    assert await square.taps(square.bob, data, post) == ADMINS_ONLY
    assert await square.stored() == before


async def test_an_admin_sets_the_hour_the_clock_and_the_days(square: Square) -> None:
    await square.subscribed()
    question = square.posts()[-1].body
    await square.taps(square.ann, "1:zone:Asia/Tokyo", question)
    await square.taps(square.ann, "1:wall:0600", question)
    await square.taps(square.ann, "1:day:6:off", question)
    (answer,) = await square.hears(square.ann, f"/time@{BOT} 21:15")

    assert "at 21:15, Tokyo time" in answer
    found = await square.stored()
    assert (found.zone, found.time.hour, found.weekdays) == ("Asia/Tokyo", 21, frozenset(range(6)))


async def test_no_card_in_a_group_has_a_button_for_one_person_only(square: Square) -> None:
    await square.subscribed()
    for name in ("settings", "time", "timezone", "days"):
        await square.hears(square.ann, f"/{name}@{BOT}")
    shown = str([post.body.get("reply_markup") for post in square.posts()])

    assert "1:settings" in shown or "1:hour" in shown
    for verb in ("today", "city", "location", "hurts", "version", "done"):
        assert f"'1:{verb}" not in shown, verb


async def test_stop_stops_and_start_goes_on_where_it_was(square: Square) -> None:
    await square.subscribed()
    (goodbye,) = await square.hears(square.ann, f"/stop@{BOT}")
    assert goodbye.startswith("OK, I won't send any more.")
    assert (await square.stored()).state == Status.STOPPED

    await square.hears(square.ann, "/start")
    assert (await square.stored()).state == Status.ACTIVE


async def test_a_demotion_counts_as_soon_as_it_can(square: Square) -> None:
    post = await square.subscribed()
    await square.taps(square.ann, "1:day:6:off", post)
    square.chat.members[square.ann.id] = "member"
    clock = square.household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(minutes=1))

    assert await square.taps(square.ann, "1:day:5:off", post) == ADMINS_ONLY


# --- who hears what -------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["/today", "/settings", "kettlebell", "/today@another_bot", "/"])
async def test_talk_that_may_be_for_others_gets_silence(square: Square, text: str) -> None:
    assert await square.hears(square.bob, text) == []
    assert await square.hears(square.bob, "/start") == []


async def test_everybody_may_ask_for_today_but_not_at_once(square: Square) -> None:
    (offer,) = await square.hears(square.bob, f"/today@{BOT}")
    assert offer.startswith("There's no daily exercise here yet.")

    await square.subscribed()
    (post,) = await square.hears(square.bob, "/today")
    assert post.startswith("Lunge stretch")
    assert await square.hears(square.ann, "/today") == []


async def test_everybody_may_ask_for_the_warning_signs_but_not_at_once(square: Square) -> None:
    assert await square.hears(square.bob, "/safety") == [], "it may be for another bot"
    (signs,) = await square.hears(square.bob, f"/safety@{BOT}")

    assert signs.startswith("Call your local emergency number now")
    assert f"https://t.me/{BOT}" in str(square.posts()[-1].body["reply_markup"])
    assert await square.hears(square.ann, f"/safety@{BOT}") == []


async def test_help_in_a_group_lists_what_works_there(square: Square) -> None:
    await square.subscribed()
    (help_,) = await square.hears(square.bob, "/help")

    assert help_.startswith("I post one short exercise a day here.")
    for name in ("today", "safety", "help", *GROUP_ADMIN_COMMANDS):
        assert f"/{name} " in help_
    assert "/exercises" not in help_
    assert await square.hears(square.ann, "/help") == []


async def test_help_and_menu_promise_only_what_a_group_has(square: Square) -> None:
    await square.subscribed()
    (help_,) = await square.hears(square.bob, "/help")

    assert "what suits you" not in help_
    assert "/settings – Time, time zone, days, language" in help_
    assert "/time – When to post it" in help_
    assert dict(group_menu(translator_for("en"), is_admin=True))["days"] == "Which days to post it"


async def test_the_settings_of_a_group_name_only_what_it_has(square: Square) -> None:
    await square.subscribed()
    (settings,) = await square.hears(square.ann, "/settings")
    await square.hears(square.ann, "/stop")
    (stopped,) = await square.hears(square.ann, "/settings")

    assert settings.startswith("Settings\n")
    for words in ("Your", "Equipment", "Reminder"):
        assert words not in settings
    assert "because of /stop" in stopped


@pytest.mark.parametrize(
    ("said", "example"),
    [
        ("/time soon", "/time 07:30"),
        ("/timezone Xyzzyx", "/timezone Lisbon"),
        ("/timezone GMT+2", "/timezone"),
    ],
)
async def test_who_is_not_understood_in_a_group_is_told_to_send_a_command(
    square: Square, said: str, example: str
) -> None:
    """The bot doesn't see what else members write there."""
    await square.subscribed()
    (answer,) = await square.hears(square.ann, said)

    assert example in answer


async def test_cautions_are_posted_from_more(square: Square) -> None:
    post = await square.subscribed()
    await square.taps(square.bob, button(post, "more")["callback_data"], post)
    more = square.posts()[-1].body
    await square.taps(square.bob, button(more, "care")["callback_data"], more)

    assert "Who should take care" in str(square.posts()[-1].body["text"])


async def test_other_commands_point_to_the_private_chat(square: Square) -> None:
    (pointer,) = await square.hears(square.bob, f"/exercises@{BOT}")
    shown = square.posts()[-1].body

    assert (
        pointer == "I only post the daily exercise here. For anything else, message me privately."
    )
    assert f"https://t.me/{BOT}" in str(shown["reply_markup"])
    assert shown["reply_to_message"]["text"] == f"/exercises@{BOT}"
    assert await square.hears(square.bob, f"/signs@{BOT}") == []


async def test_a_button_of_a_private_card_is_old_in_a_group(square: Square) -> None:
    post = await square.subscribed()
    for data in ("1:done:lunge:20261123", "1:today", "x", "1:count", "1:join:-1001"):
        toast = await square.taps(square.ann, data, post)
        assert toast == "That button has expired. /today shows a new one.", data


ODD = [(), ("",), ("x",), ("lunge", "x"), ("lunge", "99999999"), ("-1", "²"), ("x", "y", "z")]


@walk(2)
@pytest.mark.parametrize("verb", sorted(GROUP_BUTTONS))
async def test_no_button_breaks_on_odd_arguments(
    square: Square, verb: str, most: int | None
) -> None:
    post = await square.subscribed()
    before = (await square.stored()).time
    for args in sample(ODD, most, verb):
        toast = await square.taps(square.ann, ":".join(("1", verb, *args)), post)
        assert "went wrong" not in (toast or ""), args

    assert (await square.stored()).time == before


async def test_steps_and_more_come_once_below_the_post(square: Square) -> None:
    post = await square.subscribed(TOPIC)
    for verb in ("steps", "more"):
        data = button(post, verb)["callback_data"]
        assert await square.taps(square.bob, data, post) is None
        shown = square.posts()[-1].body
        assert shown["reply_to_message"]["message_id"] == post["message_id"]
        assert shown["message_thread_id"] == TOPIC
        toast = await square.taps(square.ann, data, post)
        assert toast == "I've just sent it. Look below."


async def test_what_breaks_on_a_tap_is_told_to_who_tapped(
    square: Square, caplog: pytest.LogCaptureFixture
) -> None:
    post = await square.subscribed()
    broken = replace(square.household.services, group_dones=None)  # type: ignore[arg-type]
    square.household.application = build(square.household.town.bot, broken)
    await square.household.application.initialize()
    before = len(square.posts())
    toast = await square.taps(square.bob, button(post, "count")["callback_data"], post)
    caplog.clear()

    assert toast == "Something went wrong on my side. Please try again in a moment."
    assert len(square.posts()) == before
