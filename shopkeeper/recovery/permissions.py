"""What recovery guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.public import Role

SERVICE = [
    Role.STORE_MANAGER,
    Role.STORE_ASSOCIATE,
    Role.CONTACT_CENTER_MANAGER,
    Role.CONTACT_CENTER_AGENT,
    Role.ACCOUNT_MANAGER,
    Role.CHIEF_CUSTOMER_OFFICER,
]
MANAGERS = [Role.STORE_MANAGER, Role.CONTACT_CENTER_MANAGER, Role.CHIEF_CUSTOMER_OFFICER]
OTHERS = [
    Role.ECOMMERCE_MANAGER,
    Role.SUPPLY_CHAIN_MANAGER,
    Role.BUYING_MANAGER,
    Role.MARKETING_MANAGER,
    Role.IT_OWNER,
]

declare("recovery.view_cases", _("See cases and what was done"), roles=[*SERVICE, *OTHERS])
declare("recovery.work_cases", _("Open, work and resolve cases"), roles=SERVICE)
declare("recovery.approve_remedies", _("Grant remedies above a team’s ceiling"), roles=[Role.CHIEF_CUSTOMER_OFFICER])
declare("recovery.manage_playbooks", _("Change playbooks, allowances and capacity"), roles=MANAGERS)
