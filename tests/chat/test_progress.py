"""/progress: a picture with the same facts in words, whose pages are turned in place."""

from datetime import timedelta

import pytest

from bot.chat.cards.card import CAPTION_LIMIT, length
from bot.chat.cards.progress import progress_card, spans
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.coach.progress import History, month
from bot.sandbox.world import Chat
from bot.store.database import Database
from bot.store.tables import completions, media
from tests.chat.deck import TODAY, read
from tests.chat.town import Household

_ = translator_for("en")
DAY = timedelta(days=1)


@pytest.fixture
async def alice(household: Household, sqlite: Database) -> Chat:
    """Return somebody who has been here for two months and did the lunge every day."""
    alice = await household.subscriber("Alice")
    person = await household.services.subscriptions.find(alice.id)
    assert person
    now = household.town.sandbox.clock()
    async with sqlite.write() as connection:
        await connection.execute(
            completions.insert(),
            [
                {
                    "subscriber_id": person.id,
                    "day": now.date() - DAY * ago,
                    "exercise": "lunge",
                    "done_at": now,
                }
                for ago in range(60)
            ],
        )
    return alice


async def test_the_month_is_a_photo_with_its_facts_in_words(
    household: Household, alice: Chat
) -> None:
    (said,) = await household.hears(alice, "/progress")

    body = list(alice.posts.values())[-1].body
    assert (body["photo"][0]["width"], body["photo"][0]["height"]) == (1024, 1280)
    assert "Streak: 60 days" in said
    assert "Lunge stretch ×" in said
    assert "Still new to you:" in said


async def test_the_pages_are_turned_in_place(household: Household, alice: Chat) -> None:
    await household.hears(alice, "/progress")
    message = list(alice.posts.values())[-1]
    first, words = message.body["photo"][0]["file_id"], message.body["caption"]
    (back,) = message.body["reply_markup"]["inline_keyboard"][0]

    await household.tapped(alice, back["callback_data"], message.body)

    assert list(alice.posts.values())[-1] is message
    assert message.body["photo"][0]["file_id"] != first
    labels = [one["text"] for one in message.body["reply_markup"]["inline_keyboard"][0]]
    assert labels[-1].endswith("›")
    forth = message.body["reply_markup"]["inline_keyboard"][0][-1]
    await household.tapped(alice, forth["callback_data"], message.body)
    assert message.body["caption"] == words


async def test_the_picture_is_kept_nowhere(
    household: Household, alice: Chat, sqlite: Database
) -> None:
    await household.hears(alice, "/progress")
    await household.hears(alice, "/progress")

    assert all("month.png" in str(call["photo"]) for call in household.town.calls("sendPhoto"))
    async with sqlite.read() as connection:
        assert (await connection.execute(media.select())).all() == []


async def test_where_no_picture_can_be_sent_the_words_go_alone(
    household: Household, alice: Chat
) -> None:
    household.town.refuse(400, "Bad Request: IMAGE_PROCESS_FAILED", method="sendPhoto")

    (said,) = await household.hears(alice, "/progress")

    assert "Done on day" in said
    assert "photo" not in list(alice.posts.values())[-1].body


@pytest.mark.parametrize("stamp", ["", "x", "202613", "2026", "000001", "999912"])
async def test_a_forged_page_harms_nobody(household: Household, alice: Chat, stamp: str) -> None:
    answer = await household.tapped(alice, f"1:progress:{stamp}")

    assert answer["answered"]


async def test_a_newcomer_sees_an_open_month(household: Household) -> None:
    bob = await household.subscriber("Bob")

    (said,) = await household.hears(bob, "/progress")

    assert "Any day is a good day to begin" in said
    assert "Done on" not in said
    assert "reply_markup" not in list(bob.posts.values())[-1].body


async def test_the_first_answer_on_stiffness_is_shown_at_once(household: Household) -> None:
    bob = await household.subscriber("Bob")
    today = household.town.sandbox.clock().date()
    await household.tapped(bob, f"1:stiff:6:{today}")

    (said,) = await household.hears(bob, "/progress")

    assert "Stiffness: 6 out of 10. That's your first answer." in said


async def test_a_stranger_is_told_how_to_begin(household: Household) -> None:
    bob = household.town.person("Bob")

    assert "/start" in (await household.hears(bob, "/progress"))[0]


def test_days_are_written_shortly() -> None:
    first = TODAY.replace(day=1)

    assert spans(_, []) == ""
    assert spans(_, (first + DAY * one for one in (0, 1, 2, 4, 8, 9))) == "1–3, 5, 9–10"


def test_days_in_arabic_run_from_right_to_left() -> None:
    arabic, first = translator_for("ar"), TODAY.replace(day=1)

    assert spans(arabic, [first, first + 2 * DAY]) == "\u200f1، 3"


def test_the_longest_month_fits_under_its_picture(library: Library) -> None:
    """Every other day done and open by turns, every exercise once: nothing joins to a span."""
    names = list(library.exercises)[:-1]
    days = [TODAY - DAY * ago for ago in range(62)]
    done = {day: names[at % len(names)] for at, day in enumerate(days[::3])}
    history = History(done, frozenset(days[1::3]), (), days[-1])
    found = month(history, TODAY.replace(month=10), TODAY, library.exercises)

    card = progress_card(_, library, found, b"png")

    assert "Rest on days " in read(card)
    assert length(card.text) <= CAPTION_LIMIT * 0.8
