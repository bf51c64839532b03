"""Every file has its shape, and the two files of one thing agree."""

import pytest

from bot.coach.sheets import Equipment, Flag, Kind

from .shelf import CONTENT, EXERCISES, FORMS, SIGNS, Form

IN_ORDER = (
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
SIGNS_IN_ORDER = (
    "poor-posture",
    "lower-body-pain",
    "uneven-legs",
    "breathing-and-fatigue",
    "digestive-trouble",
)


def test_the_ten_exercises_stand_under_their_ids() -> None:
    ids = {slug: one.sheet.id for slug, one in EXERCISES.items()}
    assert ids == {slug: f"E{number}" for number, slug in enumerate(IN_ORDER, 1)}


def test_the_five_signs_stand_under_their_ids() -> None:
    ids = {slug: one.sheet.id for slug, one in SIGNS.items()}
    assert ids == {slug: f"S{number}" for number, slug in enumerate(SIGNS_IN_ORDER, 1)}


def test_no_file_lies_in_content_that_no_schema_reads() -> None:
    names = {path.name for path in CONTENT.rglob("*") if path.is_file()}
    pictures = {"board.png", "loop.mp4", "gallery.png"}
    assert names - pictures == {
        "exercise.yaml", "sign.yaml", "en.yaml", "routine.yaml", "figure.yaml",
    }  # fmt: skip


@pytest.mark.parametrize("slug", EXERCISES)
def test_sheet_and_words_name_the_same_forms_and_flags(slug: str) -> None:
    one = EXERCISES[slug]
    assert set(one.words.forms) == set(one.sheet.forms)
    adapted = {flag for flag, what in one.sheet.flags.items() if what == "adapt"}
    assert set(one.words.adapt) == adapted


def test_no_two_forms_share_a_name() -> None:
    titles = [form.title for form in FORMS]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("slug", EXERCISES)
def test_an_easier_form_is_no_harder_and_needs_no_equipment(slug: str) -> None:
    sheet = EXERCISES[slug].sheet
    assert sheet.forms["easier"].level <= sheet.level
    assert not sheet.forms["easier"].equipment
    if "harder" in sheet.forms:
        assert sheet.forms["harder"].level >= sheet.level


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


@pytest.mark.parametrize("slug", EXERCISES)
def test_only_three_exercises_need_equipment(slug: str) -> None:
    assert set(EXERCISES[slug].sheet.equipment) == OWNED.get(slug, set())


def _answering(flag: str, how: str) -> set[str]:
    return {slug for slug, one in EXERCISES.items() if one.sheet.flags.get(Flag(flag)) == how}


SKIPPED = {
    "pregnancy": {"sit-up", "boat-pose", "stability-ball-pass", "kettlebell-swing"},
    "back-pain": {"sit-up", "boat-pose", "stability-ball-pass", "kettlebell-swing"},
    "hernia": {"sit-up", "boat-pose", "leg-lift", "stability-ball-pass", "kettlebell-swing"},
    "hip-front": {"lunge", "bulgarian-split-squat"},
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
}


@pytest.mark.parametrize("flag", SKIPPED)
def test_a_flag_takes_out_what_could_harm(flag: str) -> None:
    skipped = _answering(flag, "skip")
    assert skipped == SKIPPED[flag]


ADAPTED = {
    "pregnancy": {"lunge", "floor-bridge", "leg-lift", "frankenstein-walk", "leg-swing"},
    "back-pain": {"lunge", "floor-bridge", "leg-lift", "leg-swing"},
    "hip-front": {"leg-swing"},
    "hip-back": {"leg-swing"},
    "osteoporosis": {"frankenstein-walk"},
    "blood-pressure": {"floor-bridge", "sit-up", "leg-lift", "stability-ball-pass"},
    "knee-pain": {"lunge", "bulgarian-split-squat", "kettlebell-swing"},
    "unsteady": {"lunge", "frankenstein-walk", "leg-swing", "bulgarian-split-squat"},
}


@pytest.mark.parametrize("flag", ADAPTED)
def test_a_flag_changes_what_needs_a_change(flag: str) -> None:
    adapted = _answering(flag, "adapt")
    assert adapted >= ADAPTED[flag]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.label)
def test_a_dose_keeps_to_the_rules_of_its_kind(form: Form) -> None:
    dose, kind = form.dose, EXERCISES[form.exercise].sheet.kind
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
