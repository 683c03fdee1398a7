"""What a retailer decides about customers: how sure is sure, and what its own columns are called."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from shopkeeper.core.policies import Knob, Policy, Unit, declare
from shopkeeper.customers.queries.asked import count_asked_from
from shopkeeper.customers.rules.matching.configuration import IN_DOUBT, SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class SureZones:
    """From how many percent on two records are joined without asking, and from how many on people are asked."""

    sure_percent: int = round(100 * SURE)
    asked_percent: int = round(100 * IN_DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailLabels:
    """What the retailer calls the columns of a record that may hold anything; empty of those it does not use."""

    detail_1: str = ""
    detail_2: str = ""
    detail_3: str = ""


def _asked_now(now: datetime) -> str:
    counted = count_asked_from(50, 75)
    if not counted["all"]:
        return ""
    words = gettext(
        "Pairs that wait now: %(all)s. Asked from 50 %% on, people would have %(half)s; from 75 %% on, %(most)s."
    )
    return words % {"all": counted["all"], "half": counted["50"], "most": counted["75"]}


_LONGEST, _UNNAMED = 40, _("has no name yet")

ZONES = declare(Policy(
    code="customers.zones", title=_("How sure is sure"), icon="scale", permission="customers.train_models",
    about=_("When records that look alike are joined, and when people are asked. Holds at once for what arrives, and "
            "from the next night for what is stored."),
    standard=SureZones(), effect=_asked_now,
    knobs=(
        Knob("sure_percent", _("Joined without asking from"), Unit.PERCENT, least=80, most=99),
        Knob("asked_percent", _("People are asked from"), Unit.PERCENT, least=5, most=75),
    ),
))  # fmt: skip
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
