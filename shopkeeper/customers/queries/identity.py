"""Who is who: survivors, everything that counts as one person, and cards of people."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Coalesce

from shopkeeper.core.remembering import remembered
from shopkeeper.customers.contracts import CustomerCard, RecordCard
from shopkeeper.customers.models import Customer, Link, Profile

# Every page asks for people by their ids: each time in one query, and without what a list does not show.
_IDS = """
    WITH survivor AS (SELECT COALESCE(merged_into_id, id) AS id FROM customers_customer WHERE id = %s)
    SELECT one.id FROM customers_customer AS one, survivor
    WHERE one.id = survivor.id OR one.merged_into_id = survivor.id
    ORDER BY one.id <> survivor.id, one.id
"""
_CARDS = """
    SELECT asked.id, person.id, person.number, profile.name, profile.email, profile.phone, profile.city,
           profile.postcode, profile.region, profile.country, profile.language, profile.records, profile.sources
    FROM customers_customer AS asked
    JOIN customers_customer AS person ON person.id = COALESCE(asked.merged_into_id, asked.id)
    JOIN customers_profile AS profile ON profile.customer_id = person.id
    WHERE asked.id = ANY(%s)
"""


def survivor_of(customer_id: UUID) -> UUID:
    """The customer that this one is today: itself, or what it was merged into."""
    found = Customer.objects.filter(pk=customer_id).values_list("merged_into", flat=True).first()
    return found or customer_id


def ids_of(customer_id: UUID) -> list[UUID]:
    """Every customer id under which this person's rows may lie: the survivor first, then all merged into it."""
    return list(_ids_of(customer_id))


def list_ids(people: Collection[UUID]) -> dict[UUID, UUID]:
    """The same for many: every customer id of theirs, with the survivor that it leads to."""
    merged = Customer.objects.filter(merged_into__in=people).values_list("id", "merged_into")
    return {**{one: one for one in people}, **{one: into for one, into in merged if into}}


@remembered
def _ids_of(customer_id: UUID) -> tuple[UUID, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_IDS, [customer_id])
        found = [row[0] for row in cursor.fetchall()]
    return tuple(found) or (customer_id,)


def survivors_of(customer_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """For many customers at once: each with the one it is today."""
    asked = set(customer_ids)
    if not asked:
        return {}
    return dict(Customer.objects.filter(pk__in=asked).values_list("id", Coalesce("merged_into", "id")))


def records_of(customer_id: UUID) -> list[UUID]:
    """The source records that are this person today."""
    links = Link.objects.filter(customer__in=ids_of(customer_id), ends_at=None)
    return list(links.values_list("record", flat=True))


def find_customer_card(customer_id: UUID) -> CustomerCard | None:
    """The person behind an id, or None when there is none or they were erased."""
    return get_customer_cards([customer_id]).get(customer_id)


def get_customer_cards(customer_ids: Iterable[UUID]) -> dict[UUID, CustomerCard]:
    """The people behind many ids, for lists; ids of merged customers give their survivor."""
    asked = list(set(customer_ids))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, [asked])
        return {key: CustomerCard(*card) for key, *card in cursor.fetchall()}


def find_customer_by_number(number: str) -> UUID | None:
    """The customer with this number, in whatever case it was typed; for one that was merged, the survivor."""
    found = Customer.objects.filter(number=number.strip().upper()).values_list("id", "merged_into").first()
    return (found[1] or found[0]) if found else None


def find_customer_of_record(source: str, source_key: str) -> UUID | None:
    """The customer to whom a source record belongs today."""
    link = Link.objects.filter(Q(record__source=source, record__source_key=source_key), ends_at=None)
    found = link.values_list("customer", flat=True).first()
    return survivor_of(found) if found else None


def find_record(source: str, source_key: str) -> RecordCard | None:
    """A source record by its own name, with the customer to whom it belongs today."""
    link = Link.objects.filter(record__source=source, record__source_key=source_key, ends_at=None)
    found = link.values_list("record", "customer").first()
    return RecordCard(found[0], survivor_of(found[1])) if found else None


def card_of(profile: Profile) -> CustomerCard:
    """A profile as others know it."""
    return CustomerCard(
        id=profile.customer_id,
        number=profile.customer.number,
        name=profile.name,
        email=profile.email,
        phone=profile.phone,
        city=profile.city,
        postcode=profile.postcode,
        region=profile.region,
        country=profile.country,
        language=profile.language,
        records=profile.records,
        sources=profile.sources,
    )
