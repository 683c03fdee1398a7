"""For which company a caller orders: those they ordered for before, and those found by number or name."""

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from shopkeeper.accounts import public as accounts
from shopkeeper.customers import public as customers
from shopkeeper.orders.errors import CompanyNotFound
from shopkeeper.orders.queries import list_companies_of


@dataclass(frozen=True, slots=True)
class Searched:
    """A company that was looked for; `likely` is the one that was chosen, else the only one of that number or name."""

    text: str
    found: tuple[accounts.CompanyCard, ...]
    chosen: UUID | None = None

    @property
    def likely(self) -> UUID | None:
        """Whom they mean."""
        return self.chosen or (self.found[0].id if len(self.found) == 1 else None)

    @property
    def is_unknown(self) -> bool:
        """Whether no company is called that."""
        return bool(self.text) and not self.found


@dataclass(frozen=True, slots=True)
class Buying:
    """Who buys and who pays, as far as they were looked for, and all companies to choose from."""

    account: Searched
    payer: Searched
    companies: tuple[accounts.CompanyCard, ...]


def read_buying(told: QueryDict, customer: customers.CustomerCard | None) -> Buying:
    """Those that were looked for first, then those for which the customer ordered before."""
    account = _search(told.get("company", ""), told.get("account", ""))
    payer = _search(told.get("paid_by", ""), told.get("payer", ""))
    before = list_companies_of(customers.ids_of(customer.id)) if customer else []
    known = accounts.get_company_cards(before)
    cards = {card.id: card for card in (*account.found, *payer.found, *(known[company] for company in before))}
    return Buying(account, payer, tuple(cards.values()))


def read_companies(told: QueryDict) -> tuple[UUID | None, UUID | None]:
    """The company that an order is for, and the one that pays.

    :raises CompanyNotFound: when one of them is none
    """
    return _read(told.get("account", "")), _read(told.get("payer", ""))


def _search(said: str, chosen: str) -> Searched:
    text = said.strip()[:120]
    try:
        known = accounts.get_company_cards([key] if (key := _read(chosen)) else [])
    except CompanyNotFound:
        known = {}
    others = [card for card in accounts.list_companies(text) if card.id not in known]
    return Searched(text, (*known.values(), *others), next(iter(known), None))


def _read(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise CompanyNotFound(key=text[:40]) from None
