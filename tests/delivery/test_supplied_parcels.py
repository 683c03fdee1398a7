"""Suppliers that send to customers are measured by the parcels that left, shown so, and promised so."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from shopkeeper.catalog.models import Supplier
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Parcel
from shopkeeper.delivery.queries.supplied_parcels import get_parcel_time
from shopkeeper.inventory.public import LeadTime
from tests.cast import with_cast
from tests.delivery.offering import BY, NOW, offers
from tests.delivery.test_supplied_offers import with_next_day_van, with_supplied

pytestmark = pytest.mark.django_db


def send(days: int, *, ago: int = 20, from_: str = "ACME") -> None:
    """A parcel for an order of some days ago that left so many days later."""
    ordered = NOW - timedelta(days=ago)
    parcel = delivery.prepare_parcel(
        ref=f"order:{Parcel.objects.count()}", carrier_key="", ship_from=from_, promised_on=date(2026, 4, 1), by=BY,
        now=ordered,
    )  # fmt: skip
    left = ordered + timedelta(days=days)
    delivery.hand_over_parcel(parcel_id=parcel, tracking_number="", by=BY, now=left)


@pytest.fixture
def acme() -> UUID:
    """It agreed to two days; half of its parcels took four, one in ten eleven."""
    with_supplied()
    for days in (2, 3, 3, 4, 4, 5, 6, 7, 8, 11):
        send(days)
    send(1, from_="LDS")
    send(30, ago=100)
    return Supplier.objects.get().id


def test_what_left_it_lately_says_how_long_it_takes(acme: UUID) -> None:
    assert get_parcel_time(acme, now=NOW) == LeadTime(2, 10, 4, 8)


def test_its_page_says_so_beside_what_was_agreed(acme: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    page = with_cast().sign_in("buying_manager").get(f"/suppliers/{acme}/").content.decode()
    assert ("2 days agreed" in page, "8 days measured" in page, "slower than agreed" in page) == (True, True, True)
    assert "promised to leave 8 working days after the order" in page


def test_customers_are_promised_what_it_keeps_to(acme: UUID) -> None:
    with_next_day_van()
    # Eight working days from Wednesday, not two.
    assert [offer.leaves_on for offer in offers()] == [date(2026, 3, 16)]


def test_a_supplier_that_sends_nothing_has_no_such_panel() -> None:
    with_supplied()
    page = with_cast().sign_in("buying_manager").get(f"/suppliers/{Supplier.objects.get().id}/").content.decode()
    assert "What it sends to our customers" not in page
