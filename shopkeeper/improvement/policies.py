"""What a retailer decides about problems: which causes open one by themselves."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.policies import Knob, Policy, Unit, declare
from shopkeeper.improvement.rules import policy as opening

OPENING = declare(Policy(
    code="improvement.opening", title=_("Problems that open themselves"), icon="triangle-alert",
    permission="improvement.set_policy",
    about=_("From what size on a cause that is certain and began lately gets an owner and a watch. Either is enough."),
    standard=opening.Policy(),
    knobs=(
        Knob("is_on", _("Certain causes become problems by themselves"), Unit.YES_NO),
        Knob("fewest_people", _("From so many people hurt"), least=1, most=100_000_000),
        Knob("least_a_year", _("Or from so much money a year"), Unit.MONEY, most=1_000_000_000),
    ),
))  # fmt: skip
