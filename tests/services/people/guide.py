"""A session in the database, begun and tapped in one line."""

from datetime import datetime, timedelta

from bot.coach.trainee import Practice
from bot.services.delivery.outcome import Sent
from bot.services.people.guided import SessionView
from bot.services.people.sessions import SessionMessage, Sessions
from tests.services.rooms import ALICE, MONDAY_EIGHT

LUNGE, TODAYS = Practice(0, "lunge"), Practice(1, "floor-bridge")
MESSAGE = 77
SENT = Sent(MESSAGE)


def later(seconds: float) -> datetime:
    return MONDAY_EIGHT + timedelta(seconds=seconds)


async def begun(
    guide: Sessions, chat: int = ALICE, practice: Practice = LUNGE, message: int = MESSAGE
) -> SessionView:
    scene = await guide.prepare(chat, practice, MONDAY_EIGHT.date(), MONDAY_EIGHT)
    assert isinstance(scene, SessionView)
    await guide.begin(
        scene.chat_id, scene.practice, scene.day, MONDAY_EIGHT, SessionMessage(message)
    )
    return scene


async def tapped(
    guide: Sessions, stage: int, action: str, seconds: float, message: int = MESSAGE
) -> SessionView:
    scene = await guide.tap(ALICE, message, stage, action, later(seconds))
    assert isinstance(scene, SessionView), scene
    return scene


def counted(scene: SessionView) -> bool:
    return scene.completed is not None
