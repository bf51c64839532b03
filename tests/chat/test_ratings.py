"""How was it? The question at the end of a guided exercise, and what stands there once rated."""

import pytest

from bot.sandbox.world import Body, Chat
from tests.chat.todays_card import data
from tests.chat.town import Household, texts

pytestmark = pytest.mark.usefixtures("_nothing_breaks")

ASKED = "How was it?"


async def ended(household: Household) -> tuple[Chat, int]:
    """Let somebody end today's exercise; return the message that led them."""
    person = await household.subscriber("Alice")
    await household.hears(person, "/today")
    about = f"lunge:{household.town.sandbox.clock():%Y%m%d}"
    await household.tapped(person, f"1:guide:{about}:")
    message = max(person.posts)
    await household.tapped(person, f"1:done:{about}")
    await household.services.session_display.idle()
    return person, message


async def rates(household: Household, person: Chat, message: int, verb: str) -> Body:
    """Let somebody tap a rating under a message; return the answer to the tap."""
    body = person.posts[message].body
    chosen = next(one for one in data(body) if one.startswith(f"1:{verb}:"))
    return await household.tapped(person, chosen, on=body)


def said(person: Chat, message: int) -> str:
    body = person.posts[message].body
    return str(body.get("caption") or body.get("text"))


@pytest.mark.parametrize("verb", ["hard", "right", "easy"])
async def test_a_rating_stands_in_the_place_of_its_question(
    household: Household, verb: str
) -> None:
    alice, message = await ended(household)
    asking = said(alice, message)
    formatting = alice.posts[message].body["caption_entities"]
    answer = await rates(household, alice, message, verb)

    assert asking.endswith(ASKED)
    assert said(alice, message) == asking.removesuffix(ASKED) + answer["text"]
    assert alice.posts[message].body["caption_entities"] == formatting
    assert "photo" in alice.posts[message].body
    assert data(alice.posts[message].body) == []


async def test_what_hurt_is_not_asked_about_any_more(household: Household) -> None:
    alice, message = await ended(household)
    asking = said(alice, message)
    await rates(household, alice, message, "pain")

    assert said(alice, message) == asking.removesuffix(ASKED).rstrip()
    assert data(alice.posts[message].body) == []
    assert "I'm sorry it hurts." in texts(alice)[-1]


async def test_a_rating_of_a_text_without_a_picture_takes_its_question_away(
    household: Household, caplog: pytest.LogCaptureFixture
) -> None:
    household.town.refuse(400, "Bad Request: PHOTO_INVALID_DIMENSIONS", method="sendPhoto")
    household.town.refuse(400, "Bad Request: PHOTO_INVALID_DIMENSIONS", method="editMessageMedia")
    alice, message = await ended(household)
    caplog.clear()
    await rates(household, alice, message, "right")

    assert "text" in alice.posts[message].body
    assert said(alice, message).endswith("Good. I'll keep it as it is.")


async def test_a_question_in_another_language_loses_its_buttons_alone(
    household: Household,
) -> None:
    alice, message = await ended(household)
    asking = said(alice, message)
    await household.hears(alice, "/language Deutsch")
    await rates(household, alice, message, "right")

    assert said(alice, message) == asking
    assert data(alice.posts[message].body) == []
