"""Net Promoter Score."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="net_promoter_score",
    label=_("Net Promoter Score"),
    question=_("How many more people would recommend us than not?"),
    kind=MetricKind.NET_SCORE,
    data_set="feedback_facts",
    numerator="score",
    denominator="scale = 'nps' AND score IS NOT NULL",
    direction=Direction.UP,
    unit="index",
    owner_role="chief_customer_officer",
    dimensions=("outlet", "channel", "region", "touchpoint"),
    minimum_sample=100,
    target=40,
    is_judgment=True,
)
