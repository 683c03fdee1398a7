"""Promised days that were kept.

By the day promised, not by that of delivery: what came, what came late and what never came stand together. A parcel
that has not come is late, once its carrier has been heard of on a later day; until then nobody knows, and no parcel of
that day counts. A carrier silent for 14 days while others deliver is taken at its silence.
"""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Heard, Metric, MetricKind

METRIC = Metric(
    name="on_time_delivery",
    label=_("On-time delivery"),
    question=_("Of all parcels promised for a day, how many came by that day?"),
    kind=MetricKind.SHARE,
    data_set="deliveries",
    numerator="delivered_on IS NOT NULL AND delivered_on <= promised_on",
    denominator="promised_on < $today AND NOT is_canceled",
    heard=Heard(due="promised_on", told="delivered_on", source="carrier"),
    direction=Direction.UP,
    unit="share",
    owner_role="supply_chain_manager",
    dimensions=(
        "carrier",
        "region",
        "postcode_area",
        "ship_from",
        "service",
        "supplier",
        "category",
        "channel",
        "weekday",
    ),
    target=0.95,
    severity="date_diff('day', promised_on, COALESCE(delivered_on, $today))",
    severity_unit="days",
)
