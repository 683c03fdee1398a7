"""What the organization guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.contracts import Role

declare("organization.view_outlets", _("See outlets and who works there"), roles=["*"])
declare("organization.manage_people", _("Give and take roles"), roles=[Role.ADMINISTRATOR])
declare(
    "organization.set_hours",
    _("Say when outlets are open: the own ones, or all"),
    roles=[
        Role.STORE_MANAGER, Role.CONTACT_CENTER_MANAGER, Role.SUPPLY_CHAIN_MANAGER, Role.IT_OWNER, Role.ADMINISTRATOR,
    ],
)  # fmt: skip
