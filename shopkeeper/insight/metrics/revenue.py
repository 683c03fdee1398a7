"""What was sold."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="revenue",
    label=_("Revenue"),
    question=_("How much was sold, less discounts and cancellations?"),
    kind=MetricKind.SUM,
    data_set="order_facts",
    numerator="revenue",
    denominator="NOT is_canceled",
    direction=Direction.UP,
    unit="money",
    owner_role="board_member",
    dimensions=("outlet", "channel", "region", "category", "supplier"),
    minimum_sample=1,
    loss=None,
    watches_people=False,
    needs=("order_lines",),
)
