"""What two customers allowed or refused while they counted as one, once they are two again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shopkeeper.core.ids import new_id
from shopkeeper.customers.contracts import ConsentState
from shopkeeper.customers.models import Consent, Merge
from shopkeeper.customers.queries.identity import ids_of
from shopkeeper.customers.rules.consents import Statement, decide

_ABOUT = ("brand", "purpose", "channel", "contact_point", "text_version")
NOBODY_KNOWS = "parting: nobody can tell who allowed it"


def part_consents(*, merge: Merge, family: Sequence[UUID], now: datetime) -> None:
    """A parting must not widen consent: what the one refused both have refused, what it allowed nobody has.

    The two are two again by now, and statements with a record went back with it. These are those that the person made
    to us while they counted as one.
    """
    said = list(Consent.objects.filter(customer__in=family, record=None, occurred_at__gte=merge.at))
    for row in said:
        if row.state != ConsentState.GRANTED:
            is_merged = merge.merged_id in ids_of(row.customer_id)
            other = family[0] if is_merged else merge.merged_id
            _write_again(row, other, row.state, row.proof, at=row.occurred_at, now=now)
        elif not _had_allowed(row, said):
            _write_again(row, row.customer_id, ConsentState.DENIED, NOBODY_KNOWS, at=now, now=now)


def _had_allowed(row: Consent, doubtful: Sequence[Consent]) -> bool:
    """Whether who keeps the statement, two people again, had allowed the same without it."""
    mine, about = ids_of(row.customer_id), {name: getattr(row, name) for name in ("purpose", "channel", "brand")}
    others = Consent.objects.filter(customer__in=mine, **about)
    sure = others.exclude(pk__in=[doubt.pk for doubt in doubtful])
    stated = (Statement(one.record_id, ConsentState(one.state), one.occurred_at) for one in sure)
    return decide(stated) is ConsentState.GRANTED


def _write_again(row: Consent, customer: UUID, state: str, proof: str, *, at: datetime, now: datetime) -> None:
    identifier = new_id()
    same = {name: getattr(row, name) for name in _ABOUT}
    Consent.objects.create(
        id=identifier, source_key=str(identifier), customer_id=customer, recorded_at=now, occurred_at=at, state=state,
        proof=proof, **same,
    )  # fmt: skip
