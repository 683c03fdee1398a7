"""Ideas with what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shopkeeper.core.actors import Actor, ActorKind
from shopkeeper.improvement.contracts import IdeaVerdict
from shopkeeper.improvement.models import Idea, IdeaResponse

KEPT_IN_SIGHT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class IdeaCard:
    """An idea as people read it."""

    id: UUID
    text: str
    who: str
    where: str
    listener: str
    raised_at: datetime
    due_at: datetime
    problem_number: str
    problem_title: str
    verdict: IdeaVerdict | None
    response: str
    responder: str
    responded_at: datetime | None
    is_mine: bool
    is_for_me: bool


def list_ideas(*, by: Actor, now: datetime, limit: int = 60) -> list[IdeaCard]:
    """Ideas of the last year: those that wait for the actor, then their own, then the newest."""
    rows = Idea.objects.filter(raised_at__gte=now - KEPT_IN_SIGHT)
    joined = rows.select_related("employee", "outlet", "problem", "listener", "response").order_by("-raised_at")
    cards = [_card(row, by) for row in joined[:limit]]
    return sorted(cards, key=lambda card: (not (card.is_for_me and card.verdict is None), not card.is_mine))


def list_waiting_for(employee_ids: Sequence[UUID]) -> list[Idea]:
    """Ideas to which some people owe a response."""
    rows = Idea.objects.filter(listener__in=employee_ids, response=None).select_related("employee")
    return list(rows.order_by("due_at"))


def list_responses_to(employee_id: UUID, *, since: datetime) -> list[IdeaResponse]:
    """What somebody was told lately about what they raised."""
    rows = IdeaResponse.objects.filter(idea__employee=employee_id, at__gte=since)
    return list(rows.select_related("idea").order_by("-at"))


def _card(row: Idea, by: Actor) -> IdeaCard:
    response = getattr(row, "response", None)
    me = by.id if by.kind is ActorKind.EMPLOYEE else ""
    return IdeaCard(
        id=row.id, text=row.text, who=row.employee.name, where=row.outlet.name if row.outlet else "",
        listener=row.listener.name, raised_at=row.raised_at, due_at=row.due_at,
        problem_number=row.problem.number if row.problem else "",
        problem_title=row.problem.title if row.problem else "",
        verdict=IdeaVerdict(response.verdict) if response else None, response=response.text if response else "",
        responder=response.by_name if response else "", responded_at=response.at if response else None,
        is_mine=str(row.employee_id) == me, is_for_me=str(row.listener_id) == me,
    )  # fmt: skip
