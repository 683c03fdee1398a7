"""What the imports guard."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare

declare("connectors.manage_webhooks", _("Say who is told of events"), roles=["administrator", "it_owner"])
declare("connectors.run_imports", _("Import files"), roles=["administrator", "data_steward", "it_owner"])
declare(
    "connectors.view_imports",
    _("See imports and what they refused"),
    roles=["administrator", "data_steward", "it_owner", "chief_customer_officer"],
)
