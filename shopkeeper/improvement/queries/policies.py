"""What is agreed about problems that open by themselves."""

from shopkeeper.improvement.models import OpeningPolicy
from shopkeeper.improvement.rules.policy import Policy


def get_opening_policy() -> Policy:
    """The policy in force; the one that we begin with where nobody has agreed on another."""
    row = OpeningPolicy.objects.order_by("-set_at").first()
    return Policy(row.is_on, row.fewest_people, row.least_a_year) if row else Policy()
