"""Short cards: greeting, help, and what to say when something is not understood."""

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape
from bot.chat.words import Words
from bot.coach.finder import Topic
from bot.coach.library import Library


def greeting_card(_: Words) -> Card:
    """Greet a newcomer in two sentences; in a language I lack, say that too."""
    text = _(
        "Hello! Once a day I bring you one short exercise for your psoas (SO-as), the deep"
        " muscle at the front of your hip. Here is today's; take it gently."
    )
    if not _.is_spoken:
        text += "\n\n" + _("I speak only English so far.")
    care = _("General information about exercise, not medical advice: /safety")
    return Card(f"{text}\n\n<i>{care}</i>")


def newcomer_card(_: Words) -> Card:
    """Greet somebody whom a link brought, below what it showed; one button subscribes."""
    text = _(
        "Hello! I bring one short exercise like these every day, at your own hour. If you would"
        " like that, tap below; if not, look around: /exercises"
    )
    care = _("General information about exercise, not medical advice: /safety")
    begin = button(_("One exercise a day"), "begin", style="success")
    return Card(f"{text}\n\n<i>{care}</i>", InlineKeyboardMarkup([[begin]]))


def welcome_back_card(_: Words) -> Card:
    """Greet somebody who was here before."""
    return Card(_("Welcome back! Your settings are as you left them. Here is today's exercise."))


def help_card(_: Words, groups: Iterable[Iterable[tuple[str, str]]], note: Sequence[str]) -> Card:
    """List the commands, a block for each kind, with the safety page's short note below."""
    blocks = (
        "\n".join(f"/{name} – {escape(what)}" for name, what in commands) for commands in groups
    )
    text = "\n\n".join([_("<b>What I can do</b>"), *blocks])
    text += "\n\n" + _("You can also write the name of an exercise or a sign.")
    return Card(text + "\n\n<i>" + escape("\n".join(note)) + "</i>")


def stopped_card(_: Words) -> Card:
    """Say good-bye without blame."""
    return Card(_("All right, I will stay quiet. Your settings stay here; /start brings me back."))


def not_subscribed_card(_: Words) -> Card:
    """Say how to begin."""
    return Card(_("You get no daily exercise yet. /start begins with today's."))


def day_off_card(_: Words) -> Card:
    """Say that today is a day off, before the exercise that comes next."""
    return Card(_("Today is a day off for you. If you feel like it, this one comes next:"))


def which_card(_: Words, library: Library, topics: Sequence[Topic]) -> Card:
    """Ask which of several was meant."""
    return Card(_("Which one do you mean?"), _topic_buttons(_, library, topics))


def unknown_name_card(_: Words, library: Library, near: Sequence[Topic]) -> Card:
    """Offer near names, or the list."""
    if not near:
        text = _("I don't know that one. /exercises lists all, /signs lists the signs.")
        return Card(text)
    return Card(_("I don't know that one. Did you mean:"), _topic_buttons(_, library, near))


def _topic_buttons(_: Words, library: Library, topics: Sequence[Topic]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[button(topic_name(_, library, one), one.kind, one.slug)] for one in topics]
    )


def topic_name(_: Words, library: Library, topic: Topic) -> str:
    """Return the name of an exercise or a sign."""
    if topic.kind == "exercise":
        return library.exercises[topic.slug].words.to(_.language).name
    return library.signs[topic.slug].words.to(_.language).name


def hello_card(_: Words) -> Card:
    """Greet back."""
    return Card(_("Hello! /today shows today's exercise, /help what else I can do."))


def welcome_card(_: Words) -> Card:
    """Answer a thank-you."""
    return Card(_("You're welcome!"))


def counted_card(_: Words) -> Card:
    """Praise who says it twice."""
    return Card(_("Well done! It is counted already."))


def not_yet_card(_: Words) -> Card:
    """Praise who did what has not come yet, above what comes next."""
    return Card(_("Well done! If it was this one, tap ✓ Done below, and I count it:"))


def uncounted_card(_: Words) -> Card:
    """Praise somebody for whom nothing is counted."""
    return Card(_("Well done! /start keeps count for you."))


def rested_card(_: Words) -> Card:
    """Praise on a day that asks for nothing."""
    return Card(_("Well done! Today is a rest day, so there is nothing to count."))


def not_now_card(_: Words) -> Card:
    """Say how to move today's exercise, above it."""
    return Card(_("All right. Tap Later or Swap below; or let it go by, that is fine too."))


def only_the_walk_card(_: Words) -> Card:
    """Say what a written stop has ended, and what not."""
    return Card(_("I stopped this exercise. /stop ends the daily ones."))


def lost_card(_: Words) -> Card:
    """Answer what was not understood with the three most useful commands."""
    return Card(
        _(
            "I didn't understand that, sorry. Try /today, /exercises for all of them, or /help."
            " If something feels wrong: /safety"
        )
    )


def unknown_command_card(_: Words) -> Card:
    """Answer a command that does not exist."""
    return Card(_("I don't know that command. Try /today, /exercises or /help."))


def slow_down_card(_: Words) -> Card:
    """Answer a flood of messages, once."""
    return Card(_("That was a lot at once. I answered the first few; go on in a moment."))


def stumbled_card(_: Words) -> Card:
    """Answer when something broke on our side."""
    return Card(_("Something went wrong on my side. Please try again in a moment."))
