"""What the promise ledger adds to the frame."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core import navigation
from shopkeeper.core.navigation import NavItem, Section

navigation.register(
    NavItem(Section.RIGHT, _("Promises"), "promises:ledger", "handshake", "promises.view_promises", order=15)
)
