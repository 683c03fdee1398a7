"""People whom nobody finds any more: older versions let two stewards merge A into B and B into A at the same moment."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers.actions.locking import lock_deciders
from shopkeeper.customers.actions.merging import point_again, sign
from shopkeeper.customers.actions.profiles import refresh_profiles
from shopkeeper.customers.contracts import LinkReason
from shopkeeper.customers.events import CustomersMerged
from shopkeeper.customers.models import Merge
from shopkeeper.customers.queries.identity import survivors_of
from shopkeeper.customers.queries.lost import list_lost
from shopkeeper.customers.rules.merges import list_closing


@action
def bring_back_lost(*, by: Actor, now: datetime) -> list[UUID]:
    """Of merges that cross each other the first one counts, the others are taken back; gives who is found again."""
    lock_deciders()
    family = _family_of(list_lost())
    if not family:
        return []
    current = Merge.objects.filter(merged__in=family, undone_at=None).order_by("at", "id")
    closing = list_closing(current.values_list("pk", "merged", "survivor"))
    Merge.objects.filter(pk__in=closing).update(undone_at=now, undone_by=sign(by))
    point_again(family)
    survivors = survivors_of(family)
    found = sorted(set(survivors.values()))
    refresh_profiles(found, now=now)
    for merged, survivor in survivors.items():
        if merged != survivor:
            merge = CustomersMerged(survivor_id=survivor, merged_id=merged, reason=LinkReason.STEWARD.value)
            announce(merge, by=by, now=now)
    return found


def _family_of(lost: Collection[UUID]) -> list[UUID]:
    """These and all with whom merges in force connect them."""
    family: set[UUID] = set()
    fresh = set(lost)
    while fresh:
        family |= fresh
        met = Merge.objects.filter(Q(merged__in=fresh) | Q(survivor__in=fresh), undone_at=None)
        fresh = {one for pair in met.values_list("merged", "survivor") for one in pair} - family
    return sorted(family)
