"""A promised day holds for pieces that nobody sends, too: it is kept for whoever will, and broken when it passes."""

from collections.abc import Sequence
from datetime import datetime

from shopkeeper.core.actors import Actor
from shopkeeper.orders.models import Order, OrderLine, Placement, ShortPick
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.lacking import pieces_lacking
from shopkeeper.organization import public as organization
from shopkeeper.promises import public as promises

LACKING = "lacking"
"""The subject of what is promised of an order's pieces that no parcel is for."""
_KIND = promises.PromiseKind.DELIVERY


def lacks_pieces(order: Order) -> bool:
    """Whether nobody sends some pieces of an order, and none are awaited."""
    return any(pieces_lacking(line) > 0 for line in OrderLine.objects.filter(order=order))


def settle_owed(
    order: Order, placement: Placement, owed: Sequence[str], *, lacks: bool, by: Actor, now: datetime
) -> None:
    """What an order lacks is promised for the day of the parcel that was to bring it, else for the order's; what it
    lacks no more is sent in parcels with a promise of their own, or nobody wants it."""
    ref = ref_of(order.id)
    is_promised = _is_promised(ref, now=now)
    if not lacks and is_promised:
        promises.withdraw_promise(kind=_KIND, ref=ref, subject=LACKING, by=by, now=now)
    if not lacks or is_promised or placement.promised_on is None:
        return
    node = _who_refused(order)
    if owed and promises.pass_on_promise(kind=_KIND, ref=ref, subject=owed[0], to=LACKING, node=node, by=by, now=now):
        return
    promises.make_promise(
        kind=_KIND, ref=ref, subject=LACKING, node=node, outlet_id=order.outlet_id,
        due_at=promises.end_of_day(placement.promised_on, organization.get_retailer().time_zone),
        record_id=order.record_id, customer_id=order.customer_id, by=by, now=now,
    )  # fmt: skip
    promises.restore_promises(kind=_KIND, ref=ref, subject=LACKING, by=by, now=now)


def _who_refused(order: Order) -> str:
    """The location that could not send it answers for the day."""
    said = ShortPick.objects.filter(line__order=order).order_by("-reported_at", "-id")
    return said.values_list("location__code", flat=True).first() or ""


def _is_promised(ref: str, *, now: datetime) -> bool:
    made = promises.list_promises_for_ref(ref, now=now)
    ended = (promises.PromiseState.WITHDRAWN, promises.PromiseState.KEPT)
    return any(one.kind is _KIND and one.subject == LACKING and one.state not in ended for one in made)
