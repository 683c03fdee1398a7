"""What the feedback guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.public import Role

declare(
    "feedback.view_feedback",
    _("Read what customers say: about the own outlets, or all of it"),
    roles=[
        Role.STORE_MANAGER, Role.STORE_ASSOCIATE, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
        Role.ECOMMERCE_MANAGER, Role.MARKETING_MANAGER, Role.SUPPLY_CHAIN_MANAGER, Role.BUYING_MANAGER,
        Role.DATA_STEWARD, Role.CHIEF_CUSTOMER_OFFICER, Role.BOARD_MEMBER,
    ],
)  # fmt: skip
declare(
    "feedback.record_feedback",
    _("Write down what a customer said"),
    roles=[
        Role.STORE_MANAGER, Role.STORE_ASSOCIATE, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
        Role.MARKETING_MANAGER, Role.CHIEF_CUSTOMER_OFFICER, Role.IT_OWNER,
    ],
)  # fmt: skip
declare(
    "feedback.handle_feedback",
    _("Take note of feedback"),
    roles=[
        Role.STORE_MANAGER, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT, Role.ECOMMERCE_MANAGER,
        Role.MARKETING_MANAGER, Role.CHIEF_CUSTOMER_OFFICER,
    ],
)  # fmt: skip
