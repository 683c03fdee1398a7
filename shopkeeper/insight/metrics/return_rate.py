"""Lines that came back within four weeks.

Every line is followed for the same 28 days: fresh lines have had less time to come back, and would make the last weeks
look good whatever is sold.
"""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="return_rate",
    label=_("Return rate"),
    question=_("Of all lines that reached customers, how many came back within four weeks?"),
    kind=MetricKind.SHARE,
    data_set="sold_lines",
    numerator="returned_after <= 28",
    follow_up=28,
    direction=Direction.DOWN,
    unit="share",
    owner_role="buying_manager",
    dimensions=("product", "batch", "category", "supplier", "outlet", "channel", "region"),
    target=0.14,
    needs=("returns",),
)
