"""What the desk guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.public import Role

MANAGERS = [role for role in Role if role not in (Role.STORE_ASSOCIATE, Role.CONTACT_CENTER_AGENT)]

declare("desk.view_company", _("See how the whole company stands"), roles=MANAGERS)
