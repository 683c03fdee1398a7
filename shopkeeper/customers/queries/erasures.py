"""Who was erased, for those who have to forget them too."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from shopkeeper.customers.models import ErasedKey, Erasure
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


def _list_sources() -> list[str]:
    return [source for (source,) in read(_SOURCES)]
