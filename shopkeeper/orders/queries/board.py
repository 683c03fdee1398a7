"""What waits at every place, by stage: for those who keep things moving."""

from dataclasses import dataclass
from datetime import datetime

from shopkeeper.core.actors import Actor
from shopkeeper.orders.contracts import StageClock, StageRow
from shopkeeper.orders.models import Unfilled
from shopkeeper.orders.queries.sending import MOST, list_to_send
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
    most: int = MOST

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
        """Whether there may be more than it shows."""
        return self.count >= self.most


def get_board(*, by: Actor, now: datetime) -> StageBoard:
    """Parcels and orders to be collected, at the reader's places or at all."""
    parcels = list_waiting_parcels(list_to_send(by=by, now=now, limit=MOST))
    waiting = [*parcels, *list_waiting_pickups(by=by, now=now, limit=MOST)]
    clocks = clocks_of(waiting, now=now)
    unfilled = Unfilled.objects.filter(settled_at=None).count() if by.scopes.company_wide else 0
    return StageBoard(board_of(waiting, clocks), waiting, clocks, unfilled)
