"""People decide about proposed pairs: one person, two people, or not now; and take it back."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions.distinguishing import keep_apart, withdraw_distinction
from shopkeeper.customers.actions.locking import lock_deciders
from shopkeeper.customers.actions.merging import merge_customers, part_records, sign, unmerge_customer
from shopkeeper.customers.contracts import LinkReason, ProposalKind, ProposalOutcome
from shopkeeper.customers.errors import AlreadySettled, NothingToUndo, ProposalNotFound
from shopkeeper.customers.models import Link, Merge, Proposal
from shopkeeper.customers.queries.identity import ids_of, survivor_of


@action
def confirm_proposal(*, proposal_id: UUID, by: Actor, now: datetime) -> None:
    """Do what is proposed: join the two, and nothing takes them apart again, or part them for good.

    :raises ProposalNotFound: when there is no such pair
    :raises AlreadySettled: when it was decided in the meantime
    """
    row, one, other = _lock_open(proposal_id)
    asked = _list_same(row, one, other)
    if row.kind == ProposalKind.JOIN:
        merge_customers(one=one.customer_id, other=other.customer_id, by=by, now=now)
    elif (merged := _merged_between(one.customer_id, other.customer_id)) is not None:
        unmerge_customer(merged_id=merged, by=by, now=now)
    else:
        part_records(customer_id=other.customer_id, record_ids=[other.record_id], by=by, now=now)
    _settle(asked, ProposalOutcome.CONFIRMED, by=by, now=now)


@action
def reject_proposal(*, proposal_id: UUID, by: Actor, now: datetime) -> None:
    """Decide against it: the two are two people for good, or the records stay together for good.

    :raises ProposalNotFound: when there is no such pair
    :raises AlreadySettled: when it was decided in the meantime
    """
    row, one, other = _lock_open(proposal_id)
    asked = _list_same(row, one, other)
    if row.kind == ProposalKind.JOIN:
        keep_apart(one=one.customer_id, other=other.customer_id, by=by, now=now)
    else:
        for link in (one, other):
            _link_again(link, LinkReason.STEWARD, by=by, now=now)
    _settle(asked, ProposalOutcome.REJECTED, by=by, now=now)


@action
def skip_proposal(*, proposal_id: UUID, by: Actor, now: datetime) -> None:
    """Leave it for now; it comes back.

    :raises ProposalNotFound: when there is no such pair
    :raises AlreadySettled: when it was decided in the meantime
    """
    row, one, other = _lock_open(proposal_id)
    _settle(_list_same(row, one, other), ProposalOutcome.SKIPPED, by=by, now=now)


@action
def reopen_proposal(*, proposal_id: UUID, by: Actor, now: datetime) -> None:
    """Take a decision about a pair back: everything is as before, and all that it answered waits again.

    :raises ProposalNotFound: when there is no such pair
    :raises NothingToUndo: when it waits already, was overtaken, or somebody undid it elsewhere
    """
    row = _lock(proposal_id)
    undo = _UNDO.get((row.outcome, row.kind))
    if row.outcome != ProposalOutcome.SKIPPED:
        if undo is None:
            raise NothingToUndo
        undo(row, _link(row.one_id), _link(row.other_id), by, now)
    if Proposal.objects.filter(one=row.one_id, other=row.other_id).waiting().exists():
        raise NothingToUndo
    Proposal.objects.filter(pk__in=_list_settled_with(row)).ask_again()


def _lock(proposal_id: UUID) -> Proposal:
    lock_deciders()  # before any row: a record that arrives alone takes both in this order, too
    row = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if row is None:
        raise ProposalNotFound(key=proposal_id)
    return row


def _lock_open(proposal_id: UUID) -> tuple[Proposal, Link, Link]:
    row = _lock(proposal_id)
    if row.settled_at is not None:
        raise AlreadySettled
    one, other = _link(row.one_id), _link(row.other_id)
    if (survivor_of(one.customer_id) == survivor_of(other.customer_id)) != (row.kind == ProposalKind.PART):
        raise AlreadySettled
    return row, one, other


def _link(record_id: UUID) -> Link:
    return Link.objects.select_for_update().get(record=record_id, ends_at=None)


def _settle(asked: list[UUID], outcome: ProposalOutcome, *, by: Actor, now: datetime) -> None:
    Proposal.objects.filter(pk__in=asked).settle(outcome, by=sign(by), at=now)


def _list_same(row: Proposal, one: Link, other: Link) -> list[UUID]:
    """The open pairs that ask the same: whether these two customers are one, whichever of their records are alike."""
    asked = Proposal.objects.select_for_update().filter(_between(one, other), kind=ProposalKind.JOIN, settled_at=None)
    same = asked.values_list("pk", flat=True) if row.kind == ProposalKind.JOIN else []
    return [row.pk, *(pk for pk in same if pk != row.pk)]


def _list_settled_with(row: Proposal) -> list[UUID]:
    """The pairs that the same answer settled, but for those about which somebody is asked again already."""
    with_it = Proposal.objects.filter(
        _between(_link(row.one_id), _link(row.other_id)), kind=ProposalKind.JOIN, outcome=row.outcome,
        settled_at=row.settled_at, settled_by=row.settled_by,
    )  # fmt: skip
    again = Proposal.objects.filter(one=OuterRef("one"), other=OuterRef("other"), settled_at=None)
    same = with_it.exclude(Exists(again)).values_list("pk", flat=True) if row.kind == ProposalKind.JOIN else []
    return [row.pk, *(pk for pk in same if pk != row.pk)]


def _between(one: Link, other: Link) -> Q:
    """Pairs of a record of the one customer and a record of the other."""
    mine, theirs = (
        list(Link.objects.filter(customer__in=ids_of(link.customer_id), ends_at=None).values_list("record", flat=True))
        for link in (one, other)
    )
    return Q(one__in=mine, other__in=theirs) | Q(one__in=theirs, other__in=mine)


def _link_again(link: Link, reason: str, *, by: Actor, now: datetime) -> None:
    Link.objects.filter(pk=link.pk).update(ends_at=now)
    Link.objects.create(
        record_id=link.record_id, customer_id=link.customer_id, reason=reason, decided_by=sign(by), starts_at=now
    )


def _merged_between(one: UUID, other: UUID) -> UUID | None:
    """Which of the two customers to unmerge so that they part: the one that leads to the other, or any that leads."""
    parent = dict(Merge.objects.filter(undone_at=None, merged__in=ids_of(one)).values_list("merged", "survivor"))
    if one == other:
        return None
    return one if one in parent and not _leads_to(other, one, parent) else other


def _leads_to(customer: UUID, target: UUID, parent: dict[UUID, UUID]) -> bool:
    while customer in parent:
        customer = parent[customer]
        if customer == target:
            return True
    return False


def _undo_join(row: Proposal, one: Link, other: Link, by: Actor, now: datetime) -> None:
    merge = Merge.objects.filter(at=_settled_at(row), decided_by=row.settled_by, undone_at=None)
    found = merge.filter(merged__in=ids_of(one.customer_id)).first()
    if found is None:
        raise NothingToUndo
    unmerge_customer(merged_id=found.merged_id, by=by, now=now)
    withdraw_distinction(one=one.customer_id, other=other.customer_id, by=by, now=now)


def _settled_at(row: Proposal) -> datetime:
    if row.settled_at is None:
        raise NothingToUndo
    return row.settled_at


def _undo_distinction(row: Proposal, one: Link, other: Link, by: Actor, now: datetime) -> None:
    withdraw_distinction(one=one.customer_id, other=other.customer_id, by=by, now=now)


def _undo_parting(row: Proposal, one: Link, other: Link, by: Actor, now: datetime) -> None:
    withdraw_distinction(one=one.customer_id, other=other.customer_id, by=by, now=now)
    merge_customers(one=one.customer_id, other=other.customer_id, by=by, now=now)


def _undo_keeping(row: Proposal, one: Link, other: Link, by: Actor, now: datetime) -> None:
    for link in (one, other):
        if link.reason != LinkReason.STEWARD:
            raise NothingToUndo
        before = Link.objects.filter(record=link.record_id, ends_at=row.settled_at).get()
        _link_again(link, before.reason, by=by, now=now)


_UNDO: dict[tuple[str, str], Callable[[Proposal, Link, Link, Actor, datetime], None]] = {
    (ProposalOutcome.CONFIRMED, ProposalKind.JOIN): _undo_join,
    (ProposalOutcome.REJECTED, ProposalKind.JOIN): _undo_distinction,
    (ProposalOutcome.CONFIRMED, ProposalKind.PART): _undo_parting,
    (ProposalOutcome.REJECTED, ProposalKind.PART): _undo_keeping,
}
