"""What the classifiers learn from: known labels, and weights that belong to today's examples."""

import shutil
from pathlib import Path

import pytest

from bot.coach.classifier import weights_path
from bot.coach.hints import Hints
from bot.texts.training import examples_path, is_stale, train, unknown_labels
from tests.content.shelf import CONTENT
from tests.library import repository

LANGUAGES = repository().languages.codes


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Return a folder with the phrases of English and few examples."""
    (tmp_path / "phrases" / "examples").mkdir(parents=True)
    shutil.copy(CONTENT / "phrases" / "en.yaml", tmp_path / "phrases")
    examples_path(tmp_path, "en").write_text(
        "crisis: [goodbye forever, i am a burden]\nalarm: [my chest]\npain: [my knee]\n"
        "done: [finished it]\nnothing: [nice weather]\nother: [see you]\n",
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize("code", LANGUAGES)
def test_weights_belong_to_todays_examples(code: str) -> None:
    assert weights_path(CONTENT / "phrases", code).is_file()
    assert not is_stale(CONTENT, code)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_label_means_something(code: str) -> None:
    assert list(unknown_labels(CONTENT, code)) == []


def test_an_unknown_label_is_named(shelf: Path) -> None:
    with examples_path(shelf, "en").open("a", encoding="utf-8") as file:
        file.write("exercise hop: [how do i hop]\n")

    assert list(unknown_labels(shelf, "en")) == [
        f"{examples_path(shelf, 'en')}: exercise hop: there is no such intent, page or kind of"
        " trouble."
    ]


def test_a_language_without_examples_is_never_stale(tmp_path: Path) -> None:
    (tmp_path / "phrases").mkdir()

    assert not is_stale(tmp_path, "en")


def test_what_is_learned_is_read_again(shelf: Path) -> None:
    pytest.importorskip("sklearn", reason="the extra `classifier` is for authors")
    assert is_stale(shelf, "en")

    weights = train(shelf, "en")

    assert not is_stale(shelf, "en")
    assert Hints(weights).of("goodbye forever").trouble["crisis"] > 0.5
    assert Hints(weights).of("finished it").label == "done"
