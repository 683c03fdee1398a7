"""People decide who of a suggested household lives together: all, some, nobody, or not now; and take it back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import combinations
from uuid import UUID

from django.db.models import Q

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.actions.relating import relate_customers
from shopkeeper.customers.contracts import ProposalOutcome
from shopkeeper.customers.errors import AlreadySettled, HouseholdNotFound, HouseholdTooSmall, NothingToUndo
from shopkeeper.customers.models import HouseholdPair, Relation
from shopkeeper.customers.queries.households import SUGGESTED, OpenPair, list_open_pairs
from shopkeeper.customers.rules.relations import RelationKind


@action
def confirm_household(
    *, pair_id: UUID, members: Collection[UUID] | None = None, by: Actor, now: datetime
) -> None:  # fmt: skip
    """These live together, each with each; who is left out of `members` does not live with them.

    :raises HouseholdNotFound: when there is no such suggestion
    :raises AlreadySettled: when it was decided in the meantime
    :raises HouseholdTooSmall: when fewer than two are left
    """
    pairs = _lock_open(pair_id)
    people = {person for pair in pairs for person in (pair.one, pair.other)}
    staying = sorted(people if members is None else people & set(members))
    if len(staying) < 2:
        raise HouseholdTooSmall
    for one, other in combinations(staying, 2):
        kind, since = RelationKind.HOUSEHOLD, now.date()
        relate_customers(kind=kind, one=one, other=other, source=SUGGESTED, starts_on=since, by=by, now=now)
    parted = [pair for pair in pairs if (pair.one in staying) != (pair.other in staying)]
    _settle(parted, ProposalOutcome.REJECTED, by=by, now=now)


@action
def reject_household(*, pair_id: UUID, by: Actor, now: datetime) -> None:
    """None of them live together; no night suggests it again.

    :raises HouseholdNotFound: when there is no such suggestion
    :raises AlreadySettled: when it was decided in the meantime
    """
    _settle(_lock_open(pair_id), ProposalOutcome.REJECTED, by=by, now=now)


@action
def skip_household(*, pair_id: UUID, by: Actor, now: datetime) -> None:
    """Leave it for now; it comes back.

    :raises HouseholdNotFound: when there is no such suggestion
    :raises AlreadySettled: when it was decided in the meantime
    """
    _settle(_lock_open(pair_id), ProposalOutcome.SKIPPED, by=by, now=now)


@action
def reopen_household(*, pair_id: UUID, by: Actor, now: datetime) -> None:
    """Take a decision back: the relations that it wrote are gone, and the household waits again.

    :raises HouseholdNotFound: when there is no such suggestion
    :raises NothingToUndo: when it waits already, was overtaken, or the same two wait again
    """
    row = _lock(pair_id)
    if row.settled_at is None or row.outcome == ProposalOutcome.OVERTAKEN:
        raise NothingToUndo
    together = HouseholdPair.objects.filter(door=row.door, settled_at=row.settled_at, settled_by=row.settled_by)
    if HouseholdPair.objects.filter(one=row.one_id, other=row.other_id).waiting().exists():
        raise NothingToUndo
    people = {person for pair in together.values_list("one", "other") for person in pair}
    written = Relation.objects.filter(source=SUGGESTED, at=row.settled_at, decided_by=row.settled_by)
    written.filter(Q(one__in=people) | Q(other__in=people)).delete()
    together.ask_again()


def _lock(pair_id: UUID) -> HouseholdPair:
    row = HouseholdPair.objects.select_for_update().filter(pk=pair_id).first()
    if row is None:
        raise HouseholdNotFound
    return row


def _lock_open(pair_id: UUID) -> Sequence[OpenPair]:
    """The pairs of the household that wait, locked in one order; gone in between is decided."""
    door = HouseholdPair.objects.filter(pk=pair_id).values_list("door", flat=True)
    list(HouseholdPair.objects.select_for_update().filter(door__in=door).waiting().order_by("id"))
    row = _lock(pair_id)
    pairs = list_open_pairs(row.id) if row.settled_at is None else []
    if not pairs:
        raise AlreadySettled
    return pairs


def _settle(pairs: Sequence[OpenPair], outcome: ProposalOutcome, *, by: Actor, now: datetime) -> None:
    HouseholdPair.objects.filter(pk__in=[pair.id for pair in pairs]).settle(outcome, by=sign(by), at=now)
