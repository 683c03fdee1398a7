"""What improvement guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.public import Role

OWNERS = [role for role in Role if role not in (Role.STORE_ASSOCIATE, Role.CONTACT_CENTER_AGENT, Role.BOARD_MEMBER)]

declare("improvement.view_problems", _("See problems, their figures and measures"), roles=["*"])
declare("improvement.work_problems", _("Open problems, propose and put measures in force"), roles=OWNERS)
declare(
    "improvement.set_policy",
    _("Agree which causes become problems by themselves"),
    roles=[Role.CHIEF_CUSTOMER_OFFICER, Role.ADMINISTRATOR],
)
declare("improvement.raise_ideas", _("Raise ideas and causes, and see what became of them"), roles=["*"])
