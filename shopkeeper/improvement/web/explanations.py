"""Why a problem stays open: the figures, what they have to become, and what then happens by itself."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.components import Action, Condition, Explanation, Link
from shopkeeper.core.words import write_measure, write_number
from shopkeeper.improvement.contracts import Direction, ProblemState, Standing, Verdict, Week
from shopkeeper.improvement.models import Problem, Watch
from shopkeeper.improvement.queries.standings import facts_of, terms_of, today_of
from shopkeeper.improvement.rules.watchdog import EVERYWHERE, is_over, join_nodes, judge
from shopkeeper.improvement.words import records_words, sentence_of, threshold_words, value_words

WEEKS_SHOWN = 16


def explain(problem: Problem, *, now: datetime) -> Explanation:
    """The refusal to close a problem, as people meet it."""
    facts = facts_of([problem])[problem.id]
    watch = problem.watch
    standing = judge(facts.weeks, facts.history, terms_of(watch), today=today_of(now))
    shown = shown_weeks(facts.weeks, now=now)
    return Explanation(
        title=_("Not yet"),
        now=sentence_of(watch, standing, now=now),
        conditions=tuple(conditions_of(watch, standing)),
        then=_("Nobody needs to press anything: each finished week is looked at as soon as its figures are in."),
        as_of=watch.read_at,
        evidence=evidence_of(watch, standing.last),
        instead=_instead(problem, standing),
        history=tuple(week.value for week in shown),
        limit=watch.threshold,
        better="down" if watch.direction == Direction.AT_MOST else "up",
        unit=watch.unit,
        history_words=ngettext("The last %(n)s week", "The last %(n)s weeks", len(shown)) % {"n": len(shown)},
    )


def conditions_of(watch: Watch, standing: Standing) -> list[Condition]:
    """What has to hold before the problem closes itself, and how far it is."""
    last, is_counting = standing.last, standing.counts_from is not None
    found = [
        Condition(
            label=_("%(limit)s %(what)s") % {"limit": threshold_words(watch), "what": watch.what},
            now=value_words(watch, last.value) if last and last.value is not None else _("no figures"),
            is_met=standing.last_verdict is Verdict.REACHED,
            share=_nearness(watch, last),
        ),
        Condition(
            label=ngettext("For %(n)s week in a row", "For %(n)s weeks in a row", watch.weeks) % {"n": watch.weeks},
            now=_("%(done)s of %(n)s weeks") % {"done": standing.weeks_in_a_row, "n": watch.weeks},
            done=standing.weeks_in_a_row, of=watch.weeks, is_met=standing.weeks_in_a_row >= watch.weeks,
        ),
        Condition(
            label=_("With at least %(records)s a week") % {"records": records_words(watch, watch.minimum)},
            now=records_words(watch, last.n if last else 0), is_met=bool(last and last.n >= watch.minimum),
        ),
    ]  # fmt: skip
    if not is_counting:
        found.append(Condition(label=_("With a measure in force"), now=_("agreed, not in force")))
    return found


def shown_weeks(weeks: Sequence[Week], *, now: datetime) -> list[Week]:
    """The last finished weeks of all records together, for a small chart."""
    return all_weeks(weeks, now=now)[-WEEKS_SHOWN:]


def all_weeks(weeks: Sequence[Week], *, now: datetime) -> list[Week]:
    """Finished weeks of all records together, oldest first."""
    return join_nodes(week for week in weeks if week.node == EVERYWHERE and is_over(week, today_of(now)))


def evidence_of(watch: Watch, last: Week | None) -> Link | None:
    """The way to the very records of the figure; their number where it is a share."""
    url = f"{reverse('insight:records', args=[watch.metric])}?{urlencode(watch.filters)}"
    if last is None or last.value is None:
        return None
    if watch.unit != "share":
        return Link(_("See the records"), url)
    bad = write_number(round(last.value * last.n))
    facts = {"bad": bad, "n": write_number(last.n), "what": watch.what, "noun": watch.noun or _("records")}
    return Link(_("%(bad)s of %(n)s %(noun)s: see them") % facts, url)


def _instead(problem: Problem, standing: Standing) -> tuple[Action, ...]:
    page = reverse("improvement:problem", args=[problem.number])
    if standing.state in (ProblemState.OPEN, ProblemState.NOT_PROVEN, ProblemState.REOPENED):
        return (Action(_("Agree a measure"), f"{page}#measures", icon="shield-plus"),)
    return ()


def _nearness(watch: Watch, last: Week | None) -> float | None:
    """How near a value is to its threshold, from 0 to 1."""
    if last is None or last.value is None:
        return None
    near, far = (watch.threshold, last.value) if watch.direction == Direction.AT_MOST else (last.value, watch.threshold)
    return 1.0 if far <= 0 else float(min(Decimal(1), max(Decimal(0), near / far)))


def limit_words(watch: Watch) -> str:
    """`Agreed: 8%`."""
    return _("Agreed: %(limit)s") % {"limit": write_measure(watch.threshold, watch.unit)}
