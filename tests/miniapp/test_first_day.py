"""The first exercise is one day on the page and in the chat, though its time zone was a guess."""

from dataclasses import replace

from tests.chat.todays_card import done
from tests.miniapp.phone import Phone

GUESSED, REAL = "Pacific/Pago_Pago", "Pacific/Tongatapu"
"""24 hours apart all year: the same time of day, on two dates."""


async def _newcomer(phone: Phone) -> Phone:
    """Return the phone of a newcomer, whose card in the chat names the date of a guess."""
    household, now = phone.household, phone.household.town.sandbox.clock()
    bob = household.town.person("Bob")
    await household.services.subscriptions.start(bob.id, "en", GUESSED, now)
    await household.hears(bob, "/today")
    return replace(phone, person=bob)


async def test_what_is_done_on_the_page_shows_on_the_card_of_a_guessed_day(phone: Phone) -> None:
    bob = await _newcomer(phone)
    household, now = phone.household, phone.household.town.sandbox.clock()
    card = list(bob.person.posts.values())[-1]
    await household.services.preferences.change(bob.person.id, now, zone=REAL, zone_told=True)
    await bob.login()
    session = await bob.begins("lunge")
    about = {"slug": session["slug"], "day": session["day"]}

    ended = await bob.ask("session/finished", about)
    await bob.is_at(len(session["stages"]) - 1, 0, act=True)
    await household.services.session_display.idle()
    assert ended["completed"]["line"] == "That's today done."
    assert "undone" in str(card.body["reply_markup"])


async def test_done_on_that_card_is_no_second_day(phone: Phone) -> None:
    bob = await _newcomer(phone)
    household, now = phone.household, phone.household.town.sandbox.clock()
    card = list(bob.person.posts.values())[-1]
    old_button = done(card.body)
    await household.services.preferences.change(bob.person.id, now, zone=REAL, zone_told=True)
    await bob.login()
    await bob.ask("done", {"slug": "lunge", "day": bob.welcome["today"]["day"]})

    answer = await household.tapped(bob.person, old_button, on=card.body)
    assert answer["text"].startswith("Well done! That's today done.")
    assert (await household.services.progress.month(bob.person.id, now)).total == 1
