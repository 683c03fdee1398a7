"""Telling a gateway what to do: outside of any transaction, as often as it takes, done once."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.payments.actions.settling import hear_early_notice, settle
from shopkeeper.payments.contracts import GatewayAnswer, InstructionKind, Verdict
from shopkeeper.payments.gateways import Errand, GatewaySilent, get_gateway
from shopkeeper.payments.models import Instruction

log = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=2)
AT_ONCE = 100


def run_errand(*, instruction_id: UUID, by: Actor, now: datetime) -> bool:
    """Have an instruction carried out; gives whether it is settled now. A silent gateway is asked again by a timer."""
    if hear_early_notice(instruction_id=instruction_id, by=by, now=now):
        return True
    row = Instruction.objects.filter(pk=instruction_id, settled_at=None).select_related("tender").first()
    if row is None:
        return True
    try:
        answer = _ask(row)
    except GatewaySilent:
        log.warning("payment gateway silent", extra={"instruction": str(row.id), "gateway": row.tender.gateway})
        answer = GatewayAnswer(Verdict.WAITING)
    return settle(instruction_id=row.id, answer=answer, by=by, now=now)


def chase_errands(*, by: Actor, now: datetime) -> int:
    """Ask again about instructions of which nobody has heard for a while. Gives how many are settled now."""
    due = Instruction.objects.filter(settled_at=None, given_at__lt=now - PATIENCE).order_by("given_at")
    ids = list(due.values_list("id", flat=True)[:AT_ONCE])
    return sum(run_errand(instruction_id=identifier, by=by, now=now) for identifier in ids)


def _ask(row: Instruction) -> GatewayAnswer:
    gateway, errand = get_gateway(row.tender.gateway), _errand_of(row)
    asked_before = row.tried_at is not None or (row.kind == InstructionKind.AUTHORIZE and bool(row.gateway_key))
    known = gateway.look_up(errand) if asked_before else None
    return known or gateway.carry_out(errand)


def _errand_of(row: Instruction) -> Errand:
    key = row.gateway_key or _authorization_of(row)
    kind = InstructionKind(row.kind)
    return Errand(str(row.id), kind, row.amount, row.tender.currency, row.tender.token, key)


def _authorization_of(row: Instruction) -> str:
    """What the gateway calls the money that was set aside."""
    first = Instruction.objects.filter(tender=row.tender_id, kind=InstructionKind.AUTHORIZE).order_by("given_at")
    return first.values_list("gateway_key", flat=True).first() or ""
