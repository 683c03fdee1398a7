"""Orders wait on the pick-up shelf for some open days: longer when asked, reminded of, let go when nobody comes."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.policies import agreed
from shopkeeper.interactions import public as interactions
from shopkeeper.orders.actions.changing import cancel_order
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.picking import lock_pickup
from shopkeeper.orders.contracts import PickupState
from shopkeeper.orders.errors import KeptLongEnough, NobodyNamed, NotWaiting, PickupNotFoundHere
from shopkeeper.orders.events import OrderChanged, PickupReleased
from shopkeeper.orders.models import Change, Pickup
from shopkeeper.orders.policies import SHELF
from shopkeeper.orders.queries.picking import lies_aside
from shopkeeper.orders.rules.states import pickup_state
from shopkeeper.organization import public as organization

NOT_COLLECTED = "not_collected"
AT_ONCE = 100


def keep_until(outlet_id: UUID, after: datetime, days: int) -> datetime:
    """When the outlet closes on so many of its open days later."""
    calendar = organization.get_calendar(outlet_id, now=after)
    return organization.close_of_open_day(calendar, after, days)


@action
def keep_longer(*, pickup_id: UUID, why: str, by: Actor, now: datetime) -> datetime:
    """Keep an order some open days longer; gives until when. The customer is reminded anew.

    :raises NotWaiting: when it does not lie on the shelf
    :raises KeptLongEnough: when it was kept longer often enough
    """
    row, shelf = lock_pickup(pickup_id), agreed(SHELF)
    if pickup_state(row.times) is not PickupState.READY or row.keep_until is None:
        raise NotWaiting
    if Change.objects.filter(order=row.order_id, kind="keep").count() >= shelf.longer_times:
        raise KeptLongEnough(times=shelf.longer_times)
    before, row.keep_until, row.reminded_at = (
        row.keep_until,
        keep_until(row.outlet_id, row.keep_until, shelf.longer),
        None,
    )
    row.save(update_fields=["keep_until", "reminded_at"])
    _note(row, "keep", {"until": before.isoformat()}, {"until": row.keep_until.isoformat()}, why, by=by, now=now)
    return row.keep_until


@action
def name_collector(*, pickup_id: UUID, name: str, by: Actor, now: datetime) -> None:
    """Somebody else may collect the order, as its customer says.

    :raises NobodyNamed: when nobody is named
    :raises NotWaiting: when it is gone
    """
    row, told = lock_pickup(pickup_id), name.strip()[:120]
    if not told:
        raise NobodyNamed
    if row.collected_at is not None or row.released_at is not None:
        raise NotWaiting
    if told != row.collector:
        before, row.collector = row.collector, told
        row.save(update_fields=["collector"])
        _note(row, "collector", {"name": before}, {"name": told}, "", by=by, now=now)


@action
def release_pickup(*, pickup_id: UUID, by: Actor, now: datetime) -> None:
    """Nobody came: the pieces are canceled, their money goes back, and they may be sold again. Twice changes nothing.

    :raises NotWaiting: when it was collected, or never lay on the shelf
    """
    row = lock_pickup(pickup_id)
    if row.released_at is not None:
        return
    if row.collected_at is not None or row.ready_at is None:
        raise NotWaiting
    row.released_at, row.put_back_at = now, None
    row.save(update_fields=["released_at", "put_back_at"])
    reason = NOT_COLLECTED if interactions.find_topic(NOT_COLLECTED) else ""
    cancel_order(order_id=row.order_id, reason_code=reason, by=by, now=now)
    released = PickupReleased(
        pickup_id=row.id, order_id=row.order_id, outlet_id=row.outlet_id, customer_id=row.customer_id
    )
    announce(released, by=by, now=now)


@action
def put_back(*, pickup_id: UUID, by: Actor, now: datetime) -> None:
    """What nobody comes for lies where it is sold again. Twice changes nothing.

    :raises PickupNotFoundHere: when there is none
    :raises NotWaiting: when somebody may still come for it
    """
    row = Pickup.objects.select_related("order").filter(pk=pickup_id).first()
    if row is None:
        raise PickupNotFoundHere(key=pickup_id)
    lock_order(row.order_id)
    if Pickup.objects.filter(lies_aside(), pk=row.pk, collected_at=None).update(put_back_at=now):
        return
    if not (row.released_at or row.called_off_at or row.order.canceled_at):
        raise NotWaiting


def release_uncollected(*, by: Actor, now: datetime) -> int:
    """Let go what nobody came for in time; gives how many orders."""
    due = Pickup.objects.filter(keep_until__lt=now, collected_at=None, released_at=None, order__canceled_at=None)
    ids = list(due.order_by("keep_until").values_list("id", flat=True)[:AT_ONCE])
    for pickup_id in ids:
        release_pickup(pickup_id=pickup_id, by=by, now=now)
    return len(ids)


def _note(
    row: Pickup, kind: str, before: dict[str, str], after: dict[str, str], why: str, *, by: Actor, now: datetime
) -> None:
    Change.objects.create(
        id=new_id(), order_id=row.order_id, record_id=row.record_id, customer_id=row.customer_id, kind=kind,
        before=before, after=after, why=why[:200], decided_by=f"{by.kind}:{by.id}"[:120], occurred_at=now,
    )  # fmt: skip
    announce(OrderChanged(order_id=row.order_id, kind=kind, customer_id=row.customer_id), by=by, now=now)
