"""What the pricing guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.public import Role

declare("pricing.view_prices", _("See what things cost"), roles=["*"])
declare(
    "pricing.set_prices",
    _("Set prices"),
    roles=[Role.BUYING_MANAGER, Role.ECOMMERCE_MANAGER, Role.FINANCE_MANAGER],
)
