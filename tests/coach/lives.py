"""People who follow the routine for a year and more, and what each of them must never get."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from hypothesis import strategies as st

from bot.coach.next_practice import after, next_practice
from bot.coach.sheets import Avoided, Equipment, Flag, Kind
from bot.coach.trainee import Practice, Trainee, Tuning
from tests.library import repository

LIBRARY = repository()
WEEKS = len(LIBRARY.routine.weeks)
PLANNED = WEEKS * 7
LOOP = len(LIBRARY.routine.loop)
YEAR = 400
MONDAY = date(2026, 1, 5)
NOTHING = frozenset[Equipment]()
KITS = [frozenset(kit) for size in range(4) for kit in combinations(Equipment, size)]
SLUGS = sorted(LIBRARY.exercises)


@dataclass(frozen=True)
class Given:
    """A practice and its day."""

    day: date
    practice: Practice

    @property
    def slug(self) -> str:
        """Name the exercise of a day that has one."""
        assert self.practice.exercise
        return self.practice.exercise


def live(trainee: Trainee, weekdays: frozenset[int], days: int = YEAR) -> list[Given]:
    """Follow the routine on each chosen weekday, as a delivery does."""
    found = []
    for day in (MONDAY + timedelta(number) for number in range(days)):
        if day.weekday() in weekdays:
            practice = next_practice(LIBRARY, trainee, day)
            found.append(Given(day, practice))
            trainee = after(LIBRARY, trainee, practice, day)
    return found


def with_exercise(life: Sequence[Given]) -> list[Given]:
    """Keep the days that are not for rest."""
    return [given for given in life if given.practice.exercise]


def kind(slug: str) -> Kind:
    """Return how an exercise loads the body."""
    return LIBRARY.exercises[slug].sheet.kind


def level(practice: Practice) -> int:
    """Return the level of the version."""
    assert practice.exercise
    return LIBRARY.exercises[practice.exercise].sheet.version(practice.version).level


def equipment(practice: Practice) -> frozenset[Equipment]:
    """Return what the version needs."""
    assert practice.exercise
    return LIBRARY.exercises[practice.exercise].sheet.version(practice.version).equipment


# --- anybody --------------------------------------------------------------------------------


week_sets = st.frozensets(st.integers(0, 6), min_size=1)
tunings = st.builds(
    Tuning,
    step=st.integers(-2, 2),
    paused_until=st.none() | st.integers(-20, 40).map(lambda days: MONDAY + timedelta(days)),
    never=st.booleans(),
)


@st.composite
def anybody(draw: st.DrawFn, start: int = PLANNED + 2 * LOOP) -> tuple[Trainee, frozenset[int]]:
    """Draw a person with any equipment, health, dislikes, answers, history and weekdays."""
    weekdays = draw(week_sets)
    recent = tuple(draw(st.lists(st.sampled_from([*SLUGS, "long-gone"]), max_size=20)))
    last = recent[-1] if recent else None
    strong = [MONDAY - timedelta(number) for number in range(1, 4)]
    return (
        Trainee(
            position=draw(st.integers(0, start)),
            equipment=draw(st.sampled_from(KITS)),
            days_a_week=len(weekdays),
            last=last,
            flags=draw(st.frozensets(st.sampled_from(list(Flag)))),
            avoided=draw(st.frozensets(st.sampled_from(list(Avoided)))),
            tunings=draw(st.dictionaries(st.sampled_from(SLUGS), tunings, max_size=10)),
            recent=recent,
            last_strength=draw(st.none() | st.sampled_from(strong)),
        ),
        weekdays,
    )


def unpaused(trainee: Trainee) -> Trainee:
    """Return the same person once nothing is paused any more."""
    settled = {
        slug: replace(tuning, paused_until=tuning.paused_until and date.min)
        for slug, tuning in trainee.tunings.items()
    }
    return replace(trainee, tunings=settled)


# --- what the brief forbids, written down apart from the sheets -----------------------------

EVERY = frozenset(
    {None, *(version for one in LIBRARY.exercises.values() for version in one.sheet.versions)}
)
BENT_UNDER_LOAD = ("sit-up", "boat-pose", "stability-ball-pass", "kettlebell-swing")
HELD_SWING = frozenset({"easier", "forward"})

ONLY: dict[Flag | Avoided, dict[str, frozenset[str | None]]] = {
    Flag.PREGNANCY: dict.fromkeys(BENT_UNDER_LOAD, frozenset())
    | {
        "floor-bridge": frozenset({"easier"}),
        "leg-lift": frozenset({"easier"}),
        "lunge": frozenset({"easier", "standing"}),
        "frankenstein-walk": frozenset({"easier"}),
        "leg-swing": HELD_SWING,
        "bulgarian-split-squat": frozenset({"easier", "shallow"}),
    },
    Flag.BACK_PAIN: dict.fromkeys(BENT_UNDER_LOAD, frozenset())
    | {
        "floor-bridge": frozenset({"easier"}),
        "leg-lift": frozenset({"easier"}),
        "lunge": frozenset({"easier", "standing"}),
        "leg-swing": HELD_SWING,
    },
    Flag.HERNIA: dict.fromkeys((*BENT_UNDER_LOAD, "leg-lift"), frozenset()),
    Flag.HIP_FRONT: dict.fromkeys(
        (*BENT_UNDER_LOAD, "lunge", "bulgarian-split-squat", "leg-swing"), frozenset()
    )
    | {
        "floor-bridge": frozenset({"easier"}),
        "leg-lift": frozenset({"easier"}),
        "frankenstein-walk": frozenset({"easier"}),
    },
    Flag.HIP_BACK: dict.fromkeys((*BENT_UNDER_LOAD, "frankenstein-walk"), frozenset())
    | {"leg-swing": frozenset({"forward"})},
    Flag.OSTEOPOROSIS: dict.fromkeys(BENT_UNDER_LOAD, frozenset())
    | {"frankenstein-walk": frozenset({"easier"})},
    Flag.BLOOD_PRESSURE: {"boat-pose": frozenset(), "kettlebell-swing": frozenset()},
    Flag.KNEE_PAIN: {
        "lunge": frozenset({"standing"}),
        "bulgarian-split-squat": frozenset({"easier", "shallow"}),
        "kettlebell-swing": frozenset({"easier"}),
    },
    Flag.UNSTEADY: {
        "lunge": frozenset({"easier", "standing"}),
        "frankenstein-walk": frozenset({"easier"}),
        "leg-swing": HELD_SWING,
        "bulgarian-split-squat": frozenset({"easier"}),
    },
    Flag.BIRTH: dict.fromkeys(BENT_UNDER_LOAD, frozenset())
    | {
        "floor-bridge": frozenset({"easier"}),
        "leg-lift": frozenset({"easier"}),
        "lunge": frozenset({"easier", "standing"}),
        "frankenstein-walk": frozenset({"easier"}),
        "leg-swing": HELD_SWING,
        "bulgarian-split-squat": frozenset({"easier", "shallow"}),
    },
    Flag.HEART: {
        "sit-up": frozenset({"easier"}),
        "boat-pose": frozenset(),
        "leg-lift": frozenset({"easier"}),
        "stability-ball-pass": frozenset(),
        "kettlebell-swing": frozenset(),
        "bulgarian-split-squat": frozenset({"easier", "shallow"}),
    },
    Flag.NECK_SHOULDER: dict.fromkeys(BENT_UNDER_LOAD, frozenset())
    | {
        "lunge": frozenset({"easier", "standing"}),
        "frankenstein-walk": frozenset({"easier"}),
        "leg-swing": HELD_SWING,
    },
    Flag.SCIATICA: dict.fromkeys((*BENT_UNDER_LOAD, "frankenstein-walk"), frozenset())
    | {
        "floor-bridge": frozenset({"easier"}),
        "leg-lift": frozenset({"easier"}),
        "lunge": frozenset({"easier", "standing"}),
        "leg-swing": frozenset({"easier"}),
        "bulgarian-split-squat": frozenset({"easier", "shallow"}),
    },
    Flag.GROIN: dict.fromkeys(SLUGS, frozenset()) | {"floor-bridge": frozenset({"easier"})},
    Avoided.LYING: dict.fromkeys(
        ("floor-bridge", "sit-up", "leg-lift", "stability-ball-pass"), frozenset()
    ),
    Avoided.KNEELING: {"lunge": frozenset({"standing", "harder"})},
    Avoided.BALANCE: {
        "lunge": frozenset({"easier", "standing"}),
        "frankenstein-walk": frozenset({"easier"}),
        "leg-swing": HELD_SWING,
        "bulgarian-split-squat": frozenset({"easier"}),
    },
}


def is_forbidden(trainee: Trainee, practice: Practice) -> bool:
    """Say whether the brief keeps a version from a person."""
    told: set[Flag | Avoided] = {*trainee.flags, *trainee.avoided}
    only = (ONLY[one].get(practice.exercise or "", EVERY) for one in told)
    return any(practice.version not in versions for versions in only)
