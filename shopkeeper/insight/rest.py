"""REST routes of the insight."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from shopkeeper.core import clock
from shopkeeper.core.web.rest import once, permitted, respond
from shopkeeper.insight.actions.targets import set_target
from shopkeeper.insight.metrics import list_metrics
from shopkeeper.insight.queries.causes import find_analysis, list_causes, list_people_hurt
from shopkeeper.insight.queries.readings import get_metric, list_records, read, read_by, read_series, window_of
from shopkeeper.insight.queries.statements import filters_of
from shopkeeper.insight.sentences import sentence_of_cause
from shopkeeper.insight.words import describe, rows_of_slices

router = Router()
NOT_FILTERS = {"by", "from", "to", "bucket", "bad", "limit"}


class Asked(Schema):
    """What every reading may be asked: half-open days, a dimension to split by."""

    by: str = ""
    starts: date | None = None
    ends: date | None = None


class TargetIn(Schema):
    """A target from a day on."""

    value: float
    starts_on: date


@router.get("/metrics", summary="List the metrics")
@permitted("insight.view_metrics")
def list_all(request: HttpRequest) -> HttpResponse:
    """Every metric with its question, direction, unit, owner and dimensions."""
    return respond([describe(metric) for metric in list_metrics()])


@router.get("/metrics/{name}", summary="Work out a metric, as a whole or by a dimension")
@permitted("insight.view_metrics")
def show(request: Any, name: str, asked: Query[Asked]) -> HttpResponse:
    """The value with its 95 % interval and sample. Other parameters named like dimensions are filters."""
    metric, now = get_metric(name), clock.now()
    window = window_of(metric, asked.starts, asked.ends, _filters(request, metric), by=request.auth, now=now)
    if asked.by:
        slices = read_by(metric, window, dimension=asked.by, by=request.auth, now=now)
        return respond(rows_of_slices(slices, asked.by))
    return respond(
        {"metric": describe(metric), "window": window, "reading": read(metric, window, by=request.auth, now=now)}
    )


@router.get("/metrics/{name}/series", summary="A metric period by period")
@permitted("insight.view_metrics")
def series(request: Any, name: str, asked: Query[Asked], bucket: str = "week") -> HttpResponse:
    """Points with `starts_on`, `value`, `low`, `high`, `n`; `bucket` is day, week or month."""
    metric, now = get_metric(name), clock.now()
    window = window_of(metric, asked.starts, asked.ends, _filters(request, metric), by=request.auth, now=now)
    chosen = bucket if bucket in ("day", "week", "month") else "week"
    return respond(read_series(metric, window, bucket=chosen, by=request.auth, now=now))  # type: ignore[arg-type]


@router.get("/metrics/{name}/records", summary="The very records behind a metric")
@permitted("insight.view_metrics")
def records(request: Any, name: str, asked: Query[Asked], bad: bool = False, limit: int = 100) -> HttpResponse:
    """The newest records, at most 1,000; with `bad` those that went wrong for the customer."""
    metric, now = get_metric(name), clock.now()
    window = window_of(metric, asked.starts, asked.ends, _filters(request, metric), by=request.auth, now=now)
    found = list_records(metric, window, only_bad=bad, by=request.auth, now=now, limit=min(limit, 1000))
    return respond(found)


@router.post("/metrics/{name}/targets", summary="Set a target from a day on")
@permitted("insight.set_targets")
@once
def set_one(request: Any, name: str, asked: TargetIn) -> HttpResponse:
    """Earlier targets stay, so that the past is judged by its own."""
    identifier = set_target(metric=name, value=asked.value, starts_on=asked.starts_on, by=request.auth, now=clock.now())
    return respond({"id": identifier}, status=201)


@router.get("/causes", summary="List the causes that were found")
@permitted("insight.view_metrics")
def list_found(request: Any, metric: str = "", direction: str = "worse", is_over: bool = False) -> HttpResponse:
    """The dearest first; `direction` is worse or better, `is_over` asks for what came and went."""
    cards = list_causes(by=request.auth, metric=metric, direction=direction, is_over=is_over)
    return respond([{"sentence": sentence_of_cause(card), **msgspec.to_builtins(card)} for card in cards])


@router.get("/metrics/{name}/drivers", summary="What drives a metric everywhere, by the last search")
@permitted("insight.view_metrics")
def drivers(request: Any, name: str) -> HttpResponse:
    """Each with its shares with and without, and how many are due to it, with intervals; empty before a search."""
    analysis = find_analysis(get_metric(name).name)
    return respond(analysis.drivers if analysis else [])


@router.get("/causes/{cause_id}/people", summary="The people whom a cause has hurt")
@permitted("insight.view_metrics")
def people_hurt(request: Any, cause_id: UUID) -> HttpResponse:
    """The most hurt first, with whether they told us; at most 500."""
    return respond(list_people_hurt(cause_id, by=request.auth, now=clock.now()))


def _filters(request: Any, metric: Any) -> dict[str, str]:
    given = {key: value for key, value in request.GET.items() if key not in NOT_FILTERS | {"starts", "ends"}}
    return filters_of(metric, given)
