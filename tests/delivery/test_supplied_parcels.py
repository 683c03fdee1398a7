"""Suppliers that send to customers are measured by the parcels that left, shown so, and promised so."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from shopkeeper.catalog.models import Product, Supplier
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Parcel
from shopkeeper.delivery.queries.supplied_parcels import get_parcel_time
from shopkeeper.inventory import public as inventory
from shopkeeper.inventory.public import LeadTime
from tests.cast import with_cast
from tests.delivery.offering import BY, NOW, offers
from tests.delivery.test_supplied_offers import with_next_day_van, with_supplied
from tests.inventory.shelves import with_stock

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


def keep_and_send(days: int, number: int, *, sku: str = "KETTLE", ago: int = 20) -> None:
    """A customer's kettle that was kept at Acme some days ago, and left so many days later."""
    ordered = NOW - timedelta(days=ago)
    inventory.reserve(
        demands=[inventory.Demand(f"order:{sku}{number}/1", 1, sku, 1, "ACME")], kind=inventory.ReservationKind.HARD,
        by=BY, now=ordered,
    )  # fmt: skip
    claim = inventory.Claim(f"order:{sku}{number}/1")
    inventory.consume(claims=[claim], by=BY, now=ordered + timedelta(days=days))


def test_a_product_is_promised_by_how_long_it_took_itself_to_leave(acme: UUID) -> None:
    with_supplied("LAMP")
    with_stock(30, sku="KETTLE", location="ACME")
    for number, days in enumerate((2, 2, 3, 3, 3, 4, 4, 5, 5)):
        keep_and_send(days, number)
    with_next_day_van()
    # Nine are too few: by all of its parcels it takes eight.
    assert [offer.leaves_on for offer in offers()] == [date(2026, 3, 16)]
    keep_and_send(5, 9)
    keep_and_send(40, 10, ago=99)
    # A book holds for five minutes. Five working days from Wednesday; another product by all parcels still.
    later = NOW + timedelta(minutes=6)
    assert [offer.leaves_on for offer in offers(now=later)] == [date(2026, 3, 11)]
    assert [offer.leaves_on for offer in offers(("LAMP", 1), now=later)] == [date(2026, 3, 16)]


def test_pieces_that_were_let_go_or_have_not_left_measure_nothing(acme: UUID) -> None:
    product = Product.objects.get(sku="KETTLE").id
    with_stock(30, sku="KETTLE", location="ACME")
    keep_and_send(3, 0)
    for number in (1, 2):
        asked = inventory.Demand(f"order:x{number}/1", 1, "KETTLE", 1, "ACME")
        inventory.reserve(demands=[asked], kind=inventory.ReservationKind.HARD, by=BY, now=NOW - timedelta(days=5))
    inventory.release(claims=[inventory.Claim("order:x1/1")], by=BY, now=NOW - timedelta(days=4))
    assert inventory.list_leaving_times(acme, [product], now=NOW) == {product: LeadTime(None, 1)}
