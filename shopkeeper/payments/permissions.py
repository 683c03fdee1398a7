"""What the payments guard."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.public import Role

_SERVE = [
    Role.STORE_MANAGER, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT, Role.ECOMMERCE_MANAGER,
    Role.ACCOUNT_MANAGER, Role.FINANCE_MANAGER, Role.CHIEF_CUSTOMER_OFFICER,
]  # fmt: skip

declare("payments.view_payments", _("See what was paid, taken and given back"), roles=_SERVE)
declare(
    "payments.issue_value",
    _("Issue gift cards and store credit, up to a limit"),
    roles=[Role.CONTACT_CENTER_MANAGER, Role.STORE_MANAGER, Role.FINANCE_MANAGER],
)
_DECIDE = [Role.FINANCE_MANAGER, Role.CHIEF_CUSTOMER_OFFICER]
declare("payments.issue_any", _("Issue gift cards and store credit of any amount"), roles=_DECIDE)
declare("payments.set_value_limits", _("Say up to how much others issue on one gift card"), roles=_DECIDE)
