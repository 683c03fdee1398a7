"""Sales and losses become doubts: each position learns how often it sells, and how much of its class goes missing."""

from datetime import datetime
from typing import Any

from django.db import connection

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.inventory.queries.trust import list_losses, since
from shopkeeper.inventory.rules.trust import ENOUGH, loss_share

_LEARN = "SELECT inventory_learn_trust(%s::uuid[], %s::float8[], %s, %s, %s, %s)"


@action
def learn_trust(*, by: Actor, now: datetime) -> int:
    """Write to each position what speaks for and against its record. Gives how many positions changed."""
    classes = list_losses(now=now)
    lost, sold = sum(each.lost for each in classes.values()), sum(each.sold for each in classes.values())
    usual = lost / (lost + sold) if lost + sold else 0.0
    shares = {kind: loss_share(each.lost, each.sold, usual) for kind, each in classes.items() if kind is not None}
    told: list[Any] = [list(shares), list(shares.values()), loss_share(0, 0, usual), ENOUGH, since(now), now]
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, told)
        return int(cursor.fetchone()[0])
