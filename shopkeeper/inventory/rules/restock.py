"""How many of those who wait for a product are told that it is back."""

from datetime import timedelta

TURN = timedelta(hours=24)
"""How long a piece is taken to be theirs who were told of it."""
PATIENCE = timedelta(days=180)
"""After so long nobody waits any more."""


def how_many_to_tell(available: int, told_lately: int) -> int:
    """As many people as there are pieces, less those who were told in the last day and may be on their way."""
    return max(0, available - told_lately)
