"""What the insight adds to the navigation."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core import navigation
from shopkeeper.core.navigation import NavItem, Section

navigation.register(
    NavItem(Section.CAUSE, _("Scorecard"), "insight:scorecard", "gauge", "insight.view_metrics", order=10)
)
navigation.register(
    NavItem(Section.CAUSE, _("Causes"), "insight:causes", "search-check", "insight.view_metrics", order=20)
)
