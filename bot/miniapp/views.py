"""What the screens of the page show, as JSON whose words are in the reader's language."""

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache

from bot.chat.cards.answers import day_done_line, hurts_line, next_lines
from bot.chat.cards.doses import dose_line, extra_line
from bot.chat.cards.facts import (
    capitalized,
    care_line,
    equipment_name,
    facts_line,
    instructions,
    one_side_line,
    why_line,
)
from bot.chat.cards.fit import avoided_name, flag_name, unsuited_line
from bot.chat.words import Translator
from bot.coach.dose import dose_of, side_of
from bot.coach.library import Exercise, Library
from bot.coach.progress import Mark, Month
from bot.coach.session import minutes
from bot.coach.sheets import USUAL, Avoided, Equipment, Flag, Posture
from bot.coach.suitability import HARDER
from bot.coach.trainee import Practice, Side
from bot.miniapp.door import Json
from bot.miniapp.media import address
from bot.services.delivery.weeks import Week
from bot.services.people.completed import Completed
from bot.services.people.responses import Answer
from bot.services.people.today import DayPractice
from bot.store.subscribers import Subscriber


def today_json(_: Translator, library: Library, found: DayPractice, week: Week | None) -> Json:
    """Return a day: its exercise or its rest, and the week around it."""
    exercise = library.exercises.get(found.practice.exercise or "")
    shown = practice_json(_, library, found.practice) if exercise else None
    return {
        "day": found.day.isoformat(),
        "date": _.day(found.day),
        "done": found.done,
        "practice": shown,
        "paused": paused_line(_, found),
        "left_out": left_out_line(_, found),
        "can_swap": found.responses.hurt_today,
        "rest": "" if exercise else _rest(_),
        "rest_title": _("Rest day"),
        "why": _why(_, library, found.practice),
        **week_json(_, week, found.day.weekday()),
    }


def paused_line(_: Translator, found: DayPractice) -> str:
    """Return what stands in place of Start under an exercise that hurt today."""
    return hurts_line(_) if Answer.HURTS in found.responses.answers else ""


def left_out_line(_: Translator, found: DayPractice) -> str:
    """Return the warning above an exercise that is left out for somebody's health."""
    return unsuited_line(_, found.left_out_for) if found.left_out_for else ""


def _rest(_: Translator) -> str:
    return _(
        "Your muscles recover and get stronger while you rest. Go for a short walk if you like."
    )


def week_json(_: Translator, week: Week | None, today: int) -> Json:
    """Return a week, Monday first, with its streak in words; a day still to come is null."""
    days: tuple[Mark | None, ...] = week.days if week else (None,) * 7
    names = [_.weekday(number) for number in range(7)]
    streak = week.streak if week else 0
    return {
        "week": [[name, mark] for name, mark in zip(names, days, strict=True)],
        "today": today,
        "streak": _.many("{n} day in a row.", "{n} days in a row.", streak) if streak > 1 else "",
    }


def practice_json(_: Translator, library: Library, practice: Practice) -> Json:
    """Return an exercise as it is done by one person."""
    exercise = library.exercises[practice.exercise or ""]
    words, version = exercise.words.to(_.language), practice.version
    wording, side = instructions(exercise, version, _.language), side_of(library, practice)
    shown, notes = exercise.pictures_of(version), [words.adapt[flag] for flag in practice.adapt]
    return {
        "slug": exercise.slug,
        "version": version or USUAL,
        "name": wording.name,
        "facts": facts_line(_, exercise),
        "amount": dose_line(_, dose_of(library, practice), side, words),
        "one_side": one_side_line(_) if side is not Side.BOTH else "",
        "steps": wording.steps,
        "breathing": wording.breathing,
        "adapt": notes,
        "care": care_line(wording.care, notes),
        "extra": extra_line(_, library, practice) or "",
        "film": address(shown.film_or_board),
        "board": address(shown.board),
        "panels": [address(panel) for panel in shown.panels],
    }


def _why(_: Translator, library: Library, practice: Practice) -> str:
    exercise = library.exercises.get(practice.exercise or "")
    return why_line(_, library, practice, exercise.words.to(_.language).why) if exercise else ""


def more_json(_: Translator, exercise: Exercise, *, harder: bool) -> Json:
    """Return what else there is to know of an exercise, and its versions."""
    words = exercise.words.to(_.language)
    versions = [
        [name, words.versions[name].name]
        for name in exercise.sheet.versions
        if harder or name != HARDER
    ]
    return {
        "mistakes": [capitalized(one) for one in words.mistakes],
        "easier": words.easier,
        "harder": [words.harder] if harder else [],
        "cautions": words.cautions,
        "notes": words.notes,
        "versions": versions,
    }


@lru_cache
def list_json(_: Translator, library: Library) -> Json:
    """Return all exercises, with what they are searched and filtered by: once for a language."""
    found = library.exercises.values()
    return {
        "exercises": [_row(_, one) for one in found],
        "equipment": {one.value: equipment_name(_, one) for one in Equipment},
        "positions": posture_names(_),
        "minutes": {
            # Translators: a filter in a list of exercises: those of at most so many minutes
            str(most): _.many("up to {n} minute", "up to {n} minutes", most)
            for most in _limits(minutes(one, _.language) for one in found)
        },
    }


def _row(_: Translator, exercise: Exercise) -> Json:
    words, sheet = exercise.words.to(_.language), exercise.sheet
    panels = exercise.pictures_of(None).panels
    return {
        "slug": exercise.slug,
        "name": words.name,
        "facts": facts_line(_, exercise),
        "find": " ".join((words.name, *words.aliases, words.trains)),
        "minutes": minutes(exercise, _.language),
        "equipment": list(sheet.equipment),
        "positions": list(sheet.position),
        "picture": address(panels[len(panels) // 2] if panels else exercise.board),
    }


def _limits(found: Iterable[int]) -> list[int]:
    """Return limits that divide the exercises: below the longest."""
    lengths = sorted(set(found))
    return [most for most in (3, 5, 8) if lengths and lengths[0] <= most < lengths[-1]]


def posture_names(_: Translator) -> dict[Posture, str]:
    """Return the words for the positions in which exercises are done."""
    return {
        # Translators: positions in which an exercise is done, as filters of a list
        "standing": _("standing"),
        "kneeling": _.pgettext("posture", "kneeling"),
        "back": _("on your back"),
        "seated": _("seated"),
    }


def month_json(_: Translator, library: Library, month: Month) -> Json:
    """Return a month as a calendar, and its sums."""
    following = (month.first + timedelta(days=31)).replace(day=1)
    names = {slug: one.words.to(_.language).name for slug, one in library.exercises.items()}
    often = sorted(month.times.items(), key=lambda item: -item[1])
    return {
        "title": _.month(month.first),
        "weekdays": [_.weekday(number) for number in range(7)],
        "first": month.first.weekday(),
        "length": (following - month.first).days,
        "marks": {day.day: mark for day, mark in month.marks.items()},
        "today": month.today.day if month.today.replace(day=1) == month.first else None,
        "sums": [
            [month.streak, _("current streak")],
            [month.longest, _("longest streak")],
            [month.total, _("done in total")],
        ],
        "often": [[names[slug], times] for slug, times in often if times],
        "stiffness": list(month.stiffness),
        "stiffness_title": _("Stiffness, week by week"),
        "earlier": f"{month.earlier:%Y%m}" if month.earlier else None,
        "later": f"{month.later:%Y%m}" if month.later else None,
    }


def settings_json(_: Translator, person: Subscriber) -> Json:
    """Return what is clumsy to set in a chat."""
    return {
        "time": f"{person.time:%H:%M}",
        "zone": _.zone(person.zone),
        "days": [[_.weekday(number), number in person.weekdays] for number in range(7)],
        "equipment": [[one, equipment_name(_, one), one in person.equipment] for one in Equipment],
        "avoided": [[one, avoided_name(_, one), one in person.avoided] for one in Avoided],
        "flags": [[one, flag_name(_, one), one in person.flags] for one in Flag],
        "why": _("I only ask so that I can leave out or change what may not suit you."),
    }


def signs_json(_: Translator, library: Library) -> list[tuple[str, tuple[str, ...]]]:
    """Return the urgent warning signs: a command that names them is of no use on the page."""
    page = library.safety.to(_.language)
    return [(section.title, section.lines) for section in page.sections]


def completed_json(_: Translator, library: Library, done: Completed | None) -> Json | None:
    """Return what a day that is done adds up to, and what comes next."""
    if done is None:
        return None
    week = week_json(_, done.week, done.day.weekday())
    return week | {"line": day_done_line(_, done), "next": next_lines(_, library, done)}
