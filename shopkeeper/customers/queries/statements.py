"""What people said of what they allow, as the law of consent takes it: with the customer whose it was."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from shopkeeper.customers.contracts import ConsentState
from shopkeeper.customers.models import Consent, Link, Merge
from shopkeeper.customers.queries.identity import ids_of
from shopkeeper.customers.rules.consents import Merges, Statement, Word, decide_for


@dataclass(frozen=True, slots=True)
class Spoken:
    """Statements of one person, and how the customers who they were became one."""

    rows: tuple[Consent, ...]
    holders: Mapping[UUID, UUID]
    """Record -> its customer, merged or not."""
    merges: Merges

    def about(self, purpose: str, channel: str) -> "Spoken":
        """Those about one purpose and channel; a statement without a channel is for all."""
        rows = (row for row in self.rows if row.purpose == purpose and row.channel in ("", channel))
        return Spoken(tuple(rows), self.holders, self.merges)

    def words(self) -> list[Word]:
        """The statements, in the order of the rows."""
        return [Word(self._whose(row), row.brand, _state(row)) for row in self.rows]

    def decide(self, *, brand: str = "") -> ConsentState | None:
        """What is in force."""
        return decide_for(self.words(), self.merges, brand=brand)

    def _whose(self, row: Consent) -> UUID:
        return self.holders.get(row.record_id, row.customer_id) if row.record_id else row.customer_id


def hear(customer_id: UUID, about: Q | None = None) -> Spoken:
    """What a person said, or what of it is about something."""
    ids = ids_of(customer_id)
    return hear_each(dict.fromkeys(ids, ids[0]), about).get(ids[0], Spoken((), {}, {}))


def hear_each(owners: Mapping[UUID, UUID], about: Q | None = None) -> dict[UUID, Spoken]:
    """The same for many people at once.

    :param owners: every customer id of theirs, with the one that they are today
    """
    rows: dict[UUID, list[Consent]] = {}
    for row in Consent.objects.filter(about or Q(), customer__in=list(owners)).order_by("occurred_at", "id"):
        rows.setdefault(owners[row.customer_id], []).append(row)
    merged = [one for one, owner in owners.items() if one != owner]
    steps = Merge.objects.filter(merged__in=merged, undone_at=None) if merged else ()
    merges = {row.merged_id: (row.survivor_id, row.at) for row in steps}
    records = {row.record_id for theirs in rows.values() for row in theirs if row.record_id}
    holders = _list_holders(records) if merged else {}
    return {owner: Spoken(tuple(theirs), holders, merges) for owner, theirs in rows.items()}


def _list_holders(records: Collection[UUID]) -> dict[UUID, UUID]:
    return dict(Link.objects.filter(record__in=records, ends_at=None).values_list("record", "customer"))


def _state(row: Consent) -> Statement:
    return Statement(row.record_id, ConsentState(row.state), row.occurred_at)
