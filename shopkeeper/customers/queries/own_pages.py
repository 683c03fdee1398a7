"""What a person sees of themselves on their own page, and how they want to be reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import ActorKind, system_actor
from shopkeeper.customers import facts
from shopkeeper.customers.contracts import CustomerCard, Purpose, RecordStory
from shopkeeper.customers.models import Consent, ContactChoice, OwnLink
from shopkeeper.customers.queries.consents import find_consent, find_contact_point, find_record_with
from shopkeeper.customers.queries.explanations import explain_identity
from shopkeeper.customers.queries.identity import ids_of
from shopkeeper.customers.queries.opt_ins import list_pending
from shopkeeper.customers.queries.search import search_customers
from shopkeeper.customers.rules.consents import is_allowed
from shopkeeper.customers.rules.own_pages import Choice
from shopkeeper.organization import public as organization

_FEW = 5


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that is known of a person, and which systems said so, since when."""

    attribute: str
    value: str
    sources: tuple[str, ...]
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Switch:
    """A consent that a person can give or take back: for which brand, what for, how."""

    brand: str
    purpose: str
    channel: str
    is_on: bool
    is_pending: bool
    said_at: datetime | None


def list_people_at(address: str) -> list[UUID]:
    """The people who have this e-mail address on record: one, unless a family shares it; a few at most."""
    asked = address.strip()
    if "@" not in asked or len(asked) > 254:
        return []
    by = system_actor("customers.own_page")
    found = [hit.card.id for hit in search_customers(asked, by=by, limit=_FEW)]
    return [person for person in found if find_record_with(person, "email", asked)]


def count_links(*, since: datetime, customer_id: UUID | None = None, kind: ActorKind | None = None) -> int:
    """How many links were asked for, for one person or by one kind of actor."""
    rows = OwnLink.objects.filter(asked_at__gt=since)
    if customer_id is not None:
        rows = rows.filter(customer__in=ids_of(customer_id))
    return (rows.filter(asked_by__startswith=f"{kind}:") if kind else rows).count()


def find_choice(customer_id: UUID) -> Choice:
    """How somebody wants to be reached; nothing in particular until they say so."""
    row = ContactChoice.objects.filter(customer__in=ids_of(customer_id)).order_by("-said_at").first()
    return Choice(row.preferred_channel, row.quiet_until) if row else Choice()


def wants_quiet(customer_id: UUID, *, now: datetime) -> bool:
    """Whether they asked for no offers and no surveys just now."""
    return find_choice(customer_id).is_quiet(on=now.date())


def tell_known(card: CustomerCard) -> list[Known]:
    """What is known of a person and who said so: their records only, nothing of anybody else."""
    records = explain_identity(card.id).records
    address = ", ".join(part for part in (card.postcode, card.city) if part)
    values = {"name": card.name, "email": card.email, "phone": card.phone, "address": address}
    return [_tell(name, value, records) for name, value in values.items() if value]


def _tell(attribute: str, value: str, records: tuple[RecordStory, ...]) -> Known:
    said = [record for record in records if _says(record, attribute, value)]
    sources = tuple(dict.fromkeys(record.source for record in said))
    return Known(attribute, value, sources, min((record.since for record in said), default=None))


def _says(record: RecordStory, attribute: str, value: str) -> bool:
    theirs = str(getattr(record, attribute)).casefold().strip()
    parts = value.casefold().split(", ")
    return all(part in theirs for part in parts) if attribute == "address" else theirs == value.casefold()


def list_switches(customer_id: UUID, *, now: datetime) -> list[Switch]:
    """Every consent that the person can give or take back: by brand where there are several, where they are reached."""
    brands = [key for key, _name in organization.list_brands()]
    pending = {(row.brand, row.purpose, row.channel) for row in list_pending(customer_id, now=now)}
    channels = [channel for channel in ("email", "sms", "phone", "letter") if find_contact_point(customer_id, channel)]
    return [
        _switch(customer_id, brand, purpose, channel, pending)
        for brand in (brands if len(brands) > 1 else [""])
        for purpose, channel in _kinds(channels)
    ]


def _kinds(channels: list[str]) -> Iterator[tuple[Purpose, str]]:
    yield from ((Purpose.MARKETING, channel) for channel in channels)
    yield from ((Purpose.SURVEY, channel) for channel in channels if channel in ("email", "sms"))


def _switch(
    customer_id: UUID, brand: str, purpose: Purpose, channel: str, pending: set[tuple[str, str, str]]
) -> Switch:
    state = find_consent(customer_id, purpose, channel, brand=brand)
    about = Consent.objects.filter(customer__in=ids_of(customer_id), purpose=purpose, channel__in=["", channel])
    last = about.order_by("-occurred_at").values_list("occurred_at", flat=True).first() if state else None
    waits = (brand, purpose, channel) in pending
    return Switch(brand, purpose, channel, is_allowed(purpose, state), waits, last)


def count_other_things(customer_id: UUID) -> list[tuple[str, int]]:
    """(what, how many) other modules hold: orders, messages and the like."""
    ours = {held.label for part in facts.list_facts() if part.name == "customers" for held in part.held}
    return [(label, count) for label, count in facts.count_held(ids_of(customer_id)) if label not in ours]
