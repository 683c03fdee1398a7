"""Money and store credit of a case go back for its order, within what its giver may give alone."""

from datetime import datetime

from shopkeeper.core.actors import Actor
from shopkeeper.orders import public as orders
from shopkeeper.recovery.contracts import RemedyKind
from shopkeeper.recovery.models import Remedy

_WAYS = {
    RemedyKind.REFUND.value: orders.RefundWay.ORIGINAL,
    RemedyKind.STORE_CREDIT.value: orders.RefundWay.STORE_CREDIT,
}


def goes_by_order(remedy: Remedy) -> bool:
    """Whether it moves money for the order of the case; all else people hand over themselves."""
    return remedy.kind in _WAYS and remedy.case.episode.order_id is not None


def pay_back(remedy: Remedy, *, by: Actor, now: datetime) -> bool:
    """Give it back as goodwill for the order; False where a second person was asked to agree first.

    :raises MoreThanCaptured: when less was taken for the order
    """
    order_id, number = remedy.case.episode.order_id, remedy.case.number
    assert order_id
    why = f"{remedy.reason} ({number})" if remedy.reason else number
    remedy.refund_id = orders.give_goodwill(
        order_id=order_id, amount=remedy.amount, why=why, way=_WAYS[remedy.kind], by=by, now=now
    )
    remedy.save(update_fields=["refund"])
    states = {card.id: card.state for card in orders.list_refunds(order_id)}
    return states[remedy.refund_id] is not orders.RefundState.ASKED
