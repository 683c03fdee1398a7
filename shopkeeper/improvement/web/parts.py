"""Choosing the part of a metric that a problem is about: a list of what there is, put in place of words to type."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.engines.warehouse import WarehouseDown
from shopkeeper.improvement.drafts import read_filters
from shopkeeper.insight import public as insight

MOST = 60
"""Values of one dimension that are offered: of hundreds of products those with most records."""
AT_LEAST = 2

type Choices = list[tuple[str, list[tuple[str, str]]]]


class PartsInput(forms.TextInput):
    """`region=North, carrier=Swift`, typed into one field or chosen in several lists of its name."""

    def __init__(self) -> None:
        lists = {"hx-get": reverse_lazy("improvement:parts"), "hx-include": "#id_metric", "hx-swap": "outerHTML"}
        super().__init__(
            {**lists, "hx-trigger": "load, change from:#id_metric", "placeholder": "region=North, carrier=Swift"}
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """What was chosen, as it would be typed."""
        said = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return ", ".join(part for part in said if part)


@door("improvement.work_problems")
def list_parts(request: PageRequest) -> HttpResponse:
    """Lists to choose from, with what was chosen before; nothing where figures are away or something odd was typed."""
    by, now, typed = request.actor, clock.now(), ", ".join(filter(None, request.GET.getlist("filters")))
    metric, chosen = insight.get_metric(request.GET.get("metric", "")), read_filters(typed)
    if "" in chosen:
        return HttpResponse(status=204)
    known = {name: value for name, value in chosen.items() if name in metric.dimensions}
    try:
        choices = _choices(metric, known, by=by, now=now)
    except WarehouseDown:
        return HttpResponse(status=204)
    picked = [f"{name}={value}" for name, value in known.items()]
    lists = picked + [""] * max(1, AT_LEAST - len(picked))
    return render(request, "improvement/_parts.html", {"lists": lists, "choices": choices})


def _choices(metric: insight.Metric, chosen: Mapping[str, str], *, by: Actor, now: datetime) -> Choices:
    window = insight.window_of(metric, None, None, {}, by=by, now=now)
    offered = []
    for name in metric.dimensions:
        slices = insight.read_by(metric, window, dimension=name, by=by, now=now)[:MOST]
        values = sorted({part.label for part in slices if "," not in part.label} | {*filter(None, [chosen.get(name)])})
        words = [insight.where_words({name: value})[0] for value in values]
        if words:
            offered.append((words[0][0], [(f"{name}={v}", said) for v, (_, said) in zip(values, words, strict=True)]))
    return offered
