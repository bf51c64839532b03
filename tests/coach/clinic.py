"""A small content folder on disk, to be broken by tests."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.coach.documents import ContentError
from bot.coach.library import Library, load

Data = dict[str, Any]

NAMES = {"ar": "العربية"}
STEPS = ["Stand tall.", "Go down.", "Come up.", "Rest."]


@dataclass
class Clinic:
    """A small content folder on disk: two exercises, one sign, one week, a loop of two days."""

    root: Path

    def write(self, name: str, data: Data) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, change: Callable[[Data], object]) -> None:
        """Change one file in place."""
        data = yaml.load((self.root / name).read_text(encoding="utf-8"), yaml.CSafeLoader)
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

    def languages(self, **states: str) -> None:
        """List languages, `pt_br` for `pt-br`, and give each a copy of all English files."""
        known = {code.replace("_", "-"): state for code, state in states.items()}
        listed = {
            code: {
                "name": "العربية" if code == "ar" else f"Name of {code}",
                "you": "familiar",
                "reason": "As friends do.",
            }
            | {"state": state}
            for code, state in ({"en": "whole"} | known).items()
        }
        self.write("languages.yaml", {"languages": listed})
        for path in list(self.root.rglob("en.yaml")):
            for code in known:
                path.with_stem(code).write_bytes(path.read_bytes())

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
        "dose": {"sets": [1, 2], "reps": [6, 8]},
        "versions": {"easier": {"level": 1}},
        "flags": {"pregnancy": "adapt", "hernia": "skip"},
        "sources": ["Bob, a book"],
    }


def exercise_words(name: str) -> Data:
    lines = ("trains", "why", "feel", "need", "breathing", "easier", "harder", "care", "alt")
    return {
        "name": name,
        "aliases": [f"{name} of old"],
        **dict.fromkeys(lines, "A line."),
        "steps": STEPS,
        "mistakes": ["One.", "Two.", "Three."],
        "cautions": ["Take care."],
        "notes": ["A note."],
        "versions": {"easier": {"name": f"{name}, easier", "steps": STEPS}},
        "adapt": {"pregnancy": "Ask first."},
    }


def small_clinic(root: Path) -> Clinic:
    """Write a clinic of two exercises, one sign, one week, and a loop of two days."""
    built = Clinic(root)
    built.exercise("squat", 2, "Squat")
    built.exercise("plank", 10, "Plank")
    built.sign("stiffness", 1)
    built.write("signs/en.yaml", {"title": "Signs", "opening": "They are many."})
    page = {"title": "Page", "note": ["A note."]}
    page["sections"] = [{"title": "More", "lines": ["A line."]}]  # type: ignore[list-item]
    for folder in ("anatomy", "safety"):
        built.write(f"{folder}/en.yaml", page)
    built.write("phrases/en.yaml", {"intents": {"thanks": ["thanks"]}})
    days: list[Data] = [{"exercise": "squat"}, {"exercise": "plank", "version": "easier"}]
    routine = {
        "weeks": [{"dose": {}, "days": [*days * 3, {"rest": True}]}],
        "loop": [*days],
        "stand_ins": {"squat": {"exercise": "plank"}},
        "extra_hold": 30,
        "extra_exercise": "plank",
        "rest_exercise": "squat",
    }
    built.write("routine.yaml", routine)
    return built
