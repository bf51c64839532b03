"""How long it takes to draw a picture for one person, and how large it comes out."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median

from bot.coach.progress import History, Mark, month
from bot.pictures.link import link_png
from bot.pictures.month import Labels, month_png
from tests.bench.report import goal, show

TODAY = date(2026, 11, 26)
SLUGS = [f"exercise-{letter}" for letter in "abcdefghij"]
LABELS = Labels(
    "November 2026",
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    [(3, "in a row now"), (5, "longest row"), (20, "done in all")],
    dict.fromkeys(SLUGS, "Bulgarian split squat"),
    {Mark.DONE: "done", Mark.REST: "rest", Mark.PAUSED: "paused"},
)
URL = f"https://t.me/{'b' * 27}_bot?start=p1_{'A' * 40}"


def run(*, quick: bool) -> None:
    """Draw each picture many times; the first time, the shapes are made as well."""
    begin = TODAY - timedelta(days=90)
    days = [begin + timedelta(days=ago) for ago in range(90)]
    done = {day: SLUGS[at % 10] for at, day in enumerate(days) if day.weekday() < 5}
    history = History(done, frozenset(days), [(date(2026, 11, 9), date(2026, 11, 12))], begin)
    found = month(history, TODAY, TODAY, SLUGS)
    drawings: dict[str, Callable[[], bytes]] = {
        "month": lambda: month_png(found, LABELS),
        "link": lambda: link_png(URL, "Scan for your exercises", "@psoas_bot"),
    }
    rows = [(name, *_measured(draw, 20 if quick else 200)) for name, draw in drawings.items()]
    show("drawing a picture", ("picture", "first CPU ms", "median", "worst", "bytes"), rows)
    for name, first, _middle, worst, _size in rows:
        goal(f"{name}: worst of all, CPU ms", max(first, worst), most=200)


def _measured(draw: Callable[[], bytes], times: int) -> tuple[float, float, float, int]:
    taken = []
    for _ in range(times + 1):
        begin = time.thread_time()  # of the CPU: others may be at work beside us
        png = draw()
        taken.append((time.thread_time() - begin) * 1000)
    return taken[0], median(taken), max(taken[1:]), len(png)
