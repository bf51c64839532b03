"""Cards for groups and channels: one post for all, a shared count, nothing for one person only."""

from dataclasses import replace
from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.callbacks import unpack
from bot.chat.cards.card import Card, button, escape
from bot.chat.cards.exercise import practice_card
from bot.chat.cards.links import open_button
from bot.chat.cards.settings import days_name, zone_name
from bot.chat.words import Words
from bot.coach.library import Exercise, Library
from bot.coach.routine import Practice
from bot.services.people import Subscriber

POST_VERBS = frozenset({"count", "steps", "more"})
SETTING_VERBS = frozenset(
    {"join", "settings", "hour", "wall", "clock", "zone", "days", "day", "equipment", "own"}
)


def for_group(card: Card) -> Card:
    """Leave out the buttons that are for one person only."""
    if not isinstance(card.markup, InlineKeyboardMarkup):
        return replace(card, markup=None)
    rows = [[one for one in row if _is_for_all(one)] for row in card.markup.inline_keyboard]
    rows = [row for row in rows if row]
    return replace(card, markup=InlineKeyboardMarkup(rows) if rows else None)


def _is_for_all(one: InlineKeyboardButton) -> bool:
    if one.url:
        return True
    callback = unpack(str(one.callback_data or ""))
    return callback is not None and callback.verb in POST_VERBS | SETTING_VERBS


def day_card(  # noqa: PLR0913  # all that a post depends on
    _: Words,
    library: Library,
    practice: Practice,
    day: date,
    *,
    late: bool = False,
    count: int = 0,
    channel_bot: str | None = None,
) -> Card:
    """Make the post of a day; a rest day has nothing to count.

    In a channel, where `channel_bot` names the bot, no reader makes it post steps or more.
    """
    card = practice_card(_, library, practice, day, late=late)
    if practice.exercise is None:
        return replace(card, markup=None)
    exercise = library.exercises[practice.exercise]
    return replace(card, markup=post_buttons(_, exercise, day, count, channel_bot))


def post_buttons(
    _: Words, exercise: Exercise, day: date, count: int, channel_bot: str | None = None
) -> InlineKeyboardMarkup:
    """Make the buttons under a post: how many did it, the steps, more."""
    slug, stamp = exercise.slug, f"{day:%Y%m%d}"
    label = _("✓ Done · {n}").format(n=count) if count else _("✓ Done")
    done = button(label, "count", slug, stamp, style="success")
    if channel_bot:
        return InlineKeyboardMarkup([[done], [open_button(_, channel_bot, f"ex_{slug}")]])
    more = [button(_("Steps"), "steps", slug, stamp)] if exercise.board else []
    return InlineKeyboardMarkup([[done], [*more, button(_("More"), "more", slug, stamp)]])


def welcome_card(_: Words) -> Card:
    """Say what the bot may do for a group, when it has been added."""
    text = _(
        "Hello! Once a day I can post one short exercise for the psoas (SO-as), the deep muscle at"
        " the front of the hip, and count who did it. An admin may begin; in a group with topics,"
        " /start in the right one."
    )
    return Card(text, InlineKeyboardMarkup([[_join_button(_)]]))


def unsubscribed_card(_: Words) -> Card:
    """Say how a group begins."""
    text = _("There is no daily exercise here yet. An admin may begin.")
    return Card(text, InlineKeyboardMarkup([[_join_button(_)]]))


def _join_button(_: Words) -> InlineKeyboardButton:
    return button(_("Subscribe this group"), "join", style="success")


def admins_only_card(_: Words, bot_name: str) -> Card:
    """Turn a member down kindly."""
    text = _("Only the admins of this group can change that. For yourself, I come in private.")
    return Card(text, InlineKeyboardMarkup([[open_button(_, bot_name)]]))


def pointer_card(_: Words, bot_name: str) -> Card:
    """Point from a group to the private chat."""
    text = _("Here I only post the day's exercise. Everything else I do in private.")
    return Card(text, InlineKeyboardMarkup([[open_button(_, bot_name)]]))


def topic_gone_card(_: Words, bot_name: str) -> Card:
    """Say why the day's exercise came to the main chat."""
    text = _(
        "The topic that I posted to is gone or closed, so I post here from now on. To move me, an"
        " admin writes /start@{name} in another topic."
    )
    return Card(text.format(name=escape(bot_name)))


def paused_card(_: Words, title: str | None, kind: str) -> Card:
    """Tell whoever subscribed a group or channel that it gets nothing for now."""
    unnamed = _("a channel of yours") if kind == "channel" else _("a group of yours")
    text = _(
        "I can't post in {title} any more, so I have paused there. The settings stay: when I may"
        " write there again, /start in it brings me back."
    )
    return Card(text.format(title=escape(title or unnamed)))


def channel_card(_: Words, title: str, chat_id: int) -> Card:
    """Ask whoever made the bot an admin of a channel."""
    text = _(
        "You made me an admin of {title}. Shall I post one short psoas exercise there every day?"
        " If not, you need do nothing."
    )
    join = button(_("Subscribe this channel"), "join", str(chat_id), style="success")
    return Card(text.format(title=f"<b>{escape(title)}</b>"), InlineKeyboardMarkup([[join]]))


def channel_joined_card(_: Words, channel: Subscriber) -> Card:
    """Say in private how a channel gets its posts and how to change that."""
    text = _(
        "✓ Today's exercise is there. The others come like this: {days} at {time}, {zone} time.\n"
        "To change it, write /time 07:30, /timezone Lisbon or /days in the channel; /stop there"
        " ends it."
    )
    return Card(
        text.format(
            days=escape(days_name(_, channel.weekdays)),
            time=f"{channel.wall:%H:%M}",
            zone=escape(zone_name(channel.zone)),
        )
    )
