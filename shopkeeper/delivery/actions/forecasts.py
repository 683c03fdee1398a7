"""Saying before the day that a parcel will be late, and telling whoever waits for it."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import yaml
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.dateformat import format as write_date

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.refusals import Refusal
from shopkeeper.customers import public as customers
from shopkeeper.delivery.errors import ParcelNotFound
from shopkeeper.delivery.models import Parcel
from shopkeeper.delivery.queries.book import get_book
from shopkeeper.delivery.queries.under_way import list_prospects
from shopkeeper.delivery.rules.calendars import zone_of
from shopkeeper.messages import public as messages
from shopkeeper.organization import public as organization
from shopkeeper.promises import public as promises

TELL_AT = 0.8
"""From this chance on customers are told by themselves: told for nothing, one in five would be."""
_LEARNED_FROM = timedelta(days=56)
_TEXTS = yaml.safe_load((Path(__file__).parents[1] / "texts.yaml").read_text(encoding="utf-8"))
_SALT = "delivery.tracking"
_KIND = promises.PromiseKind.DELIVERY


@action
def forecast_breaches(*, by: Actor, now: datetime) -> int:
    """Forecast every parcel under way, set right by what became of earlier forecasts; gives how many."""
    book = get_book(now=now)
    found = list(list_prospects(book, now=now))
    cards = promises.list_promises_for_refs((p.ref for p in found), kind=_KIND, now=now)
    by_subject = {(card.ref, card.subject): card for card in cards}
    bins = promises.get_calibration(kind=_KIND, since=now - _LEARNED_FROM, now=now, raw=True)
    forecasts = {}
    for prospect in found:
        whole = by_subject.get((prospect.ref, ""))
        card = by_subject.get((prospect.ref, f"parcel:{prospect.parcel_id}"), whole)
        if card is not None:
            expected_at = promises.end_of_day(prospect.expected_on, book.zone)
            forecasts[card.id] = promises.Forecast(promises.set_right(prospect.late, bins), prospect.late, expected_at)
    promises.record_forecasts(forecasts=forecasts, by=by, now=now)
    return len(forecasts)


def tell_of_delays(*, by: Actor, now: datetime) -> int:
    """Tell customers whose parcel will probably be late; again only when the later day has passed too."""
    told = 0
    for card in promises.list_to_tell(kind=_KIND, at_least=TELL_AT, now=now):
        try:
            told += bool(tell_customer(promise=card, by=by, now=now))
        except Refusal:
            continue  # the customer is gone, or the parcel came in the meantime: the others are told all the same
    return told


@action
def tell_customer(
    *, promise: promises.PromiseCard, by: Actor, now: datetime, why: str = "forecast"
) -> UUID | None:  # fmt: skip
    """Write to the customer that the parcel will probably come on a later day; None where there is nobody to tell.

    Whether it really goes out (contact point, consent, holds) is decided by the messages. The promise stays what it
    was: a warning keeps nothing.
    """
    customer = customers.find_customer_card(promise.customer_id) if promise.customer_id else None
    if customer is None or promise.expected_at is None:
        return None
    _ensure_texts(by=by, now=now)
    zone = zone_of(organization.get_retailer().time_zone)
    day = promise.expected_at.astimezone(zone).date()
    with translation.override(customer.language or organization.get_retailer().language):
        written = write_date(day, "l j F")
    values = {
        "name": customer.name or customer.number, "day": written, "retailer": organization.get_retailer().name,
        "link": settings.PUBLIC_URL + tracking_address(promise.ref),
    }  # fmt: skip
    promises.tell_of_delay(promise_id=promise.id, due_at=promise.expected_at, why=why, by=by, now=now)
    return messages.queue_message(
        customer_id=customer.id, template="delivery_delay", ref=f"{promise.ref}/{day}"[:80], values=values, by=by,
        now=now,
    )  # fmt: skip


@action
def tell_of_parcel(*, parcel_id: UUID, by: Actor, now: datetime) -> UUID | None:
    """Tell the customer of one parcel by hand; None where there is nobody to tell, or nothing was forecast.

    :raises ParcelNotFound: when there is none
    """
    parcel = Parcel.objects.filter(pk=parcel_id).first()
    if parcel is None:
        raise ParcelNotFound(key=parcel_id)
    card = find_promise(parcel, now=now)
    return tell_customer(promise=card, by=by, now=now) if card else None


def find_promise(parcel: Parcel, *, now: datetime) -> promises.PromiseCard | None:
    """What was promised of a parcel, alone or with its whole ref."""
    cards = {card.subject: card for card in promises.list_promises_for_refs([parcel.ref], kind=_KIND, now=now)}
    return cards.get(f"parcel:{parcel.id}") or cards.get("")


def sign_ref(ref: str) -> str:
    """The end of a tracking page's address: only whoever was sent it can know it."""
    return signing.dumps(ref, salt=_SALT, compress=True)


def tracking_address(ref: str) -> str:
    """Where a customer sees how far the parcels of a ref are."""
    return reverse("delivery:track", args=[sign_ref(ref)])


def read_ref(token: str) -> str:
    """The ref behind a tracking page's address.

    :raises BadSignature: when the address is not ours
    """
    return str(signing.loads(token, salt=_SALT))


def _ensure_texts(*, by: Actor, now: datetime) -> None:
    for text in _TEXTS:
        messages.offer_text(**text, by=by, now=now)
