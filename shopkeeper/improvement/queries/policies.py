"""What is agreed about problems that open by themselves."""

from shopkeeper.core.policies import agreed
from shopkeeper.improvement.policies import OPENING
from shopkeeper.improvement.rules.policy import Policy


def get_opening_policy() -> Policy:
    """The policy in force; the one that we begin with where nobody has agreed on another."""
    return agreed(OPENING)
