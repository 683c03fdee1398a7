"""What the inventory guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.public import Role

declare("inventory.view_stock", _("See what is where and what can be promised"), roles=["*"])
declare(
    "inventory.record_movements",
    _("Receive, count, transfer and correct stock at the own outlets, or everywhere"),
    roles=[Role.STORE_MANAGER, Role.STORE_ASSOCIATE, Role.SUPPLY_CHAIN_MANAGER, Role.IT_OWNER],
)
declare(
    "inventory.reserve_stock",
    _("Keep pieces for a customer"),
    roles=[
        Role.STORE_MANAGER, Role.STORE_ASSOCIATE, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
        Role.ECOMMERCE_MANAGER, Role.SUPPLY_CHAIN_MANAGER,
    ],
)  # fmt: skip
declare(
    "inventory.manage_locations",
    _("Describe locations, switch them off and on, set what is kept back"),
    roles=[Role.STORE_MANAGER, Role.SUPPLY_CHAIN_MANAGER],
)
declare(
    "inventory.plan_stock",
    _("Decide what is sent between locations and what is ordered"),
    roles=[Role.STORE_MANAGER, Role.SUPPLY_CHAIN_MANAGER, Role.BUYING_MANAGER],
)
declare(
    "inventory.repair_stock",
    _("Check the record against its movements and repair it"),
    roles=[Role.SUPPLY_CHAIN_MANAGER, Role.IT_OWNER, Role.ADMINISTRATOR],
)
