"""What customers said, as files bring it."""

from pathlib import Path

import pytest

from shopkeeper.feedback.models import Feedback, Invitation
from shopkeeper.orders.models import Order
from tests.connectors.importing import counts, import_rows

pytestmark = pytest.mark.django_db

OUTLETS = [{"source_key": "s1", "name": "Leeds", "kind": "store"}]
ORDERS = [
    {
        "source_key": "o1", "channel": "store", "outlet_key": "s1", "currency": "GBP", "customer_key": "ann",
        "placed_at": "2026-03-01",
    }
]  # fmt: skip
SAID = {"kind": "survey", "scale": "nps", "score": 3, "text": "I waited ten days.", "occurred_at": "2026-03-12"}


def test_who_said_it_and_where_follows_from_the_order(tmp_path: Path) -> None:
    asked = {"source_key": "i1", "order_key": "o1", "touchpoint": "delivery", "sent_at": "2026-03-10"}
    said = {"source_key": "f1", "order_key": "o1", "invitation_key": "i1", **SAID}
    import_rows(tmp_path, outlets=OUTLETS, orders=ORDERS, invitations=[asked], feedback=[said])
    feedback, order = Feedback.objects.get(), Order.objects.get()
    assert (feedback.customer_id, feedback.outlet_id) == (order.customer_id, order.outlet_id)
    assert feedback.invitation == Invitation.objects.get(customer_id=order.customer_id)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"score": 11}, ("out_of_scale", "score")),
        ({"scale": "stars", "score": 0}, ("out_of_scale", "score")),
        ({"scale": None}, ("missing", "scale")),
        ({"kind": "rumor"}, ("unknown_code", "kind")),
    ],
)
def test_a_score_that_is_not_on_its_scale_is_refused(
    tmp_path: Path, given: dict[str, object], reason: tuple[str, str]
) -> None:
    run = import_rows(tmp_path, feedback=[{"source_key": "f1", **SAID, **given}, {"source_key": "f2", **SAID}])
    assert [(refusal.code, refusal.column) for refusal in run.parts[0].refusals] == [reason]
    assert Feedback.objects.get().source_key == "f2"


def test_words_without_a_score_are_feedback_too(tmp_path: Path) -> None:
    run = import_rows(tmp_path, feedback=[{"source_key": "f1", **SAID, "scale": None, "score": None}])
    assert counts(run) == {"feedback": (1, 0, 0, 0)}
