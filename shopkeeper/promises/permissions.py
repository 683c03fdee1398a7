"""What the promise ledger guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare

declare(
    "promises.view_promises",
    _("See what was promised, kept and broken: by the own outlets, or by the whole company"),
    roles=["*"],
)
