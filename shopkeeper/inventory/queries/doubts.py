"""What may be wrong in the record itself: movements that wait, drifts, reservations that look forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from shopkeeper.core.actors import Actor
from shopkeeper.inventory.models import Drift, HeldMovement, Inspection, Reservation

FORGOTTEN_AFTER = timedelta(days=14)
EXPIRED_LONG_AGO = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Checkup:
    """The last walks over all positions, and the counters that were off."""

    inspections: tuple[Inspection, ...]
    drifts: tuple[Drift, ...]

    @property
    def is_wrong(self) -> bool:
        """Whether something is off and not repaired yet."""
        return any(drift.repaired_at is None for drift in self.drifts)


def get_checkup(*, by: Actor, limit: int = 100) -> Checkup:
    """What the checker found of late."""
    by.require("inventory.view_stock")
    drifts = Drift.objects.select_related("product", "location").order_by("-found_at")[:limit]
    return Checkup(tuple(Inspection.objects.order_by("-started_at")[:10]), tuple(drifts))


def list_held(*, by: Actor, why: str = "", limit: int = 200) -> list[HeldMovement]:
    """Movements that wait, oldest first."""
    by.require("inventory.view_stock")
    rows = HeldMovement.objects.waiting()
    return list((rows.filter(why=why) if why else rows).order_by("held_at", "id")[:limit])


def count_held() -> dict[str, int]:
    """How many movements wait, by reason."""
    rows = HeldMovement.objects.waiting().values("why").annotate(n=Count("id"))
    return {row["why"]: row["n"] for row in rows}


def list_forgotten_reservations(*, by: Actor, now: datetime, limit: int = 100) -> list[Reservation]:
    """Reservations that nothing will end: hard ones older than two weeks, soft ones whose time was over long ago."""
    by.require("inventory.view_stock")
    return list(_forgotten(now).order_by("reserved_at")[:limit])


def find_forgotten(reservation_id: UUID, *, by: Actor, now: datetime) -> Reservation | None:
    """One of them; None when something has ended it since."""
    by.require("inventory.view_stock")
    return _forgotten(now).filter(pk=reservation_id).first()


def _forgotten(now: datetime) -> QuerySet[Reservation]:
    old = Q(kind="hard", reserved_at__lt=now - FORGOTTEN_AFTER)
    lost = Q(kind="soft", expires_at__lt=now - EXPIRED_LONG_AGO)
    # What is kept for an ordered transfer stands in the list of what has to leave.
    rows = Reservation.objects.filter(old | lost, ended_at=None).exclude(ref__startswith="transfer:")
    return rows.select_related("product", "location")
