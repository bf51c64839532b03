"""Cards for groups and channels: one post for everybody, with a shared count."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.callbacks import GROUP_VERBS, args_of, unpack
from bot.chat.cards.card import Card, button, command_lines, escape, listed
from bot.chat.cards.exercise import practice_card
from bot.chat.cards.links import open_button
from bot.chat.cards.settings import days_name
from bot.chat.words import Translator
from bot.coach.library import Exercise, Library
from bot.coach.trainee import Practice
from bot.coach.wording import Page
from bot.services.people.subscriptions import EVERY_DAY
from bot.store.day_cards import DayExercise
from bot.store.subscribers import Subscriber


def for_group(card: Card) -> Card:
    """Return a card without the buttons that are for one person only."""
    if not isinstance(card.markup, InlineKeyboardMarkup):
        return replace(card, markup=None)
    rows = [[one for one in row if _is_for_all(one)] for row in card.markup.inline_keyboard]
    rows = [row for row in rows if row]
    return replace(card, markup=InlineKeyboardMarkup(rows) if rows else None)


def _is_for_all(one: InlineKeyboardButton) -> bool:
    if one.url:
        return True
    callback = unpack(str(one.callback_data or ""))
    return callback is not None and callback.verb in GROUP_VERBS


def day_card(  # noqa: PLR0913  # all that a post depends on
    _: Translator,
    library: Library,
    practice: Practice,
    day: date,
    *,
    late: bool = False,
    count: int = 0,
    channel_bot: str | None = None,
) -> Card:
    """Make the post of a day, without buttons on a rest day.

    For a channel `channel_bot` names the bot: its buttons link to the private chat, so that no
    reader makes the bot post steps.
    """
    card = practice_card(_, library, practice, day, late=late)
    if practice.exercise is None:
        return replace(card, markup=None)
    exercise = library.exercises[practice.exercise]
    return replace(card, markup=post_buttons(_, exercise, day, count, channel_bot))


def post_buttons(
    _: Translator, exercise: Exercise, day: date, count: int, channel_bot: str | None = None
) -> InlineKeyboardMarkup:
    """Make the buttons under a post: the count of who did it, steps, more."""
    slug, args = exercise.slug, args_of(DayExercise(day, exercise.slug))
    # Translators: {n} people have done today's exercise
    label = _("✓ Done · {n}").format(n=_.number(count)) if count else _("✓ Done")
    done = button(label, "count", *args, style="success")
    if channel_bot:
        return InlineKeyboardMarkup([[done], [open_button(_, channel_bot, f"ex_{slug}")]])
    more = [button(_("Steps"), "steps", *args)] if exercise.board else []
    return InlineKeyboardMarkup([[done], [*more, button(_("More"), "more", *args)]])


def welcome_card(_: Translator) -> Card:
    """Introduce the bot to a group that added it."""
    text = _(
        "Hello! I can post one short exercise a day for the psoas (SO-as), the deep muscle"
        " at the front of the hip, and count how many people have done it. An admin can tap"
        " below, or send /start in the topic where I should post."
    )
    return Card(text, InlineKeyboardMarkup([[_join_button(_)]]))


def not_subscribed_card(_: Translator) -> Card:
    """Explain how to subscribe a group."""
    text = _("There's no daily exercise here yet. An admin can start it.")
    return Card(text, InlineKeyboardMarkup([[_join_button(_)]]))


def _join_button(_: Translator) -> InlineKeyboardButton:
    return button(_("Subscribe this group"), "join", style="success")


def admins_only_card(_: Translator, bot_name: str) -> Card:
    """Explain to a member that only admins may change settings."""
    text = _(
        "Only admins of this group can change that. For exercises of your own, message me"
        " privately."
    )
    return Card(text, InlineKeyboardMarkup([[open_button(_, bot_name)]]))


def pointer_card(_: Translator, bot_name: str) -> Card:
    """Point a group's member to the private chat."""
    text = _("I only post the daily exercise here. For anything else, message me privately.")
    return Card(text, InlineKeyboardMarkup([[open_button(_, bot_name)]]))


def safety_card(_: Translator, bot_name: str, page: Page) -> Card:
    """Make the urgent part of the safety page; the others are a tap away, in private."""
    urgent = listed(page.sections[0].title, page.sections[0].lines)
    return Card(urgent, InlineKeyboardMarkup([[open_button(_, bot_name)]]))


def help_card(
    _: Translator,
    bot_name: str,
    for_all: Iterable[tuple[str, str]],
    for_admins: Iterable[tuple[str, str]],
) -> Card:
    """List what a group's members and its admins may ask for."""
    text = _("I post one short exercise a day here. Tap “✓ Done” under it to be counted.")
    title = _("<b>For admins</b>")
    blocks = [text, command_lines(_, for_all), f"{title}\n{command_lines(_, for_admins)}"]
    return Card("\n\n".join(blocks), InlineKeyboardMarkup([[open_button(_, bot_name)]]))


def topic_gone_card(_: Translator, bot_name: str) -> Card:
    """Explain why the day's exercise came to the main chat."""
    text = _(
        "The topic I posted in is closed or gone, so I'll post here from now on. To move"
        " me, an admin can send /start@{name} in another topic."
    )
    return Card(text.format(name=escape(bot_name)))


def blocked_card(_: Translator, title: str | None, kind: str) -> Card:
    """Tell the person who subscribed a group or channel that the bot can't reach it any more."""
    unnamed = _("your channel") if kind == "channel" else _("your group")
    text = _(
        "I've paused, because I can't post in {title} any more. I've kept the settings."
        " I'll go on when I'm let back in. If I don't, send /start there."
    )
    return Card(text.format(title=escape(title or unnamed)))


def channel_card(_: Translator, title: str, chat_id: int) -> Card:
    """Ask whoever made the bot an admin of a channel whether to post there."""
    text = _(
        "You've made me an admin of a channel: {title}. Would you like one short psoas exercise"
        " there every day? If not, you don't need to do anything."
    )
    join = button(_("Subscribe this channel"), "join", str(chat_id), style="success")
    return Card(text.format(title=f"<b>{escape(title)}</b>"), InlineKeyboardMarkup([[join]]))


def channel_joined_card(_: Translator, channel: Subscriber) -> Card:
    """Explain in private when a channel gets its posts and how to change that."""
    text = _(
        "✓ I've posted today's exercise.\nThe next ones: {days} at {time}, {zone} time.\nTo"
        " change that, send /time 07:30, /timezone Lisbon or /days in the channel. To end"
        " it, send /stop there."
    )
    return Card(
        text.format(
            days=escape(_days_in_sentence(_, channel.weekdays)),
            time=_.time(channel.time),
            zone=escape(_.zone(channel.zone)),
        )
    )


def _days_in_sentence(_: Translator, weekdays: frozenset[int]) -> str:
    """Name a set of weekdays within a sentence."""
    # Translators: stands within a sentence, such as "every day at 07:30"
    return _("every day") if weekdays == EVERY_DAY else days_name(_, weekdays)
