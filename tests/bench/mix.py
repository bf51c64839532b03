"""A crowd like a real one: languages, zones, health, answers, and starts spread over two years.

It is drawn with a seed, so that each run has the same people.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import chain
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.coach.atlas import atlas
from bot.coach.library import Library, load
from bot.coach.next_practice import after, next_practice
from bot.coach.positions import DAYS_A_WEEK
from bot.coach.sheets import Avoided, Equipment, Flag
from bot.coach.trainee import NO_TUNINGS, Trainee, Tuning
from bot.services.people.trainees import encode_tunings
from bot.settings import CHECKOUT_CONTENT

SEED = 7
DAYS = 2 * 365
LIVES = 200
"""How many different people are followed; everybody is one of them at some day of two years."""

LANGUAGES = {"en": 38, "ru": 20, "es": 12, "ar": 10, "pt-br": 8, "hi": 8, "de": 4}
"""Per cent of people by the language of their app.

Telegram publishes no such figures. India has a fifth of all installations, then come Russia,
Indonesia, the United States and Brazil (Sensor Tower, Statista); most Indians use apps in English,
and so does everybody here whose own language isn't offered.
"""

ALONE = {"en": 1}
"""The languages of a crowd that is otherwise the same."""

COUNTRIES = {
    "en": "IN US ID GB NG PH CA AU TR IT FR VN MY",
    "ru": "RU KZ BY UZ UA",
    "es": "MX CO AR ES PE VE CL EC",
    "ar": "EG SA IQ DZ MA AE SY",
    "pt-br": "BR",
    "hi": "IN",
    "de": "DE AT CH",
}
"""Where people with an app in that language live; within these, by the people of their cities."""

WEEKDAYS = {"0123456": 60, "01234": 15, "024": 15, "0135": 5, "05": 5}
FLAGS = {0: 65, 1: 22, 2: 9, 3: 4}
KIT = {"": 60, "ball": 20, "kettlebell": 12, "ball kettlebell": 8}
AVOIDED = {0: 88, 1: 12}
TUNINGS = {0: 55, 1: 20, 2: 15, 4: 10}
UNANSWERED = {0: 60, 1: 12, 2: 8, 4: 8, 9: 7, 25: 5}
GROUPS = 0.02
UNSCREENED = 0.03
"""Shares of rows that belong to groups, and of people who haven't answered about their health."""


@dataclass(frozen=True)
class Moment:
    """Somebody just before a practice: what their row says, and the day."""

    trainee: Trainee
    weekdays: frozenset[int]
    day: date


@cache
def people(count: int, languages: tuple[tuple[str, int], ...]) -> Sequence[Mapping[str, Any]]:
    """Draw people who are due today, without what depends on the date."""
    library, draw = load(CHECKOUT_CONTENT), Random(SEED)
    moments = list(chain.from_iterable(_life(library, Random(one)) for one in range(LIVES)))
    return [_person(draw, moments, dict(languages)) for _ in range(count)]


def rows(
    count: int, due: datetime, languages: Mapping[str, int] = LANGUAGES
) -> Iterator[dict[str, Any]]:
    """Yield the rows of people who are all due at an instant."""
    for number, person in enumerate(people(count, tuple(languages.items())), 1):
        yield row(person, number, due)


def row(person: Mapping[str, Any], number: int, due: datetime) -> dict[str, Any]:
    """Return the row of somebody whose next practice is due at an instant."""
    moment: Moment = person["moment"]
    is_group = person["kind"] == "group"
    trainee = _shared(moment.trainee) if is_group else moment.trainee
    local = due.astimezone(ZoneInfo(person["zone"]))
    moved, today = local.date() - moment.day, local.date()
    return {
        "chat_id": -number if is_group else number,
        "state": "active",
        "kind": person["kind"],
        "language": person["language"],
        "wall": local.time(),
        "zone": person["zone"],
        "zone_told": True,
        "weekdays": frozenset(str((one + moved.days) % DAYS_A_WEEK) for one in moment.weekdays),
        "equipment": frozenset(trainee.equipment),
        "flags": frozenset(trainee.flags),
        "avoided": frozenset(trainee.avoided),
        "tuning": encode_tunings(trainee.tunings) or None,
        "screened": person["screened"],
        "position": trainee.position,
        "last_exercise": trainee.last,
        "recent": trainee.recent,
        "last_strength": trainee.last_strength and trainee.last_strength + moved,
        "last_day": today - timedelta(days=1),
        "unanswered": person["unanswered"],
        "next_day": today,
        "next_due_at": due,
        "created_at": due,
    }


def _shared(trainee: Trainee) -> Trainee:
    """Return what a group's row says: it has no health and no answers."""
    return replace(trainee, flags=frozenset(), avoided=frozenset(), tunings=NO_TUNINGS)


def _person(
    draw: Random, moments: Sequence[Moment], languages: Mapping[str, int]
) -> Mapping[str, Any]:
    home = _one(draw, LANGUAGES)  # people stay the same whichever languages are spoken
    zones = _zones(home)
    is_group = draw.random() < GROUPS
    return {
        "language": home if home in languages else "en",
        "zone": draw.choices(list(zones), list(zones.values()))[0],
        "kind": "group" if is_group else "private",
        "screened": is_group or draw.random() >= UNSCREENED,
        "unanswered": _one(draw, UNANSWERED),
        "moment": draw.choice(moments),
    }


def _life(library: Library, draw: Random) -> Iterator[Moment]:
    """Follow somebody for two years, as deliveries do."""
    weekdays = frozenset(map(int, _one(draw, WEEKDAYS)))
    trainee = Trainee(
        position=0,
        equipment=frozenset(map(Equipment, _one(draw, KIT).split())),
        days_a_week=len(weekdays),
        flags=frozenset(draw.sample(list(Flag), _one(draw, FLAGS))),
        avoided=frozenset(draw.sample(list(Avoided), _one(draw, AVOIDED))),
        tunings={
            slug: Tuning(step=draw.choice((-2, -1, 1, 2)))
            for slug in draw.sample(sorted(library.exercises), _one(draw, TUNINGS))
        },
    )
    first = date(2024, 1, 1) + timedelta(draw.randrange(DAYS_A_WEEK))
    for day in (first + timedelta(number) for number in range(DAYS)):
        if day.weekday() in weekdays:
            yield Moment(trainee, weekdays, day)
            practice = next_practice(library, trainee, day)
            trainee = after(library, trainee, practice, day)


@cache
def _zones(language: str) -> Mapping[str, int]:
    """Return how many people live in each zone of a language's countries, by their cities."""
    cities, wanted = atlas(), set(COUNTRIES[language].split())
    found: dict[str, int] = {}
    for number, people_there in enumerate(cities.people):
        city = cities.city(number)
        if city.country in wanted:
            found[city.zone] = found.get(city.zone, 0) + people_there
    return found


def _one(draw: Random, weights: Mapping[Any, int]) -> Any:
    return draw.choices(list(weights), list(weights.values()))[0]
