"""Feeds of stock that are fresh: what tills, warehouses and suppliers tell of their stock is young enough to sell by.

Each location is judged by its own limit, closed hours left out, and looked at once an hour.
"""

from django.utils.translation import gettext_noop as _

from shopkeeper.insight.contracts import Direction, Metric, MetricKind

METRIC = Metric(
    name="fresh_stock_feeds",
    label=_("Stock feeds that are fresh"),
    question=_("Of all hourly looks at what locations tell of their stock, how many found it fresh enough to sell by?"),
    kind=MetricKind.SHARE,
    data_set="stock_feed_looks",
    numerator="was_fresh",
    direction=Direction.UP,
    unit="share",
    owner_role="supply_chain_manager",
    dimensions=("location", "location_kind", "supplier", "outlet", "region"),
    target=0.95,
    loss=None,
    watches_people=False,
)
