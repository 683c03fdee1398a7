"""Lines that a supplier refused after the customer had ordered: their stock was not what their file said."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="refused_after_order",
    label=_("Refused after the order"),
    question=_("Of all lines that were ordered from afar, how many did their supplier refuse afterwards?"),
    kind=MetricKind.SHARE,
    data_set="ordered_lines",
    numerator="is_refused",
    direction=Direction.DOWN,
    unit="share",
    owner_role="buying_manager",
    dimensions=("supplier", "product", "category", "channel", "region", "outlet"),
    target=0.005,
    needs=("cancellations",),
)
