"""Cards about exercises, and the stages of a guided one."""

from collections.abc import Iterator
from dataclasses import replace

from bot.chat.cards import (
    Card,
    fit,
    session,
)
from bot.chat.cards.exercise import (
    board_card,
    care_card,
    how_buttons,
    know_card,
    list_card,
    more_card,
    own_card,
    practice_card,
)
from bot.chat.words import Translator
from bot.coach.library import Library
from bot.coach.positions import DAYS_A_WEEK
from bot.coach.session import StageLeft, timeline_of
from bot.coach.sheets import Flag
from bot.coach.trainee import Practice, own_practice
from bot.services.people.guided import Ending, SessionView
from bot.store.day_cards import DayExercise
from tests.chat.deck.people import (
    NOW,
    RESPONSES,
    TODAY,
    completed,
)


def exercises_cards(_: Translator, library: Library) -> Iterator[tuple[str, Card]]:
    for slug, exercise in library.exercises.items():
        for version in (None, *exercise.sheet.versions):
            yield f"{slug} {version}", own_card(_, library, own_practice(slug, version), TODAY)
            for week in range(len(library.routine.weeks) + 1):
                practice = Practice(week * DAYS_A_WEEK, slug, version)
                card = practice_card(
                    _,
                    library,
                    practice,
                    TODAY,
                    late=True,
                    responses=RESPONSES[week % len(RESPONSES)],
                )
                yield f"{slug} {version}, week {week + 1}", card
            suits = exercise.sheet.version(version).suits
            fitted = replace(own_practice(slug, version), adapt=tuple(sorted(suits)))
            yield f"{slug} {version}, {fitted.adapt}", practice_card(_, library, fitted, TODAY)
        urgent = practice_card(_, library, own_practice(slug), TODAY, asks_after_emergency=True)
        yield f"{slug} after an emergency", urgent
        for banned in (True, False):
            ban = fit.ban_button(_, slug, is_banned=banned)
            yield (
                f"more {slug}, {banned}",
                more_card(
                    _, exercise, (), [[ban], how_buttons(_, exercise, DayExercise(TODAY, slug))]
                ),
            )
        flags = exercise.sheet.adapts_to(frozenset(Flag))
        yield f"more {slug}", more_card(_, exercise, flags)
        yield f"care {slug}", care_card(_, exercise)
        yield f"know {slug}", know_card(_, exercise, library.signs.values())
        yield f"steps {slug}", board_card(_, exercise)
        yield from _guided(_, library, slug)
    yield "rest", practice_card(_, library, Practice(6, None), TODAY)
    yield (
        "rest after an emergency",
        practice_card(_, library, Practice(6, None), TODAY, asks_after_emergency=True),
    )
    yield "list", list_card(_, library)


def _guided(_: Translator, library: Library, slug: str) -> Iterator[tuple[str, Card]]:
    practice = own_practice(slug)
    course = timeline_of(library, practice, _.language)
    shown = SessionView(1, 1, 1, _.language, practice, TODAY, NOW, course, StageLeft(0, 10))
    for stage, one in enumerate(course[:-1]):
        moment = replace(
            shown, stage_left=StageLeft(stage, one.seconds / 2), paused=bool(stage % 2)
        )
        yield f"guided {slug}, stage {stage}", session.guided_card(_, library, moment)
    for ending in Ending:
        over = replace(shown, stage_left=StageLeft(len(course) - 1, 0), ending=ending)
        yield f"guided {slug}, {ending}", session.guided_card(_, library, over)
    for streak in (1, 12):
        counted = replace(over, ending=Ending.DONE, completed=completed(streak))
        yield f"guided {slug}, counted {streak}", session.guided_card(_, library, counted)
