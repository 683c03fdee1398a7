"""Sales and losses become doubts: each position learns how often it sells, and how much of its class goes missing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.inventory.actions.walking import walk_products
from shopkeeper.inventory.queries.trust import list_losses, list_paces, since
from shopkeeper.inventory.rules.trust import ENOUGH, loss_share

PRODUCTS_AT_ONCE = 200
_LEARN = """
SELECT inventory_learn_trust(
    %s::uuid[], %s::uuid[], %s::float8[], %s::int[], %s::uuid[], %s::int[], %s, %s, %s, %s)"""


def learn_trust(*, by: Actor, now: datetime) -> int:
    """Write to each position what speaks for and against its record. Gives how many positions changed.

    Some products after the other, each slice for itself: in a large shop most positions change now and then, and who
    held them all would keep every buyer waiting until the last is written.
    """
    classes = list_losses(now=now)
    lost, sold = sum(each.lost for each in classes.values()), sum(each.sold for each in classes.values())
    usual = lost / (lost + sold) if lost + sold else 0.0
    shares = {kind: loss_share(each.lost, each.sold, usual) for kind, each in classes.items() if kind is not None}
    paces = list_paces(now=now)
    told: list[Any] = [
        list(shares), list(shares.values()), [paces.classes.get(kind, 1) for kind in shares], list(paces.places),
        list(paces.places.values()), loss_share(0, 0, usual), ENOUGH, since(now), now,
    ]  # fmt: skip
    return sum(
        learn_trust_of(products=products, told=told, by=by, now=now) for products in walk_products(PRODUCTS_AT_ONCE)
    )


@action
def learn_trust_of(*, products: Sequence[UUID], told: Sequence[Any], by: Actor, now: datetime) -> int:
    """The positions of some products learn what was `told` of all classes."""
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, [list(products), *told])
        return int(cursor.fetchone()[0])
