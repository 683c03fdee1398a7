"""The only way from an untrusted id or number to a customer."""

from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.customers.contracts import CustomerCard
from shopkeeper.customers.errors import CustomerNotFound
from shopkeeper.customers.queries.identity import find_customer_by_number, find_customer_card


def access_customer(by: Actor, key: str | UUID) -> CustomerCard:
    """The customer behind an id or number, for somebody who may see customers; company-wide, since people move.

    :raises NotPermitted: when `by` may not see customers
    :raises CustomerNotFound: when there is none
    """
    by.require("customers.view_customers")
    customer_id = key if isinstance(key, UUID) else _parse(key)
    card = find_customer_card(customer_id) if customer_id else None
    if card is None:
        raise CustomerNotFound(key=key)
    return card


def _parse(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return find_customer_by_number(key)
