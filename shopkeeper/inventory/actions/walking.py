"""A walk over all products, some at a time, so that nobody has to wait until the last of them is done."""

from collections.abc import Iterator
from uuid import UUID

from django.db import connection

_SLICE = """
SELECT id FROM catalog_product
WHERE id > coalesce(%s::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY id LIMIT %s"""


def walk_products(at_once: int) -> Iterator[list[UUID]]:
    """All products by their ids, so many at a time."""
    reached: UUID | None = None
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_SLICE, [reached, at_once])
            found = [product for (product,) in cursor.fetchall()]
        if not found:
            return
        yield found
        reached = found[-1]
