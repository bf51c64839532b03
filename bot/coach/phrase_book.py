"""What people may mean, and the shape of the file that lists how they write it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.coach.documents import Document
from bot.coach.patterns import Patterned, Phrase, Phraselist
from bot.coach.sheets import Flag


class Intent(StrEnum):
    """What a person may mean by a text that names no exercise and no sign."""

    DONE = "done"
    LATER = "later"
    SWAP = "swap"
    HARD = "hard"
    EASY = "easy"
    HEALTH = "health"
    NO = "no"
    YES = "yes"
    STOP = "stop"
    PAUSE = "pause"
    RESUME = "resume"
    DELETE = "delete"
    DATA = "data"
    PRIVACY = "privacy"
    THANKS = "thanks"
    OK = "ok"
    GREAT = "great"
    HELLO = "hello"
    BYE = "bye"
    ABOUT = "about"
    WHY = "why"
    PROGRESS = "progress"
    TODAY = "today"
    EXERCISES = "exercises"
    SIGNS = "signs"
    SAFETY = "safety"
    SETTINGS = "settings"
    TIME = "time"
    ZONE = "zone"
    DAYS = "days"
    REMINDER = "reminder"
    NO_REMINDER = "no_reminder"
    STATUS = "status"
    HELP = "help"
    EQUIPMENT = "equipment"
    AVOID = "avoid"
    MISSED = "missed"
    HUMAN = "human"
    LANGUAGE = "language"
    TRAINER = "trainer"
    SHARE = "share"
    SUITED = "suited"
    STIFF = "stiff"
    OFTEN = "often"
    WARM_UP = "warm_up"
    RUN = "run"
    SIDES = "sides"
    BREATHING = "breathing"
    SORE = "sore"
    CRAMP = "cramp"
    PULL = "pull"
    COST = "cost"
    VIDEO = "video"
    FORM = "form"
    CLICK = "click"
    ICE = "ice"
    PAINKILLER = "painkiller"
    WHEN = "when"
    LATE = "late"
    GROUP = "group"
    FIND_TRAINER = "find_trainer"
    WEIGHT = "weight"
    UNDONE = "undone"
    YESTERDAY = "yesterday"
    CLOCKS = "clocks"
    IF_HURTS = "if_hurts"
    FINE = "fine"
    NOT_TOMORROW = "not_tomorrow"
    UNWANTED = "unwanted"
    GEAR = "gear"
    LENGTH = "length"
    BROKEN = "broken"
    TERMS = "terms"
    SLIM = "slim"
    PARTLY = "partly"
    STREAK = "streak"
    LOW = "low"
    UNHAPPY = "unhappy"


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

Month = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip


MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


Minutes = Annotated[int, Field(ge=-59, le=59)]


class When(Document):
    """How a language says days and times, beyond CLDR's names of months and weekdays.

    Words before a date: `until`; before a weekday: `next`; between day and month: `of`; around a
    stretch: `lasting`; in a list of weekdays: `without`, `through`, `kept` for `no days off`,
    `others` for `the rest`; before a time of day: `at`; after its number: `clock`. `weekdays` and
    `months` hold forms that CLDR lacks, `holidays` days of a year as 12-25, `stretches` whole ones
    in days. With `evening`, 7 is 19:00; with `night`, 11 is 23:00 and 12 midnight. `shifts` are
    words before an hour, with the minutes that they add, as `half past`; `tails` are the same
    behind it. `off` says that there should be no such time.
    """

    today: Phraselist = ()
    tomorrow: Phraselist = ()
    until: Phraselist = ()
    next: Phraselist = ()
    of: Phraselist = ()
    lasting: Phraselist = ()
    numbers: dict[Phrase, Annotated[int, Field(ge=1, le=100)]] = Field(default_factory=dict)
    units: dict[Literal["day", "week", "month"], Phraselist] = Field(default_factory=dict)
    stretches: dict[Phrase, Annotated[int, Field(ge=1, le=366)]] = Field(default_factory=dict)
    weekdays: dict[Weekday, Phraselist] = Field(default_factory=dict)
    months: dict[Month, Phraselist] = Field(default_factory=dict)
    holidays: dict[Phrase, MonthDay] = Field(default_factory=dict)
    sets: dict[Literal["workdays", "weekend", "every_day"], Phraselist] = Field(
        default_factory=dict
    )
    without: Phraselist = ()
    kept: Phraselist = ()
    others: Phraselist = ()
    through: Phraselist = ()
    at: Phraselist = ()
    clock: Phraselist = ()
    morning: Phraselist = ()
    evening: Phraselist = ()
    night: Phraselist = ()
    shifts: dict[Phrase, Minutes] = Field(default_factory=dict)
    tails: dict[Phrase, Minutes] = Field(default_factory=dict)
    noon: Phraselist = ()
    midnight: Phraselist = ()
    off: Phraselist = ()


ANYWHERE = "any"
"""Stands for any place in the rules of a body."""

NOWHERE = "nowhere"
"""Stands for no place at all: `nowhere numb` is a text that doesn't say what is numb."""


class Body(Document):
    """How a language says what is wrong and where, in any order within one clause.

    `places` and `symptoms` hold their words under names. `alarm` and `pain` are made of these
    names: `numb`, `chest hurt`, `any hurt` wherever it is, `nowhere numb` if no place is named,
    and `fall + leg broken` if a text says both. A symptom counts for nothing behind a word of
    `denied`, with at most words of `between`, symptoms and places between them; it's no pain
    behind a word of `over` or before one of `gone`.
    `harmless` is passed over, and so is `idle` in a clause that names no place, and a word that
    is `spelt` right but looks like a slip. A word of `breaks` begins a clause.
    """

    places: dict[str, Phraselist] = Field(default_factory=dict)
    symptoms: dict[str, Phraselist] = Field(default_factory=dict)
    alarm: Phraselist = ()
    pain: Phraselist = ()
    denied: Phraselist = ()
    over: Phraselist = ()
    gone: Phraselist = ()
    between: Phraselist = ()
    harmless: Phraselist = ()
    idle: Phraselist = ()
    spelt: Phraselist = ()
    breaks: Phraselist = ()

    @model_validator(mode="after")
    def _rules_name_what_is_there(self) -> Self:
        places = {ANYWHERE, NOWHERE, *self.places}
        known = {*self.symptoms, *(f"{one} {two}" for one in places for two in self.symptoms)}
        for rule in (*self.alarm, *self.pain):
            if unknown := set(rule.split(" + ")) - known:
                raise ValueError(f"no such place and symptom: {', '.join(sorted(unknown))}")
        return self


class CrisisWords(Patterned):
    """How a language says that somebody doesn't want to live.

    The words of a pattern stand in this order in a text, with at most two others between them,
    and a plus joins what may stand anywhere in one text. A pattern of `unclear` doesn't count
    in a text that names an `exercise`. What fits a pattern of `harmless` is passed over, and so is
    a word that is `spelt` right but looks like a slip.
    """

    certain: Phraselist = ()
    unclear: Phraselist = ()
    exercise: Phraselist = ()
    harmless: Phraselist = ()
    spelt: Phraselist = ()

    def all_patterns(self) -> Iterable[str]:
        """Yield every pattern, whatever it is for."""
        return (*self.certain, *self.unclear, *self.harmless)


class Passing(Document):
    """How a language says that somebody felt dizzy or sick once, in an exercise.

    `what` they felt, `when`, and the words `beside` which it isn't said to be short; `alone`
    says enough in a text that is only about it. In these a star stands for any letters.
    """

    what: Phraselist = ()
    alone: Phraselist = ()
    when: Phraselist = ()
    beside: Phraselist = ()


class PhraseBook(Document):
    """phrases/en.yaml: what people write, by what they mean.

    `crisis`, which is not wanting to live, `alarm` and `pain` are found anywhere in a text and
    come before everything else; `not_alarm` and `not_pain` take a word of them back. In these, a
    star stands for any letters: `bleed*`. `body` finds emergencies and pain by rules
    instead.
    `passing` is an emergency that may be over when somebody sits down.
    `flags` are the words for places and conditions that a health question is about; of two in a
    text about pain, the first counts.
    `same` lists other ways to write a word, `fillers` words without a meaning, `joins` words
    between two things that are said, `asking` words that mean nothing by themselves,
    `denials` words beside which nothing is done, `vague` words
    that are part of names but no name by themselves, `frame` words around a name,
    `pointers` further ones around the whole name of an exercise, `versions` what
    asks beside a name for an easier or a harder version, `lead_ins` words after which the rest of
    a text says when or where, `whereabouts` beginnings after which it is a place, `lead_outs`
    words before which it is one, `causes` what a sign may be linked with. `when` is about days
    and times.
    """

    crisis: CrisisWords = Field(default_factory=CrisisWords)
    alarm: Phraselist = ()
    pain: Phraselist = ()
    not_alarm: Phraselist = ()
    not_pain: Phraselist = ()
    body: Body = Field(default_factory=Body)
    passing: Passing = Field(default_factory=Passing)
    flags: dict[Flag, Phraselist] = Field(default_factory=dict)
    same: dict[Phrase, Phraselist] = Field(default_factory=dict)
    fillers: Phraselist = ()
    frame: Phraselist = ()
    pointers: Phraselist = ()
    versions: dict[Literal["easier", "harder"], Phraselist] = Field(default_factory=dict)
    joins: Phraselist = ()
    asking: Phraselist = ()
    denials: Phraselist = ()
    vague: Phraselist = ()
    lead_ins: dict[Intent, Phraselist] = Field(default_factory=dict)
    whereabouts: Phraselist = ()
    lead_outs: Phraselist = ()
    causes: Phraselist = ()
    intents: dict[Intent, Phraselist] = Field(default_factory=dict)
    when: When = Field(default_factory=When)
