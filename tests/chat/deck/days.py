"""Cards around the daily exercise: answers, progress, reminders."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from bot.chat.cards import (
    Card,
    answers,
    offers,
    progress,
    reminders,
    talk,
)
from bot.chat.cards.exercise import hurt_today_card, own_card
from bot.chat.words import Translator
from bot.coach.fitting import EASIER
from bot.coach.later import Wait
from bot.coach.library import Library
from bot.coach.progress import History, month
from bot.coach.trainee import Tuning, hurts, own_practice
from bot.services.delivery.content import Announcement
from bot.services.delivery.weeks import Week
from bot.services.people.answers import Tuned
from bot.services.people.responses import Answer, Responses
from bot.store.day_cards import DayExercise
from tests.chat.deck.people import (
    ALICE,
    RESPONSES,
    TODAY,
)


def answers_cards(_: Translator, library: Library) -> Iterator[tuple[str, Card]]:
    for waits in (tuple(Wait), (Wait.SHORT,)):
        markup = answers.wait_buttons(_, DayExercise(TODAY, "bulgarian-split-squat"), waits)
        yield f"later {len(waits)}", Card("…", markup)
    tuned = Tuned(TODAY, Tuning(), hurts(Tuning(), TODAY))
    for number, responses in enumerate(RESPONSES):
        yield f"told {number}", own_card(_, library, own_practice("lunge"), TODAY, responses)
    hurt = Responses(answers=frozenset({Answer.HURTS}))
    yield "paused", hurt_today_card(_, library, own_practice("lunge"), TODAY, responses=hurt)
    yield "paused after pain", answers.hurts_card(_, "lunge", tuned)
    again = replace(tuned, version=EASIER)
    yield "the easier one paused", answers.hurts_card(_, "lunge", again)
    yield "looked at while paused", answers.paused_card(_, TODAY)
    name = library.exercises["lunge"].words.to(_.language).name
    line = answers.tuned_line(_, library, "lunge", tuned)
    yield "written too hard", talk.tuned_card(name, line)


def progress_cards(_: Translator, library: Library) -> Iterator[tuple[str, Card]]:
    began = date(2026, 8, 1)
    past = [began + timedelta(days=ago) for ago in range((TODAY - began).days)]
    slugs = [slug for slug in library.exercises if slug != "boat-pose"]
    # Every other day is the longest to say in words.
    done = {day: slugs[place % len(slugs)] for place, day in enumerate(past[::2])}
    asked = frozenset(past[::3])
    pauses = [(date(2026, 9, 3), date(2026, 9, 9))]
    for name, history in (
        ("nothing yet", History({}, frozenset(), (), TODAY)),
        ("a lot", History(done, asked, pauses, began)),
    ):
        for wanted in (TODAY, date(2026, 9, 1), began):
            found = month(history, wanted, TODAY, library.exercises)
            yield f"{name}, {wanted}", progress.progress_card(_, library, found, b"png")


def notes_cards(_: Translator, _library: Library) -> Iterator[tuple[str, Card]]:
    yield "announcement", reminders.message_card(_, Announcement(1, "<b>–</b>"))
    yield "nudge", reminders.nudge_card(_)
    yield "away", reminders.away_card(_, "2026-11-23")
    yield "away from a list", reminders.away_card(_, "2026-11-23", has_weeks=False)
    yield "went back", reminders.went_back_card(_)
    yield "goes on", reminders.goes_on_card(_)
    yield "evening", offers.reminder_offer_card(_, time(20))
    yield "habit", offers.habit_card(_, time(19))
    yield "chair", offers.chair_card(_)
    yield "chair noted", offers.chair_noted_card(_)
    yield "unchanged", offers.unchanged_card(_)
    yield "stiffer", reminders.stiffer_card(_)
    for before in (None, 4):
        yield f"stiff, {before}", Card(reminders.stiffness_line(_, before, 7))
    yield "stiff, too late", Card(reminders.too_late_line(_))
    for week in (Week(0, 0, 0), Week(0, 6, 0), Week(1, 1, 1), Week(5, 6, 2), Week(7, 7, 365)):
        yield f"{week}", reminders.week_card(_, week, TODAY)
    yield "week with a tip", reminders.week_card(_, Week(5, 6, 2), TODAY, (3, "–"))
    for nudge in (None, time(20), time(20, 30)):
        bob = ALICE._replace(nudge=nudge)
        yield f"nudge hours, {nudge}", reminders.nudge_hours_card(_, bob)
        for comes in (True, False):
            yield f"nudge at {nudge}, {comes}", reminders.nudged_card(_, bob, comes=comes)
