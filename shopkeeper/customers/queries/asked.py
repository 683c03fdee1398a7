"""How much people are asked about, by how sure the model is: what another “asked from” would mean."""

from django.db.models import Count, Q

from shopkeeper.customers.models import Proposal


def count_asked_from(*percents: int) -> dict[str, int]:
    """The pairs that wait: `all` of them, and those of at least so many percent."""
    from_each = {str(percent): Count("pk", filter=Q(probability__gte=percent / 100 - 1e-9)) for percent in percents}
    found: dict[str, int] = Proposal.objects.filter(settled_at=None).aggregate(all=Count("pk"), **from_each)
    return found
