"""The card of a month: its picture, and the same in words."""

from collections.abc import Iterable
from datetime import date, timedelta

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.botapi.message import Drawn
from bot.chat.cards.card import CAPTION_LIMIT, Card, button, escape, length
from bot.chat.words import Translator
from bot.coach.library import Library
from bot.coach.progress import Mark, Month
from bot.pictures.month import Labels


def labels(_: Translator, library: Library, month: Month) -> Labels:
    """Return the words on the picture."""
    return Labels(
        title=_.month(month.first),
        weekdays=[_.weekday(day) for day in range(7)],
        sums=[
            (month.streak, _("current streak")),
            (month.longest, _("longest streak")),
            (month.total, _("done in total")),
        ],
        exercises={slug: _name(_, library, slug) for slug in month.times},
        # Translators: what marks in the calendar mean: days that are done, of rest, paused
        marks={Mark.DONE: _("done"), Mark.REST: _("rest"), Mark.PAUSED: _("paused")},
        mirrored=_.is_mirrored,
    )


def progress_card(_: Translator, library: Library, month: Month, png: bytes) -> Card:
    """Make the card of a month, with buttons to the months before and after."""
    blocks = [
        _sums(_, month),
        *_stiffness(_, month),
        *_days(_, month),
        *_exercises(_, library, month),
    ]
    while length("\n\n".join(blocks)) > CAPTION_LIMIT:
        blocks.pop()  # an operator's own content may have long names
    buttons = []
    if month.earlier:
        buttons.append(_turn_to(f"‹ {_.month(month.earlier)}", month.earlier))
    if month.later:
        buttons.append(_turn_to(f"{_.month(month.later)} ›", month.later))
    markup = InlineKeyboardMarkup([buttons]) if buttons else None
    return Card("\n\n".join(blocks), markup, Drawn("month.png", png))


def _turn_to(label: str, first: date) -> InlineKeyboardButton:
    return button(label, "progress", f"{first:%Y%m}")


def _sums(_: Translator, month: Month) -> str:
    done = _.many("{n} day done.", "{n} days done.", month.done)
    if month.done == 0:
        done = _("Nothing is marked as done yet. Any day is a good day to begin.")
    streak = _.many("Streak: {n} day", "Streak: {n} days", month.streak)
    longest = _.many("longest: {n} day", "longest: {n} days", month.longest)
    total = _.many("total: {n} day", "total: {n} days", month.total)
    title = f"<b>{escape(_.month(month.first))}</b>"
    return f"{title}\n{escape(done)}\n{escape(streak)} · {escape(longest)} · {escape(total)}"


def _stiffness(_: Translator, month: Month) -> list[str]:
    """Show the latest answers on stiffness; one alone is no course yet."""
    if not month.stiffness:
        return []
    if len(month.stiffness) == 1:
        text = _("Stiffness: {level} out of 10. That's your first answer.")
        return [escape(text.format(level=month.stiffness[0]))]
    course = _.arrow(" → ").join(str(level) for level in month.stiffness)
    levels = _.line_start + course  # the arrows point from the first to the last
    # Translators: {levels} are numbers from 0 to 10, such as 6 → 5 → 4
    return [escape(_("Stiffness, week by week: {levels}").format(levels=levels))]


def _days(_: Translator, month: Month) -> list[str]:
    """List the days of each mark, for whoever can't see the picture."""
    marked = {
        mark: [day for day, found in month.marks.items() if found == mark]
        for mark in (Mark.DONE, Mark.REST, Mark.PAUSED, Mark.NOT_DONE)
    }
    lines = [
        escape(_days_line(_, mark, len(days), spans(_, days)))
        for mark, days in marked.items()
        if days
    ]
    return ["\n".join(lines)] if lines else []


def _days_line(_: Translator, mark: Mark, count: int, days: str) -> str:
    # Translators: {days} are days of the month, such as 2–5, 7
    if mark is Mark.DONE:
        return _.many("Done on day {days}", "Done on days {days}", count, days=days)
    if mark is Mark.REST:
        return _.many("Rest on day {days}", "Rest on days {days}", count, days=days)
    if mark is Mark.PAUSED:
        return _.many("Paused on day {days}", "Paused on days {days}", count, days=days)
    return _.many("Not marked: day {days}", "Not marked: days {days}", count, days=days)


def spans(_: Translator, days: Iterable[date]) -> str:
    """Return the days of a month in short: 2–5, 7."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return _.series(_.span(run[0].day, run[-1].day) for run in runs)


def _exercises(_: Translator, library: Library, month: Month) -> list[str]:
    """List how often each exercise was done, and which haven't been tried."""
    often = sorted(month.times.items(), key=lambda item: -item[1])
    counted = [f"{_name(_, library, slug)} ×{times}" for slug, times in often if times]
    lines = [escape(" · ".join(counted))] if counted else []
    new = [_name(_, library, slug) for slug in month.untried]
    if new and len(new) < len(month.times):
        lines.append(escape(_("Still new to you: {names}").format(names=_.list(new))))
    return lines


def _name(_: Translator, library: Library, slug: str) -> str:
    return library.exercises[slug].words.to(_.language).name
