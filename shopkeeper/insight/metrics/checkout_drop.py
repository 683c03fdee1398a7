"""People who leave at a step of the checkout.

What a step can offer comes from feeds of stock and capacity: what shows there belongs to IT, not to the shop.
"""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Loss, Metric, MetricKind

METRIC = Metric(
    name="checkout_drop",
    label=_("Left at checkout"),
    question=_("Of all who reached a step of the checkout, how many did not go on?"),
    kind=MetricKind.SHARE,
    data_set="checkout_steps",
    numerator="NOT went_on",
    denominator="step IN ('checkout', 'delivery options', 'payment')",
    direction=Direction.DOWN,
    unit="share",
    owner_role="ecommerce_manager",
    dimensions=("step", "outlet", "region", "postcode_area", "device", "options"),
    target=0.2,
    owners={"options": "it_owner"},
    loss=Loss.SALE,
)
