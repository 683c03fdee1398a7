"""How many of those who wait for a product are told that it is back."""

from datetime import timedelta

TURN = timedelta(hours=24)
"""How long a piece is taken to be theirs who were told of it."""
PATIENCE = timedelta(days=180)
"""After so long nobody waits any more."""
TO_CONFIRM = timedelta(hours=48)
"""How long somebody who asked from outside may take to confirm it."""
MOST_AN_ADDRESS = 3
"""Letters to one address that somebody else may have typed, in the time that they may be confirmed."""
MOST_FROM_OUTSIDE = 300
"""Such letters to all addresses together in an hour: more come from no shop's visitors."""


def how_many_to_tell(available: int, told_lately: int) -> int:
    """As many people as there are pieces, less those who were told in the last day and may be on their way."""
    return max(0, available - told_lately)
