"""Links into the bot show what they promise, and subscribe nobody unasked."""

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.chat.cards.links import link, share_button
from bot.chat.handlers.start import LINKS
from bot.chat.words import translator_for
from bot.coach.library import Library
from tests.chat.town import ALL_EXERCISES, Household, texts

OFFER = "Hello! I can send you one short exercise like this every day"


@pytest.mark.parametrize(
    ("payload", "opening"),
    [
        ("ex_kettlebell-swing", "Kettlebell swing"),
        ("ex_juggling", ALL_EXERCISES),
        ("sign_poor-posture", "Poor posture"),
        ("sign_x", "Signs"),
        ("list", ALL_EXERCISES),
    ],
)
async def test_a_link_shows_its_card_and_leaves_the_rest_to_the_newcomer(
    household: Household, payload: str, opening: str
) -> None:
    bob = household.town.person("Bob")
    card, offer = await household.hears(bob, f"/start {payload}")

    assert card.startswith(opening)
    assert offer.startswith(OFFER)
    assert await household.services.subscriptions.find(bob.id) is None

    await household.tapped(bob, "1:begin")
    assert await household.services.subscriptions.find(bob.id)
    assert "Anything I should know before your first exercise?" in texts(bob)[-1]
    await household.tapped(bob, "1:screened")
    assert "What time is it where you are?" in texts(bob)[-1]


async def test_who_is_here_already_gets_the_card_alone(household: Household) -> None:
    alice = await household.subscriber("Alice")
    (card,) = await household.hears(alice, "/start ex_lunge")

    assert card.startswith("Lunge stretch")


@pytest.mark.parametrize("payload", ["", "x", "EX_lunge", "friend-7"])
async def test_anything_else_is_a_plain_start(household: Household, payload: str) -> None:
    answers = await household.hears(household.town.person("Bob"), f"/start {payload}")

    assert answers[0].startswith("Hello! I'll send you one short exercise a day")


def test_every_link_that_the_cards_make_fits_telegram_and_leads_somewhere(
    library: Library,
) -> None:
    payloads = [f"ex_{slug}" for slug in library.exercises]
    payloads += [f"sign_{slug}" for slug in library.signs]
    for payload in payloads:
        assert len(payload) <= 64
        assert payload.replace("-", "").replace("_", "").isalnum()
        assert any(payload.startswith(prefix) for prefix in LINKS)


async def test_more_has_a_button_to_share(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.tapped(alice, f"1:more:lunge:{household.town.sandbox.clock():%Y%m%d}")
    shown = list(alice.posts.values())[-1].body["reply_markup"]["inline_keyboard"]

    assert shown[-1][-1]["text"] == "Share"
    query = parse_qs(urlsplit(shown[-1][-1]["url"]).query)
    assert query["url"] == [link("psoas_sandbox_bot", "ex_lunge")]


def test_a_name_with_any_letters_survives_the_share_link() -> None:
    url = share_button(translator_for("en"), "bot", "ex_x", "Sit-up & “swing” 💪").url or ""

    assert parse_qs(urlsplit(url).query)["text"] == ["Sit-up & “swing” 💪"]
