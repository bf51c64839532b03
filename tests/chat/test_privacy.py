"""What is kept is told, shown and deleted, and only what is one's own."""

import json
from typing import Any

from aiohttp import ClientSession

from bot.chat.callbacks import pack
from bot.chat.cards.privacy import privacy_card
from bot.chat.words import translator_for
from bot.sandbox.world import Chat
from tests.chat.town import Household, texts


async def file_of(household: Household, person: Chat) -> dict[str, Any]:
    """Read the file that a person got last."""
    about = list(person.posts.values())[-1].body["document"]
    assert about["file_name"].endswith(".json")
    file = await household.town.bot.get_file(about["file_id"])
    async with ClientSession() as http, http.get(str(file.file_path)) as answer:
        found: dict[str, Any] = json.loads(await answer.read())
        return found


async def test_privacy_says_what_is_kept_and_how_to_be_rid_of_it(household: Household) -> None:
    alice = household.town.person("Alice")

    (text,) = await household.hears(alice, "/privacy")

    assert "/mydata" in text
    assert "/delete" in text


def test_privacy_names_whom_to_ask_where_there_is_somebody() -> None:
    words = translator_for("en")

    assert "<me@example.org> & co" not in privacy_card(words, "<me@example.org> & co").text
    assert "&lt;me@example.org&gt; &amp; co" in privacy_card(words, "<me@example.org> & co").text
    assert "Questions" not in privacy_card(words, None).text


async def test_mydata_is_a_file_with_all_of_it(household: Household) -> None:
    alice = await household.subscriber("Alice", equipment=frozenset({"ball"}))

    (caption,) = await household.hears(alice, "/mydata")

    assert "everything I keep" in caption
    record = await file_of(household, alice)
    assert record == await household.services.archive.of(alice.id)
    assert record["equipment"] == ["ball"]


async def test_who_is_unknown_is_told_that_nothing_is_kept(household: Household) -> None:
    alice = household.town.person("Alice")

    assert await household.hears(alice, "/mydata") == ["I don't keep anything about you."]


async def test_delete_asks_first(household: Household) -> None:
    alice = await household.subscriber("Alice")

    (question,) = await household.hears(alice, "/delete")

    assert "can't undo this" in question
    assert await household.services.archive.of(alice.id) is not None


async def test_a_confirmed_delete_leaves_nothing_and_says_so(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/delete")

    await household.tapped(alice, pack("delete"))

    assert await household.services.archive.of(alice.id) is None
    assert "I've deleted everything" in texts(alice)[-1]


async def test_a_second_tap_on_delete_is_harmless(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/delete")

    for _ in range(2):
        await household.tapped(alice, pack("delete"))

    assert "I've deleted everything" in texts(alice)[-1]


async def test_keep_keeps_it(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/delete")

    await household.tapped(alice, pack("keep"))

    assert await household.services.archive.of(alice.id) is not None
    assert "nothing changes" in texts(alice)[-1]


async def test_nobody_elses_data_goes(household: Household) -> None:
    alice, bob = await household.subscriber("Alice"), await household.subscriber("Bob")
    await household.hears(alice, "/delete")

    await household.tapped(alice, pack("delete"))

    assert await household.services.archive.of(bob.id) is not None
