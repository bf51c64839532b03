"""Cards about personal data: what is kept, its export, its deletion."""

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape, listed
from bot.chat.words import Translator


def privacy_card(_: Translator, contact: str | None) -> Card:
    """List what is kept, why, for how long and who sees it; this is the bot's privacy policy."""
    kept = (
        _("Your Telegram chat ID, and your app's language."),
        _("Your time, time zone, days, pauses, reminder, equipment and trainer's programme."),
        _("What you've told me about your health, and the positions or exercises you avoid."),
        _("The days on which you wrote about something urgent, so that I can ask about it."),
        _("Which exercises you got, and what you said about them."),
        _(
            "Which groups or channels you've subscribed. Also, for two days, that you tapped"
            " “Done” in a group or channel."
        ),
    )
    never = (
        _("Your name, messages or contacts. I read a message, answer it and forget it."),
        _("Where you are. If you share a location, I only keep the time zone."),
    )
    sees = (
        _("Whoever runs this bot. They use it only for your exercises and don't pass it on."),
        _("Telegram, because all our messages go through it."),
    )
    blocks = [
        _("<b>Your data, in short</b>"),
        listed(_("What I keep"), kept),
        listed(_("What I don't keep"), never),
        listed(_("Who sees it"), sees),
        _("I keep it until you delete it. /mydata shows it all, and /delete removes it all."),
    ]
    if contact:
        blocks.append(_("Questions? Write to {contact}.").format(contact=escape(contact)))
    return Card("\n\n".join(blocks))


def data_caption(_: Translator) -> Card:
    """Caption the file with a person's data."""
    return Card(_("This is everything I keep about you, for you to read or keep."))


def nothing_kept_card(_: Translator) -> Card:
    """Explain that no data is kept."""
    return Card(_("I don't keep anything about you."))


def delete_card(_: Translator) -> Card:
    """Ask for confirmation before all data is deleted."""
    text = _(
        "<b>Delete everything?</b>\nYou'd lose your settings, your history and your streak, and"
        " get no more exercises. You can't undo this. To stop but keep it all, use /stop."
    )
    buttons = [
        [button(_("Delete everything"), "delete", style="danger")],
        # Translators: a button; do not delete my data
        [button(_("Keep it"), "keep")],
    ]
    return Card(text, InlineKeyboardMarkup(buttons))


def deleted_card(_: Translator) -> Card:
    """Confirm that all data is deleted."""
    return Card(_("Done. I've deleted everything about you. You're welcome back any time: /start"))


def kept_card(_: Translator) -> Card:
    """Confirm that nothing changes."""
    return Card(_("OK, nothing changes."))
