"""What the messages add to the frame."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core import navigation
from shopkeeper.core.navigation import NavItem, Section

navigation.register(NavItem(Section.PEOPLE, _("Mail"), "messages:outbox", "mail", "messages.view_outbox", order=40))
