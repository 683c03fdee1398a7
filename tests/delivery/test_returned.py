"""A parcel that finds no door tells the customer record that the address is wrong; one that arrives proves it."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.core.models import Event
from shopkeeper.customers import public as customers
from shopkeeper.customers.models import ValueTrial
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Parcel
from shopkeeper.promises import public as promises
from tests.cast import with_cast
from tests.delivery.offering import with_carrier
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
BY = system_actor("test")


@pytest.fixture
def jo() -> UUID:
    with_cast()
    with_carrier()
    same = {"full_name": "Jo Reed", "card_number": "9001"}
    said = [
        {"source": "shop", "source_key": "1", **same, "street": "1 Mill Lane", "postcode": "LS1 1AA",
         "changed_at": NOW},
        {"source": "till", "source_key": "1", **same, "street": "9 Oak", "postcode": "YO1 1AA",
         "changed_at": NOW.replace(hour=9)},
    ]  # fmt: skip
    take_in("customers", said, now=NOW)
    found = customers.find_customer_of_record("shop", "1")
    assert found is not None
    return found


def parcel(jo: UUID, area: str = "YO1") -> UUID:
    return delivery.prepare_parcel(
        ref="order:1",
        carrier_key="swift",
        promised_on=date(2026, 3, 6),
        postcode_area=area,
        customer_id=jo,
        by=BY,
        now=NOW,
    )


def postcode(jo: UUID) -> str:
    card = customers.find_customer_card(jo)
    assert card is not None
    return card.postcode


def test_a_parcel_that_found_no_door_comes_back_once_and_its_address_comes_last(jo: UUID) -> None:
    sent = parcel(jo)
    for _ in range(2):
        delivery.return_to_sender(parcel_id=sent, by=BY, now=NOW)
    assert postcode(jo) == "LS1 1AA"
    assert ValueTrial.objects.values_list("tries", "failed_at", "ref").get() == (1, NOW, f"parcel:{sent}")
    assert Parcel.objects.values_list("returned_at", "canceled_at").get() == (NOW, None)
    assert Event.objects.filter(name="delivery.parcel_returned").count() == 1
    [promise] = promises.list_promises_for_ref("order:1", now=NOW)
    assert promise.state == "withdrawn"


def test_what_was_delivered_does_not_come_back_for_its_address(jo: UUID) -> None:
    sent = parcel(jo)
    delivery.deliver_parcel(parcel_id=sent, at=NOW, by=BY, now=NOW)
    with pytest.raises(delivery.ParcelSettled):
        delivery.return_to_sender(parcel_id=sent, by=BY, now=NOW)
    assert (Parcel.objects.get().returned_at, postcode(jo)) == (None, "YO1 1AA")


def test_a_parcel_that_arrives_proves_the_address_and_one_for_elsewhere_says_nothing(jo: UUID) -> None:
    delivery.deliver_parcel(parcel_id=parcel(jo), at=NOW, by=BY, now=NOW)
    delivery.return_to_sender(parcel_id=parcel(jo, area="BS8"), by=BY, now=NOW)
    assert ValueTrial.objects.values_list("held_at", "failed_at").get() == (NOW, None)
    assert postcode(jo) == "YO1 1AA"
