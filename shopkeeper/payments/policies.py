"""What a retailer decides about money: up to how much a person gives out as a gift card or store credit."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.policies import Knob, Policy, Unit, declare
from shopkeeper.payments.contracts import ValueLimits

VALUES = declare(Policy(
    code="payments.values", title=_("Gift cards and store credit"), icon="gift", permission="payments.set_value_limits",
    about=_("Up to how much somebody issues on one gift card, or as one credit. Finance may issue more."),
    standard=ValueLimits(), knobs=(Knob("alone", _("On one card"), Unit.MONEY, most=100_000),),
))  # fmt: skip
