"""How English says days and times: understood in every language, next to the reader's own."""

from bot.coach.phrase_book import When

_LEAVE_OUT = ("skip", "stop", "rest on", "drop", "remove", "cancel", "leave out")

ENGLISH = When(
    today=("today",),
    tomorrow=("tomorrow",),
    until=("until", "till", "the"),
    next=("next",),
    of=("of", "de"),
    lasting=("for",),
    numbers={"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4},
    units={"day": ("day", "days"), "week": ("week", "weeks"), "month": ("month", "months")},
    weekdays={
        "monday": ("mondays",),
        "tuesday": ("tuesdays",),
        "wednesday": ("wednesdays",),
        "thursday": ("thursdays",),
        "friday": ("fridays",),
        "saturday": ("saturdays",),
        "sunday": ("sundays",),
    },
    months={"september": ("sept",)},
    holidays={
        "christmas eve": "12-24",
        **dict.fromkeys(("christmas", "christmas day", "xmas"), "12-25"),
        **dict.fromkeys(("new years eve", "new year's eve", "new year’s eve"), "12-31"),
        **dict.fromkeys(("new year", "new years", "new year's", "new year’s"), "01-01"),
    },
    sets={
        "workdays": ("weekday", "weekdays", "workdays", "working days"),
        "weekend": ("weekend", "weekends"),
        "every_day": ("every day", "everyday", "daily", "all"),
    },
    without=(
        *("no", "not", "nothing", "never", "except", "without", "but", "off", "skip", "stop"),
        *("don't", "don’t", "dont", "doesn't", "doesn’t", "can't", "can’t", "cant", "cannot"),
        *("rest day", "rest days", "rest on", "rest at", "rest over", "rest every", "i rest"),
        *("leave out", "take out", "drop", "remove", "cancel"),
    ),
    kept=(
        *("no day off", "no days off", "no rest day", "no rest days", "without days off"),
        *(f"{no} {verb}" for no in ("don't", "don’t", "dont", "never") for verb in _LEAVE_OUT),
    ),
    others=("the rest", "the others", "other days", "else"),
    through=("to", "through", "until"),
    at=("at", "to", "for"),
    clock=("o'clock", "o’clock", "oclock"),
    morning=("in the morning",),
    evening=("in the evening", "in the afternoon", "tonight"),
    night=("at night",),
    shifts={"half past": 30, "quarter past": 15, "quarter to": -15},
    noon=("noon", "midday"),
    midnight=("midnight",),
    off=("off", "no", "none", "stop"),
)
