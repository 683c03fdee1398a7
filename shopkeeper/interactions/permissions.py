"""What the interactions guard."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.public import Role

declare(
    "interactions.record_contacts",
    _("Write down that a customer called, wrote or came in"),
    roles=[
        Role.STORE_MANAGER, Role.STORE_ASSOCIATE, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
        Role.ACCOUNT_MANAGER, Role.CHIEF_CUSTOMER_OFFICER,
    ],
)  # fmt: skip
declare(
    "interactions.view_contacts",
    _("See contacts with customers"),
    roles=[
        Role.STORE_MANAGER, Role.STORE_ASSOCIATE, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
        Role.ECOMMERCE_MANAGER, Role.MARKETING_MANAGER, Role.ACCOUNT_MANAGER, Role.DATA_STEWARD,
        Role.CHIEF_CUSTOMER_OFFICER,
    ],
)  # fmt: skip
declare(
    "interactions.manage_topics",
    _("Tend the tree of topics and reasons"),
    roles=[Role.DATA_STEWARD, Role.CHIEF_CUSTOMER_OFFICER, Role.CONTACT_CENTER_MANAGER],
)
