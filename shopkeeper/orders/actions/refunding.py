"""Money goes back beside what follows the pieces: for returns and as goodwill, never more than was taken."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.policies import agreed
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.actions.returns.steps import name_of, note
from shopkeeper.orders.contracts import RefundKind, RefundWay
from shopkeeper.orders.errors import NobodyToCredit, NotPaidThere, ReasonNeeded, RefundNotFound
from shopkeeper.orders.events import RefundAsked, RefundDecided, RefundPaid, ReturnSettled
from shopkeeper.orders.models import Order, Placement, Refund, ReturnRequest
from shopkeeper.orders.policies import GOODWILL
from shopkeeper.orders.queries import ref_of
from shopkeeper.orders.queries.refunds import given_alone, left_to_give, promised_back
from shopkeeper.orders.rules.refunds import check_second_person, check_there, limit_of, within
from shopkeeper.payments import public as payments
from shopkeeper.promises import public as promises


@action
def give_goodwill(
    *, order_id: UUID, amount: Decimal, why: str, by: Actor, now: datetime, way: RefundWay = RefundWay.ORIGINAL
) -> UUID:  # fmt: skip
    """Give money back for an order without a piece of it. Above what `by` may give alone for one order, a second person
    decides.

    :raises ReasonNeeded: without a reason
    :raises MoreThanCaptured: when less was taken, with what is promised already
    :raises NobodyToCredit: when store credit would belong to nobody
    :raises NotPaidThere: when an order that was paid here would be paid back at a till
    """
    order, _lines = lock_order(order_id)
    if not why.strip():
        raise ReasonNeeded
    payments.check_amount(amount)
    check_there(amount, taken=left_to_give(order), promised=promised_back(order))
    if way is RefundWay.STORE_CREDIT and order.customer_id is None:
        raise NobodyToCredit
    way, alone = way_for(order, way), amount + given_alone(order.id, name_of(by))
    row = write_refund(order, RefundKind.GOODWILL, way, amount, why=why, by=by, now=now)
    if within(alone, limit_of(by.may, agreed(GOODWILL))):
        _approve(row, by=by, now=now)
    else:
        announce(RefundAsked(refund_id=row.id, order_id=order.id, amount=amount), by=by, now=now)
    return row.id


@action
def approve_refund(*, refund_id: UUID, by: Actor, now: datetime) -> None:
    """A second person agrees, and the money goes.

    :raises RefundNotFound: when nothing waits for a decision
    :raises NotYoursToApprove: when it is the same person, or above what they may give
    :raises MoreThanCaptured: when less is left by now
    """
    row = _lock_asked(refund_id)
    limit = limit_of(by.may, agreed(GOODWILL))
    check_second_person(amount=row.amount, limit=limit, asked_by=row.asked_by, decided_by=name_of(by))
    if row.order:
        check_there(row.amount, taken=left_to_give(row.order), promised=promised_back(row.order) - row.amount)
    _approve(row, by=by, now=now)
    announce(RefundDecided(refund_id=row.id, order_id=row.order_id, approved=True), by=by, now=now)


@action
def deny_refund(*, refund_id: UUID, by: Actor, now: datetime) -> None:
    """The money stays.

    :raises RefundNotFound: when nothing waits for a decision
    """
    row = _lock_asked(refund_id)
    Refund.objects.filter(pk=row.pk).update(denied_at=now, denied_by=name_of(by))
    announce(RefundDecided(refund_id=row.id, order_id=row.order_id, approved=False), by=by, now=now)


def way_for(order: Order, way: RefundWay) -> RefundWay:
    """An order of another system is paid back there, unless it becomes store credit.

    :raises NotPaidThere: when an order that was paid here would be paid back at a till, and could be once more
    """
    is_here = Placement.objects.filter(order=order).exists()
    if is_here and way is RefundWay.TILL:
        raise NotPaidThere
    return RefundWay.TILL if way is RefundWay.ORIGINAL and not is_here else way


def write_refund(
    order: Order | None, kind: RefundKind, way: RefundWay, amount: Decimal, *, why: str = "",
    request: ReturnRequest | None = None, by: Actor, now: datetime,
) -> Refund:  # fmt: skip
    """The row of a refund that nobody has decided yet."""
    of = order or request
    return Refund.objects.create(
        id=new_id(), order=order, request=request, record_id=of.record_id if of else None,
        customer_id=of.customer_id if of else None, kind=kind, way=way, amount=amount,
        currency=of.currency if of else "", why=why[:300], asked_by=name_of(by), asked_at=now,
    )  # fmt: skip


def give_for_return(request: ReturnRequest, order: Order | None, amount: Decimal, *, by: Actor, now: datetime) -> None:
    """The money of a return goes back, or as much of it as was taken and is not promised yet."""
    way = RefundWay(request.refund_way)
    if order is not None:
        amount = min(amount, max(Decimal(0), left_to_give(order) - promised_back(order)))
    if amount <= 0:
        settle_request(request, by=by, now=now)
        promises.withdraw_promise(kind=promises.PromiseKind.REFUND, ref=f"return:{request.id}", by=by, now=now)
        return
    _approve(write_refund(order, RefundKind.RETURN, way, amount, request=request, by=by, now=now), by=by, now=now)


def give_at_once(order: Order, amount: Decimal, *, by: Actor, now: datetime) -> None:
    """Pieces were taken back and their money goes with them, in one step."""
    payments.refund(ref=ref_of(order.id), amount=amount, by=by, now=now)
    row = write_refund(order, RefundKind.RETURN, RefundWay.ORIGINAL, amount, by=by, now=now)
    Refund.objects.filter(pk=row.pk).update(approved_at=now, approved_by=name_of(by), paid_at=now)
    _tell_paid(row, by=by, now=now)


def pay_open_refunds(order: Order, *, by: Actor, now: datetime) -> None:
    """What was decided before its money was taken goes now."""
    waiting = Refund.objects.filter(order=order, way=RefundWay.ORIGINAL, paid_at=None, denied_at=None)
    for row in waiting.exclude(approved_at=None).order_by("asked_at", "id"):
        _pay(row, by=by, now=now)


def given_back(order: Order) -> Decimal:
    """What went back to where it came from, beside what follows the pieces."""
    rows = Refund.objects.filter(order=order, way=RefundWay.ORIGINAL, paid_at__isnull=False)
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def settle_request(request: ReturnRequest, *, by: Actor, now: datetime) -> None:
    """A return is over."""
    ReturnRequest.objects.filter(pk=request.pk).update(settled_at=now)
    note(request, "settled", by=by, now=now)
    told = ReturnSettled(request_id=request.id, order_id=request.order_id, customer_id=request.customer_id)
    announce(told, by=by, now=now)


def _lock_asked(refund_id: UUID) -> Refund:
    found = Refund.objects.filter(pk=refund_id, approved_at=None, denied_at=None).values_list("order", flat=True)
    if not found:
        raise RefundNotFound(key=refund_id)
    if found[0]:
        lock_order(found[0])
    row = (
        Refund.objects.select_for_update(no_key=True, of=("self",)).select_related("order", "request").get(pk=refund_id)
    )
    if row.approved_at or row.denied_at:
        raise RefundNotFound(key=refund_id)
    return row


def _approve(row: Refund, *, by: Actor, now: datetime) -> None:
    Refund.objects.filter(pk=row.pk).update(approved_at=now, approved_by=name_of(by))
    _pay(row, by=by, now=now)


def _pay(row: Refund, *, by: Actor, now: datetime) -> None:
    """Move the money if it is there; what the gateway still has to take waits."""
    code = ""
    if row.way == RefundWay.ORIGINAL:
        ref = ref_of(row.order_id) if row.order_id else ""
        if payments.get_balance(ref).refundable_now < row.amount:
            return
        payments.refund(ref=ref, amount=row.amount, by=by, now=now)
    elif row.way == RefundWay.STORE_CREDIT:
        code = payments.issue_value(
            kind=payments.Method.STORE_CREDIT, amount=row.amount, currency=row.currency, why=row.kind,
            customer_id=row.customer_id, by=by, now=now,
        ).code  # fmt: skip
    else:
        ref = ref_of(row.order_id) if row.order_id else f"return:{row.request_id}"
        payments.note_refund(ref=ref, amount=row.amount, currency=row.currency, now=now, by=by)
    Refund.objects.filter(pk=row.pk).update(paid_at=now, value_code=code)
    _tell_paid(row, by=by, now=now)
    if row.request is not None:
        settle_request(row.request, by=by, now=now)
        _keep_promise(row.request, at=now, by=by)


def _keep_promise(request: ReturnRequest, *, at: datetime, by: Actor) -> None:
    ref, kind = f"return:{request.id}", promises.PromiseKind.REFUND
    if promises.list_promises_for_ref(ref, now=at):
        promises.fulfill_promise(kind=kind, ref=ref, at=at, by=by, now=at)


def _tell_paid(row: Refund, *, by: Actor, now: datetime) -> None:
    paid = RefundPaid(
        refund_id=row.id, order_id=row.order_id, customer_id=row.customer_id, kind=row.kind, way=row.way,
        amount=row.amount,
    )  # fmt: skip
    announce(paid, by=by, now=now)
