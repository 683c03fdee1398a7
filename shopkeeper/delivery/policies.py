"""What a retailer decides about deliveries: until when carriers answer for a parcel, and how far an order is split."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.policies import Knob, Policy, Unit, declare
from shopkeeper.delivery.contracts import ClaimRules, SplitRules
from shopkeeper.delivery.models import Carrier


def _carriers() -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in Carrier.objects.order_by("name").values_list("id", "name")]


CLAIMS = declare(Policy(
    code="delivery.claims", title=_("Claims on carriers"), icon="truck", permission="delivery.claim_costs",
    about=_("What a carrier owes for, as its contract says: for how long, and from which delay on."),
    standard=ClaimRules(), list_subjects=_carriers,
    knobs=(
        Knob("claimable_days", _("A parcel can be claimed for"), Unit.DAYS, least=1, most=1_000),
        Knob("days_late", _("Late enough after the promised day"), Unit.DAYS, most=60),
    ),
))  # fmt: skip
SPLITS = declare(Policy(
    code="delivery.splits", title=_("Splitting orders"), icon="split", permission="delivery.manage_services",
    about=_(
        "An order leaves from the nearest location that has all of it. Where none has, it leaves in the fewest parcels,"
        " if that is allowed here. A delivery that was offered comes as it was offered."
    ),
    standard=SplitRules(),
    knobs=(
        Knob("may_split", _("An order may come in several parcels"), Unit.YES_NO),
        Knob("most_parts", _("In parcels, at most"), least=2, most=5),
        Knob("least_value", _("Each worth, without an offer, at least"), Unit.MONEY, most=1_000_000),
    ),
))  # fmt: skip
