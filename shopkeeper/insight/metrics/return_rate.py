"""Lines that came back."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="return_rate",
    label=_("Return rate"),
    question=_("Of all lines that reached customers, how many came back?"),
    kind=MetricKind.SHARE,
    data_set="sold_lines",
    numerator="is_returned",
    direction=Direction.DOWN,
    unit="share",
    owner_role="buying_manager",
    dimensions=("product", "batch", "category", "supplier", "outlet", "channel", "region"),
    target=0.14,
)
