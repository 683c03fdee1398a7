"""Customer satisfaction, top two boxes."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="satisfaction",
    label=_("Satisfaction"),
    question=_("Of all who were asked how satisfied they are, how many gave four or five of five?"),
    kind=MetricKind.SHARE,
    data_set="feedback_facts",
    numerator="score >= 4",
    denominator="scale = 'csat' AND score IS NOT NULL",
    direction=Direction.UP,
    unit="share",
    owner_role="chief_customer_officer",
    dimensions=("touchpoint", "outlet", "channel", "region", "weekday", "hours"),
    target=0.8,
    drivers=("was_late",),
    is_judgment=True,
    mix="touchpoint",
)
