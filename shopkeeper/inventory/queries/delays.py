"""How long after a sale at the till the record knows of it, and so everybody who asks what can be promised."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.core.statements import fetch

ENOUGH = 20
OF_LATE = timedelta(hours=24)
_TOOK = """
SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY took), percentile_disc(0.95) WITHIN GROUP (ORDER BY took)
FROM inventory_position p CROSS JOIN LATERAL (
    SELECT greatest(extract(epoch FROM m.recorded_at - m.occurred_at), 0)::int AS took FROM inventory_movement m
    WHERE (m.product_id, m.location_id) = (p.product_id, p.location_id) AND m.kind = 'sell'
        AND m.occurred_at BETWEEN $2::timestamptz AND $3::timestamptz
) sale
WHERE p.location_id = $1::uuid AND p.last_sold_at >= $2::timestamptz"""


@dataclass(frozen=True, slots=True)
class Delay:
    """Sales of the last 24 hours, and within how many seconds half of them and 19 of 20 were on the record; none while
    there are fewer than 20."""

    sales: int
    half_within: int | None
    most_within: int | None

    @property
    def most(self) -> timedelta | None:
        """The same as a duration."""
        return None if self.most_within is None else timedelta(seconds=self.most_within)


def measure_delay(location_id: UUID, *, now: datetime) -> Delay:
    """From the till to the record, at a location."""
    [(sales, half, most)] = fetch(_TOOK, [str(location_id), now - OF_LATE, now])
    return Delay(sales, half, most) if sales >= ENOUGH else Delay(sales, None, None)
