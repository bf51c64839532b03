"""The card of /status says what came last and what comes next."""

from dataclasses import replace
from datetime import date

import pytest

from bot.chat.cards.status import status_card
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.services.people.subscriptions import Overview
from bot.services.people.trainees import practice_on
from bot.store.deliveries import Delivery, State
from bot.store.subscribers import Subscriber
from tests.chat.deck import ALICE, BLOCKED, SENT, STOPPED, TODAY, read

TUESDAY = date(2026, 11, 24)

_ = translator_for("en")


@pytest.mark.parametrize(
    ("latest", "sentence"),
    [
        (None, "Last: nothing yet. Your first exercise is still to come."),
        (SENT, "Last: Leg swing, Mon 23 Nov, 07:31."),
        (replace(SENT, exercise=None), "Last: rest day, Mon 23 Nov, 07:31."),
        (
            replace(SENT, state=State.MISSED, exercise=None, sent_at=None),
            "Missed: Mon 23 Nov, 07:30. I was offline for too long to send it; /today shows it.",
        ),
        (
            replace(SENT, state=State.UNCONFIRMED, sent_at=None),
            "Last: Leg swing, Mon 23 Nov, 07:30. It may not have arrived; /today shows it.",
        ),
        (
            replace(SENT, state=State.FAILED, sent_at=None),
            "Not delivered: Leg swing, Mon 23 Nov, 07:30. Telegram rejected it; /today shows it.",
        ),
        (
            replace(SENT, state=State.WAITING, sent_at=None),
            "On its way: Leg swing, due Mon 23 Nov, 07:30."
            " Telegram is making me wait; /today shows it now.",
        ),
        *(
            (
                replace(SENT, state=state, sent_at=None),
                "On its way: Leg swing, due Mon 23 Nov, 07:30.",
            )
            for state in (State.CLAIMED, State.SENDING)
        ),
    ],
)
def test_the_status_says_what_came_last(
    library: Library, latest: Delivery | None, sentence: str
) -> None:
    assert sentence in read(status_card(_, library, Overview(ALICE, latest)))


def test_what_start_has_shown_came_last_until_something_is_sent(library: Library) -> None:
    newcomer = ALICE._replace(position=0, last_exercise=None, last_day=None, shown_day=TODAY)
    text = read(status_card(_, library, Overview(newcomer, None, done=1)))

    assert "Last: Lunge stretch, Monday 23 November.\n\nDone: 1 of the last 7 days." in text
    assert "nothing yet" not in text


def test_the_status_of_who_did_one_before_any_came_denies_nothing(library: Library) -> None:
    early = ALICE._replace(last_day=None)

    assert "Last:" not in read(status_card(_, library, Overview(early, None, done=1)))


def test_the_status_announces_a_rest_day(library: Library) -> None:
    resting = next(
        person
        for person in (ALICE._replace(position=number) for number in range(7))
        if practice_on(library, person, TUESDAY).exercise is None
    )

    text = read(status_card(_, library, Overview(resting, SENT)))
    assert text.endswith("Next: rest day, Tue 24 Nov, 07:30.")


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (ALICE, "Next: Tue 24 Nov, 07:30."),
        (STOPPED, "Next: none, because you chose /stop. /start turns the daily exercise back on."),
        (
            BLOCKED,
            "Next: none, because Telegram says I can't reach you."
            " /start turns the daily exercise back on.",
        ),
    ],
)
def test_the_status_says_what_comes_next_or_why_nothing(
    library: Library, person: Subscriber, sentence: str
) -> None:
    assert read(status_card(_, library, Overview(person, SENT))).endswith(sentence)
