"""Cards about signs and data, greetings, and answers to what is not understood."""

from collections.abc import Iterator
from datetime import date

from bot.chat.cards import (
    Card,
    answers,
    howto,
    links,
    privacy,
    questions,
    safety,
    screening,
    sign,
    sources,
    talk,
)
from bot.chat.commands import menu
from bot.chat.words import Translator
from bot.coach.later import Wait
from bot.coach.library import Library
from bot.coach.names import Topic
from bot.coach.sheets import Flag
from bot.coach.wording import Source
from bot.store.day_cards import DayExercise
from tests.chat.deck.people import ALICE

LUNGE = DayExercise(date(2026, 11, 23), "lunge")


def signs_cards(_: Translator, library: Library) -> Iterator[tuple[str, Card]]:
    lunge = library.exercises["lunge"].words.to(_.language).name
    for slug, one in library.signs.items():
        yield slug, sign.sign_card(_, library, one)
        name = one.words.to(_.language).name
        yield f"{slug}, sources", sources.sources_card(_, name, (Source(text="1–2"),))
    yield "list", sign.signs_card(_, library)
    for part in range(len(library.safety.to(_.language).sections)):
        yield f"safety {part}", safety.safety_card(_, library.safety.to(_.language), part)
    yield "emergency", safety.emergency_card(_, library.safety.to(_.language))
    yield "crisis", safety.crisis_card(_)
    if library.muscle:
        yield "muscle", sign.muscle_card(library.anatomy.to(_.language), library.muscle)
    yield "anatomy", sign.page_card(_, library.anatomy.to(_.language))
    yield "more anatomy", sign.more_page_card(_, library.anatomy.to(_.language))
    yield "dizzy once", safety.passing_card(_)
    yield "hurts", answers.hurts_card(_)
    yield "done, but it hurts", answers.counted_too(_, answers.hurts_card(_))
    yield "too hard again", answers.too_hard_again_card(_, lunge, LUNGE)
    yield "later", answers.later_card(_, LUNGE, tuple(Wait))
    yield "a reaction counts", Card(answers.reaction_line(_))
    yield "it does not hurt", answers.unhurt_card(_)
    yield "which hurts", answers.which_hurts_card(_, lunge, LUNGE)
    yield "the lunge hurts", answers.hurts_card(_, "lunge")


def talk_cards(_: Translator, library: Library) -> Iterator[tuple[str, Card]]:
    """Yield the cards of small talk; it is long because each takes a line."""
    topics = [Topic("exercise", slug) for slug in library.exercises]
    topics += [Topic("sign", slug) for slug in library.signs]
    topic_name = talk.topic_name(_, library, topics[0])
    yield "greeting", talk.greeting_card(_)
    yield "first question", screening.first_question_card(_, ALICE)
    yield "unspoken", screening.first_question_card(_, ALICE, is_spoken=False)
    yield "question", screening.question_card(_, ALICE._replace(flags=frozenset(Flag)))
    yield "lunge with the question", screening.with_question(_, talk.hello_card(_))
    yield "answered", screening.answered_card(_, ALICE, None)
    yield "answered too late", screening.answered_card(_, ALICE, topic_name)
    yield "welcome back", talk.welcome_back_card(_)
    yield "help", talk.help_card(_, [menu(_)], library.safety.to(_.language).note)
    yield "stopped", talk.stopped_card(_)
    yield "not subscribed", talk.not_subscribed_card(_)
    yield "day off", talk.day_off_card(_)
    yield "which", talk.which_card(_, library, topics)
    yield "near", talk.unknown_name_card(_, library, topics)
    yield "unknown", talk.unknown_name_card(_, library, [])
    yield "lost", talk.not_understood_card(_)
    yield "hello", talk.hello_card(_)
    yield "ok", talk.ok_card(_)
    yield "great", talk.great_card(_)
    yield "bye", talk.bye_card(_)
    yield "why", talk.why_card(_)
    yield "missed", talk.missed_card(_)
    yield "bot", talk.bot_card(_)
    yield "low", talk.low_card(_)
    yield "unhappy", talk.unhappy_card(_, None)
    yield "unhappy, with a contact", talk.unhappy_card(_, "–")
    yield "share", talk.share_card(_, links.share_button(_, "a_bot", "list", "–"))
    yield "you're welcome", talk.youre_welcome_card(_)
    yield "swap", talk.swap_card(_)
    yield "only the walk", talk.session_stopped_card(_)
    yield "written done twice", talk.counted_card(_)
    yield "written done too early", talk.not_yet_card(_)
    yield "a stranger's done", talk.uncounted_card(_)
    yield "done on a rest day", talk.rested_card(_)
    yield "unknown command", talk.unknown_command_card(_)
    yield "slow down", talk.slow_down_card(_)
    yield "queued", talk.queued_card(_)
    yield "newcomer", talk.newcomer_card(_)
    yield "stumbled", talk.error_card(_)


def question_cards(_: Translator, library: Library) -> Iterator[tuple[str, Card]]:
    for known in (True, False):
        page = library.safety.to(_.language)
        yield f"suited {known}", questions.suited_card(_, page, is_known=known)
    yield "stiff", questions.stiff_card(_, list(library.exercises.values())[:2])
    yield "nothing for stiff hips", questions.stiff_card(_, [])
    yield "often", questions.often_card(_)
    yield "warm-up", questions.warm_up_card(_)
    yield "run", questions.run_card(_)
    yield "sides", questions.sides_card(_)
    yield "breathing", questions.breathing_card(_)
    yield "sore", questions.sore_card(_)
    yield "cramp", questions.cramp_card(_)
    yield "pull", questions.pull_card(_)
    yield "cost", questions.cost_card(_)
    yield "click", questions.click_card(_)
    yield "ice", questions.ice_card(_)
    yield "painkiller", questions.painkiller_card(_)


def howto_cards(_: Translator, _library: Library) -> Iterator[tuple[str, Card]]:
    yield "video", howto.video_card(_)
    yield "form", howto.form_card(_)
    yield "when", howto.when_card(_)
    yield "late", howto.late_card(_)
    yield "group", howto.group_card(_)
    yield "find a trainer", howto.find_trainer_card(_)
    yield "weight", howto.weight_card(_)
    yield "gear", howto.gear_card(_)
    yield "length", howto.length_card(_)
    yield "partly", howto.partly_card(_)
    yield "streak", howto.streak_card(_)
    yield "broken", howto.broken_card(_)
    yield "terms", howto.terms_card(_)
    yield "slim", howto.slim_card(_)
    yield "clocks", howto.clocks_card(_)
    yield "yesterday", howto.yesterday_card(_)
    yield "undone", howto.undone_card(_)
    yield "never done", howto.never_done_card(_)
    yield "if it hurts", howto.if_hurts_card(_)
    yield "fine", howto.fine_card(_)


def privacy_cards(_: Translator, _library: Library) -> Iterator[tuple[str, Card]]:
    yield "privacy", privacy.privacy_card(_, None)
    yield "data", privacy.data_caption(_)
    yield "nothing kept", privacy.nothing_kept_card(_)
    yield "delete", privacy.delete_card(_)
    yield "deleted", privacy.deleted_card(_)
    yield "kept", privacy.kept_card(_)
