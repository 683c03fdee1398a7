"""A watch week by week: its threshold as a line, what was agreed as a title, measures and relapses where they fell."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from shopkeeper.core.charts import Annotation, LineChart, Point, Series, Target
from shopkeeper.improvement.contracts import Standing, Verdict, Week
from shopkeeper.improvement.models import Closing, Effect, Problem, Relapse
from shopkeeper.improvement.queries.standings import terms_of, today_of
from shopkeeper.improvement.rules.watchdog import WEEK, judge_week
from shopkeeper.improvement.words import last_week_words, threshold_words, value_words

_TONES = {Verdict.REACHED: "good", Verdict.MISSED: "bad", Verdict.CANNOT_TELL: "quiet"}


def chart_of(problem: Problem, weeks: Sequence[Week], standing: Standing, *, now: datetime) -> LineChart | None:
    """Every week that was read; its title is what last week says against what was agreed."""
    if standing.last_told is None:
        return None
    told = [week for week in weeks if week.starts_on <= standing.last_told.starts_on]
    watch, terms = problem.watch, terms_of(problem.watch)
    points = tuple(
        Point(
            week.starts_on, week.value, week.low, week.high, week.n,
            tone=_TONES[judge_week(week, terms)],  # type: ignore[arg-type]
            note="" if week.n >= watch.minimum else _("too few to tell"),
        )
        for week in told
    )  # fmt: skip
    facts = {"now": last_week_words(watch, standing, now=now), "agreed": threshold_words(watch)}
    return LineChart(
        title=_("%(now)s Agreed: %(agreed)s.") % facts,
        context=_before(problem),
        unit=watch.unit,
        label_column=_("Week of"),
        value_column=watch.what.capitalize() or _("Value"),
        n_column=watch.noun.capitalize() or _("Records"),
        series=(Series(watch.what or watch.metric, points),),
        target=Target(watch.threshold, _("Agreed")),
        annotations=tuple(_events(problem)),
    )


def _before(problem: Problem) -> str:
    watch = problem.watch
    if watch.baseline is None:
        return ""
    return _("%(value)s was to be expected.") % {"value": value_words(watch, watch.baseline)}


def _events(problem: Problem) -> list[Annotation]:
    marks = [Annotation(today_of(problem.opened_at), _("Opened"))]
    effects = Effect.objects.filter(measure__problem=problem).order_by("on").values_list("on", flat=True)
    marks += [Annotation(day, _("Measure")) for day in sorted(set(effects))]
    closings = Closing.objects.filter(problem=problem).values_list("last_week", flat=True)
    marks += [Annotation(week + WEEK, _("Closed")) for week in closings]
    relapses = Relapse.objects.filter(problem=problem).values_list("week", flat=True)
    return marks + [Annotation(week, _("Back")) for week in relapses]
