"""What the delivery guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.public import Role

declare("delivery.view_delivery", _("See carriers, their record, parcels and promises"), roles=["*"])
declare("delivery.ask_offers", _("Ask how a basket can reach an address"), roles=["*"])
declare(
    "delivery.manage_services",
    _("Set up carriers' services, prices, cut-offs, days off and capacity"),
    roles=[Role.SUPPLY_CHAIN_MANAGER, Role.ECOMMERCE_MANAGER, Role.ADMINISTRATOR],
)
declare(
    "delivery.report_returns",
    _("Tell which parcels came back, since nobody lives at the address"),
    roles=[Role.SUPPLY_CHAIN_MANAGER, Role.ECOMMERCE_MANAGER, Role.ADMINISTRATOR, Role.IT_OWNER],
)
declare(
    "delivery.tell_customers",
    _("Tell customers that a parcel will be late, and give parcels up"),
    roles=[
        Role.SUPPLY_CHAIN_MANAGER, Role.ECOMMERCE_MANAGER, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
    ],
)  # fmt: skip
declare(
    "delivery.claim_costs",
    _("Ask carriers to pay for parcels that were lost, damaged or late, and note what they paid"),
    roles=[Role.SUPPLY_CHAIN_MANAGER, Role.FINANCE_MANAGER],
)
