"""Finds what an act speaks of: people by their record, outlets by code, orders by number."""

from datetime import datetime
from functools import cached_property
from uuid import UUID

from shopkeeper.catalog import public as catalog
from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.core.refusals import NotFound
from shopkeeper.customers import public as customers
from shopkeeper.delivery import public as delivery
from shopkeeper.demo.generator.acts import CanonicalRow
from shopkeeper.orders import public as orders
from shopkeeper.organization import public as organization

Ids = tuple[UUID | None, UUID | None]


class Stage:
    """The product as it stands; places and staff are looked up once."""

    def __init__(self, *, now: datetime) -> None:
        self.by = system_actor("demo")
        self._now = now
        self._orders: dict[str, orders.OrderCard] = {}

    @cached_property
    def _outlets(self) -> dict[str, UUID]:
        return {card.code: card.id for card in organization.list_outlets(by=self.by)}

    @cached_property
    def _agents(self) -> list[Actor]:
        people = organization.list_people(now=self._now)
        agents = [person.id for person in people if person.role is organization.Role.CONTACT_CENTER_AGENT]
        return list(organization.find_actors_of_employees(agents, now=self._now).values())

    def outlet(self, code: str) -> UUID:
        """A store or another place that customers meet."""
        return self._outlets[code]

    def agent(self, key: str) -> Actor:
        """The agent of the contact center who has this number."""
        return self._agents[int(key.rpartition("-")[2]) % len(self._agents)]

    def who(self, row: CanonicalRow) -> Ids:
        """(record, customer) of a row; nobody for an anonymous one."""
        key = row.get("customer_key")
        found = customers.find_record(_SOURCES[key.partition("-")[0]], key) if key else None
        return (found.record_id, found.customer_id) if found else (None, None)

    def find_order(self, number: str) -> orders.OrderCard | None:
        """An order by its number, where it is in the book."""
        found = orders.list_orders_by_number(number, by=self.by) if number else []
        return found[0] if found else None

    def order(self, number: str) -> orders.OrderCard:
        """An order by its number, as it was when it was first asked for: what lasts of it is its id.

        :raises OrderNotFound: when it is not in the book
        """
        if number not in self._orders:
            found = self.find_order(number)
            if found is None:
                raise orders.OrderNotFound(key=number)
            self._orders[number] = found
        return self._orders[number]

    def parcel(self, order: orders.OrderCard, *, now: datetime) -> delivery.ParcelCard:
        """The parcel of an order.

        :raises ParcelNotFound: when it has none
        """
        parcels = delivery.list_parcels_for_ref(order.ref, now=now)
        if not parcels:
            raise delivery.ParcelNotFound(key=order.number)
        return parcels[0]

    def pickup(self, number: str) -> orders.PickupCard:
        """The pick-up of an order.

        :raises OrderNotFound: when nobody is to collect it
        """
        found = orders.list_pickups(self.order(number).id)
        if not found:
            raise orders.OrderNotFound(key=number)
        return found[0]

    def line(self, number: str, key: str) -> orders.LineCard:
        """A line of an order by its key, which ends in its position.

        :raises NotFound: when the order has no such line, as a stub whose lines come as a file in the night
        """
        position, order = int(key.rpartition("-")[2]), self.find_order(number)
        found = next((line for line in order.lines if line.position == position), None) if order else None
        if found is None:
            raise NotFound(what="line", key=key)
        return found

    def product(self, row: CanonicalRow) -> UUID | None:
        """The product that a row speaks of."""
        sku = row.get("sku")
        return catalog.get_products([sku])[sku].id if sku else None


_SOURCES = {
    "LOY": "loyalty", "WEB": "web", "MAR": "marketplace", "NEW": "newsletter", "CON": "contact_center",
}  # fmt: skip
