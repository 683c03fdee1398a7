"""One after the other, files as well: of two changes that contradict each other neither would see the other."""

from django.db import connection

CATEGORIES, BUNDLES = "catalog.categories", "catalog.bundles"


def take_turn(what: str) -> None:
    """Wait until nobody else changes the tree of categories, or what is in bundles; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
