"""What others may use of the accounts."""

from shopkeeper.accounts.contracts import CompanyCard
from shopkeeper.accounts.queries import get_company_cards, list_companies

__all__ = ["CompanyCard", "get_company_cards", "list_companies"]
