"""Payments and marketing spend as files bring them."""

from decimal import Decimal
from pathlib import Path

import pytest

from shopkeeper.campaigns.models import Spend
from shopkeeper.orders.models import Order
from shopkeeper.payments.models import Payment
from tests.connectors.importing import counts, import_rows

pytestmark = pytest.mark.django_db


def test_money_without_a_day_moved_when_its_order_was_placed(tmp_path: Path) -> None:
    order = {"source_key": "o1", "channel": "web", "currency": "GBP", "placed_at": "2026-03-01 10:00"}
    paid = {"kind": "captured", "amount": "20.50", "currency": "GBP"}
    rows = [{"source_key": "p1", "order_key": "o1", **paid}, {"source_key": "p2", "order_key": "unseen", **paid}]
    run = import_rows(tmp_path, orders=[order], payments=rows)
    assert [(refusal.code, refusal.column) for refusal in run.parts[-1].refusals] == [("missing", "occurred_at")]
    payment, stored = Payment.objects.get(), Order.objects.get(source_key="o1")
    assert (payment.ref, payment.occurred_at, payment.amount) == (
        f"order:{stored.id}",
        stored.placed_at,
        Decimal("20.50"),
    )


def test_spend_is_corrected_by_its_key(tmp_path: Path) -> None:
    spent = {"source_key": "s1", "channel": "search", "spent_on": "2026-03-01", "amount": "99.10", "currency": "GBP"}
    import_rows(tmp_path, marketing_spend=[spent])
    assert counts(import_rows(tmp_path, marketing_spend=[{**spent, "amount": "101"}])) == {
        "marketing_spend": (0, 1, 0, 0)
    }
    assert Spend.objects.get().amount == 101
