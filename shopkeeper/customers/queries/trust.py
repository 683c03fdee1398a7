"""How far each source is trusted, where its records are typed, and which of its values failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.customers.contracts import CustomerCard
from shopkeeper.customers.models import Link, SourcePlace, SourceTrust, ValueTrial
from shopkeeper.customers.queries.identity import get_customer_cards
from shopkeeper.customers.queries.lineage import write_value
from shopkeeper.customers.rules.trust import Trust, ValueKind


@dataclass(frozen=True, slots=True)
class TrustCard:
    """What became of the values of a kind that were typed at one place."""

    source: str
    prefix: str
    kind: ValueKind
    place: str
    outlet_id: UUID | None
    trust: Trust
    lost_at: datetime | None
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class FailedValue:
    """A value that failed, whose it is and when it failed."""

    card: CustomerCard | None
    kind: ValueKind
    value: str
    source: str
    source_key: str
    failed_at: datetime


def list_trust(by: Actor) -> list[TrustCard]:
    """Every source that was tried, those that are trusted no more first; of places, those that `by` may see."""
    places = {(row.source, row.prefix): row for row in SourcePlace.objects.all()}
    cards = [_card(row, places.get((row.source, row.prefix))) for row in SourceTrust.objects.all()]
    seen = [card for card in cards if by.scopes.company_wide or by.scopes.allows("outlet_id", card.outlet_id)]
    return sorted(seen, key=lambda card: (card.lost_at is None, -card.trust.rate, card.source, card.prefix, card.kind))


def list_lost() -> list[TrustCard]:
    """Only those that are trusted no more."""
    places = {(row.source, row.prefix): row for row in SourcePlace.objects.all()}
    rows = SourceTrust.objects.exclude(lost_at=None).order_by("source", "prefix", "kind")
    return [_card(row, places.get((row.source, row.prefix))) for row in rows]


def list_failed(cards: Sequence[TrustCard], *, limit: int = 20) -> list[FailedValue]:
    """The values that failed last at these places."""
    wanted = {(card.source, card.kind) for card in cards}
    rows = ValueTrial.objects.exclude(failed_at=None).select_related("record").order_by("-failed_at")
    rows = rows.filter(record__source__in={source for source, _ in wanted}, kind__in={kind for _, kind in wanted})
    fit = [row for row in rows[: limit * 10] if _is_at(row, cards)][:limit]
    links = Link.objects.filter(record__in=[row.record_id for row in fit], ends_at=None)
    owners = dict(links.values_list("record", "customer"))
    people = get_customer_cards(owners.values())
    return [
        FailedValue(
            people.get(owners[row.record_id]), ValueKind(row.kind), write_value(row.kind, row.record),
            row.record.source, row.record.source_key, row.failed_at,
        )
        for row in fit
        if row.failed_at is not None
    ]  # fmt: skip


def list_places() -> list[SourcePlace]:
    """Where sources are typed, as people said."""
    return list(SourcePlace.objects.select_related("outlet").order_by("source", "prefix"))


def _is_at(row: ValueTrial, cards: Sequence[TrustCard]) -> bool:
    record = row.record
    return any(
        card.source == record.source and card.kind == row.kind and record.source_key.startswith(card.prefix)
        for card in cards
    )


def _card(row: SourceTrust, place: SourcePlace | None) -> TrustCard:
    return TrustCard(
        row.source, row.prefix, ValueKind(row.kind), place.name if place else "", place.outlet_id if place else None,
        Trust(row.tried, row.failed), row.lost_at, row.counted_at,
    )  # fmt: skip
