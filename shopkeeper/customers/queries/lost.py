"""Customers who lead to somebody who was merged themselves, so that no page and no search shows them."""

from uuid import UUID

from shopkeeper.customers.models import Customer


def list_lost() -> list[UUID]:
    """Those whom older versions lost: whoever a customer was merged into is somebody's survivor, and no more."""
    return list(Customer.objects.filter(merged_into__merged_into__isnull=False).values_list("id", flat=True))
