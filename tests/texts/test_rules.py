"""A translation has the numbers, commands, tags and gaps of the English, and no others."""

import pytest

from bot.texts.rules import differences, gaps_differ


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("Rest 1 week.", "1 Woche Pause."),
        ("Hold for 30 to 60 seconds.", "٣٠ إلى ٦٠ ثانية."),
        ("1.5 m away", "1,5 m entfernt"),
        ("See /safety for <b>signs</b>", "<b>Zeichen</b> stehen unter /safety"),
        ("Stand 2 steps away.", "قف على بعد خطوتين."),
        ("Step back twice.", "تراجع خطوتين."),
        ("Psoas major", "Psoas major"),
        ("{name}: {sets} · {side}", "{name}: {sets} · {side}"),
        ("A 55 cm (22 in) or 65 cm (26 in) ball", "Ein Ball mit 55 oder 65 cm"),
        ("A 55 cm (22 in) or 65 cm (26 in) ball", "55 cm (22 Zoll) oder 65 cm (26 Zoll)"),
    ],
)
def test_words_may_differ(english: str, told: str) -> None:
    assert list(differences(english, told)) == []


@pytest.mark.parametrize(
    ("english", "told", "fault"),
    [
        ("Rest 1 week.", "2 Wochen Pause.", "lacks the number 1"),
        ("Go gently.", "Sanft, 5 Minuten.", "has the number 5, which the English has not"),
        ("Stand 3 steps away.", "قف على بعد خطوتين.", "lacks the number 3"),
        ("See /safety", "Siehe unten", "lacks the command /safety"),
        ("<b>Stop</b> now", "Sofort aufhören", "lacks the tag </b>, <b>"),
        ("Stop if it hurts.", "Stop if it hurts.", "is still English"),
        ("4 to 8 kg (9 to 18 lb)", "4 bis 9 kg", "lacks the number 18, 8"),
        ("https://a.org/b", "https://a.org/c", "lacks the link https://a.org/b"),
    ],
)
def test_what_differs_is_said(english: str, told: str, fault: str) -> None:
    assert fault in list(differences(english, told))


def test_a_gap_is_neither_lost_nor_invented() -> None:
    assert list(gaps_differ("{n} of {all}", "{all}: {n}")) == []
    assert list(gaps_differ("{n} of {all}", "{alle}: {n}")) == [
        "lacks {all}",
        "has {alle}, which the English has not",
    ]
    assert list(gaps_differ("{n} days", "ein Tag", may_lack="{n}")) == []
