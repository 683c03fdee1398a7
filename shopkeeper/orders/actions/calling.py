"""A customer books a call about an order: a promise that is kept or broken, and work for the contact center."""

from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.policies import agreed
from shopkeeper.interactions import public as interactions
from shopkeeper.orders.actions.letters import write_that_nobody_answered
from shopkeeper.orders.actions.locking import lock_order
from shopkeeper.orders.contracts import CallOutcome, Slot
from shopkeeper.orders.errors import NoCallBooked, NoPhone, NoSuchSlot
from shopkeeper.orders.events import CallBackBooked, CallBackSettled
from shopkeeper.orders.models import CallBack
from shopkeeper.orders.policies import CALLS
from shopkeeper.orders.queries import list_slots, ref_of
from shopkeeper.promises import public as promises

_KIND = promises.PromiseKind.CALL_BACK
_OUTCOMES = {
    CallOutcome.REACHED: interactions.Outcome.ANSWERED, CallOutcome.NOT_REACHED: interactions.Outcome.ABANDONED,
}  # fmt: skip


@action
def book_call(
    *, order_id: UUID, starts_at: datetime, phone: str, about: str = "", by: Actor, now: datetime
) -> UUID:  # fmt: skip
    """Promise to call a customer about an order in one of the offered spans; a booked one is moved.

    :raises OrderNotFound: when there is none
    :raises NoSuchSlot: when that span is not offered
    :raises NoPhone: when nobody said which number
    """
    order, _lines = lock_order(order_id)
    slot = next((one for one in list_slots(now=now) if one.starts_at == starts_at), None)
    if slot is None:
        raise NoSuchSlot
    if sum(sign.isdigit() for sign in phone) < 5:
        raise NoPhone
    for booked in CallBack.objects.filter(order=order, settled_at=None):
        _settle(booked, CallOutcome.NOT_WANTED, by=by, now=now)
    row = CallBack(
        order=order, record_id=order.record_id, customer_id=order.customer_id, phone=phone.strip()[:40],
        about=about.strip()[:200],
    )  # fmt: skip
    return _book(row, slot, by=by, now=now)


@action
def settle_call(*, order_id: UUID, call_id: UUID, outcome: CallOutcome, by: Actor, now: datetime) -> None:
    """Somebody called about an order, or the call is not wanted any more. Who was not reached is tried again in a span
    that is offered, as often as the retailer decided; after the last time they are written to.

    :raises NoCallBooked: when there is none to be made
    """
    lock_order(order_id)
    row = CallBack.objects.filter(pk=call_id, order=order_id, settled_at=None).first()
    if row is None:
        raise NoCallBooked(key=call_id)
    _settle(row, outcome, by=by, now=now)
    if outcome in _OUTCOMES:
        contact = interactions.NewContact(
            kind=interactions.ContactKind.CALL, channel=interactions.Channel.PHONE, occurred_at=now,
            customer_id=row.customer_id, record_id=row.record_id, ref=ref_of(order_id), outcome=_OUTCOMES[outcome],
            text=row.about, source_key=f"call:{row.id}",
        )  # fmt: skip
        interactions.record_contact(contact=contact, by=by, now=now)
    if outcome is CallOutcome.NOT_REACHED:
        _try_again(row, by=by, now=now)


def _try_again(row: CallBack, *, by: Actor, now: datetime) -> None:
    policy = agreed(CALLS)
    earliest = now + timedelta(hours=policy.hours_between)
    slot = next((one for one in list_slots(now=now) if one.starts_at >= earliest), None)
    if row.attempt >= policy.tries or slot is None:
        write_that_nobody_answered(order_id=row.order_id, call_id=row.id, by=by, now=now)
        return
    again = CallBack(
        order_id=row.order_id, record_id=row.record_id, customer_id=row.customer_id, phone=row.phone, about=row.about,
        attempt=row.attempt + 1,
    )  # fmt: skip
    _book(again, slot, by=by, now=now)


def _book(row: CallBack, slot: Slot, *, by: Actor, now: datetime) -> UUID:
    """A call in this span is a promise, and work."""
    row.id, row.starts_at, row.ends_at = new_id(), slot.starts_at, slot.ends_at
    row.asked_by, row.asked_at = f"{by.kind}:{by.id}"[:120], now
    row.save(force_insert=True)
    promises.make_promise(
        kind=_KIND, ref=ref_of(row.order_id), subject=f"call:{row.id}", due_at=slot.ends_at, node="contact_center",
        record_id=row.record_id, customer_id=row.customer_id, by=by, now=now,
    )  # fmt: skip
    booked = CallBackBooked(
        call_id=row.id, order_id=row.order_id, customer_id=row.customer_id, starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )  # fmt: skip
    announce(booked, by=by, now=now)
    return row.id


def _settle(row: CallBack, outcome: CallOutcome, *, by: Actor, now: datetime) -> None:
    signed = f"{by.kind}:{by.id}"[:120]
    CallBack.objects.filter(pk=row.pk).update(settled_at=now, settled_by=signed, outcome=outcome)
    ref, subject = ref_of(row.order_id), f"call:{row.id}"
    if outcome is CallOutcome.NOT_WANTED:
        promises.withdraw_promise(kind=_KIND, ref=ref, subject=subject, by=by, now=now)
    else:
        promises.fulfill_promise(kind=_KIND, ref=ref, subject=subject, at=now, by=by, now=now)
    announce(CallBackSettled(call_id=row.id, order_id=row.order_id, outcome=outcome), by=by, now=now)
