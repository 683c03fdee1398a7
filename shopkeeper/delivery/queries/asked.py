"""What carriers were asked to do, what they said, and what nodes announced."""

from collections.abc import Iterable

from shopkeeper.delivery.contracts import Announced, StopCard, VoidLabel
from shopkeeper.delivery.models import Label, PutOff, Stop


def list_announced(refs: Iterable[str]) -> list[Announced]:
    """What nodes announced of the parcels of refs, oldest first."""
    rows = PutOff.objects.filter(parcel__ref__in=set(refs)).order_by("noted_at", "id")
    return [Announced(r.parcel_id, r.before, r.leaves_on, r.why, r.noted_at, r.noted_by) for r in rows]


def list_stops_for_ref(ref: str) -> list[StopCard]:
    """Which parcels of a ref somebody wanted to stop, oldest first."""
    rows = Stop.objects.filter(parcel__ref=ref).select_related("parcel__carrier").order_by("asked_at")
    return [
        StopCard(
            row.id, row.parcel_id, row.parcel.carrier.name if row.parcel.carrier else "", row.asked_at,
            row.answered_at, row.agreed, row.why,
        )
        for row in rows
    ]  # fmt: skip


def find_label(ref: str) -> str:
    """The number of the label by which pieces come back for a ref; empty while there is none."""
    rows = Label.objects.filter(ref=ref, canceled_at=None)
    return rows.values_list("tracking_number", flat=True).first() or ""


def find_ref_of_label(tracking_number: str) -> str:
    """What a label is for; empty when nobody knows it."""
    rows = Label.objects.filter(tracking_number=tracking_number.strip().upper(), canceled_at=None)
    return rows.values_list("ref", flat=True).first() or ""


def list_void_labels(refs: Iterable[str]) -> list[VoidLabel]:
    """Labels by which nothing goes any more, the latest first."""
    rows = Label.objects.filter(ref__in=list(refs)).exclude(canceled_at=None).order_by("-canceled_at")
    return [VoidLabel(row.ref, row.tracking_number, row.canceled_at) for row in rows if row.canceled_at]
