"""Problems as lists and cards, and whom and what each touches."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from shopkeeper.core.actors import Actor
from shopkeeper.core.remembering import remembered
from shopkeeper.improvement.contracts import Direction, Level, ProblemCard, ProblemState, Standing
from shopkeeper.improvement.models import Affected, Problem
from shopkeeper.improvement.models.problems import ProblemQuerySet
from shopkeeper.improvement.queries.standings import facts_of, terms_of, today_of
from shopkeeper.improvement.rules.watchdog import judge
from shopkeeper.improvement.words import sentence_of

_URGENT = (
    ProblemState.REOPENED,
    ProblemState.NOT_PROVEN,
    ProblemState.OPEN,
    ProblemState.FIX_PROPOSED,
    ProblemState.PROVING,
    ProblemState.GONE,
    ProblemState.PROVEN,
)


def select_problems(*, by: Actor, closed: bool = False) -> ProblemQuerySet:
    """Problems in the actor's scope: those that are open, or those that figures have closed."""
    rows = _with_what_cards_show().visible_to(by)
    return rows.exclude(closed_at=None) if closed else rows.open()


def _with_what_cards_show() -> ProblemQuerySet:
    return Problem.objects.select_related("watch", "owner", "outlet", "department")


def list_problems(*, by: Actor, now: datetime, closed: bool = False) -> list[ProblemCard]:
    """Cards, those that need somebody most first, then the dearest."""
    if closed:
        return cards_of(list(select_problems(by=by, closed=True)), now=now)
    return [card for problem, card in _open_ones(now=now) if problem.is_visible_to(by)]


def list_problems_owned_by(employee_ids: Collection[UUID], *, now: datetime) -> list[ProblemCard]:
    """The open problems of some people; who owns one may know of it, wherever it is."""
    return [card for _problem, card in _open_ones(now=now) if card.owner_id in employee_ids]


@remembered
def _open_ones(*, now: datetime) -> list[tuple[Problem, ProblemCard]]:
    """All that is open: a company works on dozens, and one page asks for them from several sides."""
    problems = {problem.number: problem for problem in _with_what_cards_show().open()}
    return [(problems[card.number], card) for card in cards_of(list(problems.values()), now=now)]


def cards_of(problems: Sequence[Problem], *, now: datetime) -> list[ProblemCard]:
    """Problems as others know them, in the order of urgency and money."""
    if not problems:
        return []
    facts = facts_of(problems)
    touched = _count_people(problem.id for problem in problems)
    cards = []
    for problem in problems:
        known = facts[problem.id]
        standing = judge(known.weeks, known.history, terms_of(problem.watch), today=today_of(now))
        cards.append(_card(problem, standing, touched.get(problem.id, (0, 0)), now=now))
    return sorted(cards, key=lambda card: (_URGENT.index(card.state), -(card.cost_a_year or 0), card.number))


def list_problems_touching(customer_ids: Sequence[UUID], *, by: Actor, now: datetime) -> list[ProblemCard]:
    """The open problems that have touched a customer."""
    touched = Affected.objects.filter(customer__in=customer_ids).values("problem")
    return cards_of(list(select_problems(by=by).filter(pk__in=touched)), now=now)


def owners_of_causes(cause_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Who owns the problem that was made of a cause, by cause; without those that nobody has taken up."""
    asked = [str(cause_id) for cause_id in cause_ids]
    rows = Problem.objects.filter(cause_id__in=asked).order_by("opened_at").values_list("cause_id", "owner__name")
    return {UUID(cause_id): name for cause_id, name in rows}


def _count_people(problem_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    rows = Affected.objects.filter(problem__in=list(problem_ids)).values("problem_id")
    counted = rows.annotate(
        people=Count("customer", distinct=True), spoke=Count("customer", distinct=True, filter=Q(spoke=True))
    )
    return {row["problem_id"]: (row["people"], row["people"] - row["spoke"]) for row in counted}


def _card(problem: Problem, standing: Standing, people: tuple[int, int], *, now: datetime) -> ProblemCard:
    watch, last = problem.watch, standing.last
    return ProblemCard(
        number=problem.number, title=problem.title, level=Level(problem.level), state=standing.state,
        outlet=problem.outlet.name if problem.outlet else "",
        department=problem.department.name if problem.department else "",
        owner_id=problem.owner_id, owner=problem.owner.name, owner_role=problem.owner_role,
        metric=watch.metric, filters=watch.filters, opened_at=problem.opened_at, closed_at=problem.closed_at,
        value=last.value if last else None, n=last.n if last else None, week=last.starts_on if last else None,
        threshold=watch.threshold, direction=Direction(watch.direction), weeks=watch.weeks,
        weeks_in_a_row=standing.weeks_in_a_row, minimum=watch.minimum, people=people[0], silent=people[1],
        cost_a_year=problem.cost_a_year, currency=problem.currency,
        sentence=sentence_of(watch, standing, now=now), promise_to_customers=problem.promise_to_customers,
    )  # fmt: skip
