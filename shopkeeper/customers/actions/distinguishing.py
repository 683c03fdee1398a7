"""Somebody decides that two customers are two people, or takes that back."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers.actions.merging import lock_person, sign
from shopkeeper.customers.errors import AlreadyOne, NothingToUndo
from shopkeeper.customers.events import CustomersDistinguished, DistinctionWithdrawn
from shopkeeper.customers.models import Distinction
from shopkeeper.customers.queries.identity import ids_of


@action
def keep_apart(*, one: UUID, other: UUID, by: Actor, now: datetime) -> None:
    """Decide that two customers are two people: no rule and no import joins them any more.

    :raises AlreadyOne: when they are one customer; that is undone by an unmerge
    :raises CustomerNotFound: when either does not exist
    """
    first, second = lock_person(one)[0], lock_person(other)[0]
    if first == second:
        raise AlreadyOne
    if not _between(first, second).exists():
        Distinction.objects.create(first_id=first, second_id=second, decided_by=sign(by), at=now)
        announce(CustomersDistinguished(first_id=first, second_id=second), by=by, now=now)


@action
def withdraw_distinction(*, one: UUID, other: UUID, by: Actor, now: datetime) -> None:
    """Take back the decision that these are two people: they may be joined again.

    :raises NothingToUndo: when nobody decided so
    """
    rows = list(_between(one, other).select_for_update())
    if not rows:
        raise NothingToUndo
    for row in rows:
        announce(DistinctionWithdrawn(first_id=row.first_id, second_id=row.second_id), by=by, now=now)
    Distinction.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=now)


def _between(one: UUID, other: UUID) -> QuerySet[Distinction]:
    left, right = ids_of(one), ids_of(other)
    either = Q(first__in=left, second__in=right) | Q(first__in=right, second__in=left)
    return Distinction.objects.filter(either, withdrawn_at=None)
