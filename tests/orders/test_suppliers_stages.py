"""What a supplier packs has a clock too: it ends on the day that the supplier agreed to."""

from datetime import time, timedelta

import pytest

from shopkeeper.core import clock
from shopkeeper.core.agreeing import agree
from shopkeeper.delivery.models import Parcel
from shopkeeper.orders.actions.sending import hand_over_to_carrier
from shopkeeper.orders.contracts import Stage, StageTargets, ToSend
from shopkeeper.orders.models import StagePassed
from shopkeeper.orders.policies import STAGES
from shopkeeper.orders.queries.board import get_board
from shopkeeper.orders.queries.sending import list_to_send
from shopkeeper.organization import public as organization
from shopkeeper.promises import public as promises
from tests.cast import with_cast
from tests.orders.book import BY, NOW, hour
from tests.orders.shop import open_stocked_shop, open_supplier, place

TODAY = NOW.date()


def of_supplier(leaves_in: int) -> ToSend:
    """A parcel that a supplier is to hand over in so many days, where shelves of ours have two hours for each stage."""
    blocks = tuple(organization.WorkingBlock(day, time(0), time(23, 59, 59)) for day in range(7))
    organization.set_working_hours(calendar=organization.WorkingCalendar("UTC", blocks), by=BY, now=NOW)
    targets = StageTargets(release=120, pick=120, pack=120, hand_over=120)
    agree(policy=STAGES, values=targets, why="agreed with stores", by=BY, now=NOW)
    open_stocked_shop()
    open_supplier(5)
    place()
    Parcel.objects.update(leaves_on=TODAY + timedelta(days=leaves_in))
    [card] = list_to_send(by=BY, now=NOW)
    return card


@pytest.mark.django_db
def test_a_supplier_that_keeps_to_its_day_does_not_keep_anybody_waiting() -> None:
    card = of_supplier(leaves_in=2)
    assert card.clock
    assert (card.clock.stage, card.clock.is_overdue) == (Stage.HAND_OVER, False)
    [row] = get_board(by=BY, now=hour(30)).rows
    assert (row.place, [cell.count for cell in row.cells], row.overdue) == ("Bright & Co", [0, 0, 0, 1], 0)
    hand_over_to_carrier(
        order_id=card.order_id, parcel_id=card.parcel_id, tracking_number="SW1", by=BY, now=hour(30)
    )  # fmt: skip
    [stage] = StagePassed.objects.all()
    assert (stage.stage, stage.passed_at < stage.due_at) == ("hand_over", True)


@pytest.mark.django_db
def test_a_supplier_that_lets_its_day_pass_stands_on_the_board() -> None:
    of_supplier(leaves_in=0)
    assert get_board(by=BY, now=hour(1)).overdue == 0
    assert get_board(by=BY, now=hour(24)).overdue == 1


@pytest.mark.django_db
def test_the_ledger_calls_a_supplier_by_its_name() -> None:
    open_stocked_shop()
    open_supplier(5)
    clerk, now = with_cast().sign_in("chief_customer_officer"), clock.now()
    made_at, due_at = now - timedelta(hours=2), now - timedelta(hours=1)
    promises.make_promise(
        kind=promises.PromiseKind.REPLY, ref="visit:1", node="bright", due_at=due_at, by=BY, now=made_at
    )  # fmt: skip
    assert "by Bright &amp; Co" in clerk.get("/promises/").content.decode()
