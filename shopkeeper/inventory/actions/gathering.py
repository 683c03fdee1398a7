"""Positions of a product are laid together by night, so that asking where it is fetches few pages, not a hundred."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.inventory.actions.walking import walk_products

PRODUCTS_AT_ONCE = 50
"""With a hundred locations, positions that are held for a tenth of a second."""


def gather_positions(*, by: Actor, now: datetime) -> int:
    """Lay together what lies scattered, each slice for itself. Gives how many positions were moved."""
    return sum(gather_positions_of(products=products, by=by, now=now) for products in walk_products(PRODUCTS_AT_ONCE))


@action
def gather_positions_of(*, products: Sequence[UUID], by: Actor, now: datetime) -> int:
    """Lay together the positions of those of these products that lie scattered. Gives how many were moved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT inventory_gather(%s::uuid[])", [list(products)])
        return int(cursor.fetchone()[0])
