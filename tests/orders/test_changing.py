"""An order is changed on its page with a preview, comes by another service, and changes back."""

from datetime import date
from decimal import Decimal

import pytest

from shopkeeper.delivery import public as delivery
from shopkeeper.orders import public as orders
from shopkeeper.orders.errors import ImpossibleQuantity
from shopkeeper.orders.models import Change, Order
from shopkeeper.orders.queries.revisions import preview_revision
from shopkeeper.payments import public as payments
from tests.cast import with_cast
from tests.orders.book import BY, NOW, get, hour
from tests.orders.shop import assert_stock_adds_up, open_stocked_shop, place, run_errands
from tests.orders.test_fulfilling import parcels
from tests.orders.test_placed_pages import revise

pytestmark = pytest.mark.django_db
NEXT_DAY = orders.How(carrier_key="swift", service="next_day", promised_on=date(2026, 5, 5), price=Decimal("9.50"))


def held(placed: orders.Placed) -> Decimal:
    return payments.get_balance(placed.ref).capturable


def test_another_service_brings_its_day_and_price_and_changes_back() -> None:
    open_stocked_shop(leeds=(9, 9))
    placed = place()
    seen = preview_revision(placed.id, orders.OrderRevision(how=NEXT_DAY), now=NOW)
    assert (seen.difference, seen.more, seen.fewer) == (Decimal("5.00"), 0, 0)
    revise(placed, how=NEXT_DAY)
    assert (parcels(placed)["leeds"].promised_on, held(placed)) == (date(2026, 5, 5), Decimal("149.50"))
    orders.undo_change(change_id=Change.objects.get().id, by=BY, now=hour(2))
    run_errands()
    ready = [p for p in delivery.list_parcels_for_ref(placed.ref, now=NOW) if p.state == "preparing"]
    assert [p.promised_on for p in ready] == [date(2026, 5, 6)]
    assert (held(placed), Order.objects.get(pk=placed.id).shipping_total) == (Decimal("144.50"), Decimal("4.50"))
    assert_stock_adds_up()


def test_a_page_says_what_a_change_costs_before_it_is_made() -> None:
    open_stocked_shop(leeds=(9, 9))
    placed = place()
    client, lamp = with_cast().sign_in("chief_customer_officer"), get(placed.id).lines[0].id
    said = {f"pieces:{lamp}": 3, "street": "2 Low Street", "why": "moved"}
    page = client.get(f"/orders/{placed.id}/change/", said).content.decode()
    assert ("£30.00" in page, "Goes to 2 Low Street" in page, Change.objects.exists()) == (True, True, False)
    client.post(f"/orders/{placed.id}/changes/", said)
    run_errands()
    assert (held(placed), Order.objects.get(pk=placed.id).ship_street) == (Decimal("174.50"), "2 Low Street")
    moved = Change.objects.get(kind="address")
    client.post(f"/orders/{placed.id}/changes/{moved.id}/undo/")
    assert Order.objects.get(pk=placed.id).ship_street == "1 High Street"
    assert "Change the order" in client.get(f"/orders/{placed.id}/change/").content.decode()


def test_fewer_than_no_piece_is_refused_and_cancels_nothing() -> None:
    open_stocked_shop(leeds=(9, 9))
    placed = place()
    with pytest.raises(ImpossibleQuantity, match="-1 pieces of LAMP cannot be ordered"):
        revise(placed, quantities=((get(placed.id).lines[0].id, -1),))
    assert [line.counters.canceled for line in get(placed.id).lines] == [0, 0]
