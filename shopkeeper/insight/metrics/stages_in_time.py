"""Stages of orders that stores and warehouses did in time."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="stages_in_time",
    label=_("Stages in time"),
    question=_("Of all orders released, found, packed and handed over, how many were within the time agreed for that?"),
    kind=MetricKind.SHARE,
    data_set="fulfillment_stages",
    numerator="was_in_time",
    denominator="is_judged",
    direction=Direction.UP,
    unit="share",
    owner_role="supply_chain_manager",
    dimensions=("node", "stage", "outlet", "weekday", "hours"),
    target=0.95,
)
