"""Labels: carriers are asked to make them, and told when nothing goes by them."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.delivery.events import LabelAsked, LabelMade, LabelVoided
from shopkeeper.delivery.models import Carrier, Label, Parcel

_PARCEL = "parcel:"


@action
def ask_label(*, ref: str, carrier_key: str, by: Actor, now: datetime) -> UUID:
    """Have a label made by which a parcel goes ("parcel:…") or pieces come back. Twice for a ref changes nothing."""
    carrier = Carrier.objects.filter(source_key=carrier_key).order_by("recorded_at").first()
    row, is_new = Label.objects.get_or_create(
        ref=ref, canceled_at=None, defaults={"id": new_id(), "carrier": carrier, "asked_at": now}
    )  # fmt: skip
    if is_new:
        announce(LabelAsked(label_id=row.id, ref=ref), by=by, now=now)
    return row.id


@action
def write_label(*, label_id: UUID, tracking_number: str, by: Actor, now: datetime) -> None:
    """The carrier has made a label; one that is void by now is none to go by. Twice changes nothing."""
    _hold_parcel_of(label_id)
    row = Label.objects.select_for_update(no_key=True).filter(pk=label_id, made_at=None).first()
    if row is None:
        return
    Label.objects.filter(pk=row.pk).update(tracking_number=tracking_number[:80], made_at=now)
    if row.canceled_at is not None:
        return
    if row.ref.startswith(_PARCEL):
        going = Parcel.objects.filter(pk=row.ref.removeprefix(_PARCEL), handed_over_at=None, tracking_number="")
        going.update(tracking_number=tracking_number[:80])
    announce(LabelMade(label_id=row.id, ref=row.ref), by=by, now=now)


@action
def void_label(*, ref: str, by: Actor, now: datetime) -> None:
    """Nothing goes by the label of a ref any more: a new one can be asked for. Without one, nothing changes."""
    row = Label.objects.select_for_update(no_key=True).filter(ref=ref, canceled_at=None).first()
    if row is None:
        return
    Label.objects.filter(pk=row.pk).update(canceled_at=now)
    if ref.startswith(_PARCEL) and row.tracking_number:
        key = ref.removeprefix(_PARCEL)
        Parcel.objects.filter(pk=key, tracking_number=row.tracking_number).update(tracking_number="")
    announce(LabelVoided(label_id=row.id, ref=ref), by=by, now=now)


def _hold_parcel_of(label_id: UUID) -> None:
    """Lock the parcel before its label, as by whoever sends it elsewhere."""
    ref = Label.objects.filter(pk=label_id).values_list("ref", flat=True).first() or ""
    if ref.startswith(_PARCEL):
        Parcel.objects.select_for_update(no_key=True).filter(pk=ref.removeprefix(_PARCEL)).first()
