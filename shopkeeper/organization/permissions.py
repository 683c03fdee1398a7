"""What the organization guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.contracts import Role

declare("organization.view_outlets", _("See outlets and who works there"), roles=["*"])
declare("organization.manage_people", _("Give and take roles"), roles=[Role.ADMINISTRATOR])
