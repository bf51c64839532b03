"""Pictures are uploaded once, reused by file id, and never keep a text from arriving."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram.error import BadRequest, Forbidden

from bot.botapi.message import PreparedMessage
from bot.botapi.sender import Sender
from bot.chat.cards import Card
from bot.coach.drawings import Picture
from bot.coach.library import Library
from bot.sandbox import groups
from bot.sandbox.world import Chat
from bot.services.delivery.file_ids import FileIds
from bot.services.delivery.pace import SharedPace
from bot.store.database import Database
from tests.chat.town import Town, sender_of


@pytest.fixture
def office(town: Town, sqlite: Database) -> Sender:
    return sender_of(town, sqlite)


@pytest.fixture
def letter(library: Library) -> PreparedMessage:
    return PreparedMessage(Card("<b>Lunge</b>", picture=library.exercises["lunge"].film))


@pytest.fixture
def alice(town: Town) -> Chat:
    return town.person("Alice")


def uploads(town: Town) -> int:
    """Count the calls that carried a file: the sandbox notes its name and size."""
    return sum("loop.mp4" in str(call["animation"]) for call in town.calls("sendAnimation"))


async def test_a_picture_goes_out_with_the_card_as_its_caption(
    office: Sender, letter: PreparedMessage, alice: Chat
) -> None:
    await office.send(alice.id, letter)

    body = next(iter(alice.posts.values())).body
    assert body["caption"] == "Lunge"
    assert "animation" in body


async def test_the_second_message_reuses_the_file_id(
    town: Town, office: Sender, letter: PreparedMessage, alice: Chat
) -> None:
    for _ in range(3):
        await office.send(alice.id, letter)

    assert len(alice.posts) == 3
    assert uploads(town) == 1


async def test_a_hundred_at_once_upload_once(
    town: Town, office: Sender, letter: PreparedMessage
) -> None:
    people = [town.person(f"Person {number}") for number in range(100)]
    await asyncio.gather(*(office.send(person.id, letter) for person in people))

    assert all(len(person.posts) == 1 for person in people)
    assert uploads(town) == 1


async def test_a_content_folder_that_is_gone_leaves_the_text(
    office: Sender, letter: PreparedMessage, alice: Chat, tmp_path: Path
) -> None:
    picture = letter.picture
    assert isinstance(picture, Picture)
    letter.picture = replace(picture, path=tmp_path / "gone.mp4")

    await office.send(alice.id, letter)

    (post,) = alice.posts.values()
    assert post.body["text"] == "Lunge"


async def test_a_restart_remembers_the_file_id(
    town: Town, office: Sender, sqlite: Database, letter: PreparedMessage, alice: Chat
) -> None:
    await office.send(alice.id, letter)
    await sender_of(town, sqlite).send(alice.id, letter)

    assert uploads(town) == 1


async def test_another_bot_uploads_for_itself(
    town: Town, office: Sender, sqlite: Database, letter: PreparedMessage, alice: Chat
) -> None:
    await office.send(alice.id, letter)
    await Sender(town.bot, FileIds(sqlite, 7), SharedPace(sqlite, 7, 25)).send(alice.id, letter)

    assert uploads(town) == 2


async def test_a_file_id_that_is_refused_is_uploaded_again(
    town: Town, office: Sender, sqlite: Database, letter: PreparedMessage, alice: Chat
) -> None:
    assert isinstance(letter.picture, Picture)
    shelf = FileIds(sqlite, town.bot.id)
    await shelf.keep(letter.picture.digest, "no-such-file")

    await office.send(alice.id, letter)
    await office.send(alice.id, letter)

    assert ["animation" in post.body for post in alice.posts.values()] == [True, True]
    assert uploads(town) == 1


async def test_where_no_picture_can_be_sent_the_text_goes_alone(
    town: Town, office: Sender, letter: PreparedMessage, alice: Chat
) -> None:
    town.refuse(400, "Bad Request: IMAGE_PROCESS_FAILED", method="sendAnimation")
    await office.send(alice.id, letter)

    assert [post.body.get("text") for post in alice.posts.values()] == ["Lunge"]


async def test_who_cannot_be_reached_gets_no_second_try_as_text(
    town: Town, office: Sender, letter: PreparedMessage, alice: Chat
) -> None:
    town.refuse(403, "Forbidden: bot was blocked by the user", method="sendAnimation")
    with pytest.raises(Forbidden):
        await office.send(alice.id, letter)

    assert town.calls("sendMessage") == []


async def test_a_fault_of_the_words_is_not_taken_for_one_of_the_picture(
    office: Sender, library: Library, alice: Chat
) -> None:
    broken = PreparedMessage(Card("<b>Lunge", picture=library.exercises["lunge"].film))

    with pytest.raises(BadRequest, match="parse"):
        await office.send(alice.id, broken)


async def test_the_steps_are_a_photo(office: Sender, library: Library, alice: Chat) -> None:
    await office.send(
        alice.id, PreparedMessage(Card("Steps", picture=library.exercises["lunge"].board))
    )

    assert "photo" in next(iter(alice.posts.values())).body


class Away(Database):
    """A database that is away whenever something is to be written."""

    @asynccontextmanager
    async def write(
        self, *, repeatable: bool = False, urgent: bool = False, quick: bool = False
    ) -> AsyncIterator[AsyncConnection]:
        raise ConnectionError("the database is away")
        yield


async def test_a_picture_that_cannot_be_noted_is_no_lost_answer(
    town: Town, sqlite: Database, letter: PreparedMessage, alice: Chat
) -> None:
    away = Away(sqlite.url.render_as_string())
    office = Sender(town.bot, FileIds(away, town.bot.id), SharedPace(away, 7, 25))

    sent = [await office.send(alice.id, letter) for _ in range(2)]

    assert list(alice.posts) == sent
    assert uploads(town) == 1
    await away.close()


async def test_a_letter_goes_to_a_topic_uploaded_and_by_its_file_id(
    town: Town, office: Sender, letter: PreparedMessage
) -> None:
    world = town.sandbox.world
    forum = groups.add_group(world, "Us", "supergroup", {}, {7, 8})
    forum.members[town.bot.id] = "member"
    for topic in (7, 8, None):
        await office.send(forum.id, letter.to_topic(topic))

    shown = [post.body.get("message_thread_id") for post in forum.posts.values()]
    assert shown == [7, 8, None]
    assert len({call["animation"] for call in town.calls("sendAnimation")[1:]}) == 1
    assert letter.to_topic(7).body("x") is letter.body("x"), "encoded once for all topics"


async def test_where_pictures_are_forbidden_the_words_go_alone_and_nobody_is_alarmed(
    town: Town,
    office: Sender,
    letter: PreparedMessage,
    alice: Chat,
    caplog: pytest.LogCaptureFixture,
) -> None:
    words = "Bad Request: not enough rights to send animations to the chat"
    town.refuse(400, words, method="sendAnimation")
    await office.send(alice.id, letter)

    assert [post.body.get("text") for post in alice.posts.values()] == ["Lunge"]
    assert caplog.records == []


async def test_a_reply_stands_below_what_it_answers_even_when_that_is_gone(
    office: Sender, alice: Chat
) -> None:
    first = await office.send(alice.id, PreparedMessage(Card("One")))
    second = await office.send(alice.id, PreparedMessage(Card("Two"), reply_to=first))
    third = await office.send(alice.id, PreparedMessage(Card("Three"), reply_to=999))

    assert alice.posts[second].body["reply_to_message"]["message_id"] == first
    assert "reply_to_message" not in alice.posts[third].body
