"""A file is read as YAML 1.2, and each fault in one is a sentence: file, line, field."""

from contextlib import suppress
from pathlib import Path
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import model_validator

from bot.coach.documents import ContentError, Document, read


class Dose(Document):
    sets: tuple[int, int]
    hold: float = 0

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if self.sets[0] > self.sets[1]:
            raise ValueError("a span goes from least to most")
        return self


class Sheet(Document):
    name: str
    level: int = 1
    share: float = 0
    tags: tuple[str, ...] = ()
    dose: Dose | None = None
    rest: bool = False


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "sheet.yaml"


def complaint(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read(path, Sheet)
    return str(caught.value)


# --- what is read ---------------------------------------------------------------------------


def test_a_file_becomes_a_frozen_value(sheet: Path) -> None:
    sheet.write_text("name: ' Bridge '\ndose: {sets: [1, 2]}\n", encoding="utf-8")

    assert read(sheet, Sheet) == Sheet(name="Bridge", dose=Dose(sets=(1, 2)))


@pytest.mark.parametrize(
    ("written", "value"),
    [("-.3", -0.3), (".5", 0.5), ("+1.5", 1.5), ("2.", 2.0), ("1e3", 1000.0), ("7", 7.0)],
)
def test_every_way_to_write_a_number_is_a_number(sheet: Path, written: str, value: float) -> None:
    sheet.write_text(f"name: A\nshare: {written}\n", encoding="utf-8")

    assert read(sheet, Sheet).share == value


@pytest.mark.parametrize(("written", "value"), [("010", 10), ("08", 8), ("-07", -7), ("+9", 9)])
def test_a_leading_zero_makes_no_octal(sheet: Path, written: str, value: int) -> None:
    sheet.write_text(f"name: A\nlevel: {written}\n", encoding="utf-8")

    assert read(sheet, Sheet).level == value


@pytest.mark.parametrize(
    "word", ["off", "on", "yes", "no", "y", "n", "07:30", "1:30", "1_000", "0x1F", "<<", "="]
)
def test_what_only_yaml_1_1_took_for_something_else_is_text(sheet: Path, word: str) -> None:
    sheet.write_text(f"name: {word}\ntags: [{word}]\n", encoding="utf-8")

    assert read(sheet, Sheet) == Sheet(name=word, tags=(word,))


@given(st.integers(-(10**12), 10**12))
def test_every_whole_number_reads_back(tmp_path_factory: pytest.TempPathFactory, n: int) -> None:
    path = tmp_path_factory.getbasetemp() / "number.yaml"
    path.write_text(f"name: A\nlevel: {n}\n", encoding="utf-8")

    assert read(path, Sheet).level == n


# --- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "about"),
    [
        ("name: A\nlevle: 2\n", 2, "levle: there is no field of this name here"),
        ("level: 2\nshare: 1\n", 1, "name: this field is missing"),
        ("name: A\nlevel: two\n", 2, "level: needs to be a whole number"),
        ("name: 5\n", 1, "name: needs to be text"),
        ("name: A\n\ntags: [a, 7]\n", 3, "tags, entry 2: needs to be text"),
        ("name: A\ntags:\n  - a\n  - 7\n", 4, "tags, entry 2: needs to be text"),
        ("name: A\ndose:\n  hold: 3\n", 3, "dose.sets: this field is missing"),
        ("name: A\ndose: {sets: [1]}\n", 2, "dose.sets, entry 2: this field is missing"),
        ("name: A\ndose: {sets: [1, 2], hold: off}\n", 2, "dose.hold: needs to be a number"),
        ("name: A\nlevel: 1\nname: B\n", 3, "name: this field is here twice"),
        ("name: A\ndose: {sets: [1, 2],\n  sets: [2, 2]}\n", 3, "sets: this field is here twice"),
        ("name: [A\n", 2, "expected ',' or ']'"),
        ("name: A\n\tlevel: 1\n", 2, "found a tab character"),
        ("name: *A\n", 1, "found undefined alias"),
        ("name: !!python/name:os.system\n", 1, "could not determine a constructor"),
        ("name: A\n---\nname: B\n", 2, "another document"),
        ("? [name]\n: A\n", 1, "the name of a field needs to be plain text"),
        ("name: A\ntags: [\x07]\n", 2, "unacceptable character #x0007"),
        ("name: A\n5: B\n", 2, "5: "),
        ("- name\n", 1, "the whole file: needs to hold fields"),
        ("just text\n", 1, "the whole file: needs to hold fields"),
        ("", 1, "the whole file: needs to hold fields"),
    ],
)
def test_a_fault_names_file_line_and_field(sheet: Path, text: str, line: int, about: str) -> None:
    found = complaint(sheet, text)

    assert found.startswith(f"{sheet}, line {line}: ")
    assert about in found
    assert found.endswith(".")
    assert "\n" not in found


def test_every_fault_of_a_file_is_named_in_plain_words(sheet: Path) -> None:
    found = complaint(sheet, "levle: 2\ntags: 7\nrest: maybe\n")

    assert found.splitlines() == [
        f"{sheet}, line 1: name: this field is missing.",
        f"{sheet}, line 2: tags: needs to be a list.",
        f"{sheet}, line 3: rest: needs to be true or false.",
        f"{sheet}, line 1: levle: there is no field of this name here.",
    ]


def test_a_rule_of_a_sheet_speaks_in_its_own_words(sheet: Path) -> None:
    found = complaint(sheet, "name: A\ndose: {sets: [2, 1]}\n")

    assert found == f"{sheet}, line 2: dose: a span goes from least to most."


def test_a_missing_file_is_named(sheet: Path) -> None:
    with pytest.raises(ContentError) as caught:
        read(sheet, Sheet)

    assert str(caught.value) == f"{sheet}: this file is missing."


def test_a_file_in_another_encoding_is_named(sheet: Path) -> None:
    sheet.write_bytes("name: Brücke".encode("latin-1"))
    with pytest.raises(ContentError) as caught:
        read(sheet, Sheet)

    assert str(caught.value).startswith(f"{sheet}: cannot be read as UTF-8 text (")


def test_a_folder_in_place_of_a_file_is_named(sheet: Path) -> None:
    sheet.mkdir()
    with pytest.raises(ContentError) as caught:
        read(sheet, Sheet)

    assert str(caught.value).startswith(f"{sheet}: cannot be read")


@given(st.text(max_size=60))
def test_no_text_at_all_brings_another_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "junk.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    with suppress(ContentError):
        read(path, Sheet)
