"""What a gateway says, by answering or by itself, settles an instruction once, whenever and how often it comes."""

from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.payments.actions.tenders import record
from shopkeeper.payments.contracts import NOTHING, GatewayAnswer, InstructionKind, PaymentKind, Verdict
from shopkeeper.payments.events import PaymentAuthorized, PaymentCaptured, PaymentDeclined, PaymentRefunded
from shopkeeper.payments.models import Instruction, Notice, Tender

_KINDS = {
    InstructionKind.AUTHORIZE: (PaymentKind.AUTHORIZED, "authorized", "", PaymentAuthorized),
    InstructionKind.CAPTURE: (PaymentKind.CAPTURED, "captured", "capturing", PaymentCaptured),
    InstructionKind.REFUND: (PaymentKind.REFUNDED, "refunded", "refunding", PaymentRefunded),
}


@action
def settle(*, instruction_id: UUID, answer: GatewayAnswer, by: Actor, now: datetime) -> bool:
    """Settle an instruction by what the gateway said; gives whether that changed anything. The first word counts."""
    tender = _lock_tender_of(instruction_id)
    row = Instruction.objects.select_for_update(no_key=True).filter(pk=instruction_id, settled_at=None).first()
    if tender is None or row is None:
        return False
    key = answer.gateway_key[:120] or row.gateway_key
    if answer.verdict is Verdict.WAITING:
        Instruction.objects.filter(pk=row.pk).update(tried_at=now, gateway_key=key)
        return False
    Instruction.objects.filter(pk=row.pk).update(
        tried_at=now, settled_at=now, verdict=answer.verdict, gateway_key=key, why=answer.why[:120]
    )
    if answer.verdict is Verdict.DONE:
        _carry_out(tender, row, by=by, now=now)
    else:
        _decline(tender, row, answer.why, by=by, now=now)
    return True


@action
def hear_notice(
    *, gateway: str, key: str, instruction_key: str, answer: GatewayAnswer, by: Actor, now: datetime
) -> bool:
    """A gateway tells of an instruction by itself; gives whether that changed anything. The same notice counts once.

    One for something that nobody has asked for yet is kept until somebody does.
    """
    row, is_new = Notice.objects.get_or_create(
        gateway=gateway, key=key[:120],
        defaults={
            "instruction_key": instruction_key[:120], "gateway_key": answer.gateway_key[:120],
            "verdict": answer.verdict, "why": answer.why[:120], "received_at": now,
        },
    )  # fmt: skip
    return is_new and _apply_notice(row, by=by, now=now)


@action
def hear_early_notice(*, instruction_id: UUID, by: Actor, now: datetime) -> bool:
    """Settle an instruction by a notice that came before it, if there is one."""
    row = Instruction.objects.filter(pk=instruction_id, settled_at=None).select_related("tender").first()
    if row is None or not row.gateway_key:
        return False
    early = Notice.objects.select_for_update(no_key=True).filter(
        gateway=row.tender.gateway, gateway_key=row.gateway_key, heard_at=None
    )
    return any(_apply_notice(notice, by=by, now=now) for notice in early.order_by("received_at"))


def _apply_notice(notice: Notice, *, by: Actor, now: datetime) -> bool:
    found = _instruction_of(notice)
    if found is None:
        return False
    Notice.objects.filter(pk=notice.pk).update(heard_at=now)
    answer = GatewayAnswer(Verdict(notice.verdict), notice.gateway_key, notice.why)
    return settle(instruction_id=found, answer=answer, by=by, now=now)


def _instruction_of(notice: Notice) -> UUID | None:
    names = Q(pk=None)
    if notice.gateway_key:
        names |= Q(gateway_key=notice.gateway_key, kind=InstructionKind.AUTHORIZE)
    with suppress(ValueError):  # another system's key
        names |= Q(pk=UUID(notice.instruction_key))
    rows = Instruction.objects.filter(names, tender__gateway=notice.gateway).order_by("given_at")
    return rows.values_list("id", flat=True).first()


def _lock_tender_of(instruction_id: UUID) -> Tender | None:
    named = Instruction.objects.filter(pk=instruction_id).values("tender")
    return Tender.objects.select_for_update(no_key=True).filter(pk__in=named).first()


def _carry_out(tender: Tender, row: Instruction, *, by: Actor, now: datetime) -> None:
    if row.kind == InstructionKind.VOID:
        return  # counted when it was given, so that nobody takes the money in between
    kind, counter, waiting, event = _KINDS[InstructionKind(row.kind)]
    changes: dict[str, object] = {counter: F(counter) + row.amount}
    if waiting:
        changes[waiting] = F(waiting) - row.amount
    Tender.objects.filter(pk=tender.pk).update(**changes)
    record(tender, kind, row.amount, now=now)
    announce(event(tender_id=tender.id, ref=tender.ref, amount=row.amount), by=by, now=now)


def _decline(tender: Tender, row: Instruction, why: str, *, by: Actor, now: datetime) -> None:
    changes: dict[str, object] = {"why": why[:120]}
    if row.kind == InstructionKind.AUTHORIZE:
        changes["declined_at"] = now
    elif row.kind in _KINDS:
        waiting = _KINDS[InstructionKind(row.kind)][2]
        changes[waiting] = F(waiting) - row.amount
    Tender.objects.filter(pk=tender.pk).update(**changes)
    amount: Decimal = row.amount or NOTHING
    announce(PaymentDeclined(tender_id=tender.id, ref=tender.ref, kind=row.kind, amount=amount), by=by, now=now)
