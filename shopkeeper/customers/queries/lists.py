"""Lists of customers."""

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from shopkeeper.customers.contracts import CustomerCard, Tally
from shopkeeper.customers.models import Profile
from shopkeeper.customers.queries.identity import card_of


def list_latest(*, limit: int) -> list[CustomerCard]:
    """Those whose record changed last and who have a name."""
    rows = Profile.objects.exclude(name="").select_related("customer").order_by("-id")
    return [card_of(profile) for profile in rows[:limit]]


def count_customers() -> Tally:
    """How many people there are, in how many records."""
    counted = Profile.objects.aggregate(people=Count("id"), records=Coalesce(Sum("records"), 0))
    return Tally(**counted)
