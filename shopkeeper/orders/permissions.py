"""What the order book guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.public import Role

_SERVE = [
    Role.STORE_MANAGER, Role.STORE_ASSOCIATE, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
    Role.ECOMMERCE_MANAGER, Role.ACCOUNT_MANAGER, Role.CHIEF_CUSTOMER_OFFICER,
]  # fmt: skip

_DECIDE = [
    Role.STORE_MANAGER, Role.CONTACT_CENTER_MANAGER, Role.ECOMMERCE_MANAGER, Role.CHIEF_CUSTOMER_OFFICER,
]  # fmt: skip

declare(
    "orders.view_orders",
    _("See orders: of the own outlets, or of the whole company"),
    roles=[*_SERVE, Role.MARKETING_MANAGER, Role.SUPPLY_CHAIN_MANAGER, Role.BUYING_MANAGER, Role.FINANCE_MANAGER,
           Role.DATA_STEWARD],
)  # fmt: skip
declare("orders.place_orders", _("Take down orders and sales"), roles=[*_SERVE, Role.IT_OWNER])
declare("orders.change_orders", _("Cancel pieces and take them back"), roles=_SERVE)
declare(
    "orders.release_holds", _("Let orders go that are held for fraud or credit"),
    roles=[Role.CONTACT_CENTER_MANAGER, Role.ECOMMERCE_MANAGER, Role.FINANCE_MANAGER, Role.CHIEF_CUSTOMER_OFFICER],
)  # fmt: skip
declare("orders.move_orders", _("Ship and deliver orders"), roles=[*_SERVE, Role.SUPPLY_CHAIN_MANAGER, Role.IT_OWNER])
declare(
    "orders.note_delays", _("Note that a supplier or a location sends a parcel on another day"),
    roles=[
        Role.CONTACT_CENTER_AGENT, Role.CONTACT_CENTER_MANAGER, Role.ECOMMERCE_MANAGER, Role.STORE_MANAGER,
        Role.SUPPLY_CHAIN_MANAGER, Role.BUYING_MANAGER, Role.IT_OWNER, Role.CHIEF_CUSTOMER_OFFICER,
    ],
)  # fmt: skip
declare(
    "orders.set_stage_targets", _("Say how long picking, packing and handing over may take"),
    roles=[Role.SUPPLY_CHAIN_MANAGER, Role.ECOMMERCE_MANAGER, Role.CHIEF_CUSTOMER_OFFICER],
)  # fmt: skip
declare(
    "orders.serve_pickups",
    _("Put orders on the pick-up shelf, hand them over, say when one is missing"),
    roles=[Role.STORE_MANAGER, Role.STORE_ASSOCIATE],
)
declare(
    "orders.take_returns", _("Take pieces back: ask, receive, look at them"), roles=[*_SERVE, Role.SUPPLY_CHAIN_MANAGER]
)
declare(
    "orders.decide_returns",
    _("Decide returns that the policy leaves to a person, or against it"),
    roles=_DECIDE,
)
declare(
    "orders.set_return_policies", _("Say what may come back, how long orders wait, until when they change"),
    roles=[Role.ECOMMERCE_MANAGER, Role.CHIEF_CUSTOMER_OFFICER],
)  # fmt: skip
declare(
    "orders.set_goodwill_limits", _("Say up to how much goodwill needs no second person"),
    roles=[Role.FINANCE_MANAGER, Role.CHIEF_CUSTOMER_OFFICER],
)  # fmt: skip
declare(
    "orders.refund_little", _("Give a little back as goodwill, up to the limit of those who serve"),
    roles=[*_SERVE, Role.FINANCE_MANAGER],
)  # fmt: skip
declare(
    "orders.refund_more",
    _("Give more back as goodwill, up to the limit of those who lead, and approve what others ask for"),
    roles=[*_DECIDE, Role.FINANCE_MANAGER],
)
declare(
    "orders.refund_any",
    _("Give any amount back, and approve what others ask for"),
    roles=[Role.FINANCE_MANAGER, Role.CHIEF_CUSTOMER_OFFICER],
)
