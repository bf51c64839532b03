"""A message's picture is replaced only where another one belongs there."""

from dataclasses import dataclass, field

import pytest

from bot.botapi.message import HtmlMessage
from bot.botapi.shown import MOST_MESSAGES, ShownPictures


@dataclass(frozen=True)
class Still:
    digest: str
    is_animated: bool = False
    name: str = "still.png"
    content: bytes = b""


BOARD, PANEL = HtmlMessage("all", picture=Still("board")), HtmlMessage("one", picture=Still("one"))


@dataclass
class Telegram:
    """Takes a picture, or refuses it."""

    takes: bool = True
    replaced: list[tuple[int, int, str]] = field(default_factory=list)

    async def replace(self, chat_id: int, message_id: int, message: HtmlMessage) -> bool:
        self.replaced.append((chat_id, message_id, message.text))
        return self.takes


async def test_another_picture_is_shown_once() -> None:
    shown, telegram = ShownPictures(), Telegram()
    shown.remember((1, 2), BOARD)

    assert not await shown.replace(1, 2, BOARD, telegram.replace)
    assert await shown.replace(1, 2, PANEL, telegram.replace)
    assert not await shown.replace(1, 2, PANEL, telegram.replace)
    assert telegram.replaced == [(1, 2, "one")]


async def test_a_refused_picture_is_not_tried_again() -> None:
    shown, telegram = ShownPictures(), Telegram(takes=False)
    shown.remember((1, 2), BOARD)

    assert not await shown.replace(1, 2, PANEL, telegram.replace)
    assert not await shown.replace(1, 2, PANEL, telegram.replace)
    assert len(telegram.replaced) == 1


@pytest.mark.parametrize(
    "before", [None, HtmlMessage("text"), HtmlMessage("film", picture=Still("film", True))]
)
async def test_a_message_that_is_not_known_to_show_a_still_keeps_what_it_shows(
    before: HtmlMessage | None,
) -> None:
    shown, telegram = ShownPictures(), Telegram()
    if before:
        shown.remember((1, 2), before)

    assert not await shown.replace(1, 2, PANEL, telegram.replace)
    assert telegram.replaced == []


async def test_only_the_latest_messages_are_remembered() -> None:
    shown, telegram = ShownPictures(), Telegram()
    for message_id in range(MOST_MESSAGES + 1):
        shown.remember((1, message_id), BOARD)

    assert not await shown.replace(1, 0, PANEL, telegram.replace)
    assert await shown.replace(1, MOST_MESSAGES, PANEL, telegram.replace)
