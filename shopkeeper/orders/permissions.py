"""What the order book guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.public import Role

_SERVE = [
    Role.STORE_MANAGER, Role.STORE_ASSOCIATE, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
    Role.ECOMMERCE_MANAGER, Role.ACCOUNT_MANAGER, Role.CHIEF_CUSTOMER_OFFICER,
]  # fmt: skip

declare(
    "orders.view_orders",
    _("See orders: of the own outlets, or of the whole company"),
    roles=[*_SERVE, Role.MARKETING_MANAGER, Role.SUPPLY_CHAIN_MANAGER, Role.BUYING_MANAGER, Role.FINANCE_MANAGER,
           Role.DATA_STEWARD],
)  # fmt: skip
declare("orders.place_orders", _("Take down orders and sales"), roles=[*_SERVE, Role.IT_OWNER])
declare("orders.change_orders", _("Cancel pieces and take them back"), roles=_SERVE)
declare("orders.move_orders", _("Ship and deliver orders"), roles=[*_SERVE, Role.SUPPLY_CHAIN_MANAGER, Role.IT_OWNER])
declare(
    "orders.serve_pickups",
    _("Put orders on the pick-up shelf, hand them over, say when one is missing"),
    roles=[Role.STORE_MANAGER, Role.STORE_ASSOCIATE],
)
