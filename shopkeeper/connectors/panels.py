"""What the imports offer to the frame: a place in the navigation."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core import navigation
from shopkeeper.core.navigation import NavItem, Section

navigation.register(
    NavItem(Section.SETUP, _("Imports"), "connectors:imports", "file-up", "connectors.view_imports", order=10)
)
navigation.register(
    NavItem(Section.SETUP, _("Webhooks"), "connectors:webhooks", "send", "connectors.manage_webhooks", order=12)
)
