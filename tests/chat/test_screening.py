"""The question about a person's health, asked once before their first exercise."""

from telegram import InlineKeyboardMarkup

from bot.chat.cards.screening import question_card
from bot.chat.words import translator_for
from bot.coach.sheets import Flag
from bot.sandbox.world import Chat
from bot.services.delivery.outcome import Sent
from bot.store.subscribers import Subscriber
from tests.chat.deck import ALICE, TODAY
from tests.chat.todays_card import data
from tests.chat.town import Household, Outbox, parcel, texts

QUESTION = "Anything I should know before your first exercise?"
LATER = "Anything I should know about your health?"
PERSON = ALICE._replace(flags=frozenset())


def last(chat: Chat) -> dict[str, object]:
    """Return the newest message of a chat."""
    return chat.posts[max(chat.posts)].body


async def test_start_asks_in_the_greeting_and_one_tap_leads_to_the_exercise(
    household: Household,
) -> None:
    bob = household.town.person("Bob")
    (greeting,) = await household.hears(bob, "/start")
    question = last(bob)
    assert greeting.startswith("Hello!")
    assert QUESTION in greeting
    assert data(question)[0] == "1:screened"
    assert "No, show me my exercise" in str(question)

    await household.tapped(bob, "1:screened")

    hello, exercise, clock = texts(bob)[-3:]
    assert hello.endswith("/safety")
    assert "Here's today's." in hello
    assert QUESTION not in hello
    assert exercise.startswith("Lunge stretch\n")
    assert clock.startswith("What time is it where you are?")


async def test_what_is_ticked_changes_the_first_exercise(household: Household) -> None:
    bob = household.town.person("Bob")
    await household.hears(bob, "/start")
    await household.tapped(bob, "1:screen:knee-pain:on")
    await household.tapped(bob, "1:screen:groin:on")
    await household.tapped(bob, "1:screen:groin:off")
    assert "✓ Knee pain" in str(last(bob))
    assert "Show me my exercise" in str(last(bob))

    await household.tapped(bob, "1:screened")

    assert texts(bob)[-2].startswith("Lunge stretch, standing")
    assert "Sore knee? Stay standing" in texts(bob)[-2]


async def test_a_second_start_or_tap_asks_or_shows_only_once(household: Household) -> None:
    bob = household.town.person("Bob")
    await household.hears(bob, "/start")
    assert QUESTION in (await household.hears(bob, "/start"))[0]
    await household.tapped(bob, "1:screened")
    assert (await household.hears(bob, "/start"))[0].startswith("Welcome back!")

    before = len(texts(bob))
    await household.tapped(bob, "1:screened")
    assert len(texts(bob)) - before <= 1, "at most the clock is asked for again"


async def test_a_delivery_before_the_answer_asks_beneath_it(
    outbox: Outbox, household: Household
) -> None:
    alice = household.town.person("Alice")
    assert isinstance(await outbox.carrier.deliver(parcel(alice)), Sent)
    assert "1:ask" not in data(last(alice))
    assert isinstance(await outbox.carrier.deliver(parcel(alice, asks_about_health=True)), Sent)
    assert data(last(alice))[-1] == "1:ask"


async def test_an_answer_after_a_delivery_names_an_exercise_that_does_not_suit(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice", screened=False, last_day=TODAY, shown_day=None)
    await household.tapped(alice, "1:ask")
    assert texts(alice)[-1].startswith(LATER), "it isn't before their first exercise"

    await household.tapped(alice, "1:screen:knee-pain:on")
    await household.tapped(alice, "1:screened")

    assert texts(alice)[-1].startswith(
        "Thank you. From now on, your exercises will take that into account."
    )


def switch_rows(person: Subscriber) -> list[list[str]]:
    """Return the labels of the health question without their marks, row by row."""
    shown = question_card(translator_for("en"), person).markup
    assert isinstance(shown, InlineKeyboardMarkup)
    return [[one.text[2:] for one in row] for row in shown.inline_keyboard[1:]]


def test_a_label_too_long_for_half_a_row_has_a_row_of_its_own() -> None:
    rows = switch_rows(PERSON)
    assert rows[0] == ["Pregnant", "Low-back pain"]
    assert rows[-1] == ["Osteoporosis, spinal fracture"]
    assert sum(len(row) for row in rows) == len(Flag)


def test_a_tick_moves_no_switch() -> None:
    assert switch_rows(PERSON._replace(flags=frozenset(Flag))) == switch_rows(PERSON)
