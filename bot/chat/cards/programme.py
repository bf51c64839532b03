"""Cards about a trainer's list: making it by buttons, its link, and the question to its reader.

While a list is made, each button holds the whole list as it will be after the tap, so that
nothing needs to be kept anywhere, and a button is safe to tap twice.
"""

from collections.abc import Iterator
from dataclasses import replace

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards.card import (
    CAPTION_LIMIT,
    Card,
    Drawn,
    button,
    escape,
    length,
    rows,
    stamp,
    weekday,
)
from bot.chat.cards.settings import days_name
from bot.chat.words import Words
from bot.coach import programme as codes
from bot.coach.library import Library
from bot.coach.programme import MOST_ITEMS, MOST_SETS, SIDES, Found
from bot.coach.routine import Item, Programme, Side
from bot.services.people import Subscriber

EMPTY = Programme((), frozenset({0, 2, 4}))
PICK, SETS, DAYS = "pick", "sets", "days"


def builder_card(_: Words, library: Library, programme: Programme, screen: str) -> Card | None:
    """Show one screen of the making; None where there is no such screen."""
    desk = _Desk(_, library, programme)
    if screen == PICK:
        buttons = desk.exercises()
    elif screen == SETS:
        buttons = desk.items()
    elif screen == DAYS:
        buttons = desk.days()
    elif screen.isascii() and screen.isdecimal() and int(screen) < len(programme.items):
        buttons = desk.item(int(screen))
    else:
        return None
    lines = [_("<b>A list for somebody you train</b>")]
    lines.append(_("Tap exercises in the order in which they shall come, one a day."))
    if programme.items:
        lines += ["", *item_lines(_, library, programme)]
        days = days_name(_, programme.weekdays) or _("none yet")
        lines += ["", _("Days: {days}").format(days=escape(days))]
    return Card("\n".join(lines), InlineKeyboardMarkup(list(buttons)))


def item_lines(_: Words, library: Library, programme: Programme) -> list[str]:
    """Write the items of a list, numbered."""
    return [
        f"{number}. {escape(_item_name(_, library, item))}"
        for number, item in enumerate(programme.items, 1)
    ]


def _item_name(_: Words, library: Library, item: Item) -> str:
    exercise = library.exercises[item.exercise]
    words = exercise.words.to(_.language)
    name = words.forms[item.form].name if item.form else words.name
    parts = [_.many("{n} set", "{n} sets", item.sets)]
    if _has_sides(library, item):
        parts.append(side_name(_, item.side))
    return f"{name}: {', '.join(parts)}"


def _has_sides(library: Library, item: Item) -> bool:
    return library.exercises[item.exercise].sheet.has_sides(item.form)


def side_name(_: Words, side: Side) -> str:
    """Say on which side to do it."""
    names = {
        Side.BOTH: _("each side"),
        Side.LEFT: _("left side"),
        Side.RIGHT: _("right side"),
    }
    return names[side]


Row = list[InlineKeyboardButton]


class _Desk:
    """The buttons around a list that is being made."""

    def __init__(self, _: Words, library: Library, programme: Programme) -> None:
        self._, self._library, self._programme = _, library, programme

    def _to(
        self, label: str, screen: str, style: str | None = None, **change: object
    ) -> InlineKeyboardButton:
        """Make a button to a screen, with the list changed on the way."""
        changed = replace(self._programme, **change)  # type: ignore[arg-type]  # by name
        return button(label, "build", screen, codes.write(self._library, changed), style=style)

    def exercises(self) -> Iterator[Row]:
        """Show each exercise as a switch, numbered in the order of the taps."""
        _, items = self._, self._programme.items
        chosen = [item.exercise for item in items]
        switches = []
        for slug, exercise in self._library.exercises.items():
            name = exercise.words.to(_.language).name
            if slug in chosen:
                rest = tuple(item for item in items if item.exercise != slug)
                label = f"{chosen.index(slug) + 1} {name}"
                switches.append(self._to(label, PICK, "primary", items=rest))
            else:
                more = (*items, codes.usual_item(self._library, slug))[:MOST_ITEMS]
                switches.append(self._to(f"○ {name}", PICK, items=more))
        yield from map(list, rows(switches, 2))
        if items:
            yield [self._to(_("Sets and sides"), SETS), self._to(_("Days"), DAYS)]
            if self._programme.weekdays:
                code = codes.write(self._library, self._programme)
                yield [button(_("Make the link"), "link", code, style="success")]

    def items(self) -> Iterator[Row]:
        """Show each item, to be opened."""
        for number, item in enumerate(self._programme.items):
            words = self._library.exercises[item.exercise].words.to(self._.language)
            yield [self._to(f"{number + 1} {words.name}", str(number))]
        yield [self._to(self._("‹ Exercises"), PICK)]

    def item(self, number: int) -> Iterator[Row]:
        """Show what can be said of one item."""
        _, item = self._, self._programme.items[number]
        yield [
            self._option(number, _.many("{n} set", "{n} sets", sets), sets=sets)
            for sets in range(1, MOST_SETS + 1)
        ]
        if _has_sides(self._library, item):
            yield [self._option(number, side_name(_, side), side=side) for side in SIDES]
        words = self._library.exercises[item.exercise].words.to(_.language)
        yield [self._option(number, words.name, form=None)]
        for form, told in words.forms.items():
            if form in codes.FORMS:
                yield [self._option(number, told.name, form=form)]
        yield [self._to(_("‹ The list"), SETS)]

    def _option(self, number: int, label: str, **change: object) -> InlineKeyboardButton:
        items = list(self._programme.items)
        is_on = replace(items[number], **change) == items[number]  # type: ignore[arg-type]
        items[number] = replace(items[number], **change)  # type: ignore[arg-type]  # by name
        return self._to(f"✓ {label}" if is_on else label, str(number), items=tuple(items))

    def days(self) -> Iterator[Row]:
        """Show the weekdays as switches."""
        weekdays = self._programme.weekdays
        switches = [
            self._to(
                f"{'✓' if day in weekdays else '○'} {weekday(self._, day)}",
                DAYS,
                weekdays=weekdays ^ {day},
            )
            for day in range(7)
        ]
        yield from map(list, rows(switches, 4))
        yield [self._to(self._("‹ Exercises"), PICK)]


def link_card(_: Words, library: Library, programme: Programme, url: str, png: bytes) -> Card:
    """Hand over the link, as a text to copy and as a code to scan."""
    days = _("Days: {days}").format(days=escape(days_name(_, programme.weekdays)))
    blocks = [
        _("<b>The link to your list</b>") + "\n" + escape(url),
        "\n".join([*item_lines(_, library, programme), days]),
        _("Whoever opens it is asked once, and then trains this list. It names nobody."),
    ]
    if length("\n\n".join(blocks)) > CAPTION_LIMIT:
        del blocks[1]  # the names of a content of one's own may be long
    copy = InlineKeyboardButton(_("Copy the link"), copy_text=CopyTextButton(url))
    markup = InlineKeyboardMarkup([[copy]])
    return Card("\n\n".join(blocks), markup, Drawn("programme.png", png))


def offer_card(_: Words, library: Library, found: Found, payload: str) -> Card:
    """Ask whether to train a list."""
    lines = [_("<b>A trainer made this list for you</b>")]
    lines += item_lines(_, library, found.programme)
    lines += ["", *_gone_line(_, found)]
    days = _("One of them comes at a time, in this order, on: {days}.")
    lines.append(days.format(days=escape(days_name(_, found.programme.weekdays))))
    lines.append(_("What you told me of your health in /settings still comes first."))
    lines += ["", _("Train this list?")]
    buttons = [
        [button(_("Yes, train this list"), "train", payload, style="success")],
        [button(_("No, keep mine"), "decline")],
    ]
    return Card("\n".join(lines), InlineKeyboardMarkup(buttons))


def _gone_line(_: Words, found: Found) -> list[str]:
    if not found.gone:
        return []
    gone = _.many(
        "{n} exercise of the list is no longer taught here, so I leave it out.",
        "{n} exercises of the list are no longer taught here, so I leave them out.",
        found.gone,
    )
    return [escape(gone)]


def has_it_card(_: Words) -> Card:
    """Say that this list is theirs already."""
    return Card(_("You train this list already. /settings shows it."))


def broken_link_card(_: Words) -> Card:
    """Say that a link was cut or changed."""
    return Card(
        _(
            "This link was cut or changed on the way, so I can't read the list in it. Ask for it"
            " once more, or scan the code again. Without a list, /start begins with today's."
        )
    )


def empty_link_card(_: Words) -> Card:
    """Say that nothing is left of a list."""
    return Card(_("Nothing in this list is taught here any more, sorry. Ask for a new link."))


def accepted_card(_: Words, subscriber: Subscriber) -> Card:
    """Confirm that a list is trained from now on."""
    text = _("✓ From now on you train this list. /settings shows it, and you can leave it there.")
    if subscriber.next_due_at:
        next_ = stamp(_, subscriber.next_due_at, subscriber.zone)
        text += "\n\n" + _("Next: {when}.").format(when=next_)
    return Card(text)


def kept_card(_: Words) -> Card:
    """Say that nothing changes."""
    return Card(_("All right, everything stays as it is. The link works later, too."))


def own_list_card(_: Words, library: Library, programme: Programme) -> Card:
    """Show the list that is trained, and the way out of it."""
    lines = [_("<b>Your trainer's list</b>"), *item_lines(_, library, programme), ""]
    lines.append(_("One of them comes at a time, in this order. Leaving brings the plan back."))
    buttons = [[button(_("Leave this list"), "leave")], [button(_("‹ Settings"), "settings")]]
    return Card("\n".join(lines), InlineKeyboardMarkup(buttons))
