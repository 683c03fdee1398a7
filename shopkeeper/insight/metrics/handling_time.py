"""Average handling time of a contact."""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="handling_time",
    label=_("Handling time"),
    question=_("How long does a contact take to handle?"),
    kind=MetricKind.MEAN,
    data_set="contacts",
    numerator="handle_seconds",
    denominator="handle_seconds IS NOT NULL",
    direction=Direction.DOWN,
    unit="seconds",
    owner_role="contact_center_manager",
    dimensions=("topic", "channel", "weekday", "hours"),
    target=300,
    guard="repeat_contact_rate",
    loss=None,
    watches_people=False,
)
