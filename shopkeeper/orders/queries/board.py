"""What waits at every place, by stage: for those who keep things moving."""

from dataclasses import dataclass
from datetime import datetime

from shopkeeper.core.actors import Actor
from shopkeeper.orders.contracts import StageClock, StageRow
from shopkeeper.orders.models import Unfilled
from shopkeeper.orders.queries.book import count_to_find
from shopkeeper.orders.queries.sending import MOST, count_to_send, list_to_send
from shopkeeper.orders.queries.stages import (
    Waiting,
    board_of,
    clocks_of,
    list_waiting_parcels,
    list_waiting_pickups,
)


@dataclass(frozen=True, slots=True)
class StageBoard:
    """Rows by place, each thing with its clock, and how many lines nobody can send at all."""

    rows: list[StageRow]
    waiting: list[Waiting]
    clocks: dict[str, StageClock]
    unfilled: int
    total: int
    """All that waits, with what the board leaves out."""

    @property
    def overdue(self) -> int:
        """All that waits too long."""
        return sum(row.overdue for row in self.rows)

    @property
    def count(self) -> int:
        """All that waits."""
        return len(self.waiting)

    @property
    def is_cut(self) -> bool:
        """Whether there is more than it shows."""
        return self.count < self.total


def list_stage_rows(*, by: Actor, now: datetime) -> list[StageRow]:
    """How much waits in each stage of each of the reader's places, without how much more there is."""
    waiting = [*_parcels(by, now, MOST), *list_waiting_pickups(by=by, now=now, limit=MOST)]
    return board_of(waiting, clocks_of(waiting, now=now))


def _parcels(by: Actor, now: datetime, most: int) -> list[Waiting]:
    return list_waiting_parcels(list_to_send(by=by, now=now, limit=most), now=now)


def get_board(*, by: Actor, now: datetime, most: int = MOST) -> StageBoard:
    """Parcels and orders to be collected, at the reader's places or at all."""
    parcels = _parcels(by, now, most)
    waiting = [*parcels, *list_waiting_pickups(by=by, now=now, limit=most)]
    clocks = clocks_of(waiting, now=now)
    unfilled = Unfilled.objects.filter(settled_at=None).count() if by.scopes.company_wide else 0
    found = len(waiting) - len(parcels)
    total = max(len(parcels), count_to_send(by=by, above=most)) + max(found, count_to_find(by=by, now=now, above=most))
    return StageBoard(board_of(waiting, clocks), waiting, clocks, unfilled, total)
