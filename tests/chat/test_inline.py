"""`@bot kettlebell` in any chat offers cards that can be sent there."""

import asyncio

import pytest
from telegram import Animation

from bot.chat.handlers.start import LINKS
from bot.coach.library import Library
from bot.sandbox import inline
from bot.sandbox.markup import utf16_length
from bot.sandbox.world import Body, text_content
from tests.chat.town import Household

BOT = "psoas_sandbox_bot"


async def typed(household: Household, text: str) -> Body:
    """Let Alice type after the bot's name; return what is offered."""
    alice = household.town.person("Alice")
    asking = asyncio.create_task(inline.ask(household.town.sandbox.world, alice, text))
    await asyncio.sleep(0)
    await household.answers()
    answer = await asking
    assert answer["answered"]
    return answer


def links_of(result: Body) -> list[str]:
    rows = result["reply_markup"]["inline_keyboard"]
    return [one["url"] for row in rows for one in row]


async def test_before_a_film_is_known_the_words_are_offered(household: Household) -> None:
    (result,) = (await typed(household, "kettlebell"))["results"]

    assert result["title"] == "Kettlebell swing"
    assert result["text"].startswith("Kettlebell swing")
    assert links_of(result) == [f"https://t.me/{BOT}?start=ex_kettlebell-swing"]


async def test_a_film_that_was_sent_before_is_offered_with_its_card(household: Household) -> None:
    await household.hears(await household.subscriber("Bob"), "/exercise lunge")
    (result,) = (await typed(household, "lunge"))["results"]

    Animation.de_json(result["animation"], household.town.bot)  # raises if a field is missing
    assert result["caption"].startswith("Lunge stretch")


@pytest.mark.parametrize("text", ["", "  ", "k", "😀"])
async def test_who_has_hardly_typed_sees_all(
    household: Household, library: Library, text: str
) -> None:
    answer = await typed(household, text)

    assert [one["id"] for one in answer["results"]] == [f"ex_{slug}" for slug in library.exercises]
    assert answer["button"] is None


async def test_a_sign_is_offered_too(household: Household) -> None:
    (result,) = (await typed(household, "poor posture"))["results"]

    assert links_of(result) == [f"https://t.me/{BOT}?start=sign_poor-posture"]
    assert utf16_length(result["text"]) <= 4096


@pytest.mark.parametrize("text", ["juggling", "<b>&amp;", "x" * 256])
async def test_what_nobody_knows_gets_a_way_to_all(household: Household, text: str) -> None:
    answer = await typed(household, text)

    assert answer["results"] == []
    assert answer["button"]["start_parameter"] in LINKS


async def test_what_is_offered_is_one_persons_own_since_languages_differ(
    household: Household,
) -> None:
    await typed(household, "lunge")

    (call,) = household.town.calls("answerInlineQuery")
    assert call["cache_time"] == 300
    assert call["is_personal"] is True


async def test_a_query_that_waited_too_long_is_no_fault(household: Household) -> None:
    household.town.refuse(400, "Bad Request: query is too old", "answerInlineQuery")
    asking = asyncio.create_task(
        inline.ask(household.town.sandbox.world, household.town.person("Alice"), "lunge")
    )
    await asyncio.sleep(0)
    await household.answers()
    asking.cancel()

    assert len(household.town.calls("answerInlineQuery")) == 1


async def test_a_card_shared_in_the_bots_own_chat_gets_silence(household: Household) -> None:
    alice = await household.subscriber("Alice")
    shared = text_content("Lunge stretch") | {"via_bot": household.town.sandbox.world.bot}

    assert await household.told(alice, shared) == []
