"""Who was erased, for those who have to forget them too."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from shopkeeper.customers.models import ErasedContact, ErasedKey, Erasure
from shopkeeper.customers.rules.erased_contacts import (
    digest_of_contact,
    is_theirs,
    list_contacts,
    shorten_name,
)
from shopkeeper.customers.rules.erased_keys import digest_of_key
from shopkeeper.customers.sql import read

# The sources are few: walking them by the unique index does not read a million records to name five.
_SOURCES = """
WITH RECURSIVE sources AS (
    (SELECT source FROM customers_sourcerecord ORDER BY source LIMIT 1)
    UNION ALL
    SELECT (SELECT r.source FROM customers_sourcerecord AS r WHERE r.source > s.source ORDER BY r.source LIMIT 1)
    FROM sources AS s WHERE s.source IS NOT NULL
) SELECT source FROM sources WHERE source IS NOT NULL
"""
# Those who were erased are few beside a file's rows: all of them at once are sooner here than each row is asked for.
_ERASED_CONTACTS = "SELECT DISTINCT digest FROM customers_erasedcontact"
Named = tuple[str, str]
"""A source and a key in it."""


def has_erased_since(moment: datetime) -> bool:
    """Whether anybody was erased since then."""
    return Erasure.objects.filter(carried_out_at__gte=moment).exists()


def find_erased(named: Iterable[Named]) -> dict[Named, UUID]:
    """Those of the keys that were an erased person's, each with the customer without a name that is left of them.

    A key is looked for in its own source, then in all others, as the keys of the living are.
    """
    asked = list(named)
    if not asked or not ErasedKey.objects.exists():
        return {}
    sources = _list_sources()
    digests = {
        digest_of_key(source, key, secret=settings.ERASURE_KEY): (own, key)
        for own, key in asked
        for source in {own, *sources}
    }
    rows = ErasedKey.objects.filter(digest__in=list(digests)).values_list("digest", "erasure__customer")
    return {digests[bytes(digest)]: customer for digest, customer in rows}


def find_lines_with_erased_contact(told: Iterable[tuple[int, str | None, str | None]]) -> set[int]:
    """The lines (with e-mail address and telephone) that have one of somebody who was erased."""
    erased = {digest for (digest,) in read(_ERASED_CONTACTS)}
    secret = settings.ERASURE_KEY
    return {
        line
        for line, email, phone in (told if erased else ())
        for contact in list_contacts(email or "", phone or "")
        if digest_of_contact(contact, secret=secret) in erased
    }


def find_erased_lines(named: Iterable[tuple[int, str, str]]) -> dict[int, bool]:
    """The lines (with source and key) of records that were erased, and whether only because of an address later on."""
    erased = dict(read("SELECT digest, by_contact FROM customers_erasedkey"))
    secret = settings.ERASURE_KEY
    found = ((line, erased.get(digest_of_key(source, key, secret=secret))) for line, source, key in named)
    return {line: by_contact for line, by_contact in found if by_contact is not None}


def find_erasure_of(said: Mapping[str, Any]) -> Erasure | None:
    """The last erasure of somebody of whom a record tells: by its address or number and name, or by a later key."""
    key = digest_of_key(said["source"], said["source_key"], secret=settings.ERASURE_KEY)
    found = set(ErasedKey.objects.filter(digest=key).values_list("erasure", flat=True))
    name = shorten_name(said)
    for contact in list_contacts(said["email"] or "", said["phone"] or ""):
        own = digest_of_contact(contact, name=name, secret=settings.ERASURE_KEY) if name else b""
        held = ErasedContact.objects.filter(digest=digest_of_contact(contact, secret=settings.ERASURE_KEY))
        found |= {
            erasure for erasure, beside in held.values_list("erasure", "name_digest") if is_theirs(bytes(beside), own)
        }
    return Erasure.objects.filter(pk__in=found).order_by("-carried_out_at").first()


def _list_sources() -> list[str]:
    return [source for (source,) in read(_SOURCES)]
