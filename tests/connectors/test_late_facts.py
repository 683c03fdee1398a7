"""Files arrive in any order: what came before its order learns from it who, where and when, as if it had come after."""

from pathlib import Path
from typing import Any

import pytest

from shopkeeper.delivery.models import Parcel
from shopkeeper.feedback.models import Feedback, Invitation
from shopkeeper.interactions.models import Interaction
from shopkeeper.orders.models import Order, Pickup, Return
from shopkeeper.promises.models import Promise
from tests.connectors.importing import import_rows

pytestmark = pytest.mark.django_db

WHEN = "2026-03-04 12:00:00"
OUTLETS = [{"source_key": "leeds", "name": "Leeds", "kind": "store"}]
CUSTOMERS = [{"source_key": "ann", "full_name": "Ann Lee", "email": "ann@mail.test"}, {"source_key": "bob"}]
ORDERS = [
    {
        "source_key": "o1", "channel": "web", "outlet_key": "leeds", "customer_key": "ann", "currency": "GBP",
        "placed_at": "2026-03-01 10:00:00", "region": "Yorkshire", "postcode_area": "LS",
    }
]  # fmt: skip
LINES = [{"source_key": "l1", "order_key": "o1", "sku": "lamp", "unit_price": "20", "quantity": 2}]
FACTS: dict[str, list[dict[str, Any]]] = {
    "deliveries": [{"source_key": "d1", "order_key": "o1", "promised_on": "2026-03-05", "delivered_at": WHEN}],
    "pickups": [{"source_key": "p1", "order_key": "o1", "outlet_key": "leeds", "promised_at": WHEN}],
    "interactions": [{"source_key": "i1", "kind": "call", "order_key": "o1", "occurred_at": WHEN}],
    "returns": [{"source_key": "r1", "line_key": "l1", "quantity": 1, "occurred_at": WHEN}],
    "invitations": [{"source_key": "v1", "order_key": "o1", "touchpoint": "delivery", "sent_at": WHEN}],
    "feedback": [
        {"source_key": "f1", "order_key": "o1", "kind": "complaint", "customer_key": "", "occurred_at": WHEN},
        {"source_key": "f2", "order_key": "o1", "kind": "mention", "customer_key": "bob", "occurred_at": WHEN},
    ],
}
HOLDERS = (Parcel, Pickup, Promise, Interaction, Return, Invitation, Feedback)


EVERYBODY = {
    "d1": "ann", "delivery:d1": "ann", "p1": "ann", "pickup:p1": "ann", "i1": "ann", "r1": "ann", "v1": "ann",
    "f1": "ann", "f2": "bob",
}  # fmt: skip


def who() -> dict[str, str]:
    """Whose each fact is, by its key."""
    rows = [row for model in HOLDERS for row in model.objects.select_related("record")]  # type: ignore[attr-defined]
    assert all(row.customer_id == (row.record and row.record.customer_id) for row in rows)
    return {row.source_key: row.record.source_key if row.record else "nobody" for row in rows}


def where() -> tuple[str, str, set[object]]:
    parcel, order = Parcel.objects.get(), Order.objects.get()
    outlets = {row.outlet_id for model in (Promise, Return, Invitation, Feedback) for row in model.objects.all()}
    assert order.outlet_id
    return parcel.region, parcel.postcode_area, outlets - {order.outlet_id}


@pytest.mark.parametrize("first", ["facts", "orders"])
def test_facts_belong_to_the_customer_of_their_order_whichever_comes_first(tmp_path: Path, first: str) -> None:
    import_rows(tmp_path, outlets=OUTLETS, order_lines=LINES)
    orders = {"customers": CUSTOMERS, "orders": ORDERS}
    for batch in (FACTS, orders) if first == "facts" else (orders, FACTS):
        import_rows(tmp_path, **batch)
    assert who() == EVERYBODY
    assert where() == ("Yorkshire", "LS", set())


def test_a_corrected_order_tells_its_customer_to_those_who_know_none(tmp_path: Path) -> None:
    anonymous = [{**ORDERS[0], "customer_key": ""}]
    import_rows(tmp_path, outlets=OUTLETS, customers=CUSTOMERS, orders=anonymous, order_lines=LINES, **FACTS)
    assert set(who().values()) == {"nobody", "bob"}
    import_rows(tmp_path, orders=ORDERS)
    assert who() == EVERYBODY


def test_an_order_that_was_canceled_before_it_was_described_withdraws_its_promises(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS, **FACTS)
    import_rows(tmp_path, orders=[{**ORDERS[0], "canceled_at": WHEN}])
    assert Promise.objects.filter(withdrawn_at=None).count() == 0
    assert Parcel.objects.get().canceled_at == Order.objects.get().canceled_at
