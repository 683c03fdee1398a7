"""What a retailer decides about carriers: until when they answer for a parcel, and from which delay on."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.policies import Knob, Policy, Unit, declare
from shopkeeper.delivery.contracts import ClaimRules
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
