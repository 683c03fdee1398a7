"""What comes back by post in the demo goes through every step of a return, and counts in the book as it was told."""

from datetime import timedelta

import pytest

from shopkeeper.core.policies import list_versions
from shopkeeper.demo import returning
from shopkeeper.demo.acting import perform
from shopkeeper.demo.generator.acts import Act
from shopkeeper.demo.stage import Stage
from shopkeeper.interactions.models import Topic
from shopkeeper.orders import public as orders
from shopkeeper.orders.models import Return, ReturnRequest
from shopkeeper.orders.policies import RETURNS
from tests.orders.book import BY, NOW, get, hour, line, open_shop, parcel, place

pytestmark = pytest.mark.django_db
ROW = {"line_key": "W-1001-0", "quantity": "1", "outlet_key": "web", "reason_code": "too_small", "comment": "tight"}


def delivered() -> Stage:
    """An order of two lamps that came."""
    open_shop()
    Topic.objects.create(source_key="ts", recorded_at=NOW, code="too_small", name="Too small", kind="return_reason")
    card = place(line(price="70.00"))
    sent = parcel(card)
    orders.ship_order(order_id=card.id, parcel_id=sent, tracking_number="T1", at=hour(1), by=BY, now=hour(1))
    orders.deliver_parcel(order_id=card.id, parcel_id=sent, at=hour(24), by=BY, now=hour(24))
    return Stage(now=hour(30))


def act(stage: Stage, kind: str, hours: int) -> str:
    """Carry one act out; gives the state of the return after it."""
    position = get(stage.order("W-1001").id).lines[0].position
    row = ROW | {"line_key": f"W-1001-{position}"}
    done = perform([Act(0, hour(hours).isoformat(), kind, "W-1001", {"returns": [row]})], stage)
    assert (done.done, done.refused) == (1, 0)
    return ReturnRequest.objects.get().state if ReturnRequest.objects.exists() else ""


def test_it_is_asked_for_decided_received_and_paid_back_step_by_step() -> None:
    stage = delivered()
    returning.agree_on_policy(stage, now=hour(25))
    kinds = ("return_asked", "return_came", "return_looked_at")
    assert [act(stage, kind, hours) for kind, hours in zip(kinds, (30, 80, 100), strict=True)] == [
        "requested", "received", "settled",
    ]  # fmt: skip
    fact = Return.objects.get()
    assert (fact.quantity, fact.occurred_at, fact.comment) == (1, NOW + timedelta(hours=80), "tight")
    assert list_versions(RETURNS)[0].why


def test_what_nobody_had_asked_for_comes_all_the_same_and_a_look_without_a_parcel_finds_nothing() -> None:
    stage = delivered()
    assert [act(stage, kind, 80) for kind in ("return_looked_at", "return_came")] == ["", "received"]
