"""People who have to ask again.

Every contact is followed for the same seven days; younger ones wait.
"""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="repeat_contact_rate",
    label=_("Repeat contacts"),
    question=_("Of all contacts, after how many did the person get in touch again within seven days?"),
    kind=MetricKind.SHARE,
    data_set="contacts",
    numerator="is_repeated",
    denominator="customer_id IS NOT NULL",
    follow_up=7,
    direction=Direction.DOWN,
    unit="share",
    owner_role="contact_center_manager",
    dimensions=("topic", "channel", "outcome", "weekday", "hours"),
    target=0.15,
    level="department",
)
