"""What the messages guard."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare

declare(
    "messages.view_messages",
    _("See what was written to customers"),
    roles=[
        "contact_center_manager",
        "contact_center_agent",
        "marketing_manager",
        "chief_customer_officer",
        "store_manager",
        "data_steward",
    ],
)
declare(
    "messages.view_outbox",
    _("Read all mail to customers"),
    roles=[
        "contact_center_manager",
        "marketing_manager",
        "chief_customer_officer",
        "data_steward",
        "it_owner",
        "administrator",
    ],
)
declare("messages.report_bounces", _("Tell which mail came back"), roles=["it_owner", "administrator", "data_steward"])
