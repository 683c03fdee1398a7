"""What the promise ledger adds to the frame, and to a customer's page."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop as _

from shopkeeper.core import navigation, panels
from shopkeeper.core.actors import Actor
from shopkeeper.core.navigation import NavItem, Section
from shopkeeper.core.panels import Context
from shopkeeper.customers import public as customers
from shopkeeper.promises.ledger import Asked, count_by_state

VIEW = "promises.view_promises"


def gather_of_customer(customer_id: UUID, *, by: Actor, now: datetime) -> Context:
    """How many promises to a customer were kept and broken; nothing where nobody promised anything."""
    card = customers.find_customer_card(customer_id)
    if card is None:
        return None
    counts = count_by_state(Asked(customer=card.number), by=by, now=now)
    return {"counts": counts, "number": card.number} if any(counts.values()) else None


panels.register(
    "customer", "promises.of_customer", permission=VIEW, template="promises/_of_customer.html",
    gather=gather_of_customer, order=15,
)  # fmt: skip
navigation.register(NavItem(Section.RIGHT, _("Promises"), "promises:ledger", "handshake", VIEW, order=15))
