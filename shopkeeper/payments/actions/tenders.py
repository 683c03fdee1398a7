"""Money is set aside, taken, let go and given back; what a gateway has to do is told to it after commit."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.writing import insert
from shopkeeper.payments.actions.values import draw_on, find_value_to_draw, lock_values, put_back
from shopkeeper.payments.contracts import InstructionKind, Means, Method, PaymentKind
from shopkeeper.payments.errors import MeansMissing, MoreThanAuthorized, MoreThanCaptured
from shopkeeper.payments.events import InstructionGiven, PaymentAuthorized, PaymentCaptured, PaymentRefunded
from shopkeeper.payments.gateways import current_gateway
from shopkeeper.payments.models import Instruction, Payment, Tender
from shopkeeper.payments.queries import find_last_way
from shopkeeper.payments.rules import check_amount, share_out, spread


@action
def put_up(
    *, ref: str, total: Decimal, currency: str, means: Sequence[Means], by: Actor, now: datetime,
    customer_ids: Sequence[UUID] = (),
) -> None:  # fmt: skip
    """Put means of payment against a ref. A card is set aside once its gateway has said so, all others at once.

    :raises MeansDoNotAddUp: when the means do not add up to the total
    :raises NotEnoughValue: when a gift card or store credit holds less
    """
    if len(means) > 1:
        lock_values(find_value_to_draw(one, currency, customer_ids) for one in means)
    for one, amount in zip(means, share_out(total, means), strict=True):
        if amount:
            _put_up(ref, one, amount, currency, customer_ids, by=by, now=now)


@action
def ask_for_more(*, ref: str, amount: Decimal, by: Actor, now: datetime) -> bool:
    """Have more set aside in the way in which the ref is paid; gives whether there is such a way.

    :raises NotEnoughValue: when the gift card or store credit holds less
    """
    check_amount(amount)
    last = find_last_way(ref)
    if last is None:
        return False
    code = last.stored_value.code if last.stored_value else ""
    means = Means(method=Method(last.method), token=last.token, code=code)
    customers = [last.stored_value.customer_id] if last.stored_value and last.stored_value.customer_id else []
    _put_up(ref, means, amount, last.currency, customers, by=by, now=now)
    return True


@action
def capture(*, ref: str, amount: Decimal, by: Actor, now: datetime) -> None:
    """Take money that was set aside, the tender whose turn it is first.

    :raises MoreThanAuthorized: when less is set aside
    """
    check_amount(amount)
    tenders = lock_tenders(ref)
    parts = spread(amount, [tender.sums.capturable for tender in tenders])
    if sum(parts) < amount:
        raise MoreThanAuthorized(left=sum(parts), ref=ref)
    for tender, part in zip(tenders, parts, strict=True):
        if part:
            _capture(tender, part, by=by, now=now)


@action
def void(*, ref: str, amount: Decimal, by: Actor, now: datetime) -> None:
    """Let go of money that was set aside and is not needed, the last tender first.

    :raises MoreThanAuthorized: when less is set aside
    """
    check_amount(amount)
    tenders = lock_tenders(ref)[::-1]
    parts = spread(amount, [tender.sums.capturable for tender in tenders])
    if sum(parts) < amount:
        raise MoreThanAuthorized(left=sum(parts), ref=ref)
    for tender, part in zip(tenders, parts, strict=True):
        if part:
            Tender.objects.filter(pk=tender.pk).update(voided=F("voided") + part)
            record(tender, PaymentKind.VOIDED, part, now=now)
            put_back(tender, part)
            _tell_gateway(tender, InstructionKind.VOID, part, by=by, now=now)


@action
def refund(*, ref: str, amount: Decimal, by: Actor, now: datetime) -> None:
    """Give money back the way it came, the last tender first.

    :raises MoreThanCaptured: when less was taken and not given back
    """
    check_amount(amount)
    tenders = lock_tenders(ref)[::-1]
    parts = spread(amount, [tender.sums.refundable for tender in tenders])
    if sum(parts) < amount:
        raise MoreThanCaptured(left=sum(parts))
    for tender, part in zip(tenders, parts, strict=True):
        if part:
            _refund(tender, part, by=by, now=now)


@action
def note_refund(*, ref: str, amount: Decimal, currency: str, by: Actor, now: datetime) -> None:
    """Money was given back where it had been paid, at a till or in another system: written down, nothing is moved."""
    check_amount(amount)
    identifier = new_id()
    Payment.objects.create(
        id=identifier, source_key=str(identifier), recorded_at=now, ref=ref, kind=PaymentKind.REFUNDED, amount=amount,
        currency=currency, occurred_at=now,
    )  # fmt: skip


def lock_tenders(ref: str) -> list[Tender]:
    """The tenders of a ref, locked, in the order in which money is taken."""
    rows = list(Tender.objects.select_for_update(no_key=True).filter(ref=ref).order_by("asked_at", "id"))
    lock_values(row.stored_value_id for row in rows)
    return sorted(rows, key=lambda row: row.turn)


def record(tender: Tender, kind: PaymentKind, amount: Decimal, *, now: datetime) -> None:
    """Write down that money moved."""
    identifier = new_id()
    moved = Payment(
        id=identifier, source_key=str(identifier), recorded_at=now, ref=tender.ref, kind=kind, method=tender.method,
        amount=amount, currency=tender.currency, occurred_at=now, tender=tender,
    )  # fmt: skip
    insert(moved)


def _put_up(
    ref: str, means: Means, amount: Decimal, currency: str, customers: Sequence[UUID], *, by: Actor, now: datetime
) -> None:
    check_amount(amount)
    value = find_value_to_draw(means, currency, customers)
    if means.method is Method.CARD and not (means.token or means.authorization):
        raise MeansMissing
    at_once = means.method is not Method.CARD
    tender = Tender(
        id=new_id(), ref=ref, method=means.method, currency=currency, stored_value_id=value, token=means.token[:120],
        gateway="" if at_once else current_gateway().name, amount=amount, authorized=amount if at_once else 0,
        asked_at=now,
    )  # fmt: skip
    if at_once:
        insert(tender)
        draw_on(value, amount)
        record(tender, PaymentKind.AUTHORIZED, amount, now=now)
        announce(PaymentAuthorized(tender_id=tender.id, ref=ref, amount=amount), by=by, now=now)
    else:
        told = _instruction(tender, InstructionKind.AUTHORIZE, amount, key=means.authorization, now=now)
        insert(tender, told)
        _announce_instruction(told, ref, by=by, now=now)


def _capture(tender: Tender, amount: Decimal, *, by: Actor, now: datetime) -> None:
    if tender.gateway:
        Tender.objects.filter(pk=tender.pk).update(capturing=F("capturing") + amount)
        _tell_gateway(tender, InstructionKind.CAPTURE, amount, by=by, now=now)
        return
    Tender.objects.filter(pk=tender.pk).update(captured=F("captured") + amount)
    record(tender, PaymentKind.CAPTURED, amount, now=now)
    announce(PaymentCaptured(tender_id=tender.id, ref=tender.ref, amount=amount), by=by, now=now)


def _refund(tender: Tender, amount: Decimal, *, by: Actor, now: datetime) -> None:
    if tender.gateway:
        Tender.objects.filter(pk=tender.pk).update(refunding=F("refunding") + amount)
        _tell_gateway(tender, InstructionKind.REFUND, amount, by=by, now=now)
        return
    Tender.objects.filter(pk=tender.pk).update(refunded=F("refunded") + amount)
    record(tender, PaymentKind.REFUNDED, amount, now=now)
    put_back(tender, amount)
    announce(PaymentRefunded(tender_id=tender.id, ref=tender.ref, amount=amount), by=by, now=now)


def _tell_gateway(tender: Tender, kind: InstructionKind, amount: Decimal, *, by: Actor, now: datetime) -> None:
    if tender.gateway:
        told = _instruction(tender, kind, amount, now=now)
        insert(told)
        _announce_instruction(told, tender.ref, by=by, now=now)


def _instruction(
    tender: Tender, kind: InstructionKind, amount: Decimal, *, key: str = "", now: datetime
) -> Instruction:
    return Instruction(id=new_id(), tender=tender, kind=kind, amount=amount, gateway_key=key[:120], given_at=now)


def _announce_instruction(told: Instruction, ref: str, *, by: Actor, now: datetime) -> None:
    announce(InstructionGiven(instruction_id=told.id, ref=ref, kind=told.kind), by=by, now=now)
