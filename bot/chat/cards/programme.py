"""Cards about a trainer's programme: building it, its link, and the offer to whoever opens it.

While a programme is built, each button holds the whole of it as it will be after the tap, so
that nothing is stored, and a button is safe to tap twice.
"""

from collections.abc import Iterator
from dataclasses import replace

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.botapi.message import Drawn
from bot.chat.cards.card import (
    CAPTION_LIMIT,
    Card,
    button,
    escape,
    length,
    rows,
    stamp,
    switch,
)
from bot.chat.cards.facts import version_name
from bot.chat.cards.settings import days_name
from bot.chat.words import Translator
from bot.coach import programme as codes
from bot.coach.library import Library
from bot.coach.programme import MOST_ITEMS, MOST_SETS, SIDES, DecodedProgramme
from bot.coach.trainee import Item, Programme, Side
from bot.store.subscribers import Subscriber

EMPTY = Programme((), frozenset({0, 2, 4}))
PICK, SETS, DAYS = "pick", "sets", "days"


def builder_card(
    _: Translator, library: Library, programme: Programme, screen: str
) -> Card | None:
    """Show one screen of the builder; return None where there is no such screen."""
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
    lines = [_("<b>A programme for somebody you train</b>")]
    lines.append(_("Tap the exercises in the order they should come, one a day."))
    if programme.items:
        lines += ["", *item_lines(_, library, programme)]
        days = days_name(_, programme.weekdays) or _.pgettext("weekdays", "none yet")
        lines += ["", _("Days: {days}").format(days=escape(days))]
    return Card("\n".join(lines), InlineKeyboardMarkup(list(buttons)))


def item_lines(_: Translator, library: Library, programme: Programme) -> list[str]:
    """Return the items of a programme, numbered."""
    return [
        f"{number}. {escape(_item_name(_, library, item))}"
        for number, item in enumerate(programme.items, 1)
    ]


def _item_name(_: Translator, library: Library, item: Item) -> str:
    exercise = library.exercises[item.exercise]
    name = version_name(exercise, item.version, _.language)
    sets = _.many("{n} set", "{n} sets", item.sets)
    if not _has_sides(library, item):
        # Translators: such as "Lunge stretch: 2 sets"
        return _("{name}: {sets}").format(name=name, sets=sets)
    # Translators: such as "Lunge stretch: 2 sets · left side"
    return _("{name}: {sets} · {side}").format(name=name, sets=sets, side=side_name(_, item.side))


def _has_sides(library: Library, item: Item) -> bool:
    return library.exercises[item.exercise].sheet.has_sides(item.version)


def side_name(_: Translator, side: Side) -> str:
    """Return the name of a side, or of both."""
    names = {
        # Translators: follows an exercise's sets in a trainer's list, such as "2 sets, each side"
        Side.BOTH: _("each side"),
        Side.LEFT: _("left side"),
        Side.RIGHT: _("right side"),
    }
    return names[side]


Row = list[InlineKeyboardButton]


class _Desk:
    """The buttons around a programme that is being built."""

    def __init__(self, _: Translator, library: Library, programme: Programme) -> None:
        self._, self._library, self._programme = _, library, programme

    def _to(
        self, label: str, screen: str, style: str | None = None, **change: object
    ) -> InlineKeyboardButton:
        """Make a button that changes the programme and opens a screen."""
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
                yield [button(_("Get the link"), "link", code, style="success")]

    def items(self) -> Iterator[Row]:
        """Show a button for each item."""
        for number, item in enumerate(self._programme.items):
            words = self._library.exercises[item.exercise].words.to(self._.language)
            yield [self._to(f"{number + 1} {words.name}", str(number))]
        yield [self._to(self._("‹ Exercises"), PICK)]

    def item(self, number: int) -> Iterator[Row]:
        """Show the sets, sides and versions of one item."""
        _, item = self._, self._programme.items[number]
        yield [
            self._option(number, _.many("{n} set", "{n} sets", sets), sets=sets)
            for sets in range(1, MOST_SETS + 1)
        ]
        if _has_sides(self._library, item):
            yield [self._option(number, side_name(_, side), side=side) for side in SIDES]
        words = self._library.exercises[item.exercise].words.to(_.language)
        yield [self._option(number, words.name, version=None)]
        for version, told in words.versions.items():
            if version in codes.VERSIONS:
                yield [self._option(number, told.name, version=version)]
        yield [self._to(_("‹ Programme"), SETS)]

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
                switch(self._.weekday(day), on=day in weekdays),
                DAYS,
                weekdays=weekdays ^ {day},
            )
            for day in range(7)
        ]
        yield from map(list, rows(switches, 4))
        yield [self._to(self._("‹ Exercises"), PICK)]


def link_card(_: Translator, library: Library, programme: Programme, url: str, png: bytes) -> Card:
    """Show the link, as text to copy and as a code to scan."""
    days = _("Days: {days}").format(days=escape(days_name(_, programme.weekdays)))
    blocks = [
        _("<b>The link to your programme</b>") + "\n" + escape(url),
        "\n".join([*item_lines(_, library, programme), days]),
        _("Anyone who opens it can decide whether to follow it. It contains no names."),
    ]
    if length("\n\n".join(blocks)) > CAPTION_LIMIT:
        del blocks[1]  # an operator's own content may have long names
    copy = InlineKeyboardButton(_("Copy the link"), copy_text=CopyTextButton(url))
    markup = InlineKeyboardMarkup([[copy]])
    return Card("\n\n".join(blocks), markup, Drawn("programme.png", png))


def offer_card(_: Translator, library: Library, found: DecodedProgramme, payload: str) -> Card:
    """Ask whether to follow a programme."""
    lines = [_("<b>A trainer made this programme for you</b>")]
    lines += item_lines(_, library, found.programme)
    lines += ["", *_gone_line(_, found)]
    lines.append(_("You'll get them one at a time, in this order."))
    days = _("Days: {days}")
    lines.append(days.format(days=escape(days_name(_, found.programme.weekdays))))
    lines.append(_("Anything you've told me about your health in /settings still comes first."))
    lines += ["", _("Follow this programme?")]
    buttons = [
        [button(_("Yes, follow it"), "train", payload, style="success")],
        [button(_("No, keep mine"), "decline")],
    ]
    return Card("\n".join(lines), InlineKeyboardMarkup(buttons))


def _gone_line(_: Translator, found: DecodedProgramme) -> list[str]:
    if not found.gone:
        return []
    gone = _.many(
        "{n} of its exercises isn't available any more, so I'll leave it out.",
        "{n} of its exercises aren't available any more, so I'll leave them out.",
        found.gone,
    )
    return [escape(gone)]


def has_it_card(_: Translator) -> Card:
    """Explain that they already follow this programme."""
    return Card(_("You're already following this programme. /settings shows it."))


def broken_link_card(_: Translator) -> Card:
    """Explain that a link is broken, and what to do."""
    return Card(
        _(
            "This link is broken, so I can't read the programme in it. Ask for a new one, or scan"
            " the code again. To begin without a programme, tap /start."
        )
    )


def empty_link_card(_: Translator) -> Card:
    """Explain that none of a programme's exercises is available."""
    return Card(_("Sorry, none of these exercises is available any more. Ask for a new link."))


def accepted_card(_: Translator, subscriber: Subscriber) -> Card:
    """Confirm that a programme is followed from now on; its next day once the zone is told."""
    text = _("✓ You're now following this programme. You can see or leave it in /settings.")
    text += "\n\n" + escape(_days_line(_, subscriber))
    if subscriber.next_due_at and subscriber.zone_told:
        next_ = stamp(_, subscriber.next_due_at, subscriber.zone)
        text += "\n" + _("Next: {when}.").format(when=next_)
    return Card(text)


def left_text(_: Translator, subscriber: Subscriber) -> str:
    """Confirm that a programme is left, whose days stay."""
    return _("You're back on the usual plan.") + "\n" + _days_line(_, subscriber)


def _days_line(_: Translator, subscriber: Subscriber) -> str:
    """Name the days, which a programme may just have changed."""
    days = days_name(_, subscriber.weekdays)
    return _("Your days now: {days}").format(days=days)


def kept_card(_: Translator) -> Card:
    """Confirm that nothing changes."""
    return Card(_("OK, nothing changes. You can use the link later, too."))


def own_list_card(_: Translator, library: Library, programme: Programme) -> Card:
    """Show the programme that is followed, with a button to leave it."""
    lines = [_("<b>Your trainer's programme</b>"), *item_lines(_, library, programme), ""]
    lines.append(
        _(
            "You get them one at a time, in this order. If you leave, you'll go back to the usual"
            " plan."
        )
    )
    buttons = [[button(_("Leave this programme"), "leave")], [button(_("‹ Settings"), "settings")]]
    return Card("\n".join(lines), InlineKeyboardMarkup(buttons))
