"""Every file has its shape, and the two files of one thing agree."""

import pytest
from babel import Locale

from bot.coach.languages import read_list
from bot.coach.sheets import Equipment, Flag, Kind
from tests.library import repository

from .shelf import CONTENT, EXERCISES, FIRST_TEN, SIGNS, VERSIONS, Version

FIRST_FIVE = (
    "poor-posture",
    "lower-body-pain",
    "uneven-legs",
    "breathing-and-fatigue",
    "digestive-trouble",
)


def test_the_first_ten_exercises_keep_their_ids_which_programmes_hold() -> None:
    ids = {slug: one.sheet.id for slug, one in EXERCISES.items()}
    first = {slug: f"E{number}" for number, slug in enumerate(FIRST_TEN, 1)}

    assert ids == ids | first
    assert len({*ids.values()}) == len(ids)


def test_the_first_five_signs_keep_their_ids() -> None:
    ids = {slug: one.sheet.id for slug, one in SIGNS.items()}
    first = {slug: f"S{number}" for number, slug in enumerate(FIRST_FIVE, 1)}

    assert ids == ids | first
    assert len({*ids.values()}) == len(ids)


ALL_VERSIONS = {name for one in EXERCISES.values() for name in one.sheet.versions}


def test_no_file_lies_in_content_that_no_schema_reads() -> None:
    files = [path for path in CONTENT.rglob("*") if path.is_file()]
    figures = {path.name for path in files if path.parent.name == "figures"}
    assert figures <= {"standard.yaml", *(f"{name}.yaml" for name in ALL_VERSIONS)}
    names = {path.name for path in files if path.parent.name != "figures"}
    pictures = {"board.png", "loop.mp4", "gallery.png", "muscle.png"}
    pictures |= {f"step-{number}.png" for number in range(1, 7)}
    words = {f"{language}.yaml" for language in LANGUAGES}
    weights = {f"{language}.bin" for language in LANGUAGES}
    assert names - pictures - words - weights == {
        *("exercise.yaml", "sign.yaml", "routine.yaml", "sources.yaml", "languages.yaml"),
    }


# --- languages ------------------------------------------------------------------------------


LANGUAGES = read_list(CONTENT / "languages.yaml")


def test_each_language_is_known_to_babel_by_its_own_name() -> None:
    for code, language in LANGUAGES.items():
        own = Locale.parse(code, sep="-").get_display_name(code.replace("-", "_"))
        assert own is not None
        assert own.casefold() == language.name.casefold()


@pytest.mark.parametrize("slug", EXERCISES)
def test_sheet_and_words_name_the_same_versions_and_flags(slug: str) -> None:
    one = EXERCISES[slug]
    assert set(one.words.versions) == set(one.sheet.versions)
    adapted = {flag for flag, what in one.sheet.flags.items() if what == "adapt"}
    assert set(one.words.adapt) == adapted


def test_no_two_versions_share_a_name() -> None:
    titles = [version.title for version in VERSIONS]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("slug", EXERCISES)
def test_an_easier_version_is_no_harder_and_needs_no_equipment(slug: str) -> None:
    sheet = EXERCISES[slug].sheet
    assert sheet.versions["easier"].level <= sheet.level
    assert not sheet.versions["easier"].equipment
    if "harder" in sheet.versions:
        assert sheet.versions["harder"].level >= sheet.level


@pytest.mark.parametrize("slug", SIGNS)
def test_a_sign_suggests_known_exercises_and_warns_of_others(slug: str) -> None:
    sheet = SIGNS[slug].sheet
    assert set(sheet.suits) | set(sheet.leave) <= set(EXERCISES)
    assert not set(sheet.suits) & set(sheet.leave)


OWNED = {
    "stability-ball-pass": {Equipment.BALL},
    "kettlebell-swing": {Equipment.KETTLEBELL},
    "bulgarian-split-squat": {Equipment.BENCH},
}


@pytest.mark.parametrize("slug", FIRST_TEN)
def test_only_three_of_the_first_ten_need_equipment(slug: str) -> None:
    assert set(EXERCISES[slug].sheet.equipment) == OWNED.get(slug, set())


def _answering(flag: str, how: str) -> set[str]:
    """Return which of the first ten a flag skips or adapts; a new exercise decides for itself."""
    flags = {slug: EXERCISES[slug].sheet.flags for slug in FIRST_TEN}
    return {slug for slug, answers in flags.items() if answers.get(Flag(flag)) == how}


BENT_UNDER_LOAD = {"sit-up", "boat-pose", "stability-ball-pass", "kettlebell-swing"}

SKIPPED = {
    "pregnancy": {"sit-up", "boat-pose", "stability-ball-pass", "kettlebell-swing"},
    "back-pain": {"sit-up", "boat-pose", "stability-ball-pass", "kettlebell-swing"},
    "hernia": {"sit-up", "boat-pose", "leg-lift", "stability-ball-pass", "kettlebell-swing"},
    "hip-front": {*BENT_UNDER_LOAD, "lunge", "bulgarian-split-squat", "leg-swing"},
    "hip-back": {
        "sit-up",
        "boat-pose",
        "frankenstein-walk",
        "stability-ball-pass",
        "kettlebell-swing",
    },
    "osteoporosis": {"sit-up", "boat-pose", "stability-ball-pass", "kettlebell-swing"},
    "blood-pressure": {"boat-pose", "kettlebell-swing"},
    "knee-pain": set[str](),
    "unsteady": set[str](),
    "birth": BENT_UNDER_LOAD,
    "heart": {"boat-pose", "stability-ball-pass", "kettlebell-swing"},
    "neck-shoulder": BENT_UNDER_LOAD,
    "sciatica": {*BENT_UNDER_LOAD, "frankenstein-walk"},
    "groin": set(FIRST_TEN) - {"floor-bridge"},
}


@pytest.mark.parametrize("flag", SKIPPED)
def test_a_flag_takes_out_what_could_harm(flag: str) -> None:
    skipped = _answering(flag, "skip")
    assert skipped == SKIPPED[flag]


ADAPTED = {
    "pregnancy": {"lunge", "floor-bridge", "leg-lift", "frankenstein-walk", "leg-swing"},
    "back-pain": {"lunge", "floor-bridge", "leg-lift", "leg-swing"},
    "hip-front": {"floor-bridge", "leg-lift", "frankenstein-walk"},
    "hip-back": {"leg-swing"},
    "osteoporosis": {"frankenstein-walk"},
    "blood-pressure": {"floor-bridge", "sit-up", "leg-lift", "stability-ball-pass"},
    "knee-pain": {"lunge", "bulgarian-split-squat", "kettlebell-swing"},
    "unsteady": {"lunge", "frankenstein-walk", "leg-swing", "bulgarian-split-squat"},
    "birth": {"lunge", "floor-bridge", "leg-lift", "leg-swing", "bulgarian-split-squat"},
    "heart": {"floor-bridge", "sit-up", "leg-lift", "bulgarian-split-squat"},
    "neck-shoulder": {"lunge", "floor-bridge"},
    "sciatica": {"lunge", "floor-bridge", "leg-lift", "leg-swing"},
    "groin": {"floor-bridge"},
}


def test_every_flag_is_told_what_to_skip_and_what_to_change() -> None:
    assert set(SKIPPED) == set(Flag) >= set(ADAPTED)


@pytest.mark.parametrize("flag", ADAPTED)
def test_a_flag_changes_what_needs_a_change(flag: str) -> None:
    adapted = _answering(flag, "adapt")
    assert adapted >= ADAPTED[flag]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.label)
def test_a_dose_keeps_to_the_rules_of_its_kind(version: Version) -> None:
    dose, kind = version.dose, EXERCISES[version.exercise].sheet.kind
    assert 1 <= dose.sets[0] <= dose.sets[1] <= 3
    if kind is Kind.STRETCH:
        assert dose.reps is None
        assert dose.hold is not None
        assert 10 <= dose.hold <= 30
        assert 40 <= dose.sets[1] * dose.hold <= 90
    elif kind is Kind.DYNAMIC:
        assert dose.reps is not None
        assert 8 <= dose.reps[0] <= dose.reps[1] <= 12
    elif dose.reps is None:
        assert dose.hold in {10, 20}
    else:
        assert 6 <= dose.reps[0] <= dose.reps[1] <= 12
        assert dose.rest is not None
        assert 60 <= dose.rest <= 120
        assert {dose.up, dose.down} <= {None, 2, 3, 5}


# --- sources --------------------------------------------------------------------------------

LIBRARY = repository()
PAGES = (LIBRARY.anatomy.to("en"), LIBRARY.safety.to("en"))
NAMED = {
    code
    for named in (
        *(one.sheet.sources for one in EXERCISES.values()),
        *(one.sheet.sources for one in SIGNS.values()),
        *(page.sources for page in PAGES),
    )
    for code in named
}


def test_every_source_that_is_named_can_be_read_and_every_one_is_named() -> None:
    rules = (CONTENT.parent / "docs" / "coaching-rules.md").read_text(encoding="utf-8")

    assert set(LIBRARY.sources) >= NAMED
    assert {code for code in LIBRARY.sources if code not in rules} <= NAMED


def test_a_source_tells_who_and_when_or_links_to_it() -> None:
    for code, source in LIBRARY.sources.items():
        assert source.text.endswith("."), code
        assert source.url or source.text.split()[0] in {
            *("NHS", "NHS,", "American", "Current", "GPonline,", "StatPearls,", "McGill"),
        }, code


@pytest.mark.parametrize("weak", ["press", "news", "blog", "not seen", "okanagan"])
def test_no_weak_source_is_left(weak: str) -> None:
    assert not [one.text for one in LIBRARY.sources.values() if weak in one.text.casefold()]


def test_breath_and_digestion_suggest_no_exercise() -> None:
    for slug in ("breathing-and-fatigue", "digestive-trouble"):
        assert not SIGNS[slug].sheet.suits
