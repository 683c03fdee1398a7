"""What a retailer decides about customers: what it calls the columns that may hold anything."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from shopkeeper.core.policies import Knob, Policy, Unit, declare


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailLabels:
    """What the retailer calls the columns of a record that may hold anything; empty of those it does not use."""

    detail_1: str = ""
    detail_2: str = ""
    detail_3: str = ""


_LONGEST, _UNNAMED = 40, _("has no name yet")

DETAILS = declare(Policy(
    code="customers.details", title=_("Columns of our own"), icon="tags", permission="customers.name_columns",
    about=_("Three columns of a customer's record hold whatever else your systems know of people, the same thing in "
            "every source. What you call them stands wherever records are compared, and files may use it as header."),
    standard=DetailLabels(),
    knobs=(
        Knob("detail_1", _("First detail"), Unit.TEXT, most=_LONGEST, when_empty=_UNNAMED),
        Knob("detail_2", _("Second detail"), Unit.TEXT, most=_LONGEST, when_empty=_UNNAMED),
        Knob("detail_3", _("Third detail"), Unit.TEXT, most=_LONGEST, when_empty=_UNNAMED),
    ),
))  # fmt: skip
