"""Asking a carrier: outside of any transaction, again while it is silent."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.delivery.actions.asking import answer_stop
from shopkeeper.delivery.actions.labels import write_label
from shopkeeper.delivery.models import Label, Stop
from shopkeeper.delivery.partners import PartnerSilent, StopErrand, partner_for

log = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=5)
AT_ONCE = 100


def ask_to_stop_at_carrier(*, stop_id: UUID, by: Actor, now: datetime) -> None:
    """Have the carrier asked, and write its answer down; a silent one is asked again by a timer."""
    row = Stop.objects.filter(pk=stop_id, answered_at=None).select_related("parcel__carrier").first()
    if row is None:
        return
    errand = StopErrand(str(row.id), row.parcel.tracking_number, row.parcel.scan_status)
    try:
        answer = partner_for(row.parcel.carrier.source_key if row.parcel.carrier else "").stop(errand)
    except PartnerSilent:
        log.warning("carrier silent", extra={"stop": str(row.id)})
        return
    answer_stop(stop_id=row.id, agreed=answer.agreed, why=answer.why, by=by, now=now)


def fetch_label(*, label_id: UUID, by: Actor, now: datetime) -> None:
    """Have the carrier make a label; a silent one is asked again by a timer."""
    row = Label.objects.filter(pk=label_id, made_at=None, canceled_at=None).select_related("carrier").first()
    if row is None:
        return
    try:
        number = partner_for(row.carrier.source_key if row.carrier else "").make_label(str(row.id))
    except PartnerSilent:
        log.warning("carrier silent", extra={"label": str(row.id)})
        return
    write_label(label_id=row.id, tracking_number=number, by=by, now=now)


def void_at_carrier(*, label_id: UUID, by: Actor, now: datetime) -> None:
    """Tell the carrier that nothing goes by a label; a silent one is told again by a timer."""
    row = Label.objects.filter(pk=label_id, voided_at=None).exclude(canceled_at=None).select_related("carrier").first()
    if row is None:
        return
    try:
        partner_for(row.carrier.source_key if row.carrier else "").void_label(str(row.id))
    except PartnerSilent:
        log.warning("carrier silent", extra={"label": str(row.id)})
        return
    Label.objects.filter(pk=row.pk).update(voided_at=now)


def chase_partners(*, by: Actor, now: datetime) -> int:
    """Ask again where no answer came for a while; gives how many were asked."""
    before = now - PATIENCE
    stops = list(Stop.objects.filter(answered_at=None, asked_at__lt=before).values_list("id", flat=True)[:AT_ONCE])
    waiting = Label.objects.filter(made_at=None, canceled_at=None, asked_at__lt=before)
    labels = list(waiting.values_list("id", flat=True)[:AT_ONCE])
    untold = Label.objects.filter(voided_at=None, canceled_at__lt=before)
    void = list(untold.values_list("id", flat=True)[:AT_ONCE])
    for stop_id in stops:
        ask_to_stop_at_carrier(stop_id=stop_id, by=by, now=now)
    for label_id in labels:
        fetch_label(label_id=label_id, by=by, now=now)
    for label_id in void:
        void_at_carrier(label_id=label_id, by=by, now=now)
    return len(stops) + len(labels) + len(void)
