"""A language's files are compared with the English line by line."""

import yaml

from bot.coach.languages import Language, read_list, words_folders
from bot.texts import content
from tests.coach.clinic import Clinic, Data


def german(clinic: Clinic) -> Language:
    return read_list(clinic.root / "languages.yaml")["de"]


def faults(clinic: Clinic, about: str) -> list[str]:
    """Return the faults of one file, without its path."""
    prefix = f"{clinic.root}/{about}"
    found = content.faults(clinic.root, "de", german(clinic))
    return [one.removeprefix(prefix).strip(", ") for one in found if one.startswith(prefix)]


def test_a_copy_in_short_words_has_no_fault(clinic: Clinic) -> None:
    assert faults(clinic, "exercises") == faults(clinic, "safety") == []


def test_a_missing_file_is_named(clinic: Clinic) -> None:
    (clinic.root / "safety/de.yaml").unlink()

    assert faults(clinic, "safety/de.yaml") == [": this file is missing."]


def test_of_a_missing_file_nothing_has_changed(clinic: Clinic) -> None:
    content.stamp(clinic.root, "de")
    clinic.change("exercises/squat/en.yaml", lambda data: data.update(care="Be careful."))
    (clinic.root / "exercises/squat/de.yaml").unlink()

    assert list(content.changed(clinic.root, "de")) == []


def test_a_missing_line_and_one_too_many_are_named_with_their_lines(clinic: Clinic) -> None:
    def lose(data: Data) -> None:
        data["cautions"] = ["Vorsicht.", "Und noch einmal."]
        data["steps"] = ["Steh.", "Runter.", "Hoch.", "Ruh.", "Noch."]

    clinic.change("exercises/squat/de.yaml", lose)
    clinic.change("exercises/squat/en.yaml", lambda data: data["notes"].append("One more."))

    assert sorted(faults(clinic, "exercises/squat/de.yaml")) == [
        "line 18: steps, entry 5: is not in the English.",
        "line 25: cautions, entry 2: is not in the English.",
        "line 27: notes, entry 2: is missing.",
    ]


def test_an_unknown_key_is_named_with_its_line(clinic: Clinic) -> None:
    clinic.change("anatomy/de.yaml", lambda data: data.update(titel="Seite"))

    assert faults(clinic, "anatomy/de.yaml") == [
        "line 8: titel: there is no field of this name here."
    ]


def test_another_dose_is_named_with_its_line(clinic: Clinic) -> None:
    clinic.change("safety/en.yaml", lambda data: data.update(note=["Wait 15 minutes."]))
    clinic.change("safety/de.yaml", lambda data: data.update(note=["Warte 51 Minuten."]))

    assert faults(clinic, "safety/de.yaml") == [
        "line 3: note, entry 1: lacks the number 15.",
        "line 3: note, entry 1: has the number 51, which the English has not.",
    ]


def test_emergency_numbers_are_those_of_the_language(clinic: Clinic) -> None:
    def name(number: str, data: Data) -> None:
        data["sections"][0]["title"] = f"Call now ({number})"

    clinic.change("safety/en.yaml", lambda data: name("911", data))
    clinic.change("safety/de.yaml", lambda data: name("110", data))
    clinic.change(
        "languages.yaml",
        lambda data: data["languages"]["de"].update(
            emergency=[{"number": "112", "where": "Germany", "source": "https://a.org"}]
        ),
    )

    assert [one.partition(": ")[2] for one in faults(clinic, "safety/de.yaml")] == [
        "sections, entry 1, title: names 110, which is not in the language's emergency numbers.",
        "sections, entry 1, title: names no emergency number.",
    ]


def test_phrases_need_words_for_emergencies_and_every_intent(clinic: Clinic) -> None:
    found = faults(clinic, "phrases/de.yaml")

    assert ": alarm is empty; an emergency must be understood." in found
    assert found[2].startswith(": intents lacks done, later,")


def test_one_name_for_two_exercises_is_named(clinic: Clinic) -> None:
    clinic.change("exercises/squat/de.yaml", lambda data: data.update(aliases=["Plank"]))

    assert faults(clinic, "exercises/squat/de.yaml") == [": “Plank” is a name of plank too."]


def test_one_name_for_an_exercise_and_a_sign_is_named(clinic: Clinic) -> None:
    clinic.change("signs/stiffness/de.yaml", lambda data: data.update(aliases=["SQUÁT!"]))

    assert faults(clinic, "signs/stiffness/de.yaml") == [": “SQUÁT!” is a name of squat too."]


# --- what has changed since -----------------------------------------------------------------


def test_a_change_of_the_english_is_noticed_until_it_is_stamped_again(clinic: Clinic) -> None:
    content.stamp(clinic.root, "de")
    assert list(content.changed(clinic.root, "de")) == []

    clinic.change("exercises/squat/en.yaml", lambda data: data.update(care="Be careful."))
    assert list(content.changed(clinic.root, "de")) == ["exercises/squat/de.yaml: care"]

    content.stamp(clinic.root, "de")
    assert list(content.changed(clinic.root, "de")) == []


def test_lines_are_counted_without_phrases_and_aliases(clinic: Clinic) -> None:
    own, english = content.count(clinic.root, "de")
    assert own == english > 50

    (clinic.root / "safety/de.yaml").unlink()
    assert content.count(clinic.root, "de") == (own - 4, english)


def test_each_folder_is_compared_once(clinic: Clinic) -> None:
    for name in ("weeks", "tips"):
        (clinic.root / name).mkdir()

    found = [folder.path.name for folder in words_folders(clinic.root)]

    assert sorted(found) == sorted({*found})
    assert {"weeks", "tips"} <= {*found}


def test_a_file_that_is_no_yaml_is_named(clinic: Clinic) -> None:
    (clinic.root / "safety/de.yaml").write_text("title: [", encoding="utf-8")

    assert faults(clinic, "safety/de.yaml") == ["line 2: did not find expected node content."]


def test_a_mark_is_read_as_text_even_if_it_looks_like_a_number(clinic: Clinic) -> None:
    path = content.stamp(clinic.root, "de")
    marks = yaml.safe_load(path.read_text())["files"]["safety"]
    path.write_text(path.read_text().replace(marks["sections"], "17841e98"))

    assert "safety/de.yaml: sections" in content.changed(clinic.root, "de")
