"""A tip a week for people who sit: in turn, hedged, and with its source."""

from datetime import date, timedelta

import pytest

from bot.coach.documents import read
from bot.coach.library import Library
from bot.coach.wording import SourceList, Tip, TipList

from .shelf import CONTENT
from .test_wording import BANNED, HEDGE, NUMBER_WORDS, SHUTS_OUT

TIPS = read(CONTENT / "tips" / "en.yaml", TipList).tips
SOURCES = read(CONTENT / "sources.yaml", SourceList).sources
MONDAY = date(2026, 1, 5)

each = pytest.mark.parametrize("tip", TIPS, ids=lambda tip: tip.text[:24])


@each
def test_a_tip_is_short_hedged_and_plain(tip: Tip) -> None:
    assert len(tip.text) <= 160
    assert HEDGE.search(tip.text)
    assert not BANNED.search(tip.text)
    assert not SHUTS_OUT.search(tip.text)
    assert not NUMBER_WORDS.search(tip.text)


@each
def test_a_tip_has_a_source_to_look_up(tip: Tip) -> None:
    assert set(tip.sources) <= set(SOURCES)


def test_no_tip_comes_again_within_twelve_weeks(library: Library) -> None:
    shown = [library.tip_of_week(MONDAY + timedelta(weeks=week), "en") for week in range(60)]

    for week, tip in enumerate(shown):
        assert tip
        assert tip not in shown[max(0, week - 11) : week]


def test_a_tip_stays_for_its_week(library: Library) -> None:
    days = [MONDAY + timedelta(days=day) for day in range(8)]
    shown = [library.tip_of_week(day, "en") for day in days]

    assert len({number for number, _ in filter(None, shown[:7])}) == 1
    assert shown[7] != shown[6]
