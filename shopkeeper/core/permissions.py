"""What the core guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare

declare("core.manage_api_keys", _("Make and revoke API keys"), roles=["administrator"])
declare("core.view_system", _("See failures, timers and the audit trail"), roles=["administrator"])
declare("core.view_policies", _("See what the house decided: limits, days, windows"), roles=["*"])
