"""What the policy decided about returns lately."""

from datetime import datetime, timedelta

from shopkeeper.orders.models import ReturnRequest
from shopkeeper.orders.rules.returning import AGAINST, DOUBTS


def count_ruled_on(*, now: datetime) -> dict[str, int]:
    """How many returns of the last thirty days the policy approved, denied, and left to a person."""
    rows = ReturnRequest.objects.filter(asked_at__gte=now - timedelta(days=30)).values_list("reasons", flat=True)
    told = [("denied" if AGAINST & set(r) else "asked" if DOUBTS & set(r) else "approved") for r in rows]
    return {verdict: told.count(verdict) for verdict in ("approved", "denied", "asked")}
