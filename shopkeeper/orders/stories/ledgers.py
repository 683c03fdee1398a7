"""What the ledgers below know of an order: parcels and their scans, money, promises, messages."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.core.components import StoryEntry
from shopkeeper.core.words import write_amount
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.messages import public as messages
from shopkeeper.orders.contracts import OrderCard, RefundWay, Stage
from shopkeeper.orders.models import Refund, StagePassed
from shopkeeper.orders.rules.refunds import told_by_refunds
from shopkeeper.orders.stories.deciders import SIGNED
from shopkeeper.orders.words_back import METHODS
from shopkeeper.payments import public as payments
from shopkeeper.promises import public as promises

NOTHING = Decimal(0)
MONEY = {
    "authorized": (gettext_noop("%(amount)s set aside"), "wallet"),
    "captured": (gettext_noop("%(amount)s taken"), "banknote"),
    "voided": (gettext_noop("%(amount)s let go, never taken"), "wallet"),
    "refunded": (gettext_noop("%(amount)s given back"), "hand-coins"),
}
UNSENT = {"waiting": gettext_noop("waiting to be sent"), "failed": gettext_noop("could not be delivered")}


def _parcels(card: OrderCard, now: datetime) -> list[StoryEntry]:
    scans = delivery.list_scans_for_ref(card.ref)
    parcels = delivery.list_parcels_for_ref(card.ref, now=now)
    handed = StagePassed.objects.filter(order=card.id, stage=Stage.HAND_OVER, undone_at=None)
    by = dict(handed.values_list("ref", "passed_by"))
    told = [_tell_parcel(one, scans.get(one.id, ()), by.get(f"parcel:{one.id}", "")) for one in parcels]
    announced = [_tell_announced(one) for one in delivery.list_announced([card.ref])]
    return [entry for entries in told for entry in entries] + announced


def _tell_announced(one: delivery.Announced) -> StoryEntry:
    """Its place said that it leaves on another day."""
    title = _("Leaves on %(day)s") % {"day": date_format(one.leaves_on, "D j M")}
    if one.before:
        days = {"day": date_format(one.leaves_on, "D j M"), "before": date_format(one.before, "D j M")}
        title = _("Leaves on %(day)s instead of %(before)s") % days
    return StoryEntry(
        at=one.noted_at, icon="calendar-clock", title=title, detail=one.why, tone="warn", where=one.noted_by,
        where_icon=SIGNED,
    )  # fmt: skip


def _tell_parcel(
    parcel: delivery.ParcelCard, scans: tuple[delivery.TrackedScan, ...], handed_over_by: str
) -> Iterator[StoryEntry]:
    detail = " · ".join(filter(None, [parcel.carrier, parcel.service, parcel.tracking_number]))
    if parcel.handed_over_at:
        title = _("Handed over to the carrier")
        yield StoryEntry(
            at=parcel.handed_over_at, icon="truck", title=title, detail=detail, where=handed_over_by,
            where_icon=SIGNED,
        )  # fmt: skip
    for scan in scans:
        if scan.status is not delivery.TrackingStatus.DELIVERED:
            words = delivery.status_in_words(scan.status)
            yield StoryEntry(
                at=scan.at, icon="scan-line", title=words, detail=parcel.tracking_number, where=scan.place,
                where_icon="map-pin",
            )  # fmt: skip
    if parcel.lost_at:
        title = _("Given up as lost")
        yield StoryEntry(
            at=parcel.lost_at, icon="package-x", title=title, detail=detail, tone="" if parcel.delivered_at else "bad"
        )
    if parcel.delivered_at:
        yield _delivered(parcel, parcel.delivered_at)


def _delivered(parcel: delivery.ParcelCard, at: datetime) -> StoryEntry:
    late = parcel.days_late or 0
    return StoryEntry(
        at=at,
        icon="package-check",
        title=_("Delivered"),
        detail=parcel.carrier,
        promise="" if parcel.promised_on is None else "broken" if late else "kept",
        promise_words=ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late} if late else "",
        tone="bad" if late else "",
    )


def _money(card: OrderCard, now: datetime) -> list[StoryEntry]:
    """Money that went back by a refund is told there, by whom and why."""
    moved = payments.list_payments(card.ref)
    paid = Refund.objects.filter(order=card.id, way=RefundWay.ORIGINAL).exclude(paid_at=None)
    refunds = [(row.paid_at or row.asked_at, row.amount) for row in paid.order_by("paid_at", "id")]
    back = [(row.occurred_at, row.amount if row.kind == "refunded" else NOTHING) for row in moved]
    told = told_by_refunds(back, refunds)
    return [_tell_payment(row) for place, row in enumerate(moved) if place not in told]


def _tell_payment(row: payments.PaymentCard) -> StoryEntry:
    words, icon = MONEY.get(row.kind, (gettext_noop("%(amount)s moved"), "wallet"))
    amount = write_amount(Decimal(row.amount), row.currency)
    method = str(METHODS.get(row.method, row.method.replace("_", " ")))
    return StoryEntry(at=row.occurred_at, icon=icon, title=_(words) % {"amount": amount}, detail=method)


def _promises(card: OrderCard, now: datetime) -> list[StoryEntry]:
    steps = promises.list_steps_for_ref(card.ref, now=now)
    return [_tell_step(step, now) for step in steps if not _is_told_elsewhere(step)]


def _is_told_elsewhere(step: promises.PromiseStep) -> bool:
    """Parcels that arrived and orders that were ready tell by themselves whether they kept what was promised."""
    parcels = (promises.PromiseKind.DELIVERY, promises.PromiseKind.PICKUP)
    return step.promise in parcels and step.kind in (promises.StepKind.KEPT, promises.StepKind.LATE)


def _tell_step(step: promises.PromiseStep, now: datetime) -> StoryEntry:
    is_broken = step.kind in (promises.StepKind.BROKEN, promises.StepKind.LATE)
    return StoryEntry(
        at=step.at, icon="handshake", title=promises.step_in_words(step, now=now), detail=_why(step.why),
        tone="bad" if is_broken else "", promise="broken" if is_broken else "", where=step.by, where_icon=SIGNED,
    )  # fmt: skip


def _why(code: str) -> str:
    words = {"forecast": _("foreseen by how long such parcels take"), "changed": _("as agreed with the customer"),
             "delivery": _("our delivery moved"), "announced": _("as whoever sends it announced")}  # fmt: skip
    return words.get(code, code)


def _messages(card: OrderCard, now: datetime) -> list[StoryEntry]:
    if card.customer_id is None:
        return []
    told = messages.list_messages_about(card.ref, customer_ids=customers.ids_of(card.customer_id))
    return [
        StoryEntry(
            at=row.sent_at or row.kept_at or row.queued_at, icon="mail",
            title=_("Written to the customer: %(subject)s") % {"subject": row.subject},
            detail=_(UNSENT[row.state]) if row.state in UNSENT else "",
        )
        for row in told
    ]  # fmt: skip


PARTS = (_parcels, _money, _promises, _messages)
