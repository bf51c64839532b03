"""The files of content/, read once for every test in this folder."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel

from bot.coach.documents import read
from bot.coach.sheets import Dose, ExerciseSheet, RoutineSheet, SignSheet
from bot.coach.wording import ExerciseWords, Page, SignsPage, SignWords

CONTENT = Path(__file__).resolve().parents[2] / "content"
FIRST_TEN = (
    "lunge",
    "floor-bridge",
    "sit-up",
    "boat-pose",
    "leg-lift",
    "frankenstein-walk",
    "stability-ball-pass",
    "kettlebell-swing",
    "leg-swing",
    "bulgarian-split-squat",
)
"""What the facts and the rules on health were written for; later ones decide for themselves."""

NOT_PROSE = {"aliases", "sources", "sides"}
COVERS: Mapping[str, Sequence[str]] = yaml.safe_load(
    (Path(__file__).parent / "covers.yaml").read_text(encoding="utf-8")
)
"""The ids of the facts that a file covers, by its path inside content/."""


@dataclass(frozen=True)
class Exercise:
    """The two files of an exercise."""

    sheet: ExerciseSheet
    words: ExerciseWords


@dataclass(frozen=True)
class Sign:
    """The two files of a sign."""

    sheet: SignSheet
    words: SignWords


@dataclass(frozen=True)
class Version:
    """An exercise as one card shows it: standard, easier, harder, ...

    `told` is where to feel it, the commonest mistake, how to breathe, and the line of care.
    """

    exercise: str
    name: str
    title: str
    steps: tuple[str, ...]
    need: str
    dose: Dose
    told: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.exercise}/{self.name}"


def _slugs(folder: str) -> list[str]:
    return sorted(path.name for path in (CONTENT / folder).iterdir() if path.is_dir())


EXERCISES: Mapping[str, Exercise] = {
    slug: Exercise(
        read(CONTENT / "exercises" / slug / "exercise.yaml", ExerciseSheet),
        read(CONTENT / "exercises" / slug / "en.yaml", ExerciseWords),
    )
    for slug in _slugs("exercises")
}
SIGNS: Mapping[str, Sign] = {
    slug: Sign(
        read(CONTENT / "signs" / slug / "sign.yaml", SignSheet),
        read(CONTENT / "signs" / slug / "en.yaml", SignWords),
    )
    for slug in _slugs("signs")
}
SIGNS_PAGE = read(CONTENT / "signs" / "en.yaml", SignsPage)
ANATOMY = read(CONTENT / "anatomy" / "en.yaml", Page)
SAFETY = read(CONTENT / "safety" / "en.yaml", Page)
ROUTINE = read(CONTENT / "routine.yaml", RoutineSheet)

PAGES: Mapping[str, BaseModel] = {
    **{f"exercises/{slug}": one.words for slug, one in EXERCISES.items()},
    **{f"signs/{slug}": one.words for slug, one in SIGNS.items()},
    "signs": SIGNS_PAGE,
    "anatomy": ANATOMY,
    "safety": SAFETY,
}
"""Every file that holds prose, by its place in content/."""


def _versions() -> Iterator[Version]:
    for slug, one in EXERCISES.items():
        words, sheet = one.words, one.sheet
        usual = words.feel, words.mistakes[0], words.breathing, words.care
        yield Version(slug, "standard", words.name, words.steps, words.need, sheet.dose, usual)
        for name, version in words.versions.items():
            dose, need = sheet.versions[name].dose or sheet.dose, version.need or words.need
            own = version.feel, version.mistake, version.breathing, version.care
            told = tuple(mine or theirs for mine, theirs in zip(own, usual, strict=True))
            yield Version(slug, name, version.name, version.steps, need, dose, told)


VERSIONS: tuple[Version, ...] = tuple(_versions())


def prose(value: object) -> Iterator[str]:
    """Yield every string of a page that a subscriber reads as a sentence or a phrase."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            if field not in NOT_PROSE:
                yield from prose(getattr(value, field))
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from prose(one)
    elif isinstance(value, Iterable):
        for one in value:
            yield from prose(one)


def sentences(text: str) -> list[str]:
    """Split at the end of each sentence; a decimal point ends none."""
    return [part for part in re.split(r"[.!?]+(?:\s+|$)", text) if words_of(part)]


def words_of(text: str) -> list[str]:
    """Split into words; `step-by-step` is one, and so is `90`."""
    return re.findall(r"[^\W_]+(?:[-'.][^\W_]+)*", text)


def units(text: str) -> int:
    """Count as Telegram does: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
