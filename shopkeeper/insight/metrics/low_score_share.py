"""How often people are let down."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="low_score_share",
    label=_("Low scores"),
    question=_("Of all who gave one to five, how many gave one or two?"),
    kind=MetricKind.SHARE,
    data_set="feedback_facts",
    numerator="score <= 2",
    denominator="scale IN ('stars', 'csat') AND score IS NOT NULL",
    direction=Direction.DOWN,
    unit="share",
    owner_role="chief_customer_officer",
    dimensions=(
        "region",
        "supplier",
        "category",
        "department",
        "product",
        "carrier",
        "ship_from",
        "touchpoint",
        "outlet",
        "channel",
        "weekday",
        "hours",
    ),
    target=0.12,
    drivers=("was_late", "was_returned"),
    is_judgment=True,
)
