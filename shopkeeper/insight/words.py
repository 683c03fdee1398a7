"""Metrics in words and in plain values, the same for pages, REST and command line."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.insight.contracts import Metric, Slice

DIMENSIONS = {
    "region": gettext_noop("region"),
    "supplier": gettext_noop("supplier"),
    "category": gettext_noop("category"),
    "department": gettext_noop("department"),
    "product": gettext_noop("product"),
    "batch": gettext_noop("factory batch"),
    "carrier": gettext_noop("carrier"),
    "ship_from": gettext_noop("warehouse"),
    "service": gettext_noop("service"),
    "postcode_area": gettext_noop("postcode area"),
    "touchpoint": gettext_noop("touchpoint"),
    "outlet": gettext_noop("store"),
    "channel": gettext_noop("channel"),
    "weekday": gettext_noop("weekday"),
    "hours": gettext_noop("time of day"),
    "topic": gettext_noop("topic"),
    "outcome": gettext_noop("outcome"),
    "step": gettext_noop("step"),
    "device": gettext_noop("device"),
    "options": gettext_noop("options shown"),
    "reason": gettext_noop("reason"),
    "shelf": gettext_noop("shelf"),
}


def dimension_label(name: str) -> str:
    """A dimension as people call it."""
    return _(DIMENSIONS.get(name, name))


def describe(metric: Metric) -> dict[str, Any]:
    """A metric's declaration for machines and people."""
    return {
        "name": metric.name,
        "label": _(metric.label),
        "question": _(metric.question),
        "kind": metric.kind,
        "direction": metric.direction,
        "unit": metric.unit,
        "owner_role": metric.owner_role,
        "minimum_sample": metric.minimum_sample,
        "dimensions": list(metric.dimensions),
        "data_set": metric.data_set,
        "numerator": metric.numerator,
        "denominator": metric.denominator,
    }


def rows_of_slices(slices: Sequence[Slice], dimension: str) -> list[dict[str, Any]]:
    """One row a value of the dimension: the value's name under the dimension's own, then value, low, high, n."""
    return [{dimension: s.label, "value": s.value, "low": s.low, "high": s.high, "n": s.n} for s in slices]
