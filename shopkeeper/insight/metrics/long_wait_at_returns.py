"""Waits at the returns desk."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="long_wait_at_returns",
    label=_("Long waits at returns"),
    question=_("Of all returns at a desk, how many waited over 15 minutes?"),
    kind=MetricKind.SHARE,
    data_set="returns_desk",
    numerator="waited_seconds > 900",
    direction=Direction.DOWN,
    unit="share",
    owner_role="store_manager",
    dimensions=("outlet", "weekday", "hours", "category"),
    target=0.15,
    mix="hours",
    severity="waited_seconds / 60",
    severity_unit="minutes",
)
