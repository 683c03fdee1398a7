"""For which company an order is, and which one pays."""

from collections.abc import Collection
from uuid import UUID

from shopkeeper.orders.contracts import BuyingCompany, CompanyName
from shopkeeper.orders.models import Order

_LATELY = 50


def find_company(order_id: UUID) -> BuyingCompany | None:
    """The company that an order is for; None for a person's own."""
    rows = Order.objects.filter(pk=order_id)
    told = rows.values_list("account", "account__number", "account__name", "payer", "payer__number", "payer__name")
    [row] = told
    account, payer = row[:3], row[3:]
    if account[0] is None and payer[0] is None:
        return None
    return BuyingCompany(_name(account), _name(payer))


def list_companies_of(customer_ids: Collection[UUID]) -> list[UUID]:
    """For which companies somebody ordered lately, and which ones paid for it: the latest first."""
    bought = Order.objects.filter(customer__in=customer_ids).exclude(account=None, payer=None)
    pairs = bought.order_by("-placed_at").values_list("account", "payer")[:_LATELY]
    return list(dict.fromkeys(company for pair in pairs for company in pair if company))


def _name(told: tuple[UUID | None, str, str]) -> CompanyName | None:
    return CompanyName(told[0], told[1], told[2]) if told[0] else None
