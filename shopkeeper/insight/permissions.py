"""What the insight guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare

declare("insight.view_metrics", _("See metrics, their causes and the records behind them"), roles=["*"])
declare("insight.find_causes", _("Search the causes again"), roles=["chief_customer_officer", "data_steward"])
declare(
    "insight.set_targets",
    _("Set targets"),
    roles=["chief_customer_officer", "board_member"],
)
