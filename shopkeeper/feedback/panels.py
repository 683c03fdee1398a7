"""What the feedback adds to the frame and to other pages."""

from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from shopkeeper.core import navigation, panels, work
from shopkeeper.core.actors import Actor
from shopkeeper.core.navigation import NavItem, Section
from shopkeeper.core.panels import Context
from shopkeeper.core.work import Notice
from shopkeeper.customers import public as customers
from shopkeeper.feedback.queries import list_feedback_on_order, list_feedback_on_product, list_thanks

VIEW = "feedback.view_feedback"
THANKED_WITHIN = timedelta(days=14)


def gather_order(order_id: UUID, *, by: Actor, now: datetime) -> Context:
    """What was said about an order; nothing when nobody said anything."""
    said = list_feedback_on_order(order_id)
    return {"said": said} if said else None


def gather_product(product_id: UUID, *, by: Actor, now: datetime) -> Context:
    """What was said about a product lately; nothing when nobody said anything."""
    said = list_feedback_on_product(product_id, by=by)
    return {"said": said} if said else None


def list_kind_words(*, by: Actor, now: datetime) -> list[Notice]:
    """What a customer thanked the people of an outlet for, said to them by name."""
    if not by.may(VIEW):
        return []
    thanks = list_thanks(by=by, since=now - THANKED_WITHIN)
    people = customers.get_customer_cards(card.customer_id for card in thanks if card.customer_id)
    words = gettext("%(who)s thanks %(where)s: “%(words)s”")
    return [
        Notice(
            "thanks", words % {"who": people[card.customer_id].name, "where": card.outlet, "words": card.text},
            reverse("feedback:feedback", args=[card.id]), "heart", "good",
        )
        for card in thanks
        if card.customer_id in people
    ]  # fmt: skip


work.register_notices("feedback.thanks", list_kind_words)
navigation.register(NavItem(Section.HEAR, _("Feedback"), "feedback:inbox", "message-square-quote", VIEW, order=10))
navigation.register(NavItem(Section.HEAR, _("Topics"), "feedback:topics", "tags", VIEW, order=12))
panels.register("order", "feedback.said", permission=VIEW, template="feedback/_on_order.html", gather=gather_order)
panels.register("product", "feedback.said", permission=VIEW, template="feedback/_on_order.html", gather=gather_product)
