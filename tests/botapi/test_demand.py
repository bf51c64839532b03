"""Who asked for less is answered first; nobody is put back for ever."""

from bot.botapi.demand import MOST, MOST_CHATS, Demand, is_flood

ALICE, BOB = 1001, 1002


def test_whoever_asked_first_is_first() -> None:
    demand = Demand()
    demand.count(ALICE, 0.0)
    demand.count(BOB, 0.1)

    assert demand.place(ALICE, 9) < demand.place(BOB, 9)


def test_one_question_passes_somebody_who_asks_again_and_again() -> None:
    demand = Demand()
    for second in range(10):
        demand.count(ALICE, second)
    demand.count(BOB, 10)

    assert demand.place(BOB, 10) < demand.place(ALICE, 10)


def test_everybody_gets_a_first_message_before_others_get_a_second() -> None:
    demand = Demand()
    demand.count(ALICE, 0.0)
    demand.count(BOB, 0.5)
    demand.serve(ALICE)

    assert demand.place(BOB, 9) < demand.place(ALICE, 9)


def test_a_fourth_request_within_two_seconds_is_a_flood_and_a_slow_one_never() -> None:
    demand = Demand()
    floods = []
    for number in range(5):
        demand.count(ALICE, number / 2)
        demand.count(BOB, number * 5)
        at = demand.place(ALICE, 9), number / 2
        floods.append((is_flood(*at), is_flood(demand.place(BOB, 0), number * 5)))

    assert floods == [(number >= 3, False) for number in range(5)]


def test_a_flood_is_forgiven_after_a_while() -> None:
    demand = Demand()
    for _ in range(1000):
        demand.count(ALICE, 0)

    assert demand.place(ALICE, 0) == MOST
    assert not is_flood(demand.place(ALICE, 0), MOST)


def test_who_asked_for_nothing_is_where_the_others_are() -> None:
    assert Demand().place(ALICE, 5) == 5


def test_quiet_chats_are_forgotten() -> None:
    demand = Demand()
    for chat in range(MOST_CHATS):
        demand.count(chat, 0)
    demand.count(MOST_CHATS, 1000)

    assert len(demand._places) == 1
