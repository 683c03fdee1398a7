"""What the customer record adds to the frame: its page in the navigation, its people in the search."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from shopkeeper.core import navigation, search
from shopkeeper.core.actors import Actor
from shopkeeper.core.navigation import NavItem, Section
from shopkeeper.core.search import Hit
from shopkeeper.customers.queries.search import search_customers

VIEW = "customers.view_customers"


def find_people(text: str, *, by: Actor, now: datetime, limit: int) -> list[Hit]:
    """People for the search of the whole house."""
    return [
        Hit(
            kind="person",
            title=hit.card.name or hit.card.number,
            detail=" · ".join(filter(None, [hit.card.city, hit.card.email, hit.card.number])),
            url=reverse("customers:customer", args=[hit.card.number]),
            icon="user-round",
            score=hit.score,
        )
        for hit in search_customers(text, by=by, limit=limit)
    ]


search.register("customers.people", permission=VIEW, find=find_people)
navigation.register(NavItem(Section.PEOPLE, _("Customers"), "customers:customers", "user-round", VIEW, order=10))
