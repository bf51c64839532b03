"""A content folder is read whole, and every name in it leads to one thing that is there."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.coach.documents import ContentError
from bot.coach.finder import Finder
from bot.coach.fitting import rest_move
from bot.coach.library import load
from bot.coach.next_practice import after, next_practice
from bot.coach.sheets import Flag
from bot.coach.trainee import Trainee

from .clinic import Clinic, exercise_words

CONTENT = Path(__file__).resolve().parents[2] / "content"


# --- the real one ---------------------------------------------------------------------------


def test_the_content_of_this_repository_loads() -> None:
    library = load(CONTENT)

    for taught in (library.exercises, library.signs):
        numbers = [int(one.sheet.id[1:]) for one in taught.values()]
        assert numbers == list(range(1, len(numbers) + 1))


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


def test_every_day_of_a_small_folder_names_only_its_own_exercises(clinic: Clinic) -> None:
    library, person = clinic.load(), Trainee(0, frozenset(), 7, flags=frozenset({Flag.HERNIA}))
    for number in range(60):
        day = date(2026, 1, 5) + timedelta(number)
        practice = next_practice(library, replace(person, flags=frozenset()), day)
        hurt = next_practice(library, person, day)
        assert {practice.exercise, hurt.exercise} <= {"squat", "plank", None}
        person = after(library, person, practice, day)

    assert rest_move(library).slug == "squat"


def test_files_beside_the_known_ones_are_left_alone(clinic: Clinic) -> None:
    for name in ("exercises/README.md", "exercises/squat/figure.yaml", "exercises/squat/film.mp4"):
        (clinic.root / name).write_text("anything: [", encoding="utf-8")

    assert list(clinic.load().exercises) == ["squat", "plank"]


# --- languages ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "name"),
    [("de", "Kniebeuge"), ("de-at", "Kniebeuge"), ("pt-br", "Agachamento"), ("uk", "Squat")],
)
def test_a_language_falls_back_to_its_family_and_then_to_english(
    clinic: Clinic, language: str, name: str
) -> None:
    clinic.languages(de="whole", pt_br="whole")
    clinic.write("exercises/squat/de.yaml", exercise_words("Kniebeuge"))
    clinic.write("exercises/squat/pt-br.yaml", exercise_words("Agachamento"))
    library = clinic.load()

    assert library.exercises["squat"].words.to(language).name == name
    assert library.safety.to(language).title == "Page"


def test_what_runs_the_other_way_is_isolated_in_a_right_to_left_language(clinic: Clinic) -> None:
    clinic.languages(ar="whole", he="draft")
    arabic = exercise_words("قرفصاء") | {"care": "انظر /safety", "aliases": ["squat"]}
    clinic.write("exercises/squat/ar.yaml", arabic)
    words = clinic.load().exercises["squat"].words

    assert words.to("ar").care == "انظر \u2068/safety\u2069"
    assert words.to("en").care == "A line."


def test_a_draft_is_neither_read_nor_offered(clinic: Clinic) -> None:
    clinic.languages(de="draft")
    (clinic.root / "exercises/squat/de.yaml").write_text("half: [", encoding="utf-8")
    library = clinic.load()

    assert library.languages.codes == ("en",)
    assert library.exercises["squat"].words.to("de").name == "Squat"


def test_a_whole_language_without_one_of_its_pages_is_named(clinic: Clinic) -> None:
    clinic.languages(de="whole")
    for name in ("safety/de.yaml", "signs/de.yaml"):
        (clinic.root / name).unlink()

    assert clinic.complaint().splitlines() == [
        "signs/de.yaml: this file is missing.",
        f"{clinic.root}/safety/de.yaml: this file is missing.",
    ]


def test_an_exercise_or_a_sign_without_its_translation_is_shown_in_english(
    clinic: Clinic,
) -> None:
    clinic.languages(de="whole")
    for name in ("exercises/plank/de.yaml", "signs/stiffness/de.yaml"):
        (clinic.root / name).unlink()
    library = clinic.load()

    assert library.exercises["plank"].words.to("de").name == "Plank"
    assert library.signs["stiffness"].words.to("de").name == "stiffness"
    assert library.untranslated == 2


@pytest.mark.parametrize("name", ["exercises/plank/en.yaml", "signs/stiffness/en.yaml"])
def test_english_itself_cannot_be_missing(clinic: Clinic, name: str) -> None:
    clinic.languages(de="whole")
    (clinic.root / name).unlink()

    assert clinic.complaint() == f"{name}: this file is missing."


def test_a_file_in_an_unknown_language_is_named(clinic: Clinic) -> None:
    clinic.languages(de="draft")
    clinic.write("signs/stiffness/tlh.yaml", {})

    complaint = clinic.complaint()
    assert complaint.startswith("signs/stiffness/tlh.yaml: tlh is not in ")
    assert complaint.endswith("languages.yaml; add it there.")


def test_a_list_of_languages_needs_english(clinic: Clinic) -> None:
    german = {"name": "Deutsch", "you": "familiar", "reason": "As friends do."}
    clinic.write("languages.yaml", {"languages": {"de": german}})

    assert clinic.complaint() == "languages.yaml: en needs to be here, and whole."


def test_a_folder_without_a_list_offers_what_is_told_everywhere(clinic: Clinic) -> None:
    clinic.languages(de="whole")
    (clinic.root / "languages.yaml").unlink()

    assert clinic.load().languages.codes == ("en", "de")
    (clinic.root / "safety/de.yaml").unlink()
    assert clinic.load().languages.codes == ("en",)


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


def test_a_folder_without_phrases_keeps_the_words_of_an_emergency(clinic: Clinic) -> None:
    (clinic.root / "phrases" / "en.yaml").unlink()
    (clinic.root / "phrases").rmdir()

    assert Finder(clinic.load(), "en").understand("chest pain") == "alarm"
