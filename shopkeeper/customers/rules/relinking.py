"""From the people that records are to what has to change for that: which customers are one, which records move."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Change:
    """One person who is not yet one customer."""

    keep: UUID | None
    """The customer that lives on; None where all of the records come from people who keep their names."""
    join: tuple[UUID, ...]
    """Customers that are this one, with all of the records that stay with them."""
    move: tuple[UUID, ...]
    """Records of other customers that are this person's."""
    before: Mapping[UUID, UUID]
    """The customer of each record when this was worked out: if it is another one by now, the change is void."""

    @property
    def is_parting(self) -> bool:
        """Whether these records only leave the rest of one customer: nobody is joined who was not one before."""
        return self.keep is None and len(set(self.before.values())) == 1


def plan_changes(
    people: Sequence[Sequence[UUID]], owners: Mapping[UUID, UUID], ages: Mapping[UUID, object]
) -> list[Change]:
    """What has to change. A customer stays where most of their records are, and the one who has most records lives on.

    :param people: the records of each person
    :param owners: the customer of each record today
    :param ages: what orders the customers by age, the oldest first
    """
    homes = _homes(people, owners)
    changes = []
    for place, records in enumerate(people):
        counts = Counter(owners[record] for record in records)
        staying = [owner for owner in counts if homes[owner] == place]
        staying.sort(key=lambda owner: (-counts[owner], ages[owner], str(owner)))
        moving = tuple(record for record in records if homes[owners[record]] != place)
        if len(staying) == 1 and not moving:
            continue
        before = {record: owners[record] for record in records}
        changes.append(Change(staying[0] if staying else None, tuple(staying[1:]), moving, before))
    return changes


def join_whole(lots: Iterable[Sequence[Change]], *, at_least: int) -> Iterator[list[Change]]:
    """The changes of several lots at a time, none of them divided.

    Two changes may take from one customer: whoever carries out the first alone makes what the second knows untrue.
    """
    some: list[Change] = []
    for lot in lots:
        some += lot
        if len(some) >= at_least:
            yield some
            some = []
    if some:
        yield some


def _homes(people: Sequence[Sequence[UUID]], owners: Mapping[UUID, UUID]) -> dict[UUID, int]:
    """In which person each customer has most of their records; among equals, in the first."""
    most: dict[UUID, tuple[int, int]] = {}
    for place, records in enumerate(people):
        for owner, count in Counter(owners[record] for record in records).items():
            if owner not in most or count > most[owner][0]:
                most[owner] = (count, place)
    return {owner: place for owner, (_, place) in most.items()}
