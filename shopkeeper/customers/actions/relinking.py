"""All records are looked at again with the model in force, and what people did not decide is put right."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import batched
from typing import TYPE_CHECKING
from uuid import UUID

from shopkeeper.core import schedule
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers import facts
from shopkeeper.customers.actions.joining import join_by_rules
from shopkeeper.customers.actions.locking import lock_everybody
from shopkeeper.customers.actions.merging import join_customers, sign
from shopkeeper.customers.actions.noticing import let_go_of_values, notice_shared_values
from shopkeeper.customers.actions.profiles import refresh_profiles
from shopkeeper.customers.actions.proposing import propose_pairs, settle_unlikely
from shopkeeper.customers.actions.reaching import REACH
from shopkeeper.customers.actions.recording import create_customers
from shopkeeper.customers.contracts import LinkReason, ProposalKind, ProposalOrigin, ProposedPair, RelinkCard
from shopkeeper.customers.events import PeopleRelinked
from shopkeeper.customers.models import Link
from shopkeeper.customers.queries.matching import find_activation, get_model, list_apart, list_decided
from shopkeeper.customers.queries.matching_rules import list_bonds
from shopkeeper.customers.queries.pooling import fill_pool
from shopkeeper.customers.queries.zones import find_zones
from shopkeeper.customers.rules.matching.configuration import PERSONS
from shopkeeper.customers.rules.matching.people import open_pool
from shopkeeper.customers.rules.matching.revising import revise
from shopkeeper.customers.rules.matching.zones import Zones
from shopkeeper.customers.rules.relinking import Change, join_whole, plan_changes
from shopkeeper.customers.sql import read
from shopkeeper.engines.linkage import Lot, Scorer, list_lots, probability_of, weigh_pairs

if TYPE_CHECKING:
    from shopkeeper.engines.linkage.pool import Pool

_AT_ONCE = 500
"""People in one transaction, and those who hang together with them: a killed relink loses that much and no more."""

_MOST_PROPOSALS = 5_000

Tell = Callable[[int, int], None]
_OWNERS = """
SELECT l.record_id, coalesce(c.merged_into_id, c.id) FROM customers_link AS l
JOIN customers_customer AS c ON c.id = l.customer_id WHERE l.ends_at IS NULL AND l.record_id = ANY(%(records)s)
"""


def relink(
    *, by: Actor, now: datetime, version: int | None = None, only_look: bool = False, tell: Tell | None = None
) -> RelinkCard:
    """Work out who is who anew, change what differs, and lay pairs in doubt before people.

    What somebody decided stands: records that they put together stay together, and what they parted stays apart. With
    `only_look` it says what would change. Killed anywhere and started again, it ends as if nobody had disturbed it.

    :param tell: hears how many records there are and how many pairs are to be compared, before the first of them is
    :raises NoModel: when nothing was trained
    :raises ForeignModel: when the model was trained by a version of the program that compared otherwise
    """
    number, model = get_model(version)
    if not only_look:
        let_go_of_values(by=by, now=now)
        notice_shared_values(by=by, now=now)
        join_by_rules(by=by, now=now)
    tally, zones = _Tally(number), find_zones()
    with open_pool() as pool:
        fill_pool(pool, since=find_activation(number))
        weigh_pairs(pool, model, at_least=zones.least_bits, tell=partial(tell, pool.size) if tell else None)
        lots = _look(pool, Scorer(PERSONS, model), tally, zones)
        for some in join_whole(lots, at_least=_AT_ONCE):
            tally.count(some, some if only_look else change_people(changes=some, version=number, by=by, now=now))
    if not only_look:
        settle_unlikely(less_than=zones.in_doubt, by=by, now=now)
        for pairs in batched(tally.list_proposals(), _AT_ONCE):
            tally.proposed += propose_pairs(pairs=pairs, by=by, now=now)
        schedule.bring_forward(REACH, now=now)  # or pages would count people for an hour who are one by now
    return tally.card()


class _Tally:
    """What a relink comes to: counted as it goes, and the pairs that are most worth asking about."""

    def __init__(self, version: int) -> None:
        self._version = version
        self._pairs: dict[ProposalKind, list[tuple[float, str, str]]] = {kind: [] for kind in ProposalKind}
        self.people = self._merged = self._moved = self._skipped = self.proposed = 0

    def count(self, planned: Sequence[Change], done: Sequence[Change]) -> None:
        """Note what was carried out of what was planned."""
        self._merged += sum(len(change.join) for change in done)
        self._moved += sum(len(change.move) for change in done)
        self._skipped += len(planned) - len(done)

    def note(self, kind: ProposalKind, one: str, other: str, bits: float) -> None:
        """Keep a pair, and of too many the likeliest: to be one, or to be two."""
        keep = self._pairs[kind]
        item = (bits if kind is ProposalKind.JOIN else -bits, one, other)
        (heapq.heappushpop if len(keep) >= _MOST_PROPOSALS else heapq.heappush)(keep, item)

    def list_proposals(self) -> Iterator[ProposedPair]:
        """The pairs that were kept."""
        for kind, pairs in self._pairs.items():
            for bits, one, other in sorted(pairs, reverse=True):
                probability = probability_of(bits if kind is ProposalKind.JOIN else -bits)
                yield ProposedPair(UUID(one), UUID(other), probability, self._version, ProposalOrigin.RELINK, kind)

    def card(self) -> RelinkCard:
        """All of it."""
        return RelinkCard(self._version, self.people, self._merged, self._moved, self._skipped, self.proposed)


def _look(pool: "Pool", scorer: Scorer, tally: _Tally, zones: Zones) -> Iterator[list[Change]]:
    """What has to change, lot by lot; what is in doubt goes to the tally."""
    apart: dict[str, set[str]] = {}
    for one, other in list_apart():
        apart.setdefault(str(one), set()).add(str(other))
    tally.people = pool.size
    bound = [(str(one), str(other)) for one, other in list_bonds()]
    for lot in list_lots(pool, held=map(str, list_decided()), bound=bound):
        revision = revise(lot, scorer, apart=apart, zones=zones)
        tally.people -= len(lot.names) - len(revision.groups)
        for kind, pairs in ((ProposalKind.JOIN, revision.join), (ProposalKind.PART, revision.part)):
            for left, right, bits in pairs:
                tally.note(kind, lot.names[left], lot.names[right], bits)
        yield _plan(lot, revision.groups)


def _plan(lot: Lot, groups: Sequence[Sequence[int]]) -> list[Change]:
    owners = [{lot.owners[place] for place in group} for group in groups]
    if all(len(of_group) == 1 for of_group in owners) and len(set().union(*owners)) == len(owners):
        return []
    ids = [UUID(name) for name in lot.names]
    whose = {record: UUID(owner) for record, owner in zip(ids, lot.owners, strict=True)}
    ages: dict[UUID, float] = {}
    for owner, since in zip(whose.values(), lot.since, strict=True):
        ages[owner] = min(since, ages.get(owner, since))
    return plan_changes([[ids[place] for place in group] for group in groups], whose, ages)


@action
def change_people(*, changes: Sequence[Change], version: int, by: Actor, now: datetime) -> list[Change]:
    """Carry these out, but for those whose records somebody else changed in the meantime; gives what was done."""
    lock_everybody()
    today = dict(read(_OWNERS, {"records": [record for change in changes for record in change.before]}))
    valid = [change for change in changes if all(today.get(record) == owner for record, owner in change.before.items())]
    fresh = iter(create_customers(sum(change.keep is None for change in valid), now=now))
    targets = [change.keep or next(fresh) for change in valid]
    _move(list(zip(valid, targets, strict=True)), by=by, now=now)
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


def _move(changes: Sequence[tuple[Change, UUID]], *, by: Actor, now: datetime) -> None:
    owners = {record: owner for change, owner in changes for record in change.move}
    Link.objects.filter(record__in=owners, ends_at=None).update(ends_at=now)
    Link.objects.bulk_create(
        Link(record_id=record, customer_id=owner, reason=_reason(change), decided_by=sign(by), starts_at=now)
        for change, owner in changes
        for record in change.move
    )
    facts.repoint_each(owners)


def _reason(change: Change) -> LinkReason:
    # What leaves together was together before: the next look must not take it for joined by these weights.
    return LinkReason.PARTED if change.is_parting else LinkReason.MODEL
