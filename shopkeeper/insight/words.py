"""Metrics in words and in plain values, the same for pages, REST and command line."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.core.words import write_list
from shopkeeper.insight.contracts import ANY_OF, EITHER, Metric, Slice

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
    "location": gettext_noop("location"),
    "location_kind": gettext_noop("kind of location"),
    "age_minutes": gettext_noop("age in minutes"),
    "limit_minutes": gettext_noop("limit in minutes"),
}


def dimension_label(name: str) -> str:
    """A dimension as people call it; `weekday or time of day` where either may be meant."""
    return _(" or ").join(_(DIMENSIONS.get(part, part)) for part in name.split(EITHER))


VALUES = {
    "batch": gettext_noop("batch %(value)s"),
    "hours": gettext_noop("%(value)s o’clock"),
    "shelf": gettext_noop("shelf %(value)s"),
}
"""Values that say too little without their dimension."""

NARROW_FIRST = ("outlet", "carrier", "supplier", "step", "options", "product", "batch", "category", "department")
"""The order in which people say where something is: who or what first, then the wider circle."""

MOST_NAMED = 2
_CODE = re.compile(r"[a-z0-9]+([_:][a-z0-9]+)+")


def value_words(dimension: str, value: str) -> str:
    """A value as people say it: `batch CL-2407`, `collect hidden (stock 55 min old)`, `Shoes, Coats and 2 more`."""
    if EITHER in dimension:
        return _(" or ").join(_spoken(part) for part in value.split(ANY_OF))
    values = [_spoken(part) for part in value.split(ANY_OF)]
    if len(values) > MOST_NAMED + 1:
        rest = _("%(n)s more") % {"n": len(values) - MOST_NAMED}
        values = [*values[:MOST_NAMED], rest]
    return _(VALUES.get(dimension, "%(value)s")) % {"value": write_list(values)}


def place_words(filters: Mapping[str, str]) -> list[str]:
    """The values of filters, the narrow ones first."""
    order = {name: index for index, name in enumerate(NARROW_FIRST)}
    names = sorted(filters, key=lambda name: order.get(name, len(order)))
    return [value_words(name, filters[name]) for name in names]


def where_words(filters: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each filter as people say it: what it is about, and its value."""
    return [(dimension_label(name).capitalize(), value_words(name, value)) for name, value in filters.items()]


def _spoken(value: str) -> str:
    """Codes of systems as words, what follows a colon in brackets; everything else as it is written."""
    if not _CODE.fullmatch(value):
        return value
    said, *more = value.replace("_", " ").split(":")
    return f"{said} ({', '.join(more)})" if more else said


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
        "maturity": maturity_of(metric),
    }


def maturity_of(metric: Metric) -> str:
    """From when on a row counts, for metrics whose outcome comes later; nothing for others."""
    if metric.heard:
        return _(
            "A day counts once the %(source)s has been heard of on a later day: until then nobody knows what came. "
            "Whoever is silent for %(days)s days while others are heard of is taken at their silence."
        ) % {"source": dimension_label(metric.heard.source), "days": metric.heard.patience}
    if metric.follow_up:
        return ngettext(
            "Each record is followed for one day; younger ones wait, since their outcome may still come.",
            "Each record is followed for %(days)s days; younger ones wait, since their outcome may still come.",
            metric.follow_up,
        ) % {"days": metric.follow_up}
    return ""


def rows_of_slices(slices: Sequence[Slice], dimension: str) -> list[dict[str, Any]]:
    """One row a value of the dimension: the value's name under the dimension's own, then value, low, high, n."""
    return [{dimension: s.label, "value": s.value, "low": s.low, "high": s.high, "n": s.n} for s in slices]
