"""Files of content/ that disagree are named, all of them in one run and in plain words."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.coach import content_checks as checks
from bot.coach.wording import Source, Tip, TipList

from .clinic import Clinic, Data

# --- links and names that lead nowhere, or to two -------------------------------------------

Break = Callable[[Clinic], None]


def _in(name: str, change: Callable[[Data], object]) -> Break:
    return lambda clinic: clinic.change(name, change)


SIGN = "signs/stiffness/sign.yaml"
WORDS = "exercises/squat/en.yaml"


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (
            _in(SIGN, lambda d: d["suits"].append("hop")),
            f"{SIGN}: there is no exercise named hop.",
        ),
        (
            _in(SIGN, lambda d: d["leave"].append("hop")),
            f"{SIGN}: there is no exercise named hop.",
        ),
        (
            _in("routine.yaml", lambda d: d["loop"].append({"exercise": "hop"})),
            "routine.yaml: there is no exercise named hop.",
        ),
        (
            _in("routine.yaml", lambda d: d["weeks"][0]["days"][0].update(exercise="hop")),
            "routine.yaml: there is no exercise named hop.",
        ),
        (
            _in("routine.yaml", lambda d: d["stand_ins"].update(squat={"exercise": "hop"})),
            "routine.yaml: there is no exercise named hop.",
        ),
        (
            _in("routine.yaml", lambda d: d["stand_ins"].update(hop={"exercise": "squat"})),
            "routine.yaml: there is no exercise named hop.",
        ),
        (
            _in("routine.yaml", lambda d: d.update(extra_exercise="hop")),
            "routine.yaml: there is no exercise named hop.",
        ),
        (
            _in("routine.yaml", lambda d: d.update(rest_exercise="hop")),
            "routine.yaml: there is no exercise named hop.",
        ),
        (
            _in("routine.yaml", lambda d: d["loop"][0].update(version="harder")),
            "routine.yaml: squat has no version named harder.",
        ),
        (
            _in("routine.yaml", lambda d: d["stand_ins"]["squat"].update(version="harder")),
            "routine.yaml: plank has no version named harder.",
        ),
        (
            _in(WORDS, lambda d: d["versions"].pop("easier")),
            f"{WORDS}: versions.easier has no words here.",
        ),
        (
            _in(WORDS, lambda d: d["versions"].update(wide=d["versions"]["easier"])),
            f"{WORDS}: versions.wide is not in the sheet beside it.",
        ),
        (
            _in(WORDS, lambda d: d["adapt"].clear()),
            f"{WORDS}: adapt.pregnancy has no words here.",
        ),
        (
            _in(WORDS, lambda d: d["adapt"].update(hernia="Skip it.")),
            f"{WORDS}: adapt.hernia is not in the sheet beside it.",
        ),
        (
            _in(WORDS, lambda d: d["aliases"].append("PLANK of old")),
            "exercises/squat/en.yaml: “plank of old” is a name of plank too.",
        ),
        (
            _in("exercises/plank/exercise.yaml", lambda d: d.update(id="E2")),
            "exercises/squat: id E2 is that of plank too.",
        ),
    ],
)
def test_a_name_that_leads_nowhere_or_to_two_is_named(
    clinic: Clinic, harm: Break, sentence: str
) -> None:
    harm(clinic)

    assert clinic.complaint() == sentence


def test_every_fault_of_a_folder_is_named_at_once(clinic: Clinic) -> None:
    clinic.change(WORDS, lambda d: d.update(mistakes=["One."], adapt={}, name=7))
    clinic.change("exercises/squat/exercise.yaml", lambda d: d.pop("position"))
    clinic.change(SIGN, lambda d: d["suits"].append("hop"))
    clinic.change("routine.yaml", lambda d: d["loop"][1].update(version="harder"))
    (clinic.root / "safety/en.yaml").unlink()

    lines = [line.removeprefix(f"{clinic.root}/") for line in clinic.complaint().splitlines()]

    assert lines == [
        "exercises/squat/exercise.yaml, line 1: position: this field is missing.",
        f"{WORDS}, line 1: name: needs to be text; put it in quotes if it looks like a number.",
        f"{WORDS}, line 19: mistakes: needs 3 or more entries and has 1.",
        "safety/en.yaml: this file is missing.",
        f"{SIGN}: there is no exercise named hop.",
        "routine.yaml: plank has no version named harder.",
    ]


def test_the_real_rules_of_a_sheet_are_named_in_plain_words(clinic: Clinic) -> None:
    changes = {"id": "11", "level": 9, "kind": "yoga", "balance": "perhaps", "sources": []}
    clinic.change("exercises/squat/exercise.yaml", lambda d: d.update(changes))

    lines = [line.partition("exercise.yaml, ")[2] for line in clinic.complaint().splitlines()]

    assert lines == [
        "line 1: id: needs to be E and a number, such as E11.",
        "line 2: kind: needs to be 'strength', 'stretch' or 'dynamic'.",
        "line 3: level: needs to be 3 or less.",
        "line 20: balance: needs to be true or false.",
        "line 19: sources: needs 1 or more entries and has 0.",
    ]


def test_two_signs_share_no_number(clinic: Clinic) -> None:
    clinic.sign("tiredness", 1)

    assert clinic.complaint() == "signs/tiredness: id S1 is that of stiffness too."


def test_a_translation_is_held_to_the_same_versions(clinic: Clinic) -> None:
    clinic.languages(de="whole")
    clinic.change("exercises/squat/de.yaml", lambda d: d.update(versions={}))

    assert clinic.complaint() == "exercises/squat/de.yaml: versions.easier has no words here."


def test_a_fault_in_a_file_says_which(clinic: Clinic) -> None:
    (clinic.root / "safety/en.yaml").unlink()

    assert clinic.complaint() == "safety/en.yaml: this file is missing."


# --- pictures that belong to something else -------------------------------------------------


def _draw(clinic: Clinic, slug: str, name: str, content: bytes) -> None:
    path = clinic.root / "exercises" / slug / "pictures" / "standard" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_a_film_that_came_along_with_a_copied_folder_is_named(clinic: Clinic) -> None:
    exercises = clinic.root / "exercises"
    for slug in ("plank", "squat"):
        _draw(clinic, slug, "loop.mp4", b"a film")
        _draw(clinic, slug, "board.png", slug.encode())

    film = exercises / "squat/pictures/standard/loop.mp4"
    assert list(checks.copy_faults(exercises)) == [
        f"{film}: this is the picture of plank too; draw it again, or delete it."
    ]


def test_pictures_of_steps_that_are_not_there_are_named(clinic: Clinic) -> None:
    for number in (1, 2, 3):
        _draw(clinic, "squat", f"step-{number}.png", b"a step")

    complaint = clinic.complaint()
    assert complaint == f"{WORDS}: version standard has 4 steps and 3 pictures of them."


# --- weeks with names, and tips ---------------------------------------------------------------


def test_a_week_has_a_name_only_with_words_for_it(clinic: Clinic) -> None:
    clinic.change("routine.yaml", lambda d: d["weeks"][0].update(name="settle-in"))
    assert clinic.complaint() == "weeks/en.yaml: this file is missing."

    clinic.write("weeks/en.yaml", {"names": {"other": "Other"}})
    assert clinic.complaint() == "weeks/en.yaml: names.settle-in has no words here."

    clinic.write("weeks/en.yaml", {"names": {"settle-in": "Settle in"}})
    assert clinic.load().week_name(1, "en") == "Settle in"


def test_weeks_need_no_names_and_content_no_tips(clinic: Clinic) -> None:
    library = clinic.load()

    assert library.week_name(1, "en") is None
    assert library.tip_of_week(date(2026, 1, 5), "en") is None


def test_a_tip_names_sources_that_exist_and_there_are_twelve(clinic: Clinic) -> None:
    tips = [{"text": "Stand up.", "sources": ["BOB"]} for _ in range(12)]
    clinic.write("tips/en.yaml", {"tips": tips})
    assert clinic.complaint() == "tips/en.yaml: there is no source named BOB in sources.yaml."

    clinic.write("sources.yaml", {"sources": {"BOB": {"text": "Bob, a book."}}})
    assert clinic.load().tip_of_week(date(2026, 1, 5), "en")
    clinic.write("tips/en.yaml", {"tips": tips[:11]})
    assert "needs 12 or more entries and has 11" in clinic.complaint()


def test_every_language_has_as_many_tips() -> None:
    tips = [Tip(text="Stand up.", sources=("BOB",)) for _ in range(13)]
    words = {"en": TipList(tips=tuple(tips)), "de": TipList(tips=tuple(tips[1:]))}
    sources = {"BOB": Source(text="Bob, a book.")}

    assert [*checks.tip_faults(Path("tips"), words, sources)] == [
        "tips/de.yaml: has 12 tips, and another language has 13."
    ]
