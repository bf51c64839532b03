"""Start: one message that changes in place, and taps that harm nothing."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.cards.card import CAPTION_LIMIT, length
from bot.chat.cards.session import bar, guided_card, shown_seconds
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.coach.session import Act, View, timeline_of
from bot.coach.trainee import Item, Practice, Side, own_practice
from bot.sandbox.world import Chat
from bot.services.people.guided import Ending, SessionView
from bot.services.people.terms import Responses
from tests.chat.deck import NOW, TODAY, labels, read
from tests.chat.deck.people import completed
from tests.chat.square import Square
from tests.chat.town import Household

OVER = "This exercise has ended. /today shows it again."
ANOTHER_DAY = "That's from another day. /today shows today's."


@pytest.fixture(autouse=True)
def _nothing_breaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.WARNING)
    yield
    assert [record.getMessage() for record in caplog.get_records("call")] == []


def scene(library: Library, practice: Practice, stage: int = 0, **values: Any) -> SessionView:
    course = timeline_of(library, practice, "en")
    stage %= len(course)
    blank: dict[str, Any] = {"subscriber_id": 1, "chat_id": 1, "message_id": 1, "language": "en"}
    blank |= {"practice": practice, "day": TODAY, "at": NOW, "timeline": course}
    return SessionView(**(blank | {"view": View(stage, course[stage].seconds)} | values))


def stage_of(scene: SessionView, act: Act) -> int:
    return next(number for number, stage in enumerate(scene.timeline) if stage.act == act)


# --- cards ----------------------------------------------------------------------------------


def test_every_moment_of_every_exercise_fits_under_its_picture(library: Library) -> None:
    _ = translator_for("en")
    for slug, exercise in library.exercises.items():
        for version in (None, *exercise.sheet.versions):
            first, shown = scene(library, own_practice(slug, version)), exercise.shown(version)
            for stage in range(len(first.timeline) - 1):
                for paused in (False, True):
                    moment = scene(library, first.practice, stage, paused=paused)
                    card = guided_card(_, library, moment)
                    assert 20 < length(card.text) <= CAPTION_LIMIT, (slug, version, stage)
                    assert card.picture in (shown.board, *shown.panels)
                    assert ("Paused" in card.text) == paused
                    assert ("Continue" in labels(card)) == paused


def test_a_hold_says_side_and_seconds(library: Library) -> None:
    _, lunge = translator_for("en"), scene(library, own_practice("lunge"))
    hold = stage_of(lunge, Act.HOLD)
    card = guided_card(_, library, scene(library, lunge.practice, hold, view=View(hold, 19.2)))

    assert read(card).splitlines() == [
        "Lunge stretch",
        "Left foot back · set 1 of 2",
        "",
        "Hold · 20 seconds left",
        "▰▰▰▰▱▱▱▱▱▱▱▱",
        "",
        "Breathe slowly and evenly while you hold.",
    ]
    assert labels(card) == ["‹ Back", "Pause", "Next ›", "Stop", "It hurts"]
    assert labels(guided_card(_, library, lunge)) == ["Pause", "Next ›", "Stop", "It hurts"]


def test_a_change_leads_out_and_names_the_other_side(library: Library) -> None:
    lunge = scene(library, own_practice("lunge"))
    change = scene(library, lunge.practice, stage_of(lunge, Act.CHANGE))
    text = read(guided_card(translator_for("en"), library, change))

    assert "Next: Right foot back · set 1 of 2" in text
    assert "6. Stand up, then switch sides" in text


def test_repetitions_have_their_count_and_tempo(library: Library) -> None:
    bridge = scene(library, own_practice("floor-bridge"))
    move = scene(library, bridge.practice, stage_of(bridge, Act.MOVE))
    walk = scene(library, own_practice("frankenstein-walk"))
    walked = scene(library, walk.practice, stage_of(walk, Act.MOVE))

    text = read(guided_card(translator_for("en"), library, move))
    assert "8–10 reps · about 85 seconds left" in text
    assert "lift for 2 seconds, hold for 3, lower for 2" in text
    assert "8–10 reps each side" in read(guided_card(translator_for("en"), library, walked))


def test_a_set_beyond_the_least_may_be_left_out(library: Library) -> None:
    sit_up = scene(library, own_practice("sit-up"))
    rest = scene(library, sit_up.practice, stage_of(sit_up, Act.REST))
    card = guided_card(translator_for("en"), library, rest)

    assert "Do one more set if it feels good." in read(card)
    assert labels(card)[-1] == "Enough for today"


def test_the_seconds_are_those_of_the_mark_just_passed(library: Library) -> None:
    lunge = scene(library, own_practice("lunge"))
    hold = stage_of(lunge, Act.HOLD)
    shown = [
        shown_seconds(scene(library, lunge.practice, hold, view=View(hold, left)))
        for left in (30, 29.1, 26.3, 19.4, 14.8, 5, 4.1, 0.4)
    ]

    assert shown == [30, 30, 27, 20, 15, 5, 5, 1]
    assert (bar(30, 30), bar(30, 0)) == ("▱" * 12, "▰" * 12)


def test_what_leads_out_stands_at_the_end_where_no_side_follows(library: Library) -> None:
    for slug, is_told in (("boat-pose", True), ("kettlebell-swing", True), ("lunge", False)):
        over = scene(library, own_practice(slug), -1, ending=Ending.DONE)
        text = read(guided_card(translator_for("en"), library, over))
        last = library.exercises[slug].words.to("en").steps[-1]
        assert (last in text) == is_told, slug


def test_an_ending_has_no_buttons_of_the_exercise(library: Library) -> None:
    _ = translator_for("en")
    for ending in Ending:
        over = scene(library, own_practice("lunge"), -1, ending=ending)
        card = guided_card(_, library, over)
        assert (labels(card) if card.markup else []) == (["✓ Done"] * (ending == Ending.DONE))


def test_an_end_after_today_s_is_done_asks_for_nothing_more(library: Library) -> None:
    told = Responses(done=True, is_todays=False)
    over = scene(library, own_practice("lunge"), -1, ending=Ending.DONE, responses=told)
    card = guided_card(translator_for("en"), library, over)

    assert "instead of today's" not in read(card)
    assert card.markup is None


def test_a_counted_end_tells_streak_week_and_tomorrow_and_asks_how_it_was(
    library: Library,
) -> None:
    practice = Practice(1, "floor-bridge")
    over = scene(library, practice, -1, ending=Ending.DONE, completed=completed(4))
    card = guided_card(translator_for("en"), library, over)

    assert "4 days in a row.\n● ● ● ● ○ ○ ○\nTomorrow: Leg swing" in read(card)
    assert labels(card) == [
        *("Start: Lunge stretch", "Too hard", "Just right", "Too easy", "It hurt"),
    ]


# --- taps -----------------------------------------------------------------------------------


async def led(household: Household, name: str = "Alice") -> tuple[Chat, int]:
    """Let somebody begin today's exercise; return the message that leads them."""
    person = await household.subscriber(name)
    await household.hears(person, "/today")
    await household.tapped(person, f"1:guide:lunge:{today(household)}:")
    return person, max(person.posts)


def today(household: Household) -> str:
    return f"{household.town.sandbox.clock():%Y%m%d}"


async def taps(household: Household, person: Chat, message: int, data: str) -> str | None:
    answer = await household.tapped(person, data, on=person.posts[message].body)
    await household.services.session_display.idle()
    assert answer["answered"]
    toast: str | None = answer["text"]
    return toast


async def passes(household: Household, seconds: float) -> None:
    """Let time pass, and the tick come."""
    clock = household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(seconds=seconds))
    await household.services.session_display.tick()
    await household.services.session_display.idle()


def caption(person: Chat, message: int) -> str:
    return str(person.posts[message].body["caption"])


async def test_one_message_changes_in_place_to_the_end(household: Household) -> None:
    alice, message = await led(household)
    assert "photo" in alice.posts[message].body
    assert "Get ready" in caption(alice, message)
    count, seen = len(alice.posts), [caption(alice, message)]
    for _ in range(500):
        if "Well done!" in seen[-1]:
            break
        await passes(household, 2.5)
        seen += [now] if (now := caption(alice, message)) != seen[-1] else []

    assert len(alice.posts) == count
    assert "Well done!" in seen[-1]
    assert "That's today done." in seen[-1]
    assert sum("Change sides" in one for one in seen) > 1, "no countdown"
    found = await household.services.practices.today(alice.id, household.town.sandbox.clock())
    assert found.done


async def test_buttons_pause_go_on_and_stop(household: Household) -> None:
    alice, message = await led(household)
    await taps(household, alice, message, "1:guided:skip:0")
    assert "Step 1 of 6" in caption(alice, message)
    await taps(household, alice, message, "1:guided:pause:1")
    await passes(household, 60)
    assert "Paused" in caption(alice, message)
    await taps(household, alice, message, "1:guided:resume:1")
    await taps(household, alice, message, "1:guided:back:1")
    assert "Get ready" in caption(alice, message)
    await taps(household, alice, message, "1:guided:stop:0")

    assert "You stopped here." in caption(alice, message)
    assert not alice.posts[message].body.get("reply_markup")
    await passes(household, 60)
    assert "You stopped here." in caption(alice, message)


async def test_a_written_stop_ends_the_exercise_and_not_the_daily_ones(
    household: Household,
) -> None:
    alice, message = await led(household)
    answer = await household.hears(alice, "stop")
    await household.services.session_display.idle()

    assert answer == ["I've stopped this exercise. To stop the daily ones, tap /stop."]
    assert "You stopped here. Every bit counts" in caption(alice, message)
    person = await household.services.subscriptions.of(alice.id)
    assert person
    assert person.next_due_at
    assert (await household.hears(alice, "stop"))[0].startswith("OK, I won't send any more.")


async def test_a_written_pain_lets_the_exercise_rest_that_is_being_done(
    household: Household,
) -> None:
    alice, _message = await led(household)
    (answer,) = await household.hears(alice, "it hurts")

    assert "I won't send this until" in answer


@pytest.mark.parametrize("said", ["tapped", "ouch, my hip hurts"])
async def test_no_countdown_goes_on_where_something_hurts(household: Household, said: str) -> None:
    alice, message = await led(household)
    if said == "tapped":
        await household.tapped(alice, f"1:hurts:lunge:{today(household)}")
    else:
        await household.hears(alice, said)
    await household.services.session_display.idle()
    await passes(household, 60)

    assert "You stopped because it hurts." in caption(alice, message)
    assert not alice.posts[message].body.get("reply_markup")


async def test_it_hurts_stands_on_the_exercise_itself_and_lets_it_rest(
    household: Household,
) -> None:
    alice, message = await led(household)
    toast = await taps(household, alice, message, f"1:pain:lunge:{today(household)}")

    assert toast == "Paused for a week."
    assert "You stopped because it hurts." in caption(alice, message)
    assert not alice.posts[message].body.get("reply_markup")
    page = alice.posts[max(alice.posts)].body
    assert "unhurt" in str(page["reply_markup"])


async def test_it_hurts_on_what_is_over_takes_the_buttons_away_and_still_helps(
    household: Household,
) -> None:
    alice, message = await led(household)
    await household.hears(alice, "/stop")
    await taps(household, alice, message, f"1:pain:lunge:{today(household)}")

    assert not alice.posts[message].body.get("reply_markup")
    assert "I'm sorry it hurts." in str(alice.posts[max(alice.posts)].body["text"])


def test_who_trains_one_side_is_never_told_to_switch(library: Library) -> None:
    item = Item("lunge", sets=2, side=Side.LEFT)
    practice = Practice(0, "lunge", item=item)
    first = scene(library, practice)
    moments = [scene(library, practice, stage) for stage in range(len(first.timeline) - 1)]
    moments.append(scene(library, practice, -1, ending=Ending.DONE))
    texts = [read(guided_card(translator_for("en"), library, moment)) for moment in moments]

    assert not [text for text in texts if "then switch" in text]
    assert "Where the steps say to switch, stay on this side." in texts[0]


async def test_a_tap_on_what_is_over_takes_the_buttons_away(household: Household) -> None:
    alice, first = await led(household)
    await household.hears(alice, "/stop")

    assert await taps(household, alice, first, "1:guided:skip:0") == OVER
    assert not alice.posts[first].body.get("reply_markup")


async def test_an_old_tap_changes_nothing(household: Household) -> None:
    alice, message = await led(household)
    await taps(household, alice, message, "1:guided:skip:0")
    before = caption(alice, message)

    assert await taps(household, alice, message, "1:guided:skip:0") == "It's already moved on."
    assert caption(alice, message) == before


async def test_nobody_taps_for_another(household: Household) -> None:
    alice, message = await led(household)
    bob = await household.subscriber("Bob")
    answer = await household.tapped(bob, "1:guided:stop:0")

    assert answer["text"] == OVER
    assert "Get ready" in caption(alice, message)


async def test_yesterday_s_card_and_a_stranger_begin_nothing(household: Household) -> None:
    alice = await household.subscriber("Alice")
    answer = await household.tapped(alice, "1:guide:lunge:20200101:")
    assert answer["text"] == ANOTHER_DAY

    bob = household.town.person("Bob")
    answer = await household.tapped(bob, f"1:guide:lunge:{today(household)}:")
    assert answer["text"] == "Tap /start first. Then I can guide you."


async def test_nothing_begins_in_a_group(household: Household) -> None:
    square = Square.open(household)
    post = await square.subscribed()
    slug = str(post["reply_markup"]).partition("1:count:")[2].partition(":")[0]

    await square.taps(square.bob, f"1:guide:{slug}:{today(household)}:", post)

    assert household.town.calls("sendPhoto") == []


async def test_a_second_exercise_ends_the_first(household: Household) -> None:
    alice, first = await led(household)
    await household.tapped(alice, f"1:guide:leg-swing:{today(household)}:easier")
    await household.services.session_display.idle()

    assert "You left off here." in caption(alice, first)
    assert not alice.posts[first].body.get("reply_markup")
    assert "Leg swing" in caption(alice, max(alice.posts))


async def test_the_picture_shows_the_one_step_in_view(household: Household) -> None:
    alice, message = await led(household)
    board = alice.posts[message].body["photo"]
    await taps(household, alice, message, "1:guided:skip:0")
    step = alice.posts[message].body["photo"]
    await taps(household, alice, message, "1:guided:skip:1")

    assert step != board
    assert "Step 1 of 6" not in caption(alice, message)
    assert alice.posts[message].body["photo"][-1]["file_id"] == board[-1]["file_id"]


async def test_where_no_picture_went_the_text_changes(household: Household) -> None:
    alice = await household.subscriber("Alice")
    for method in ("sendPhoto", "editMessageMedia"):
        household.town.refuse(400, "Bad Request: PHOTO_INVALID_DIMENSIONS", method=method)
    logging.disable(logging.WARNING)
    try:
        await household.tapped(alice, f"1:guide:lunge:{today(household)}:")
        message = max(alice.posts)
        await taps(household, alice, message, "1:guided:skip:0")
    finally:
        logging.disable(logging.NOTSET)

    assert "Step 1 of 6" in str(alice.posts[message].body["text"])


async def test_a_pause_of_telegram_s_is_kept(household: Household) -> None:
    alice, message = await led(household)
    edit = "editMessageMedia"
    household.town.refuse(429, "Too Many Requests: retry after 1", method=edit, retry_after=1)
    await passes(household, 11)
    tried = len(household.town.calls(edit))
    await passes(household, 0.5)
    assert len(household.town.calls(edit)) == tried
    await asyncio.sleep(1.1)
    await passes(household, 1)

    assert "Step 1 of 6" in caption(alice, message)


async def test_a_deleted_message_ends_it(household: Household) -> None:
    alice, message = await led(household)
    world = household.town.sandbox.world
    world.delete_post(alice, alice.posts[message])
    await passes(household, 11)
    tried = len(household.town.calls("editMessageMedia"))
    await passes(household, 60)

    assert len(household.town.calls("editMessageMedia")) == tried == 1


async def test_many_at_once_stay_within_the_budget(household: Household) -> None:
    for number in range(15):
        await led(household, f"Person {number}")
    before = len(household.town.calls("editMessageMedia"))
    await passes(household, 11)

    assert len(household.town.calls("editMessageMedia")) - before == 10


def test_the_end_of_a_days_strength_names_what_follows_it(library: Library) -> None:
    over = scene(
        library, Practice(1, "floor-bridge"), -1, ending=Ending.DONE, completed=completed(1)
    )

    text = guided_card(translator_for("en"), library, over).text

    assert "<b>To finish:</b> Lunge stretch, 15 seconds each side" in text
