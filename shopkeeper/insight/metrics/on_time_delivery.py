"""Promised days that were kept."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="on_time_delivery",
    label=_("On-time delivery"),
    question=_("Of all parcels promised for a day, how many came by that day?"),
    kind=MetricKind.SHARE,
    data_set="deliveries",
    numerator="delivered_on IS NOT NULL AND delivered_on <= promised_on",
    denominator="promised_on < $today AND NOT is_canceled",
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
)
