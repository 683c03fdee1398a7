"""What a watch says, in sentences for people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.core.words import Quantity, write_measure, write_number
from shopkeeper.improvement.contracts import Direction, IdeaVerdict, Level, ProblemState, Standing, Verdict
from shopkeeper.improvement.models import Watch
from shopkeeper.improvement.queries.standings import today_of
from shopkeeper.improvement.rules.watchdog import week_of

STATES = {
    ProblemState.OPEN: gettext_noop("Open, no measure agreed"),
    ProblemState.FIX_PROPOSED: gettext_noop("Measure agreed, not in force"),
    ProblemState.PROVING: gettext_noop("Measure in force, proving"),
    ProblemState.NOT_PROVEN: gettext_noop("Measure has not helped"),
    ProblemState.REOPENED: gettext_noop("Back again"),
    ProblemState.PROVEN: gettext_noop("Solved and proven"),
    ProblemState.GONE: gettext_noop("Gone, without a measure"),
}
TONES = {
    ProblemState.OPEN: "bad",
    ProblemState.FIX_PROPOSED: "warn",
    ProblemState.PROVING: "deep",
    ProblemState.NOT_PROVEN: "bad",
    ProblemState.REOPENED: "bad",
    ProblemState.PROVEN: "good",
    ProblemState.GONE: "",
}
LEVELS = {
    Level.OUTLET: gettext_noop("One outlet"),
    Level.DEPARTMENT: gettext_noop("A department"),
    Level.COMPANY: gettext_noop("The company"),
}


VERDICTS = {
    IdeaVerdict.DONE: gettext_noop("Done"),
    IdeaVerdict.PLANNED: gettext_noop("Planned"),
    IdeaVerdict.NOT_NOW: gettext_noop("Not now"),
}


@dataclass(frozen=True, slots=True)
class MetricWords:
    """How a watch over a metric speaks: `22%` *late*, `216` *parcels*; complement: of what went wrong, not right."""

    what: str
    noun: str
    complement: bool = False


METRIC_WORDS = {
    "on_time_delivery": MetricWords(gettext_noop("late"), gettext_noop("parcels"), complement=True),
    "low_score_share": MetricWords(gettext_noop("with a low score"), gettext_noop("reviews")),
    "satisfaction": MetricWords(gettext_noop("not satisfied"), gettext_noop("responses"), complement=True),
    "return_rate": MetricWords(gettext_noop("sent back"), gettext_noop("pieces")),
    "repeat_contact_rate": MetricWords(gettext_noop("asked again"), gettext_noop("contacts")),
    "checkout_drop": MetricWords(gettext_noop("left"), gettext_noop("checkouts")),
    "pickup_not_found": MetricWords(gettext_noop("not found"), gettext_noop("pick-ups")),
    "long_wait_at_returns": MetricWords(gettext_noop("waited over 15 minutes"), gettext_noop("returns")),
    "fresh_stock_feeds": MetricWords(gettext_noop("not fresh"), gettext_noop("looks at feeds"), complement=True),
}


def words_of(metric: str) -> MetricWords:
    """How a watch over a metric speaks; plainly for one that nobody has found words for."""
    return METRIC_WORDS.get(metric, MetricWords("", gettext_noop("records")))


def value_words(watch: Watch, value: Quantity | None) -> str:
    """`22% late`."""
    return f"{write_measure(value, watch.unit)} {watch.what}".strip()


def records_words(watch: Watch, n: int) -> str:
    """`216 parcels`."""
    return f"{write_number(n)} {watch.noun or _('records')}"


def threshold_words(watch: Watch) -> str:
    """`8% or less`."""
    sentence = _("%(limit)s or less") if watch.direction == Direction.AT_MOST else _("%(limit)s or more")
    return sentence % {"limit": write_measure(watch.threshold, watch.unit)}


def closes_itself(watch: Watch) -> str:
    """`Closes itself at 8% or less for 4 weeks with at least 150 parcels.`"""
    sentence = ngettext(
        "Closes itself at %(limit)s for %(weeks)s week with at least %(records)s.",
        "Closes itself at %(limit)s for %(weeks)s weeks with at least %(records)s.",
        watch.weeks,
    )
    facts = {"limit": threshold_words(watch), "weeks": watch.weeks, "records": records_words(watch, watch.minimum)}
    return sentence % facts


def last_week_words(watch: Watch, standing: Standing, *, now: datetime) -> str:
    """`22% late last week.`, or why the figures cannot tell."""
    last = standing.last
    if last is None or standing.last_told is None:
        return _("No figures yet, so nobody can tell.")
    if last.n == 0:
        day = dateformat.format(standing.last_told.starts_on, "j F Y")
        return _("No figures since the week of %(day)s, so nobody can tell.") % {"day": day}
    when = week_words(last.starts_on == week_of(today_of(now)) - timedelta(days=7), last.starts_on)
    if standing.last_verdict is Verdict.CANNOT_TELL:
        facts = {"records": records_words(watch, last.n), "needed": write_number(watch.minimum), "when": when}
        return _("Only %(records)s %(when)s, %(needed)s needed: nobody can tell.") % facts
    return _("%(value)s %(when)s.") % {"value": value_words(watch, last.value), "when": when}


def week_words(is_last: bool, starts_on: date) -> str:
    """`last week`, or `in the week of 2 March`."""
    if is_last:
        return _("last week")
    return _("in the week of %(day)s") % {"day": dateformat.format(starts_on, "j F")}


def sentence_of(watch: Watch, standing: Standing, *, now: datetime) -> str:
    """What is true and what would close it, in two sentences."""
    return f"{last_week_words(watch, standing, now=now)} {closes_itself(watch)}"
