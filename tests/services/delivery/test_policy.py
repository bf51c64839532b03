"""Each kind of delivery has its policy."""

from bot.services.delivery.policy import POLICIES
from bot.store.deliveries import DeliveryKind


def test_every_kind_of_delivery_has_a_policy() -> None:
    assert set(POLICIES) == set(DeliveryKind)
