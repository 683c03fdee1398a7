"""Who responds when asked.

Everybody asked is given the same seven days; younger invitations wait.
"""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="response_rate",
    label=_("Response rate"),
    question=_("Of all who were asked, how many responded within a week?"),
    kind=MetricKind.SHARE,
    data_set="invitations",
    numerator="responded_after <= 7",
    follow_up=7,
    direction=Direction.UP,
    unit="share",
    owner_role="marketing_manager",
    dimensions=("touchpoint", "outlet"),
    target=0.12,
    loss=None,
    watches_people=False,
    needs=("feedback",),
)
