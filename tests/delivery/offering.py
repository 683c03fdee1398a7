"""Carriers, services and parcels for the tests of the delivery."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from shopkeeper.core.actors import system_actor
from shopkeeper.core.ids import new_id
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.models import Carrier, Parcel

NOW = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
"""A Wednesday morning."""
TODAY = date(2026, 3, 4)
BY = system_actor("test")
LEEDS = delivery.Destination(country="GB", postcode="LS1 4AP", region="North")


def with_carrier(key: str = "swift") -> Carrier:
    """A carrier of this key."""
    found, _ = Carrier.objects.get_or_create(source_key=key, defaults={"name": key.title(), "recorded_at": NOW})
    return found


def with_service(code: str = "standard", *, carrier: str = "swift", **told: Any) -> None:
    """A service: 4.95 everywhere, ordered by 14:00 it leaves on the same day."""
    if carrier:
        with_carrier(carrier)
    values = {
        "name": code.title(), "kind": delivery.ServiceKind.STANDARD,
        "rates": (delivery.RateSpec(Decimal("4.95"), "GBP", Decimal("3.10")),),
        "cut_offs": (delivery.CutOffSpec(time(14)),), **told,
    }  # fmt: skip
    delivery.set_service(spec=delivery.ServiceSpec(code=code, carrier=carrier, **values), by=BY, now=NOW)


def with_parcels(
    days: int | None, count: int = 1, *, left_on: date = date(2026, 2, 16), carrier: str = "swift",
    service: str = "standard", node: str = "LDS", area: str = "LS", region: str = "North", promised: int = 2,
) -> list[Parcel]:  # fmt: skip
    """Parcels that left on a day and arrived so many calendar days later, or are still under way."""
    left = datetime.combine(left_on, time(8), UTC)
    return Parcel.objects.bulk_create(
        Parcel(
            source_key=str(new_id()), recorded_at=left, ref=f"order:{new_id()}", carrier=with_carrier(carrier),
            service=service, ship_from=node, postcode_area=area, region=region, handed_over_at=left,
            promised_on=left_on + timedelta(days=promised),
            delivered_at=None if days is None else left + timedelta(days=days, hours=4),
        )
        for _ in range(count)
    )  # fmt: skip


def offers(*lines: tuple[str, int], now: datetime = NOW, address: delivery.Destination = LEEDS) -> Any:
    """Offers for SKUs and pieces, by service."""
    basket = [delivery.BasketLine(sku, pieces) for sku, pieces in lines or [("KETTLE", 1)]]
    return delivery.offer_deliveries(lines=basket, address=address, by=BY, now=now)
