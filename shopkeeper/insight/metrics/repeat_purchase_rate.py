"""People who came back."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="repeat_purchase_rate",
    label=_("Repeat purchase rate"),
    question=_("Of all customers who bought, how many bought again in the same time?"),
    kind=MetricKind.SHARE,
    data_set="order_facts",
    numerator="count(DISTINCT order_id) >= 2",
    denominator="customer_id IS NOT NULL AND NOT is_canceled",
    per="customer_id",
    direction=Direction.UP,
    unit="share",
    owner_role="marketing_manager",
    dimensions=("region", "supplier", "category", "channel", "outlet"),
)
