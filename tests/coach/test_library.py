"""A content folder is read whole, and every name in it leads to one thing that is there."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.coach.documents import ContentError
from bot.coach.library import Library, load

CONTENT = Path(__file__).resolve().parents[2] / "content"
Data = dict[str, Any]

STEPS = ["Stand tall.", "Go down.", "Come up.", "Rest."]


@dataclass
class Clinic:
    """A small content folder on disk: two exercises, one sign, one week, a loop of two days."""

    root: Path

    def write(self, name: str, data: Data) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")

    def change(self, name: str, change: Callable[[Data], object]) -> None:
        """Change one file in place."""
        data = yaml.safe_load((self.root / name).read_text(encoding="utf-8"))
        change(data)
        self.write(name, data)

    def exercise(self, slug: str, number: int, name: str) -> None:
        self.write(f"exercises/{slug}/exercise.yaml", exercise_sheet(f"E{number}"))
        self.write(f"exercises/{slug}/en.yaml", exercise_words(name))

    def sign(self, slug: str, number: int) -> None:
        sheet = {"id": f"S{number}", "suits": ["squat"], "leave": ["plank"], "sources": ["Alice"]}
        self.write(f"signs/{slug}/sign.yaml", sheet)
        lines = {part: ["A line."] for part in ("notice", "said", "other", "help")}
        self.write(f"signs/{slug}/en.yaml", {"name": slug, "short": "A line.", **lines})

    def load(self) -> Library:
        return load(self.root)

    def complaint(self) -> str:
        with pytest.raises(ContentError) as caught:
            self.load()
        return str(caught.value).removeprefix(f"{self.root}/")


def exercise_sheet(identity: str) -> Data:
    return {
        "id": identity,
        "kind": "strength",
        "level": 1,
        "position": ["standing"],
        "minutes": 3,
        "dose": {"sets": [1, 2], "reps": [6, 8]},
        "forms": {"easier": {"level": 1}},
        "flags": {"pregnancy": "adapt", "hernia": "skip"},
        "sources": ["Bob, a book"],
    }


def exercise_words(name: str) -> Data:
    lines = ("trains", "need", "breathing", "easier", "harder", "care", "alt")
    return {
        "name": name,
        "aliases": [f"{name} of old"],
        **dict.fromkeys(lines, "A line."),
        "steps": STEPS,
        "mistakes": ["One.", "Two.", "Three."],
        "cautions": ["Take care."],
        "notes": ["A note."],
        "forms": {"easier": {"name": f"{name}, easier", "steps": STEPS}},
        "adapt": {"pregnancy": "Ask first."},
    }


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    built = Clinic(tmp_path / "content")
    built.exercise("squat", 2, "Squat")
    built.exercise("plank", 10, "Plank")
    built.sign("stiffness", 1)
    built.write("signs/en.yaml", {"title": "Signs", "opening": "They are many."})
    page = {"title": "Page", "note": ["A note."]}
    page["sections"] = [{"title": "More", "lines": ["A line."]}]  # type: ignore[list-item]
    for folder in ("anatomy", "safety"):
        built.write(f"{folder}/en.yaml", page)
    days: list[Data] = [{"exercise": "squat"}, {"exercise": "plank", "form": "easier"}]
    routine = {
        "weeks": [{"dose": {}, "days": [*days * 3, {"rest": True}]}],
        "loop": [*days],
        "stand_ins": {"squat": {"exercise": "plank"}},
        "extra_hold": 30,
        "extra_exercise": "plank",
    }
    built.write("routine.yaml", routine)
    return built


# --- the real one ---------------------------------------------------------------------------


def test_the_content_of_this_repository_loads() -> None:
    library = load(CONTENT)

    assert [one.sheet.id for one in library.exercises.values()] == [f"E{n}" for n in range(1, 11)]
    assert [one.sheet.id for one in library.signs.values()] == [f"S{n}" for n in range(1, 6)]


def test_an_exercise_knows_the_signs_it_suits() -> None:
    library = load(CONTENT)

    for slug in library.exercises:
        for sign in library.signs_suited_by(slug):
            assert slug in sign.sheet.suits


# --- a small one ----------------------------------------------------------------------------


def test_a_small_folder_loads_in_the_order_of_its_numbers(clinic: Clinic) -> None:
    library = clinic.load()

    assert list(library.exercises) == ["squat", "plank"]
    assert library.exercises["plank"].words.to("en").name == "Plank"
    assert [sign.slug for sign in library.signs_suited_by("squat")] == ["stiffness"]


def test_files_beside_the_known_ones_are_left_alone(clinic: Clinic) -> None:
    for name in ("exercises/README.md", "exercises/squat/figure.yaml", "exercises/squat/loop.mp4"):
        (clinic.root / name).write_text("anything: [", encoding="utf-8")

    assert list(clinic.load().exercises) == ["squat", "plank"]


@pytest.mark.parametrize(
    ("language", "name"),
    [("de", "Kniebeuge"), ("de-at", "Kniebeuge"), ("pt-br", "Agachamento"), ("pt", "Squat")],
)
def test_a_language_falls_back_to_its_family_and_then_to_english(
    clinic: Clinic, language: str, name: str
) -> None:
    clinic.write("exercises/squat/de.yaml", exercise_words("Kniebeuge"))
    clinic.write("exercises/squat/pt-br.yaml", exercise_words("Agachamento"))
    library = clinic.load()

    assert library.exercises["squat"].words.to(language).name == name
    assert library.exercises["plank"].words.to(language).name == "Plank"
    assert library.safety.to(language).title == "Page"


def test_a_missing_content_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="there is no such content folder"):
        load(tmp_path / "nowhere")


def test_a_folder_without_exercises_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="exercises: holds no folder"):
        load(tmp_path)


@pytest.mark.parametrize("slug", ["Squat", "my squat", "squat:2", "a" * 25, "кнебойге"])
def test_a_folder_whose_name_fits_no_button_is_named(clinic: Clinic, slug: str) -> None:
    clinic.exercise(slug, 11, "Another")

    assert clinic.complaint().startswith(f"exercises/{slug}: the name of the folder")


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
            _in("routine.yaml", lambda d: d["loop"][0].update(form="harder")),
            "routine.yaml: squat has no form named harder.",
        ),
        (
            _in("routine.yaml", lambda d: d["stand_ins"]["squat"].update(form="harder")),
            "routine.yaml: plank has no form named harder.",
        ),
        (
            _in(WORDS, lambda d: d["forms"].pop("easier")),
            f"{WORDS}: forms.easier has no words here.",
        ),
        (
            _in(WORDS, lambda d: d["forms"].update(wide=d["forms"]["easier"])),
            f"{WORDS}: forms.wide stands in no sheet beside it.",
        ),
        (
            _in(WORDS, lambda d: d["adapt"].clear()),
            f"{WORDS}: adapt.pregnancy has no words here.",
        ),
        (
            _in(WORDS, lambda d: d["adapt"].update(hernia="Skip it.")),
            f"{WORDS}: adapt.hernia stands in no sheet beside it.",
        ),
        (
            _in(WORDS, lambda d: d["aliases"].append("PLANK of old")),
            "exercises/plank/en.yaml: “plank of old” is a name of squat too.",
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


def test_two_signs_share_no_number(clinic: Clinic) -> None:
    clinic.sign("tiredness", 1)

    assert clinic.complaint() == "signs/tiredness: id S1 is that of stiffness too."


def test_a_translation_is_held_to_the_same_forms(clinic: Clinic) -> None:
    words = exercise_words("Kniebeuge") | {"forms": {}}
    clinic.write("exercises/squat/de.yaml", words)

    assert clinic.complaint() == "exercises/squat/de.yaml: forms.easier has no words here."


def test_a_fault_in_a_file_says_which(clinic: Clinic) -> None:
    (clinic.root / "safety/en.yaml").unlink()

    assert clinic.complaint() == "safety/en.yaml: this file is missing."
