"""A catalogue is compared with the template, message by message."""

from pathlib import Path

import pytest

from bot.texts import catalogue

TEMPLATE = """\
msgid "Days"
msgstr ""

msgid "<b>At</b> {time}"
msgstr ""

msgid "{n} day"
msgid_plural "{n} days"
msgstr[0] ""
msgstr[1] ""

msgctxt "an exercise"
msgid "Stop"
msgstr ""
"""

HEADER = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
GOOD = """\
msgid "Days"
msgstr "Tage"

msgid "<b>At</b> {time}"
msgstr "<b>Um</b> {time}"

msgid "{n} day"
msgid_plural "{n} days"
msgstr[0] "ein Tag"
msgstr[1] "{n} Tage"

msgctxt "an exercise"
msgid "Stop"
msgstr "Beenden"
"""


@pytest.fixture
def locale_dir(tmp_path: Path) -> Path:
    """Write a template of four messages."""
    (tmp_path / "psoas.pot").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def faults(locale_dir: Path, text: str) -> list[str]:
    """Return the faults of a German catalogue, without its path."""
    path = catalogue.path_of("de", locale_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + text, encoding="utf-8")
    return [one.removeprefix(f"{path}").strip(", ") for one in catalogue.faults("de", locale_dir)]


def test_a_whole_catalogue_has_no_fault(locale_dir: Path) -> None:
    assert faults(locale_dir, GOOD) == []
    assert catalogue.count("de", locale_dir) == (4, 4)


def test_a_missing_catalogue_is_named(locale_dir: Path) -> None:
    (only,) = catalogue.faults("pt-br", locale_dir)

    assert only.endswith("pt_BR/LC_MESSAGES/psoas.po: this file is missing.")


def test_a_fault_of_a_message_in_several_lines_takes_one(locale_dir: Path) -> None:
    long = "<b>Rest</b>\\n\\nYour muscles recover while you rest, so go for a walk if you like."
    (locale_dir / "psoas.pot").write_text(f'msgid "{long}"\nmsgstr ""\n', encoding="utf-8")

    (only,) = faults(locale_dir, f'msgid "{long}"\nmsgstr ""\n')
    assert only.startswith("line 4: “<b>Rest</b> Your muscles recover")
    assert only.endswith(" […]”: is not translated.")
    assert "\n" not in only


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("Tage", "", "line 4: “Days”: is not translated."),
        ('msgid "Days"', 'msgid "Dais"', ": “Days”: is missing."),
        ('msgid "Days"', 'msgid "Dais"', "line 4: “Dais”: is not in the English."),
        ("Um</b> {time}", "Um</b> {zeit}", "line 7: “<b>At</b> {time}”: lacks {time}."),
        ("<b>Um</b>", "<b>Um", "line 7: “<b>At</b> {time}”: lacks the tag </b>."),
        ("{n} Tage", "Tage {m}", "line 10: “{n} day”: has {m}, which the English has not."),
        ('msgstr[1] "{n} Tage"\n', "", "line 10: “{n} day”: is not translated."),
        ('msgid "Days"', '#, fuzzy\nmsgid "Days"', "is marked fuzzy, so it is not used."),
    ],
)
def test_a_fault_is_named_with_its_line(
    locale_dir: Path, right: str, wrong: str, fault: str
) -> None:
    found = faults(locale_dir, GOOD.replace(right, wrong, 1))

    assert any(fault in one for one in found), found
