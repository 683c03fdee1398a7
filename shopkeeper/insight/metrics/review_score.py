"""How many stars people give."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="review_score",
    label=_("Review score"),
    question=_("How many stars do people give in reviews?"),
    kind=MetricKind.MEAN,
    data_set="feedback_facts",
    numerator="score",
    denominator="scale = 'stars' AND score IS NOT NULL",
    direction=Direction.UP,
    unit="stars",
    owner_role="chief_customer_officer",
    dimensions=("region", "supplier", "category", "department", "product", "carrier", "touchpoint"),
    target=4.2,
    is_judgment=True,
)
