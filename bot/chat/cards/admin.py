"""Cards for operators."""

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button
from bot.chat.words import Words
from bot.services.broadcasts import Draft, Phase, Report


def ask_words_card(_: Words) -> Card:
    """Ask for the words of a broadcast."""
    return Card(_("Write the message now, just as it should look. I show it to you first."))


def confirm_card(_: Words, draft: Draft) -> Card:
    """Ask whether the message above may go out, and to how many."""
    text = _.many(
        "This is how it looks. It goes to {n} person.",
        "This is how it looks. It goes to {n} people.",
        draft.people,
        shown=f"{draft.people:,}",
    )
    buttons = [
        button(_("Send it"), "broadcast", "send", str(draft.id), style="primary"),
        button(_("Don't send"), "broadcast", "no", str(draft.id)),
    ]
    return Card(text, InlineKeyboardMarkup([buttons]))


def discarded_card(_: Words) -> Card:
    """Confirm that nothing goes out."""
    return Card(_("Not sent to anybody."))


def progress_card(_: Words, report: Report) -> Card:
    """Say how far a broadcast is."""
    titles = {
        Phase.FINISHED: _("<b>The broadcast is finished</b>"),
        Phase.STOPPED: _("<b>The broadcast was stopped</b>"),
    }
    title = titles.get(report.phase, _("<b>The broadcast is on its way</b>"))
    figures = [
        _("Sent: {n}").format(n=f"{report.sent:,}"),
        _("Left: {n}").format(n=f"{report.left:,}"),
        _("Failed: {n}").format(n=f"{report.failed:,}"),
    ]
    if report.unconfirmed:
        unknown = _("Without an answer from Telegram: {n}")
        figures.append(unknown.format(n=f"{report.unconfirmed:,}"))
    text = "\n".join([title, *figures])
    if report.phase in titles:
        return Card(text)
    stop = button(_("Stop"), "broadcast", "stop", str(report.id), style="danger")
    return Card(text, InlineKeyboardMarkup([[stop]]))
