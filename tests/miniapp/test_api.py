"""The calls of the page, bad input, and its files: nothing that harms."""

from typing import Any

import pytest

from bot.chat.words import translator_for
from bot.coach.languages import DEFAULT_LANGUAGE
from bot.miniapp.card_edits import wait_for_edits
from bot.miniapp.views import posture_names
from tests.chat.todays_card import verbs
from tests.library import repository
from tests.miniapp.phone import Phone


async def test_the_login_brings_words_and_today(phone: Phone) -> None:
    assert phone.welcome["language"] == "en"
    assert phone.welcome["words"]["start"] == "Start"
    assert phone.welcome["today"]["practice"]["film"].endswith(".mp4")
    assert len(phone.welcome["today"]["week"]) == 7


# --- the other rooms ------------------------------------------------------------------------


async def test_all_exercises_can_be_listed_and_opened(phone: Phone) -> None:
    found = await phone.ask("exercises")

    assert {"standing", "kneeling", "back", "seated"} == set(found["positions"])
    for one in found["exercises"]:
        shown = await phone.ask(f"exercises/{one['slug']}")
        assert shown["steps"]
        assert shown["film"]


async def test_a_swap_shows_on_the_card_in_the_chat(phone: Phone) -> None:
    phone.wait(24 * 60 * 60)
    await phone.login()
    await phone.household.delivers()
    card = next(post.body for post in phone.person.posts.values() if "1:done:" in str(post.body))
    today = await phone.ask("today")
    await phone.ask("swap", {"slug": today["practice"]["slug"], "day": today["day"]})
    await wait_for_edits()

    assert verbs(phone.person, card) == ["back", "hurts", "more"]


def test_kneeling_as_a_posture_is_not_what_somebody_avoids() -> None:
    """German says "im Knien" beside "im Stehen", and "knien" in a list of what is avoided."""
    for code in set(repository().languages.codes) - {DEFAULT_LANGUAGE}:
        _ = translator_for(code)
        assert posture_names(_)["kneeling"] != _("kneeling"), code


async def test_the_harder_version_is_not_shown_where_health_matters(phone: Phone) -> None:
    offered = []
    for is_on in (False, True):
        await phone.ask("settings", {"name": "flag", "value": "back-pain", "on": is_on})
        shown = await phone.ask("exercises/lunge")
        offered.append(("harder" in dict(shown["versions"]), bool(shown["harder"])))

    assert offered == [(True, True), (False, False)]


async def test_what_is_left_out_for_somebody_s_health_says_so(phone: Phone) -> None:
    shown = []
    for is_on in (False, True):
        await phone.ask("settings", {"name": "flag", "value": "back-pain", "on": is_on})
        shown.append((await phone.ask("exercises/sit-up"))["left_out"])

    assert shown[0] == ""
    assert shown[1].startswith("You said “low-back pain”")


async def test_a_month_and_the_settings_can_be_seen_and_changed(phone: Phone) -> None:
    assert (await phone.ask("progress"))["title"]
    changed = await phone.ask("settings", {"name": "time", "value": "06:15"})
    days = await phone.ask("settings", {"name": "day", "value": 6, "on": False})
    fit = await phone.ask("settings", {"name": "flag", "value": "knee-pain", "on": True})

    assert changed["time"] == "06:15"
    assert days["days"][6][1] is False
    assert any(on for name, _, on in fit["flags"] if name == "knee-pain")


# --- bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("session", {"slug": "no-such-exercise"}, 404),
        ("session", {"slug": 7}, 404),
        ("session/place", {}, 400),
        ("session/place", {"acts": True, "stage": 0, "gone": 0}, 400),
        ("session/place", {"acts": 0, "stage": 0, "gone": 1e300}, 400),
        ("feeling", {"slug": "lunge", "day": "today", "feeling": "hard"}, 400),
        ("feeling", {"slug": "lunge", "day": "2026-11-29", "feeling": "great"}, 400),
        ("done", {"slug": "lunge", "day": "2020-01-01"}, 409),
        ("settings", {"name": "time", "value": "25:99"}, 400),
        ("settings", {"name": "position", "value": 99}, 400),
        ("settings", {"name": "flag", "value": "x" * 9000}, 413),
        ("exercises/no-such-exercise", None, 404),
        ("progress/soon", None, 400),
    ],
)
async def test_bad_input_is_refused(
    phone: Phone, path: str, body: dict[str, Any] | None, status: int
) -> None:
    response = await phone.call(path, body)

    assert response.status == status
    assert (await response.json())["error"].endswith(".")


async def test_a_stage_that_is_not_there_changes_nothing(phone: Phone) -> None:
    await phone.begins()

    assert (await phone.is_at(999, act=True))["stage"] == 0
    assert (await phone.is_at(-1, act=True, acts=1))["stage"] == 0


async def test_somebody_who_never_said_start_may_look_but_is_not_guided(phone: Phone) -> None:
    phone.person = phone.household.town.person("Eve")
    await phone.login()

    assert (await phone.ask("today"))["practice"]
    assert (await phone.call("session", {"slug": "lunge"})).status == 409
    assert (await phone.call("settings")).status == 409


async def test_a_flood_of_one_person_is_slowed_down(phone: Phone) -> None:
    found = [(await phone.call("settings")).status for _ in range(60)]

    assert found[:30] == [200] * 30
    assert 429 in found


# --- files ----------------------------------------------------------------------------------


async def test_the_page_loads_nothing_of_anybody_else(phone: Phone) -> None:
    response = await phone.client.get("/app/")
    policy = response.headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors https://web.telegram.org" in policy
    assert "127.0.0.1" not in policy


async def test_the_page_itself_is_not_sent_twice(phone: Phone) -> None:
    first = await phone.client.get("/app/")
    second = await phone.client.get("/app/", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status, second.status) == (200, 304)


async def test_films_come_in_ranges_and_are_kept(phone: Phone) -> None:
    film = phone.welcome["today"]["practice"]["film"]
    part = await phone.client.get(film, headers={"Range": "bytes=0-99"})
    whole = await phone.client.get(film)
    again = await phone.client.get(film, headers={"If-None-Match": whole.headers["ETag"]})

    assert (part.status, len(await part.read())) == (206, 100)
    assert "immutable" in whole.headers["Cache-Control"]
    assert again.status == 304


@pytest.mark.parametrize("name", ["../../etc/passwd", "%2e%2e%2fapp.py", "0" * 20 + ".mp4"])
async def test_no_other_file_is_served(phone: Phone, name: str) -> None:
    assert (await phone.client.get(f"/app/media/{name}")).status == 404
    assert (await phone.client.get(f"/app/0/{name}")).status == 404
