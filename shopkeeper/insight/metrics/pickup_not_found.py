"""Orders that were not found at the desk."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="pickup_not_found",
    label=_("Pick-ups not found"),
    question=_("Of all pick-ups, how many were not found when the customer stood there?"),
    kind=MetricKind.SHARE,
    data_set="pickups",
    numerator="was_not_found",
    denominator="is_settled",
    direction=Direction.DOWN,
    unit="share",
    owner_role="store_manager",
    dimensions=("outlet", "department", "category", "weekday", "hours"),
    target=0.04,
    mix="category",
)
