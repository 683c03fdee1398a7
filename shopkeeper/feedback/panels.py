"""What the feedback adds to the frame and to other pages."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop as _

from shopkeeper.core import navigation, panels
from shopkeeper.core.actors import Actor
from shopkeeper.core.navigation import NavItem, Section
from shopkeeper.core.panels import Context
from shopkeeper.feedback.queries import list_feedback_on_order

VIEW = "feedback.view_feedback"


def gather_order(order_id: UUID, *, by: Actor, now: datetime) -> Context:
    """What was said about an order; nothing when nobody said anything."""
    said = list_feedback_on_order(order_id)
    return {"said": said} if said else None


navigation.register(NavItem(Section.HEAR, _("Feedback"), "feedback:inbox", "message-square-quote", VIEW, order=10))
panels.register("order", "feedback.said", permission=VIEW, template="feedback/_on_order.html", gather=gather_order)
