"""One session with the chat, whatever happens to the page, the network or the phone."""

from datetime import timedelta
from typing import Any

import pytest

from bot.coach.library import Library
from bot.miniapp.card_edits import wait_for_edits
from bot.services.people.guided import LEFT_ALONE, PAGE_SILENCE
from bot.services.people.page_sessions import BELIEVED_AFTER
from tests.chat.todays_card import done, verbs
from tests.miniapp.phone import Phone


def stage_of(session: dict[str, Any], act: str) -> int:
    return next(n for n, stage in enumerate(session["stages"]) if stage["act"] == act)


async def row(phone: Phone) -> Any:
    """Return where the server has the session now, if there is one."""
    services = phone.household.services
    now = phone.household.town.sandbox.clock()
    return await services.page_sessions.under_way(phone.person.id, now)


async def done_today(phone: Phone) -> bool:
    services, now = phone.household.services, phone.household.town.sandbox.clock()
    return (await services.practices.today(phone.person.id, now)).done


async def todays(phone: Phone) -> str:
    return str((await phone.ask("today"))["practice"]["slug"])


async def ends(phone: Phone, session: dict[str, Any]) -> dict[str, Any]:
    """Go to the last stage by a tap."""
    return await phone.is_at(len(session["stages"]) - 1, act=True)


async def test_a_session_has_its_words_pictures_and_tempo(phone: Phone) -> None:
    session = await phone.begins("floor-bridge")

    assert [session["stages"][0]["act"], session["stages"][-1]["act"]] == ["ready", "done"]
    move = session["stages"][stage_of(session, "move")]
    assert move["reps"]["count"] * move["reps"]["seconds"] <= move["seconds"]
    assert move["reps"]["parts"] == [2, 3, 2]
    assert session["stages"][1]["panel"].endswith(".png")


async def test_an_end_counts_the_day_once_and_says_what_it_adds_up_to(phone: Phone) -> None:
    session = await phone.begins(await todays(phone))

    answer = await ends(phone, session)
    again = await phone.ask("session/finished", {"slug": session["slug"], "day": session["day"]})

    assert answer["completed"]["line"] == "That's today done."
    assert [done for _, done in answer["completed"]["week"]].count("done") == 1
    assert again["completed"]["week"] == answer["completed"]["week"]
    assert await done_today(phone)


async def test_the_end_of_another_exercise_does_not_count_for_today(phone: Phone) -> None:
    other = "leg-swing" if await todays(phone) != "leg-swing" else "lunge"
    session = await phone.begins(other)

    answer = await ends(phone, session)

    assert answer["completed"] is None
    assert not await done_today(phone)
    assert (await phone.ask("done", {"slug": other, "day": session["day"]}))["completed"]
    assert await done_today(phone)


async def test_it_goes_on_to_the_second_after_a_reload(phone: Phone) -> None:
    session = await phone.begins()
    hold = stage_of(session, "hold")
    await phone.is_at(hold, 4, act=True)
    phone.wait(6)

    found = (await (await phone.another()).ask("today"))["session"]

    assert found["stage"] == hold
    assert found["gone"] == pytest.approx(10, abs=0.5)


async def test_start_on_another_device_goes_on_with_the_same_session(phone: Phone) -> None:
    session = await phone.begins()
    await phone.is_at(2, 1, act=True)

    found = await (await phone.another()).begins()

    assert (found["stage"], found["acts"], found["day"]) == (2, 1, session["day"])


async def test_two_devices_follow_whoever_acted_last(phone: Phone) -> None:
    await phone.begins()
    other = await phone.another()
    await other.is_at(3, 2, paused=True, act=True)

    late = await phone.is_at(1, 5, act=True)

    assert (late["stage"], late["paused"], late["acts"]) == (3, True, 1)


async def test_a_page_that_lags_behind_another_catches_up(phone: Phone) -> None:
    await phone.begins()
    phone.wait(5)

    lagging = await phone.is_at(0, 0.5)

    assert lagging["gone"] == pytest.approx(5, abs=0.5)


async def test_a_page_without_network_is_believed_when_it_comes_back(phone: Phone) -> None:
    """The server had paused what it no longer heard of."""
    session = await phone.begins()
    hold = stage_of(session, "hold")
    phone.wait(PAGE_SILENCE.total_seconds() + 20)
    assert (await row(phone)).paused

    back = await phone.is_at(hold, 7)

    assert (back["stage"], back["paused"]) == (hold, False)
    assert back["gone"] == pytest.approx(7, abs=0.5)


async def test_what_ended_without_network_counts_once_when_it_is_told(phone: Phone) -> None:
    session = await phone.begins(await todays(phone))
    phone.wait(PAGE_SILENCE.total_seconds() + LEFT_ALONE.total_seconds() + 60)
    await phone.household.services.session_display.tick()
    await phone.household.services.session_display.idle()
    about = {"slug": session["slug"], "day": session["day"]}

    assert (await phone.is_at(len(session["stages"]) - 1))["ending"] == "over"
    first = await phone.ask("session/finished", about)
    second = await phone.ask("session/finished", about)

    assert first["completed"]["week"] == second["completed"]["week"]
    assert await done_today(phone)


async def test_the_clock_of_the_phone_may_be_an_hour_off(phone: Phone) -> None:
    """Pages tell seconds into a stage, never a time."""
    await phone.begins()

    answer = await phone.is_at(0, 3.5, at="2026-01-01T00:00:00Z", now=10**5)

    assert answer["gone"] < 10


async def test_a_page_that_is_closed_pauses_where_it_was_last_heard_of(phone: Phone) -> None:
    await phone.begins()
    phone.wait(3)
    await phone.is_at(0, 3)
    phone.wait(PAGE_SILENCE.total_seconds() + 5)

    found = await row(phone)

    assert found.paused
    assert found.stage_left.stage == 0
    assert found.stage_left.seconds_left == pytest.approx(7, abs=1)


async def test_nothing_is_sent_to_the_chat_while_only_the_page_shows_it(phone: Phone) -> None:
    await phone.begins()
    before = len(phone.person.posts)
    await phone.is_at(1, 1, act=True)
    await phone.household.services.session_display.idle()

    assert len(phone.person.posts) == before
    assert phone.household.town.calls("editMessageCaption") == []


async def test_a_message_in_the_chat_follows_the_page(phone: Phone) -> None:
    """It was begun in the chat and goes on here: one row, one place."""
    household, person, slug = phone.household, phone.person, await todays(phone)
    await household.hears(person, "/today")
    day = (await phone.ask("today"))["day"].replace("-", "")
    await household.tapped(person, f"1:guide:{slug}:{day}:")
    message = list(person.posts.values())[-1]

    session = await phone.begins(slug)
    await phone.is_at(1, act=True)
    await household.services.session_display.idle()

    assert session["acts"] == 0
    assert "Get ready" not in str(message.body)
    assert message is list(person.posts.values())[-1]


async def test_the_chat_goes_on_with_what_the_page_shows(phone: Phone) -> None:
    household, person, slug = phone.household, phone.person, await todays(phone)
    await household.hears(person, "/today")
    day = (await phone.ask("today"))["day"].replace("-", "")
    await household.tapped(person, f"1:guide:{slug}:{day}:")
    await phone.begins(slug)

    await household.tapped(person, "1:guided:pause:0")
    heard = await phone.is_at(0, 2)

    assert heard["paused"]
    assert heard["acts"] == 1


async def test_the_card_of_the_day_changes_at_once(phone: Phone) -> None:
    await phone.household.hears(phone.person, "/today")
    card = list(phone.person.posts.values())[-1]
    session = await phone.begins(await todays(phone))

    await ends(phone, session)
    await phone.household.services.session_display.idle()

    assert "undone" in str(card.body["reply_markup"])


async def test_it_hurts_ends_it_and_pauses_the_exercise(phone: Phone) -> None:
    await phone.begins("lunge")

    answer = await phone.ask("session/stop", {"hurts": True})

    assert "I won't send this until" in answer["html"]
    assert await row(phone) is None


async def test_what_hurts_comes_with_the_warning_signs(phone: Phone, library: Library) -> None:
    session = await phone.begins("lunge")
    about = {"slug": session["slug"], "day": session["day"]}

    stopped = await phone.ask("session/stop", {"hurts": True})
    again = await phone.ask("feeling", about | {"feeling": "hurts"})

    page = library.safety.to("en")
    signs = [[section.title, list(section.lines)] for section in page.sections]
    assert page.sections[0].title.startswith("Call your local emergency number now")
    assert stopped["signs"] == again["signs"] == signs


@pytest.mark.parametrize("asked", ["", "/today"])
async def test_it_hurts_changes_the_card_that_came_again_later(phone: Phone, asked: str) -> None:
    phone.wait(24 * 60 * 60)
    await phone.login()
    household, person = phone.household, phone.person
    await household.delivers()
    if asked:
        await household.hears(person, asked)
    old = list(person.posts.values())[-1].body
    await household.tapped(person, done(old).replace("done", "wait") + ":30", on=old)
    phone.wait(30 * 60)
    await household.delivers()
    newest = list(person.posts.values())[-1].body
    assert newest["message_id"] > old["message_id"]

    await phone.begins(await todays(phone))
    await phone.ask("session/stop", {"hurts": True})
    await wait_for_edits()

    assert {"guide", "hurts"}.isdisjoint(verbs(person, newest))


async def test_what_hurts_shows_as_paused_and_can_be_swapped(phone: Phone) -> None:
    phone.wait(24 * 60 * 60)
    await phone.login()
    await phone.household.delivers()
    before = await phone.ask("today")
    first = before["practice"]["slug"]
    await phone.begins(first)
    await phone.ask("session/stop", {"hurts": True})
    after = await phone.ask("today")
    room = await phone.ask(f"exercises/{first}")
    swapped = await phone.ask("swap", {"slug": first, "day": after["day"]})

    assert (before["paused"], before["can_swap"]) == ("", False)
    assert (after["paused"], after["can_swap"]) == ("Paused for a week.", True)
    assert room["paused"] == "Paused for a week."
    assert swapped["practice"]["slug"] == await todays(phone) != first
    assert swapped["paused"] == ""


async def test_a_swap_that_cannot_be_is_explained(phone: Phone) -> None:
    response = await phone.call("swap", {"slug": await todays(phone), "day": "2020-01-01"})

    assert response.status == 409


async def test_how_it_was_changes_the_next_time(phone: Phone) -> None:
    session = await phone.begins(await todays(phone))
    await ends(phone, session)
    about = {"slug": session["slug"], "day": session["day"]}

    said = await phone.ask("feeling", about | {"feeling": "hard"})
    right = await phone.ask("feeling", about | {"feeling": "right"})

    assert said["text"].startswith("OK. ")
    assert right["text"] == "Good. I'll keep it as it is."


def test_a_page_is_believed_again_before_its_session_pauses() -> None:
    assert timedelta(seconds=30) < BELIEVED_AFTER < PAGE_SILENCE
