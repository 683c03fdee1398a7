"""Roles in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.organization.contracts import Role

ROLE_LABELS = {
    Role.STORE_MANAGER: gettext_noop("Store manager"),
    Role.STORE_ASSOCIATE: gettext_noop("Store associate"),
    Role.CONTACT_CENTER_MANAGER: gettext_noop("Contact center manager"),
    Role.CONTACT_CENTER_AGENT: gettext_noop("Contact center agent"),
    Role.ECOMMERCE_MANAGER: gettext_noop("E-commerce manager"),
    Role.MARKETING_MANAGER: gettext_noop("Marketing manager"),
    Role.SUPPLY_CHAIN_MANAGER: gettext_noop("Supply chain manager"),
    Role.BUYING_MANAGER: gettext_noop("Buying manager"),
    Role.ACCOUNT_MANAGER: gettext_noop("Account manager"),
    Role.FINANCE_MANAGER: gettext_noop("Finance manager"),
    Role.DATA_STEWARD: gettext_noop("Data steward"),
    Role.IT_OWNER: gettext_noop("Owner of IT systems"),
    Role.CHIEF_CUSTOMER_OFFICER: gettext_noop("Chief Customer Officer"),
    Role.BOARD_MEMBER: gettext_noop("Member of the board"),
    Role.ADMINISTRATOR: gettext_noop("Administrator"),
}


def role_in_words(role: str) -> str:
    """A role as people call it."""
    return _(ROLE_LABELS[Role(role)])
