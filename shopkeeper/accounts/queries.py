"""Finding companies, and their cards."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from shopkeeper.accounts.contracts import CompanyCard
from shopkeeper.accounts.models import Company


def list_companies(text: str, *, limit: int = 8) -> list[CompanyCard]:
    """Companies by their number, or by a part of their name; by name. Those seen and not described have none yet."""
    if not text:
        return []
    named = Company.objects.exclude(name="").filter(Q(number__iexact=text) | Q(name__icontains=text))
    return _cards(named.order_by("name", "number")[:limit])


def get_company_cards(ids: Collection[UUID]) -> dict[UUID, CompanyCard]:
    """Cards by id; what nobody knows is left out."""
    return {card.id: card for card in _cards(Company.objects.filter(pk__in=ids))} if ids else {}


def _cards(rows: QuerySet[Company]) -> list[CompanyCard]:
    return [CompanyCard(*told) for told in rows.values_list("id", "number", "name", "city")]
