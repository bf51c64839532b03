"""Cards about what is kept, and how to take it along or be rid of it."""

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape, listed
from bot.chat.words import Words


def privacy_card(_: Words, contact: str | None) -> Card:
    """Say what is kept, why, for how long, and who sees it: also the policy Telegram asks for."""
    kept = (
        _("Your chat's number in Telegram, and your app's language."),
        _("Your hour, clock, days, pauses, reminder, equipment and a trainer's list."),
        _("What you told me of your health, and which positions or exercises you leave out."),
        _("Which exercises came, and what you said about them."),
        _("Of groups: that you subscribed one and, for a few days, that you tapped Done there."),
    )
    never = (
        _("Your name, your messages, your contacts. I read a message, answer, and forget it."),
        _("Where you are: of a shared location I keep only the time zone."),
    )
    sees = (
        _("Whoever runs this bot. Nobody else gets it, and it is used for your exercises only."),
        _("Telegram carries our messages, as it does all others."),
    )
    blocks = [
        _("<b>Your data, in short</b>"),
        listed(_("What I keep"), kept),
        listed(_("What I don't keep"), never),
        listed(_("Who sees it"), sees),
        _("It stays until you say so: /mydata shows all of it, /delete removes all of it."),
    ]
    if contact:
        blocks.append(_("Questions? Write to {contact}.").format(contact=escape(contact)))
    return Card("\n\n".join(blocks))


def data_caption(_: Words) -> Card:
    """Stand under the file of one's own data."""
    return Card(_("Here is all that I keep about you, for you to read or take along."))


def nothing_kept_card(_: Words) -> Card:
    """Say that there is nothing."""
    return Card(_("I keep nothing about you."))


def delete_card(_: Words) -> Card:
    """Ask before everything goes."""
    text = _(
        "<b>Delete everything?</b>\nYour settings, your days and your streak would be gone, and no"
        " exercise would come. This can't be undone. To keep it all and only rest, there is /stop."
    )
    buttons = [
        [button(_("Delete everything"), "delete", style="danger")],
        [button(_("Keep it"), "keep")],
    ]
    return Card(text, InlineKeyboardMarkup(buttons))


def deleted_card(_: Words) -> Card:
    """Say that everything is gone."""
    return Card(
        _("Done: I have deleted everything about you. If you ever want me back, there is /start.")
    )


def kept_card(_: Words) -> Card:
    """Say that nothing has changed."""
    return Card(_("All right, everything stays as it is."))
