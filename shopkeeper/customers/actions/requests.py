"""Requests of people about their own data: asked, checked, extended once, settled, each with a letter."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.contracts import ErasureReceipt
from shopkeeper.customers.errors import (
    AlreadyExtended,
    CustomerNotFound,
    NotCheckedYet,
    ReasonNeeded,
    RequestNotFound,
    RequestSettledAlready,
)
from shopkeeper.customers.events import RequestChecked, RequestOpened, RequestSettled
from shopkeeper.customers.models import OwnLink, PrivacyRequest
from shopkeeper.customers.queries.identity import find_customer_card, ids_of
from shopkeeper.customers.queries.requests import find_private_point
from shopkeeper.customers.rules.requests import (
    DOWNLOAD_FOR,
    EXPORTS,
    MONTHS,
    MONTHS_MORE,
    RequestKind,
    RequestOutcome,
    add_months,
)


@action
def open_request(
    *, customer_id: UUID, kind: RequestKind, by: Actor, now: datetime, wish: str = "", link_id: UUID | None = None
) -> UUID:
    """Write down what somebody asks for. The same again, while it is open, is the same request.

    `link_id`: they ask on their own page, so the link to their address has shown who they are.

    :raises CustomerNotFound: when there is no such customer, or they were erased
    """
    card = find_customer_card(customer_id)
    if card is None:
        raise CustomerNotFound(key=customer_id)
    known = PrivacyRequest.objects.filter(customer__in=ids_of(card.id), kind=kind, settled_at=None).first()
    if known is not None:
        return known.id
    link = OwnLink.objects.get(pk=link_id) if link_id else None
    row = PrivacyRequest.objects.create(
        customer_id=card.id, record_id=link.record_id if link else None, kind=kind, wish=wish, asked_by=sign(by),
        asked_at=now, due_on=add_months(now.date(), MONTHS),
    )  # fmt: skip
    announce(RequestOpened(request_id=row.id, customer_id=card.id, kind=kind), by=by, now=now)
    if link:
        _check(row, reason="", by=by, now=now)
    return row.id


@action
def check_request(*, request_id: UUID, reason: str, by: Actor, now: datetime) -> None:
    """It is really they who ask: somebody saw it, and says how; or the person pressed the button behind their link.

    :raises ReasonNeeded: when an employee does not say how they know
    """
    row = _lock_open(request_id)
    if not reason.strip() and by.id != f"request:{row.id}":
        raise ReasonNeeded
    if row.checked_at is None:
        _check(row, reason=reason.strip(), by=by, now=now)


def _check(row: PrivacyRequest, *, reason: str, by: Actor, now: datetime) -> None:
    row.checked_at, row.checked_by, row.check_reason = now, sign(by), reason
    row.save(update_fields=["checked_at", "checked_by", "check_reason"])
    if row.kind in EXPORTS:  # nobody has to decide anything: what is held is given
        row.download_until = now + DOWNLOAD_FOR
        row.save(update_fields=["download_until"])
        _settle(row, RequestOutcome.DONE, reason="", by=by, now=now)
        return
    announce(RequestChecked(request_id=row.id, customer_id=row.customer_id, kind=row.kind), by=by, now=now)


@action
def extend_request(*, request_id: UUID, reason: str, by: Actor, now: datetime) -> None:
    """Two months more, once, and the person is told why.

    :raises AlreadyExtended: when it was extended before
    :raises ReasonNeeded: when nobody says why
    """
    row = _lock_open(request_id)
    if row.extended_at is not None:
        raise AlreadyExtended
    if not reason.strip():
        raise ReasonNeeded
    row.extended_at, row.extended_by, row.extension_reason = now, sign(by), reason.strip()
    row.due_on = add_months(row.asked_at.date(), MONTHS + MONTHS_MORE)
    row.save(update_fields=["extended_at", "extended_by", "extension_reason", "due_on"])


@action
def settle_request(*, request_id: UUID, outcome: RequestOutcome, reason: str, by: Actor, now: datetime) -> None:
    """Done, or refused with a reason that the person is told. An erasure is done by carrying it out.

    :raises NotCheckedYet: when something is to be done and nobody knows yet who asks
    :raises ReasonNeeded: when nobody says why it is refused, or what was done
    """
    row = _lock_open(request_id)
    if outcome is RequestOutcome.DONE and (row.checked_at is None or row.kind != RequestKind.CORRECTION):
        raise NotCheckedYet
    if not reason.strip():
        raise ReasonNeeded
    _settle(row, outcome, reason=reason.strip(), by=by, now=now)


@action
def carry_out_erasure(*, request_id: UUID, by: Actor, now: datetime) -> ErasureReceipt:
    """Erase the person who asked for it; their address is kept until the receipt has gone there.

    :raises NotCheckedYet: when nobody knows yet who asks
    """
    row = _lock_open(request_id)
    if row.checked_at is None or row.kind != RequestKind.ERASURE:
        raise NotCheckedYet
    point = find_private_point(row.customer_id)
    receipt = erase_customer(customer_id=row.customer_id, by=by, now=now)
    row = _lock_open(request_id)
    row.receipt_to = point
    row.save(update_fields=["receipt_to"])
    _settle(row, RequestOutcome.DONE, reason="", by=by, now=now)
    return receipt


@action
def take_receipt_address(*, request_id: UUID, by: Actor, now: datetime) -> str:
    """Where the receipt of an erasure goes; given out once, then forgotten here."""
    row = PrivacyRequest.objects.select_for_update().get(pk=request_id)
    point, row.receipt_to = row.receipt_to, ""
    row.save(update_fields=["receipt_to"])
    return point


def _settle(row: PrivacyRequest, outcome: RequestOutcome, *, reason: str, by: Actor, now: datetime) -> None:
    row.settled_at, row.settled_by, row.outcome, row.reason = now, sign(by), outcome, reason
    row.save(update_fields=["settled_at", "settled_by", "outcome", "reason"])
    settled = RequestSettled(request_id=row.id, customer_id=row.customer_id, kind=row.kind, outcome=outcome)
    announce(settled, by=by, now=now)


def _lock_open(request_id: UUID) -> PrivacyRequest:
    row = PrivacyRequest.objects.select_for_update().filter(pk=request_id).first()
    if row is None:
        raise RequestNotFound(key=request_id)
    if row.settled_at is not None:
        raise RequestSettledAlready
    return row
