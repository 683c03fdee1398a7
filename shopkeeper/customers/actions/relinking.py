"""All records are looked at again with the model in force, and what people did not decide is put right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import batched, pairwise, product
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers import facts
from shopkeeper.customers.actions.gathering import read
from shopkeeper.customers.actions.locking import lock_everybody
from shopkeeper.customers.actions.merging import join_customers, sign
from shopkeeper.customers.actions.profiles import refresh_profiles
from shopkeeper.customers.actions.proposing import propose_pairs
from shopkeeper.customers.actions.recording import create_customers
from shopkeeper.customers.contracts import LinkReason, ProposalKind, ProposalOrigin, ProposedPair, RelinkCard
from shopkeeper.customers.events import PeopleRelinked
from shopkeeper.customers.models import Link
from shopkeeper.customers.queries.matching import Records, get_model, list_apart, list_decided, read_records
from shopkeeper.customers.rules.matching.people import match_people
from shopkeeper.customers.rules.matching.placing import Edge
from shopkeeper.customers.rules.relinking import Change, plan_changes
from shopkeeper.engines.linkage import probability_of

_AT_ONCE = 500
"""People in one transaction: a killed relink loses that much work and no more."""

_MOST_PROPOSALS = 5_000

_OWNERS = """
SELECT l.record_id, coalesce(c.merged_into_id, c.id) FROM customers_link AS l
JOIN customers_customer AS c ON c.id = l.customer_id WHERE l.ends_at IS NULL AND l.record_id = ANY(%(records)s)
"""


def relink(*, by: Actor, now: datetime, version: int | None = None, only_look: bool = False) -> RelinkCard:
    """Work out who is who anew, change what differs, and lay pairs in doubt before people.

    What somebody decided stands: records that they put together stay together, and what they parted stays apart. With
    `only_look` it says what would change. Killed anywhere and started again, it ends as if nobody had disturbed it.

    :raises NoModel: when nothing was trained
    :raises ForeignModel: when the model was trained by a version of the program that compared otherwise
    """
    number, model = get_model(version)
    records = read_records()
    together, apart = _decisions(records)
    placing = match_people(records.forms, model, together=together, apart=apart)
    owners = dict(zip(records.ids, records.owners, strict=True))
    changes = plan_changes([[records.ids[place] for place in group] for group in placing.groups], owners, records.ages)
    if only_look:
        return _count(number, len(placing.groups), changes)
    done: list[Change] = []
    for some in batched(changes, _AT_ONCE):
        done += change_people(changes=some, version=number, by=by, now=now)
    proposed = sum(
        propose_pairs(pairs=some, by=by, now=now)
        for some in batched(_list_proposals(placing.doubts, records, number), _AT_ONCE)
    )
    return replace(_count(number, len(placing.groups), done), skipped=len(changes) - len(done), proposed=proposed)


@action
def change_people(*, changes: Sequence[Change], version: int, by: Actor, now: datetime) -> list[Change]:
    """Carry these out, but for those whose records somebody else changed in the meantime; gives what was done."""
    lock_everybody()
    today = dict(read(_OWNERS, {"records": [record for change in changes for record in change.before]}))
    valid = [change for change in changes if all(today.get(record) == owner for record, owner in change.before.items())]
    fresh = iter(create_customers(sum(change.keep is None for change in valid), now=now))
    targets = [change.keep or next(fresh) for change in valid]
    for change, target in zip(valid, targets, strict=True):
        _move(change.move, target, by=by, now=now)
    pairs = [
        (target, other, LinkReason.MODEL.value)
        for change, target in zip(valid, targets, strict=True)
        for other in change.join
    ]
    join_customers(pairs, by=by, now=now)
    touched = {owner for change in valid for owner in change.before.values()}
    refresh_profiles(touched | set(targets), now=now)
    left = touched - {other for change in valid for other in change.join}
    people = tuple(sorted(left | set(targets)))
    if people:
        announce(PeopleRelinked(version=version, customer_ids=people), by=by, now=now)
    return valid


def _decisions(records: Records) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Places that are one, by a person's or the source's word, and places that are two, by a person's."""
    places = records.places_of()
    together = [pair for owner in list_decided() for pair in pairwise(places.get(owner, []))]
    together += [pair for named in records.named.values() for pair in pairwise(named)]
    apart = [pair for one, other in list_apart() for pair in product(places.get(one, []), places.get(other, []))]
    return together, apart


def _list_proposals(doubts: Sequence[Edge], records: Records, version: int) -> list[ProposedPair]:
    """The most probable pairs in doubt: nobody could ever judge all of them."""
    likely = sorted(doubts, key=lambda edge: -edge[2])[:_MOST_PROPOSALS]
    origin, kind = ProposalOrigin.RELINK, ProposalKind.JOIN
    return [
        ProposedPair(records.ids[one], records.ids[other], probability_of(bits), version, origin, kind)
        for one, other, bits in likely
    ]


def _count(version: int, people: int, changes: Sequence[Change]) -> RelinkCard:
    return RelinkCard(version, people, sum(len(c.join) for c in changes), sum(len(c.move) for c in changes))


def _move(records: Sequence[UUID], target: UUID, *, by: Actor, now: datetime) -> None:
    if not records:
        return
    Link.objects.filter(record__in=records, ends_at=None).update(ends_at=now)
    Link.objects.bulk_create(
        Link(record_id=record, customer_id=target, reason=LinkReason.MODEL, decided_by=sign(by), starts_at=now)
        for record in records
    )
    facts.repoint(records, to=target)
