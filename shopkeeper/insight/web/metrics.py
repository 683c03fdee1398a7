"""The scorecard, and one metric: its weeks, where it is worse, the very records."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.components import Filter, Link
from shopkeeper.core.tables import Column, Row, Table
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.insight.contracts import EITHER, Metric, MetricKind
from shopkeeper.insight.figures import figure_of, series_chart, slices_chart, url_of
from shopkeeper.insight.queries.drivers import list_drivers
from shopkeeper.insight.queries.readings import get_metric, list_records, read, read_by, window_of
from shopkeeper.insight.queries.scorecard import list_scorecard, read_line
from shopkeeper.insight.queries.statements import ALIASES, filters_of
from shopkeeper.insight.words import dimension_label, maturity_of, where_words

RECORD_COLUMNS = (
    "occurred_at", "order_number", "location", "outlet", "region", "carrier", "supplier", "category", "score",
    "age_minutes", "limit_minutes",
)  # fmt: skip
_NUMBERS = ("score", "age_minutes", "limit_minutes")


@door("insight.view_metrics")
def show_scorecard(request: PageRequest) -> HttpResponse:
    """Every metric that has data, each with its interval, weeks and target."""
    lines = list_scorecard(by=request.actor, now=clock.now())
    return render(request, "insight/scorecard.html", {"figures": [figure_of(line) for line in lines]})


@door("insight.view_metrics")
def show_metric(request: PageRequest, name: str) -> HttpResponse:
    """A sentence with the answer, one chart, where it is worse, and the way to the records."""
    metric, now, by = get_metric(name), clock.now(), request.actor
    filters = filters_of(metric, _asked(request, metric))
    dimension = request.GET.get("by") or next((d for d in metric.dimensions if d not in filters), "")
    window = window_of(metric, None, None, filters, by=by, now=now)
    line = read_line(metric, filters, by=by, now=now)
    whole = read(metric, window, by=by, now=now)
    slices = read_by(metric, window, dimension=dimension, by=by, now=now) if dimension else []
    thin = sum(1 for part in slices if part.n < metric.minimum_sample)
    context = {
        "metric": metric,
        "question": _(metric.question),
        "maturity": maturity_of(metric),
        "figure": replace(figure_of(line), url="", action=None),
        "series": series_chart(metric, line.weeks, line.target),
        "parts": slices_chart(metric, slices, dimension, whole) if thin < len(slices) else None,
        "thin": thin,
        "dimensions": _dimension_filters(metric, dimension, filters),
        "kept": _kept(metric, filters),
        "records_url": _with(f"{url_of(metric)}records/", filters),
        "drivers": list_drivers(metric.name),
        "crumbs": [Link(_("Scorecard"), "/metrics/")],
        "window": window,
    }
    return render(request, "insight/metric.html", context)


@door("insight.view_metrics")
def show_records(request: PageRequest, name: str) -> HttpResponse:
    """The newest records behind a metric, those that went wrong first where it is a share."""
    metric, now = get_metric(name), clock.now()
    filters = filters_of(metric, _asked(request, metric))
    window = window_of(metric, None, None, filters, by=request.actor, now=now)
    only_bad = request.GET.get("all") != "1" and metric.kind is MetricKind.SHARE
    records = list_records(metric, window, only_bad=only_bad, by=request.actor, now=now)
    names = [name for name in RECORD_COLUMNS if records and name in records[0]]
    columns = [
        Column(name, dimension_label(name).replace("_", " ").capitalize(), number=name in _NUMBERS) for name in names
    ]
    rows = [Row({name: record[name] for name in names}, url=_story(record)) for record in records]
    table = Table(columns=columns, rows=rows, caption=_(metric.label), dense=True, empty_title=_("No records"))
    context = {
        "metric": metric, "table": table, "only_bad": only_bad, "kept": _kept(metric, filters), "window": window,
        "crumbs": [Link(_("Scorecard"), "/metrics/"), Link(_(metric.label), _with(url_of(metric), filters))],
    }  # fmt: skip
    return render(request, "insight/records.html", context)


def _asked(request: PageRequest, metric: Metric) -> dict[str, str]:
    known = {*metric.dimensions, *(alias for alias, column in ALIASES.items() if column in metric.dimensions)}
    return {key: str(value) for key, value in request.GET.items() if known.issuperset(key.split(EITHER))}


def _dimension_filters(metric: Metric, chosen: str, filters: dict[str, str]) -> list[Filter]:
    names = [name for name in metric.dimensions if name not in filters]
    return [
        Filter(
            label=dimension_label(name).capitalize(),
            url=_with(url_of(metric), {**filters, "by": name}),
            is_on=name == chosen,
        )
        for name in names
    ]


def _kept(metric: Metric, filters: dict[str, str]) -> list[Filter]:
    return [
        Filter(
            label=f"{label}: {value}",
            url=_with(url_of(metric), {other: kept for other, kept in filters.items() if other != name}),
            is_on=True,
            icon="x",
        )
        for name, (label, value) in zip(filters, where_words(filters), strict=True)
    ]


def _with(url: str, query: dict[str, str]) -> str:
    return f"{url}?{urlencode(query)}" if query else url


def _story(record: dict[str, object]) -> str:
    return f"/orders/{record['order_id']}/" if record.get("order_id") else ""
