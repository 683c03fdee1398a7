"""Causes by money; one cause with what is ruled out; the people whom it has hurt."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core import clock, panels
from shopkeeper.core.components import Filter, Link, Part
from shopkeeper.core.paging import page_asked
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.insight.contracts import CauseCard, Loss
from shopkeeper.insight.figures import series_chart, url_of
from shopkeeper.insight.queries.causes import (
    card_of,
    find_analysis,
    get_cause,
    list_analyses,
    list_causes,
    list_people_hurt,
)  # fmt: skip
from shopkeeper.insight.queries.drivers import list_driven, list_drivers
from shopkeeper.insight.queries.readings import get_metric
from shopkeeper.insight.queries.scorecard import read_line
from shopkeeper.insight.sentences import (
    LEVELS,
    finding_of_cause,
    how_much,
    name_of_cause,
    not_separable,
    ruled_out,
    title_of_cause,
)  # fmt: skip
from shopkeeper.insight.web.people import people_table
from shopkeeper.insight.words import where_words

TOLD = {"told": True, "silent": False}


@door("insight.view_metrics")
def show_causes(request: PageRequest) -> HttpResponse:
    """Every cause that was found, the dearest first; what went better, what is over; what was looked at."""
    worse = list_causes(by=request.actor)
    context = {
        "worse": _told(worse),
        "better": _told(list_causes(by=request.actor, direction="better")),
        "over": _told(list_causes(by=request.actor, is_over=True)),
        "driven": list_driven(),
        "analyses": [(row, _(get_metric(row.metric).label)) for row in list_analyses()],
    }
    return render(request, "insight/causes.html", context)


@door("insight.view_metrics")
def show_cause(request: PageRequest, cause_id: UUID) -> HttpResponse:
    """Where, since when, how much, how sure, what it is not; one button: see the people."""
    row, now = get_cause(cause_id, by=request.actor), clock.now()
    card, metric = card_of(row), get_metric(row.metric)
    line = read_line(metric, row.filters, by=request.actor, now=now)
    context = {
        "card": card,
        "title": title_of_cause(card),
        "sentence": finding_of_cause(card),
        "how_much": how_much(card),
        "where": _where(card),
        "level": _(LEVELS[card.level]),
        "hurt": _hurt(card),
        "ruled_out": ruled_out(row.evidence),
        "not_separable": not_separable(row.evidence),
        "drivers": list_drivers(row.metric),
        "doubts": row.doubts,
        "spread": row.spread,
        "analysis": find_analysis(row.metric),
        "is_sale": metric.loss is Loss.SALE,
        "series": series_chart(metric, line.weeks, line.target),
        "metric_label": _(metric.label),
        "metric_url": url_of(metric),
        "panels": panels.render_slot("cause", card.id, by=request.actor, now=now),
        "crumbs": [Link(_("Causes"), reverse("insight:causes"))],
    }
    return render(request, "insight/cause.html", context)


@door("insight.view_metrics")
def show_people(request: PageRequest, cause_id: UUID) -> HttpResponse:
    """The people hurt: how many told us, how many said nothing; the most hurt first."""
    row, now = get_cause(cause_id, by=request.actor), clock.now()
    card = card_of(row)
    asked = request.GET.get("who", "")
    found = list_people_hurt(cause_id, by=request.actor, now=now)
    kept = [person for person in found if asked not in TOLD or person.has_told is TOLD[asked]]
    context = {
        "card": card,
        "told": card.people_hurt - card.people_silent,
        "hurt": _hurt(card),
        "title": title_of_cause(card),
        "filters": _people_filters(card, asked),
        "table": people_table(kept, get_metric(row.metric), who=asked, page=page_asked(request.GET)),
        "crumbs": [
            Link(_("Causes"), reverse("insight:causes")),
            Link(title_of_cause(card), reverse("insight:cause", args=[cause_id])),
        ],
    }
    return render(request, "insight/people.html", context)


def _people_filters(card: CauseCard, asked: str) -> list[Filter]:
    told = card.people_hurt - card.people_silent
    return [
        Filter(label=_("Everybody hurt"), url="?", is_on=asked not in TOLD, count=card.people_hurt),
        Filter(label=_("told us"), url="?who=told", is_on=asked == "told", count=told),
        Filter(label=_("said nothing"), url="?who=silent", is_on=asked == "silent", count=card.people_silent),
    ]


def _told(cards: list[CauseCard]) -> list[tuple[CauseCard, str, str]]:
    return [(card, title_of_cause(card), finding_of_cause(card)) for card in cards]


def _where(card: CauseCard) -> list[tuple[str, str]]:
    return where_words(card.filters) or [(_("Where"), name_of_cause({}))]


def _hurt(card: CauseCard) -> list[Part]:
    """The people hurt: those who told us and those who did not."""
    if not card.people_hurt:
        return []
    told = card.people_hurt - card.people_silent
    return [Part(label=_("told us"), count=told), Part(label=_("said nothing"), count=card.people_silent, tone="warn")]
