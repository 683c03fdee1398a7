"""Where a problem stands: its stored figures and facts, put before the watchdog's rules."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from shopkeeper.improvement.contracts import Direction, ProblemState, Standing, Terms, Week
from shopkeeper.improvement.models import Closing, Effect, Problem, Relapse, Watch, WatchReading
from shopkeeper.improvement.rules.watchdog import EVERYWHERE, WEEK, History, judge
from shopkeeper.organization import public as organization

PLACES = Decimal("0.000001")


def today_of(now: datetime) -> date:
    """The day of `now` by the retailer's clock."""
    return now.astimezone(ZoneInfo(organization.get_retailer().time_zone)).date()


def terms_of(watch: Watch) -> Terms:
    """What the watch asks for."""
    return Terms(Direction(watch.direction), watch.threshold, watch.weeks, watch.minimum)


def weeks_of(watch: Watch) -> list[Week]:
    """The newest figure of every week and node, oldest week first."""
    rows = WatchReading.objects.filter(watch=watch).order_by("node", "starts_on", "-read_at")
    return [_week(row) for row in rows.distinct("node", "starts_on")]


def history_of(problem: Problem) -> History:
    """The facts that decide besides the figures."""
    closing = Closing.objects.filter(problem=problem).order_by("-last_week").first()
    relapse = Relapse.objects.filter(problem=problem).order_by("-week").first()
    effects: dict[str, date] = {}
    for effect in Effect.objects.filter(measure__problem=problem).order_by("on"):
        effects[str(effect.outlet_id) if effect.outlet_id else EVERYWHERE] = effect.on
    return History(
        opened_on=today_of(problem.opened_at),
        has_measures=problem.measures.exists(),
        effects=effects,
        closed_after=closing.last_week + WEEK if closing else None,
        closed_as=ProblemState(closing.outcome) if closing else None,
        reopened_after=relapse.week + WEEK if relapse else None,
    )


def standing_of(problem: Problem, *, now: datetime) -> Standing:
    """Where a problem stands by the facts that are known at `now`."""
    watch = problem.watch
    return judge(weeks_of(watch), history_of(problem), terms_of(watch), today=today_of(now))


def _week(row: WatchReading) -> Week:
    return Week(row.starts_on, row.value, row.n, row.low, row.high, row.node)
