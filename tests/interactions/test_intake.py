"""Topics, contacts and shop steps as files bring them."""

from pathlib import Path

import pytest

from shopkeeper.interactions.models import Interaction, ShopStep, Topic
from shopkeeper.orders.models import Order
from tests.connectors.importing import counts, import_rows

pytestmark = pytest.mark.django_db

CALL = {"source_key": "k1", "kind": "call", "topic_code": "where_is_my_order", "occurred_at": "2024-11-03 10:00"}


def test_a_reason_that_was_only_seen_is_described_later(tmp_path: Path) -> None:
    import_rows(tmp_path, interactions=[CALL])
    seen = Topic.objects.get()
    assert (seen.code, seen.kind, seen.described) == ("where_is_my_order", "contact_reason", False)
    topic = {"source_key": "7", "code": "where_is_my_order", "name": "Where is my order?", "kind": "contact_reason"}
    assert counts(import_rows(tmp_path, topics=[topic])) == {"topics": (1, 0, 0, 0)}
    described = Topic.objects.get()
    assert (described.id, described.name, described.source_key) == (seen.id, "Where is my order?", "7")


def test_a_call_about_an_order_is_a_call_of_its_customer(tmp_path: Path) -> None:
    order = {"source_key": "o1", "channel": "web", "currency": "GBP", "placed_at": "2024-11-01", "customer_key": "ann"}
    import_rows(tmp_path, orders=[order], interactions=[{**CALL, "order_key": "o1", "queue_seconds": 340}])
    call, stored = Interaction.objects.get(), Order.objects.get()
    assert (call.customer_id, call.order_ref) == (stored.customer_id, f"order:{stored.id}")
    assert (call.channel, call.queue_seconds, call.outcome) == ("phone", 340, "")


def test_a_corrected_time_moves_a_contact_to_another_month_and_leaves_one_row(tmp_path: Path) -> None:
    import_rows(tmp_path, interactions=[CALL])
    run = import_rows(tmp_path, interactions=[{**CALL, "occurred_at": "2025-01-03 10:00"}])
    assert counts(run)["interactions"][3] == 0
    assert [call.occurred_at.year for call in Interaction.objects.all()] == [2025]
    assert counts(import_rows(tmp_path, interactions=[{**CALL, "occurred_at": "2025-01-03 10:00"}])) == {
        "interactions": (0, 0, 1, 0)
    }


def test_what_lies_in_the_future_is_refused(tmp_path: Path) -> None:
    step = {"session_key": "v1", "step": "cart", "sku": "lamp", "value": "19.99"}
    rows = [
        {"source_key": "1", **step, "occurred_at": "2026-05-01"},
        {"source_key": "2", **step, "occurred_at": "2027-05-01"},
    ]
    run = import_rows(tmp_path, shop_steps=rows)
    assert [refusal.words for refusal in run.parts[0].refusals] == ["It lies in the future."]
    assert ShopStep.objects.get().sku == "lamp"
