"""For which company an order is, and which one pays."""

from uuid import UUID

from shopkeeper.orders.contracts import BuyingCompany, CompanyName
from shopkeeper.orders.models import Order


def find_company(order_id: UUID) -> BuyingCompany | None:
    """The company that an order is for; None for a person's own."""
    rows = Order.objects.filter(pk=order_id)
    told = rows.values_list("account", "account__number", "account__name", "payer", "payer__number", "payer__name")
    [row] = told
    account, payer = row[:3], row[3:]
    if account[0] is None and payer[0] is None:
        return None
    return BuyingCompany(_name(account), _name(payer))


def _name(told: tuple[UUID | None, str, str]) -> CompanyName | None:
    return CompanyName(told[0], told[1], told[2]) if told[0] else None
