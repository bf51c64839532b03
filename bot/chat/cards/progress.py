"""The card of a month: what the picture shows, and the same in words."""

from collections.abc import Iterable
from datetime import date, timedelta

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards.card import CAPTION_LIMIT, Card, Drawn, button, escape, length, weekday
from bot.chat.words import Words
from bot.coach.library import Library
from bot.coach.progress import Mark, Month
from bot.pictures.month import Labels


def labels(_: Words, library: Library, month: Month) -> Labels:
    """Return the words on the picture."""
    return Labels(
        title=month_name(_, month.first),
        weekdays=[weekday(_, day) for day in range(7)],
        sums=[
            (month.streak, _("in a row now")),
            (month.longest, _("longest row")),
            (month.total, _("done in all")),
        ],
        exercises={slug: _name(_, library, slug) for slug in month.times},
        marks={Mark.DONE: _("done"), Mark.REST: _("rest"), Mark.PAUSED: _("paused")},
    )


def progress_card(_: Words, library: Library, month: Month, png: bytes) -> Card:
    """Put the month's picture over its facts, and its neighbours below."""
    blocks = [_sums(_, month), *_days(_, month), *_exercises(_, library, month)]
    while length("\n\n".join(blocks)) > CAPTION_LIMIT:
        blocks.pop()  # the names of a content of one's own may be long
    buttons = []
    if month.earlier:
        buttons.append(_turn_to(f"‹ {month_name(_, month.earlier)}", month.earlier))
    if month.later:
        buttons.append(_turn_to(f"{month_name(_, month.later)} ›", month.later))
    markup = InlineKeyboardMarkup([buttons]) if buttons else None
    return Card("\n\n".join(blocks), markup, Drawn("month.png", png))


def _turn_to(label: str, first: date) -> InlineKeyboardButton:
    return button(label, "progress", f"{first:%Y%m}")


def _sums(_: Words, month: Month) -> str:
    done = _.many("{n} day done.", "{n} days done.", month.done)
    if month.done == 0:
        done = _("Nothing is marked as done here; any day is a good one to begin.")
    streak = _.many("In a row now: {n} day", "In a row now: {n} days", month.streak)
    longest = _.many("longest row: {n} day", "longest row: {n} days", month.longest)
    total = _.many("in all: {n} day", "in all: {n} days", month.total)
    title = f"<b>{escape(month_name(_, month.first))}</b>"
    return f"{title}\n{escape(done)}\n{escape(streak)} · {escape(longest)} · {escape(total)}"


def _days(_: Words, month: Month) -> list[str]:
    """Say which days were what, for whoever can't see the picture."""
    names = {
        Mark.DONE: _("Done: {days}"),
        Mark.REST: _("Rest: {days}"),
        Mark.PAUSED: _("Paused: {days}"),
        Mark.OPEN: _("Not marked: {days}"),
    }
    lines = []
    for mark, line in names.items():
        if days := [day for day, found in month.marks.items() if found == mark]:
            lines.append(escape(line.format(days=spans(days))))
    return ["\n".join(lines)] if lines else []


def spans(days: Iterable[date]) -> str:
    """Write days of a month shortly: 2–5, 7."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        str(run[0].day) if len(run) == 1 else f"{run[0].day}–{run[-1].day}" for run in runs
    )


def _exercises(_: Words, library: Library, month: Month) -> list[str]:
    """Say how often each exercise was done, and which are still new."""
    often = sorted(month.times.items(), key=lambda item: -item[1])
    counted = [f"{_name(_, library, slug)} ×{times}" for slug, times in often if times]
    lines = [escape(" · ".join(counted))] if counted else []
    new = [_name(_, library, slug) for slug in month.untried]
    if new and len(new) < len(month.times):
        lines.append(escape(_("Still new to you: {names}").format(names=", ".join(new))))
    return lines


def _name(_: Words, library: Library, slug: str) -> str:
    return library.exercises[slug].words.to(_.language).name


def month_name(_: Words, day: date) -> str:
    """Return a month's full name and its year."""
    names = [_("January"), _("February"), _("March"), _("April"), _("May"), _("June")]
    names += [_("July"), _("August"), _("September"), _("October"), _("November"), _("December")]
    return _("{month} {year}").format(month=names[day.month - 1], year=day.year)
