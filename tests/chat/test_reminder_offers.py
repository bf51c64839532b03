"""What an evening offers once: a reminder, and exercises with a chair."""

from datetime import time

from bot.chat.carriers import MessageCarrier
from bot.coach.languages import Languages
from bot.sandbox.world import Chat
from bot.services.delivery.content import (
    ChairQuestion,
    Content,
    ReminderOffer,
)
from bot.services.delivery.outcome import Sent
from bot.services.delivery.parcels import Parcel
from bot.store.deliveries import DeliveryKind
from tests.chat.deck import NOW
from tests.chat.test_reminders import stored
from tests.chat.town import Household, texts

# --- offers -----------------------------------------------------------------------------------


async def offered(household: Household, person: Chat, content: Content) -> Chat:
    """Let an offer be delivered to somebody."""
    parcel = Parcel(1, 1, person.id, DeliveryKind.REMINDER_OFFER, NOW, content)
    carrier = MessageCarrier(household.services.messenger, Languages())
    assert isinstance(await carrier.deliver(parcel), Sent)
    return person


async def test_yes_to_a_reminder_sets_it(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await offered(household, alice, ReminderOffer("en", time(20)))
    await household.tapped(alice, "1:nudge:2000")

    assert (await stored(household, alice)).nudge == time(20)
    assert texts(alice)[-1].startswith("✓ If you haven't done the exercise by 20:00")


async def test_no_thanks_changes_nothing_and_takes_the_buttons_away(household: Household) -> None:
    alice = await household.subscriber("Alice")
    before = await stored(household, alice)
    await offered(household, alice, ReminderOffer("en", time(20)))
    await household.tapped(alice, "1:no")

    assert await stored(household, alice) == before
    assert texts(alice)[-1] == "OK, I won't change anything."
    assert "reply_markup" not in alice.posts[max(alice.posts)].body


async def test_a_firm_chair_is_taken_down(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await offered(household, alice, ChairQuestion("en"))
    await household.tapped(alice, "1:chair")

    assert (await stored(household, alice)).equipment == {"bench"}
