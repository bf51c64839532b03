"""What the message of a guided exercise tells at each moment."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.chat.cards.answers import next_lines
from bot.chat.cards.card import CAPTION_LIMIT, length
from bot.chat.cards.facts import capitalized, side_name
from bot.chat.cards.session import bar, guided_card, shown_seconds
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.coach.session import Act, StageLeft, timeline_of
from bot.coach.trainee import Item, Practice, Side, own_practice
from bot.coach.wording import SideNames
from bot.miniapp.views import completed_json
from bot.services.people.guided import Ending, SessionView
from bot.services.people.responses import Responses
from tests.chat.deck import NOW, TODAY, labels, read
from tests.chat.deck.people import completed


def view_of(library: Library, practice: Practice, stage: int = 0, **values: Any) -> SessionView:
    course = timeline_of(library, practice, "en")
    stage %= len(course)
    blank: dict[str, Any] = {"subscriber_id": 1, "chat_id": 1, "message_id": 1, "language": "en"}
    blank |= {"practice": practice, "day": TODAY, "at": NOW, "timeline": course}
    blank |= {"stage_left": StageLeft(stage, course[stage].seconds)}
    return SessionView(**(blank | values))


def stage_of(view: SessionView, act: Act) -> int:
    return next(number for number, stage in enumerate(view.timeline) if stage.act == act)


def test_every_moment_of_every_exercise_fits_under_its_picture(library: Library) -> None:
    _ = translator_for("en")
    for slug, exercise in library.exercises.items():
        for version in (None, *exercise.sheet.versions):
            first = view_of(library, own_practice(slug, version))
            shown = exercise.pictures_of(version)
            for stage in range(len(first.timeline) - 1):
                for paused in (False, True):
                    moment = view_of(library, first.practice, stage, paused=paused)
                    card = guided_card(_, library, moment)
                    assert 20 < length(card.text) <= CAPTION_LIMIT, (slug, version, stage)
                    assert card.picture in (shown.board, *shown.panels)
                    assert ("Paused" in card.text) == paused
                    assert ("Continue" in labels(card)) == paused


def test_a_hold_says_side_and_seconds(library: Library) -> None:
    _, lunge = translator_for("en"), view_of(library, own_practice("lunge"))
    hold = stage_of(lunge, Act.HOLD)
    card = guided_card(
        _, library, view_of(library, lunge.practice, hold, stage_left=StageLeft(hold, 19.2))
    )

    assert read(card).splitlines() == [
        "Lunge stretch",
        "Left foot back · set 1 of 2",
        "",
        "Hold · 20 seconds left",
        "▰▰▰▰▱▱▱▱▱▱▱▱",
        "",
        "Breathe slowly and evenly while you hold.",
    ]
    assert labels(card) == ["‹ Back", "Pause", "Next ›", "Stop", "It hurts"]
    assert labels(guided_card(_, library, lunge)) == ["Pause", "Next ›", "Stop", "It hurts"]


def test_a_change_leads_out_and_names_the_other_side(library: Library) -> None:
    lunge = view_of(library, own_practice("lunge"))
    change = view_of(library, lunge.practice, stage_of(lunge, Act.CHANGE))
    text = read(guided_card(translator_for("en"), library, change))

    assert "Next: right foot back · set 1 of 2" in text
    assert "6. Stand up, then switch sides" in text


def test_repetitions_have_their_count_and_tempo(library: Library) -> None:
    bridge = view_of(library, own_practice("floor-bridge"))
    move = view_of(library, bridge.practice, stage_of(bridge, Act.MOVE))
    walk = view_of(library, own_practice("frankenstein-walk"))
    walked = view_of(library, walk.practice, stage_of(walk, Act.MOVE))

    text = read(guided_card(translator_for("en"), library, move))
    assert "8–10 reps · about 85 seconds left" in text
    assert "Lift for 2 seconds, hold for 3, lower for 2." in text
    assert "8–10 reps each side" in read(guided_card(translator_for("en"), library, walked))


def test_a_set_beyond_the_least_may_be_left_out(library: Library) -> None:
    sit_up = view_of(library, own_practice("sit-up"))
    rest = view_of(library, sit_up.practice, stage_of(sit_up, Act.REST))
    card = guided_card(translator_for("en"), library, rest)

    assert "Do one more set if it feels good." in read(card)
    assert labels(card)[-1] == "Enough for today"


def test_the_seconds_are_those_of_the_mark_just_passed(library: Library) -> None:
    lunge = view_of(library, own_practice("lunge"))
    hold = stage_of(lunge, Act.HOLD)
    shown = [
        shown_seconds(view_of(library, lunge.practice, hold, stage_left=StageLeft(hold, left)))
        for left in (30, 29.1, 26.3, 19.4, 14.8, 5, 4.1, 0.4)
    ]

    assert shown == [30, 30, 27, 20, 15, 5, 5, 1]
    assert (bar(30, 30), bar(30, 0)) == ("▱" * 12, "▰" * 12)


def test_what_leads_out_stands_at_the_end_where_no_side_follows(library: Library) -> None:
    for slug, is_told in (("boat-pose", True), ("kettlebell-swing", True), ("lunge", False)):
        over = view_of(library, own_practice(slug), -1, ending=Ending.DONE)
        text = read(guided_card(translator_for("en"), library, over))
        last = library.exercises[slug].words.to("en").steps[-1]
        assert (last in text) == is_told, slug


def test_an_ending_has_no_buttons_of_the_exercise(library: Library) -> None:
    _ = translator_for("en")
    for ending in Ending:
        over = view_of(library, own_practice("lunge"), -1, ending=ending)
        card = guided_card(_, library, over)
        assert (labels(card) if card.markup else []) == (["✓ Done"] * (ending == Ending.DONE))


def test_an_end_after_today_s_is_done_asks_for_nothing_more(library: Library) -> None:
    responses = Responses(done=True, is_todays=False)
    over = view_of(library, own_practice("lunge"), -1, ending=Ending.DONE, responses=responses)
    card = guided_card(translator_for("en"), library, over)

    assert "instead of today's" not in read(card)
    assert card.markup is None


def test_done_announces_a_rest_day(library: Library) -> None:
    done = replace(completed(1), following=Practice(6, None))

    assert next_lines(translator_for("en"), library, done) == ["Tomorrow: rest day"]


def test_a_counted_end_tells_streak_week_and_tomorrow_and_asks_how_it_was(
    library: Library,
) -> None:
    practice = Practice(1, "floor-bridge")
    over = view_of(library, practice, -1, ending=Ending.DONE, completed=completed(4))
    card = guided_card(translator_for("en"), library, over)

    assert "4 days in a row.\n● ● ● ● · · ·\nTomorrow: Leg swing" in read(card)
    assert labels(card) == [
        *("Start: Lunge stretch", "Too hard", "Just right", "Too easy", "It hurt"),
    ]


def test_an_end_after_midnight_counts_for_yesterday(library: Library) -> None:
    late = replace(completed(1), today=TODAY + timedelta(days=1))
    over = view_of(library, Practice(1, "floor-bridge"), -1, ending=Ending.DONE, completed=late)
    en = translator_for("en")
    page = completed_json(en, library, late)

    assert "That's yesterday done.\n" in read(guided_card(en, library, over))
    assert page is not None
    assert page["line"] == "That's yesterday done."


def test_who_trains_one_side_is_never_told_to_switch(library: Library) -> None:
    item = Item("lunge", sets=2, side=Side.LEFT)
    practice = Practice(0, "lunge", item=item)
    first = view_of(library, practice)
    moments = [view_of(library, practice, stage) for stage in range(len(first.timeline) - 1)]
    moments.append(view_of(library, practice, -1, ending=Ending.DONE))
    texts = [read(guided_card(translator_for("en"), library, moment)) for moment in moments]

    assert not [text for text in texts if "then switch" in text]
    assert "Where the steps say to switch, stay on this side." in texts[0]


def test_the_end_of_a_days_strength_names_what_follows_it(library: Library) -> None:
    over = view_of(
        library, Practice(1, "floor-bridge"), -1, ending=Ending.DONE, completed=completed(1)
    )

    text = guided_card(translator_for("en"), library, over).text

    assert "<b>To finish:</b> Lunge stretch, 15 seconds each side" in text


def test_a_change_of_direction_shows_the_step_of_the_other_direction(library: Library) -> None:
    _ = translator_for("en")
    swing = view_of(library, own_practice("leg-swing"))
    card = guided_card(_, library, view_of(library, swing.practice, stage_of(swing, Act.CHANGE)))
    _name, where, _gap, head, _bar, _gap, *told = read(card).splitlines()

    assert where == "Next: left leg · front and back"
    assert head.startswith("Change direction")
    assert [
        line.startswith("4. Put your hands on your hips. Swing the same leg") for line in told
    ] == [True]
    assert "Switch legs" not in read(card)
    assert card.picture == library.exercises["leg-swing"].pictures_of(None).panels[3]


def test_a_side_begins_with_a_capital_only_where_it_begins_a_line() -> None:
    spanish, german = translator_for("es"), translator_for("de")
    legs = SideNames(left="linkes Bein", right="rechtes Bein")

    assert side_name(spanish, Side.LEFT, None) == "lado izquierdo"
    assert side_name(german, Side.RIGHT, legs) == "rechtes Bein"
    assert capitalized(side_name(spanish, Side.LEFT, None)) == "Lado izquierdo"
