"""Short cards: greetings, help, and replies to what isn't understood."""

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, command_lines, escape
from bot.chat.cards.facts import version_name
from bot.chat.cards.safety import red_flags_button
from bot.chat.words import Translator
from bot.coach.library import Library
from bot.coach.names import Topic


def greeting_card(_: Translator) -> Card:
    """Greet a newcomer above their first exercise."""
    here = _("Here's today's. Take it gently.")
    return Card("\n\n".join([hello_line(_), here, disclaimer_line(_)]))


def hello_line(_: Translator) -> str:
    """Say what the bot does."""
    return _(
        "Hello! I'll send you one short exercise a day for your psoas (SO-as), the deep muscle"
        " at the front of your hip."
    )


def disclaimer_line(_: Translator) -> str:
    """Say what the bot is not."""
    care = _("General information about exercise, not medical advice: /safety")
    return f"<i>{care}</i>"


def newcomer_card(_: Translator) -> Card:
    """Greet somebody who came by a link, below what it showed, with a button to subscribe."""
    text = _(
        "Hello! I can send you one short exercise like this every day, at a time you choose."
        " Would you like that? Tap below. Or look around first: /exercises"
    )
    begin = button(_("Send me one a day"), "begin", style="success")
    return Card(f"{text}\n\n{disclaimer_line(_)}", InlineKeyboardMarkup([[begin]]))


def welcome_back_card(_: Translator) -> Card:
    """Greet somebody who was here before."""
    return Card(_("Welcome back! Your settings are as you left them. Here's today's exercise."))


def help_card(
    _: Translator, groups: Iterable[Iterable[tuple[str, str]]], note: Sequence[str]
) -> Card:
    """List the commands in groups, with the safety page's short note below."""
    blocks = (command_lines(_, commands) for commands in groups)
    text = "\n\n".join([_("<b>What I can do</b>"), *blocks])
    text += "\n\n" + _("You can also type the name of an exercise or a sign.")
    text += " " + _("A ❤ or 👍 on the day's exercise counts as “Done”.")
    return Card(text + "\n\n<i>" + escape("\n".join(note)) + "</i>")


def stopped_card(_: Translator) -> Card:
    """Confirm that no more exercises come."""
    return Card(
        _(
            "OK, I won't send any more. I've kept your settings. /start turns the daily"
            " exercise back on."
        )
    )


def not_subscribed_card(_: Translator) -> Card:
    """Explain how to begin."""
    return Card(_("You're not getting a daily exercise yet. Tap /start to begin."))


def day_off_card(_: Translator) -> Card:
    """Introduce the next exercise on a day off."""
    return Card(_("Today's your day off. If you feel like moving anyway, this one is next:"))


def which_card(_: Translator, library: Library, topics: Sequence[Topic]) -> Card:
    """Ask which of several was meant."""
    return Card(_("Which one do you mean?"), _topic_buttons(_, library, topics))


def unknown_name_card(_: Translator, library: Library, near: Sequence[Topic]) -> Card:
    """Offer near names, or the list."""
    if not near:
        text = _(
            "I don't know that one. See /exercises for all the exercises, or /signs for the signs."
        )
        return Card(text)
    return Card(_("I don't know that one. Did you mean:"), _topic_buttons(_, library, near))


def _topic_buttons(
    _: Translator, library: Library, topics: Sequence[Topic]
) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[_topic_button(_, library, one)] for one in topics])


def _topic_button(_: Translator, library: Library, topic: Topic) -> InlineKeyboardButton:
    name = topic_name(_, library, topic)
    if topic.version:
        return button(name, "version", topic.slug, topic.version)
    return button(name, topic.kind, topic.slug)


def topic_name(_: Translator, library: Library, topic: Topic) -> str:
    """Return the name of an exercise or a sign."""
    if topic.kind == "exercise":
        return version_name(library.exercises[topic.slug], topic.version, _.language)
    return library.signs[topic.slug].words.to(_.language).name


def hello_card(_: Translator) -> Card:
    """Greet back."""
    return Card(_("Hello! /today shows today's exercise, and /help shows what else I can do."))


def youre_welcome_card(_: Translator) -> Card:
    """Answer a thank-you."""
    return Card(_("You're welcome!"))


def ok_card(_: Translator) -> Card:
    """Answer an *ok* or a thumb."""
    return Card(_("Good. /today shows today's exercise whenever you want it."))


def great_card(_: Translator) -> Card:
    """Answer praise."""
    return Card(_("I'm glad. See you at the next one."))


def bye_card(_: Translator) -> Card:
    """Answer a goodbye."""
    return Card(_("Bye! I'll be back with your next exercise."))


def why_card(_: Translator) -> Card:
    """Answer a question about what it is good for, as far as anybody knows."""
    return Card(
        _(
            "Regular practice usually makes muscles stronger and hips more mobile within weeks."
            " Give it a month or two. Whether it eases pain differs from person to person, and"
            " the studies are small. /about says more, and each sign in /signs has its sources."
        )
    )


def missed_card(_: Translator) -> Card:
    """Answer somebody who missed a day."""
    return Card(
        _(
            "That's fine. It happens to everyone. /today shows today's exercise. If it's"
            " been a week or more, start gently: the easier version is under “More”."
        )
    )


def bot_card(_: Translator) -> Card:
    """Answer a question about who is writing."""
    return Card(
        _(
            "I'm a bot, so nobody reads this. I can't judge what you feel: for that, ask a"
            " doctor or physiotherapist. /help shows what I can do, and /privacy has the"
            " details."
        )
    )


def share_card(_: Translator, share: InlineKeyboardButton) -> Card:
    """Offer a link for a friend."""
    return Card(_("Here's a link to all the exercises:"), InlineKeyboardMarkup([[share]]))


def tuned_card(name: str, line: str) -> Card:
    """Confirm a written *too hard* or *too easy*: which exercise changes, and how."""
    return Card(f"<b>{escape(name)}</b>\n{escape(line)}")


def counted_card(_: Translator) -> Card:
    """Answer *done* when the day is done already; after midnight that isn't today."""
    return Card(_("Well done! It's already counted."))


def not_yet_card(_: Translator) -> Card:
    """Answer *done* before today's exercise came, above that exercise."""
    return Card(_("Well done! If it was this one, tap “✓ Done” below and I'll count it:"))


def uncounted_card(_: Translator) -> Card:
    """Answer *done* from somebody who isn't subscribed."""
    return Card(_("Well done! Tap /start and I'll keep count for you."))


def rested_card(_: Translator) -> Card:
    """Answer *done* on a rest day."""
    return Card(_("Well done! It's a rest day, so there's nothing to count."))


def swap_card(_: Translator) -> Card:
    """Explain how to swap today's exercise, above it."""
    return Card(_("OK. Tap “Swap” below for another one, or skip it. That's fine too."))


def session_stopped_card(_: Translator) -> Card:
    """Confirm that the guided exercise ended and the daily ones go on."""
    return Card(_("I've stopped this exercise. To stop the daily ones, tap /stop."))


def low_card(_: Translator) -> Card:
    """Answer somebody who is having a hard time, or is being hurt or threatened."""
    return Card(
        _(
            "I'm sorry, that sounds hard. You don't have to exercise today.\n\nI'm only an"
            " exercise bot, so please talk to a person: a friend, your doctor, or a free helpline"
            " from https://findahelpline.com. Helplines are also there for you if somebody hurts"
            " or scares you.\n\nIf you're in danger, call your local emergency number now."
        )
    )


def unhappy_card(_: Translator, contact: str | None) -> Card:
    """Answer somebody who is unhappy with the bot."""
    text = _(
        "I'm sorry this isn't working for you. “Swap” below the exercise brings a different one,"
        " and “More” has an easier version. If you'd like a break: /pause. To stop altogether:"
        " /stop"
    )
    if contact:
        told = _("What's bothering you? Write to {contact}.")
        text += "\n\n" + told.format(contact=escape(contact))
    return Card(text)


def not_understood_card(_: Translator) -> Card:
    """Answer what wasn't understood: with commands, and with what to do if it was about pain."""
    text = _(
        "Sorry, I didn't understand that. Try /today, /exercises or /help. If something feels"
        " wrong: /safety"
    )
    rows = [[button(_("It hurts"), "hurting")], [red_flags_button(_)]]
    return Card(text, InlineKeyboardMarkup(rows))


def unknown_command_card(_: Translator) -> Card:
    """Answer a command that does not exist."""
    return Card(_("I don't know that command. Try /today, /exercises or /help."))


def slow_down_card(_: Translator) -> Card:
    """Answer a flood of messages, once."""
    return Card(
        _("That was a lot at once. I've answered the first few. Please try again in a moment.")
    )


def queued_card(_: Translator) -> Card:
    """Tell somebody that their answer will take a while."""
    return Card(_("Lots of people are here right now. I'll be with you shortly."))


def error_card(_: Translator) -> Card:
    """Apologize for an error of the bot's."""
    return Card(_("Something went wrong on my side. Please try again in a moment."))
