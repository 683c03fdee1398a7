"""What the delivery holds of a person: parcels, told by when they came, or should have come."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import StoryEntry
from shopkeeper.customers.public import Held, register_facts
from shopkeeper.delivery.contracts import ParcelCard, ParcelState
from shopkeeper.delivery.models import Parcel
from shopkeeper.delivery.queries.parcels import list_parcels_of

TITLES = {
    ParcelState.DELIVERED: gettext_noop("Parcel delivered"),
    ParcelState.ON_ITS_WAY: gettext_noop("Parcel on its way"),
    ParcelState.PREPARING: gettext_noop("Parcel being prepared"),
    ParcelState.CANCELED: gettext_noop("Parcel called back"),
}


def tell(ids: Sequence[UUID], *, by: Actor, now: datetime, limit: int) -> list[StoryEntry]:
    """A customer's parcels, newest first."""
    return [_entry(card, now=now) for card in list_parcels_of(ids, now=now, limit=limit)]


def _entry(card: ParcelCard, *, now: datetime) -> StoryEntry:
    due = datetime.combine(card.promised_on, time(12), UTC) if card.promised_on else None
    at = card.delivered_at or min(filter(None, [due, card.handed_over_at or card.prepared_at]), default=now)
    settled = card.state is not ParcelState.CANCELED and card.days_late is not None
    promise = ("broken" if card.days_late else "kept") if settled else ""
    late = ngettext("%(days)s day late", "%(days)s days late", card.days_late or 0) % {"days": card.days_late}
    return StoryEntry(
        at=at,
        title=_(TITLES[card.state]),
        icon="package-check" if card.state is ParcelState.DELIVERED else "truck",
        detail=" · ".join(filter(None, [card.carrier, card.service, card.tracking_number, _promised(card)])),
        tone="bad" if promise == "broken" else "",
        promise=promise,  # type: ignore[arg-type]  # one of the three words
        promise_words=late if promise == "broken" else "",
    )


def _promised(card: ParcelCard) -> str:
    """For which day, while it has not left."""
    if card.state is not ParcelState.PREPARING or card.promised_on is None:
        return ""
    return _("promised for %(day)s") % {"day": date_format(card.promised_on, "D j M")}


register_facts(
    "delivery",
    held=[Held(model=Parcel, label="parcels", at="recorded_at", blank={"tracking_number": "", "postcode_area": ""})],
    timeline=tell,
)
