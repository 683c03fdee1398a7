"""The last step of a return is taken back, and everything is as before; or it is said why that cannot be."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.inventory import public as inventory
from shopkeeper.orders.actions.returns.inspecting import PLACES
from shopkeeper.orders.actions.returns.steps import lock_request, name_of, note
from shopkeeper.orders.contracts import Disposition, ReturnState
from shopkeeper.orders.errors import CannotBeUndone
from shopkeeper.orders.events import ReturnStepUndone
from shopkeeper.orders.models import Inspection, OrderLine, Refund, Return, ReturnItem, ReturnRequest
from shopkeeper.orders.queries.returns import GONE
from shopkeeper.promises import public as promises


@action
def undo_return_step(*, request_id: UUID, by: Actor, now: datetime) -> str:
    """Take the last step of a return back; gives the state in which it is then.

    :raises CannotBeUndone: when money has gone back, or pieces have left the building
    """
    row, _order, _lines = lock_request(request_id)
    step = ReturnState(row.state)
    looked_at = Inspection.objects.filter(item__request=row, undone_at=None).exists()
    undo = _undo_inspections if step is ReturnState.RECEIVED and looked_at else _UNDO[step]
    undo(row, by=by, now=now)
    note(row, "undone", why=ReturnState.INSPECTED if looked_at else step, by=by, now=now)
    announce(ReturnStepUndone(request_id=row.id, order_id=row.order_id, step=step), by=by, now=now)
    return str(ReturnRequest.objects.values_list("state", flat=True).get(pk=row.pk))


def _undo_request(row: ReturnRequest, *, by: Actor, now: datetime) -> None:
    raise CannotBeUndone(why=_("nothing has happened yet; withdraw it instead"))


def _undo_withdrawal(row: ReturnRequest, *, by: Actor, now: datetime) -> None:
    _check_still_there(row)
    ReturnRequest.objects.filter(pk=row.pk).update(withdrawn_at=None)


def _undo_verdict(row: ReturnRequest, *, by: Actor, now: datetime) -> None:
    ReturnRequest.objects.filter(pk=row.pk).update(approved_at=None, denied_at=None, why="")


def _undo_receipt(row: ReturnRequest, *, by: Actor, now: datetime) -> None:
    items = list(row.items.select_related("product", "line").order_by("id"))
    for item in items:
        if item.fact_id:
            _uncount(item)
    promises.withdraw_promise(kind=promises.PromiseKind.REFUND, ref=f"return:{row.id}", by=by, now=now)
    ReturnRequest.objects.filter(pk=row.pk).update(received_at=None, location_id=None)
    place = row.location.code if row.location else ""
    for item in items if place else ():
        if item.received:
            inventory.give_out_again(
                sku=item.product.sku, location=place, pieces=item.received, ref=f"return:{row.id}", by=by, now=now
            )


def _uncount(item: ReturnItem) -> None:
    """The customer has the pieces. The fact stays, of no piece, so that copies of it learn that it counts no more."""
    if item.line_id:
        OrderLine.objects.filter(pk=item.line_id).update(returned=F("returned") - item.received)
    Return.objects.filter(pk__in=[item.fact_id]).update(quantity=0, waited_seconds=None, refund_amount=None)
    ReturnItem.objects.filter(pk=item.pk).update(received=0, fact=None)


def _undo_inspections(row: ReturnRequest, *, by: Actor, now: datetime) -> None:
    found = list(Inspection.objects.filter(item__request=row, undone_at=None).select_related("item__product"))
    if Refund.objects.filter(request=row).exclude(paid_at=None).exists():
        raise CannotBeUndone(why=_("the money has gone back already"))
    if any(one.disposition in GONE for one in found):
        raise CannotBeUndone(why=_("pieces have left the building"))
    Refund.objects.filter(request=row, denied_at=None).update(denied_at=now, denied_by=name_of(by))
    for one in found:
        Inspection.objects.filter(pk=one.pk).update(undone_at=now)
        ReturnItem.objects.filter(pk=one.item_id).update(inspected=F("inspected") - one.quantity)
        Return.objects.filter(pk__in=[one.item.fact_id]).update(refund_amount=None)
    ReturnRequest.objects.filter(pk=row.pk).update(inspected_at=None, settled_at=None)
    promises.restore_promises(kind=promises.PromiseKind.REFUND, ref=f"return:{row.id}", by=by, now=now)
    place = row.location.code if row.location else ""
    for one in found if place else ():
        inventory.put_aside_again(
            sku=one.item.product.sku, location=place, pieces=one.quantity,
            out_of=PLACES[Disposition(one.disposition)], ref=f"return:{row.id}", by=by, now=now,
        )  # fmt: skip


def _check_still_there(row: ReturnRequest) -> None:
    """The customer has the pieces still, those of other open returns counted out."""
    for item in row.items.exclude(line=None).select_related("line"):
        others = ReturnItem.objects.filter(line=item.line_id, request__state__in=("requested", "approved"))
        waiting = sum(others.exclude(request=row).values_list("quantity", flat=True))
        line = item.line
        if line and item.quantity > line.delivered - line.returned - waiting:
            raise CannotBeUndone(why=_("the pieces came back in another return"))


_UNDO: dict[ReturnState, Callable[..., None]] = {
    ReturnState.REQUESTED: _undo_request,
    ReturnState.DENIED: _undo_verdict,
    ReturnState.APPROVED: _undo_verdict,
    ReturnState.RECEIVED: _undo_receipt,
    ReturnState.INSPECTED: _undo_inspections,
    ReturnState.SETTLED: _undo_inspections,
    ReturnState.WITHDRAWN: _undo_withdrawal,
}
