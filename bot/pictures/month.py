"""A month as a picture: each day's mark, the totals, and how often each exercise was done."""

from calendar import monthcalendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.coach.progress import Mark, Month
from bot.pictures.paper import FAINT, INK, LINE, Paper, disc, fitting, frame, legible, ring, slab

WIDTH, HEIGHT = 1024, 1280  # Telegram shrinks photos beyond 1280
EDGE = 64
DONE, REST, PAUSED, AHEAD, WHITE = "#2B7A76", "#A99C86", "#8069BD", "#A2967F", "#FFFFFF"
TILES, WEEKDAYS, DAYS, LEGEND, EXERCISES = 140, 318, 348, 842, 906
DAYS_HEIGHT, CELL, LINE_HEIGHT, GAP = 450, 128, 66, 20


@dataclass(frozen=True)
class Labels:
    """The words on the picture, in the reader's language; `sums` are pairs of number and label.

    It is `mirrored` where that language runs from right to left.
    """

    title: str
    weekdays: Sequence[str]
    sums: Sequence[tuple[int, str]]
    exercises: Mapping[str, str]
    marks: Mapping[Mark, str]
    mirrored: bool = False


def month_png(month: Month, labels: Labels) -> bytes:
    """Return the picture as a PNG."""
    paper = Paper(WIDTH, HEIGHT, mirrored=labels.mirrored)
    title = legible(labels.title, f"{month.first.month} / {month.first.year}")
    paper.bold((EDGE, 84), title, fitting(title, 60, WIDTH - 2 * EDGE, bold=True))
    _sums(paper, labels.sums)
    _days(paper, month, labels.weekdays)
    _legend(paper, labels.marks)
    _exercises(paper, month, labels.exercises)
    return paper.png()


def _sums(paper: Paper, sums: Sequence[tuple[int, str]]) -> None:
    """Draw a tile for each total: the number in large type over its label."""
    width = (WIDTH - 2 * EDGE - GAP * (len(sums) - 1)) // len(sums)
    for place, (number, word) in enumerate(sums):
        x = EDGE + place * (width + GAP) + width / 2
        paper.stamp((x, TILES + 62), slab(width, 124, 22), WHITE)
        paper.bold((x, TILES + 46), str(number), 58, DONE, "mm")
        plain = legible(word, "")
        paper.write((x, TILES + 97), plain, fitting(plain, 29, width - 24), FAINT, "mm")


def _days(paper: Paper, month: Month, weekdays: Sequence[str]) -> None:
    for column, name in enumerate(weekdays):
        plain = legible(name, "")
        at = (EDGE + CELL * (column + 0.5), WEEKDAYS)
        paper.write(at, plain, fitting(plain, 30, CELL - 16), FAINT, "mm")
    weeks = monthcalendar(month.first.year, month.first.month)
    height = DAYS_HEIGHT / max(5, len(weeks))
    for line, week in enumerate(weeks):
        for column, number in enumerate(week):
            if number:
                middle = (EDGE + CELL * (column + 0.5), DAYS + height * (line + 0.5))
                _day(paper, middle, month.first.replace(day=number), month)


def _day(paper: Paper, middle: tuple[float, float], day: date, month: Month) -> None:
    """Draw a day; the shape tells the mark apart for readers who don't see the colour."""
    mark = month.marks.get(day)
    if day == month.today:
        paper.stamp(middle, frame(100, 76, 20, 4), INK)
    if mark:
        _shape(paper, middle, mark)
    colours = {Mark.DONE: WHITE, Mark.PAUSED: FAINT, None: AHEAD}
    colour = INK if day == month.today and mark is None else colours.get(mark, INK)
    x, y = middle
    paper.write((x, y - 6 if mark == Mark.PAUSED else y), str(day.day), 34, colour, "mm")


def _shape(paper: Paper, middle: tuple[float, float], mark: Mark) -> None:
    """Draw a disc for done, a ring for rest, a dash for a pause; nothing for an open day."""
    x, y = middle
    if mark == Mark.DONE:
        paper.stamp(middle, disc(64), DONE)
    elif mark == Mark.REST:
        paper.stamp(middle, ring(62, 4), REST)
    elif mark == Mark.PAUSED:
        paper.stamp((x, y + 22), slab(44, 8, 4), PAUSED)


def _legend(paper: Paper, marks: Mapping[Mark, str]) -> None:
    """Draw a legend of the shapes."""
    x = float(EDGE)
    samples = {Mark.DONE: (disc(30), DONE), Mark.REST: (ring(30, 4), REST)}
    samples[Mark.PAUSED] = (slab(34, 8, 4), PAUSED)
    for mark, (sample, colour) in samples.items():
        word = legible(marks[mark], "")
        paper.stamp((x + 17, LEGEND), sample, colour)
        paper.write((x + 46, LEGEND), word, 29, FAINT)
        x += 46 + paper.width(word, 29) + 46


def _exercises(paper: Paper, month: Month, names: Mapping[str, str]) -> None:
    """List the exercises in two columns, with how often each was done."""
    paper.stamp((WIDTH / 2, EXERCISES - 20), slab(WIDTH - 2 * EDGE, 3, 1), LINE)
    half = -(-len(month.times) // 2)
    height = min(LINE_HEIGHT, (HEIGHT - EXERCISES - 30) / max(1, half))
    for place, (slug, times) in enumerate(month.times.items()):
        column, line = divmod(place, half)
        x, y = EDGE + column * (WIDTH / 2 - EDGE + 12), EXERCISES + height * (line + 0.5)
        if times:
            paper.stamp((x + 24, y), disc(48), DONE)
        paper.write((x + 24, y), str(times), 29, WHITE if times else AHEAD, "mm")
        name = legible(names[slug], slug.replace("-", " "))
        size = fitting(name, 31, WIDTH / 2 - EDGE - 76)
        paper.write((x + 64, y), name, size, INK if times else FAINT)
