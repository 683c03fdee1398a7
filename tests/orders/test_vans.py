"""The clock of a parcel ends when its last van comes, however long a stage may take."""

from datetime import date, time

import pytest

from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Parcel
from shopkeeper.orders.contracts import Stage, StageTargets
from shopkeeper.orders.queries.sending import list_to_send
from shopkeeper.orders.rules.stages import Hours, Progress, clock_of
from tests.delivery.offering import with_service
from tests.orders.book import BY, NOW, hour
from tests.orders.shop import open_stocked_shop, pack_all, place

TARGETS = StageTargets(release=60, pick=120, pack=30, hand_over=480)
ALL_DAY = Hours(((hour(-9), hour(15)), (hour(15), hour(39))))


@pytest.mark.parametrize(
    ("progress", "stage", "due_at"),
    [
        (Progress(NOW, hour(1), hour(2)), Stage.HAND_OVER, hour(10)),
        (Progress(NOW, hour(1), hour(2), van_at=hour(6)), Stage.HAND_OVER, hour(6)),
        (Progress(NOW, van_at=hour(1)), Stage.PICK, hour(1)), (Progress(NOW, van_at=hour(5)), Stage.PICK, hour(2)),
        (Progress(NOW, hour(7), hour(8), van_at=hour(6)), Stage.HAND_OVER, hour(6)),
        (Progress(NOW, held=((NOW, hour(3)),), van_at=hour(4)), Stage.PICK, hour(4)),
    ],
)  # fmt: skip
def test_no_stage_lasts_longer_than_until_its_van(progress: Progress, stage: Stage, due_at: object) -> None:
    clock = clock_of(progress, TARGETS, ALL_DAY, hour(9))
    assert (clock.stage, clock.due_at, clock.is_overdue) == (stage, due_at, due_at < hour(9))


@pytest.mark.django_db
@pytest.mark.parametrize(("van", "due_at"), [(time(15), hour(6)), (None, hour(10))])
def test_a_same_day_parcel_is_late_once_its_van_has_gone(van: time | None, due_at: object) -> None:
    open_stocked_shop(leeds=(5, 5))
    with_service("standard", kind=delivery.ServiceKind.SAME_DAY, brochure_days=0,
        cut_offs=(delivery.CutOffSpec(time(12), picked_up_at=van),))  # fmt: skip
    placed = place()
    Parcel.objects.update(leaves_on=date(2026, 5, 4))
    pack_all(placed.id, now=hour(2))
    [card] = list_to_send(by=BY, now=hour(7))
    assert card.clock
    assert (card.clock.stage, card.clock.is_overdue) == (Stage.HAND_OVER, van is not None)
    assert (card.clock.due_at == due_at) is (van is not None)
