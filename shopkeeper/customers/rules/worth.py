"""In which order pairs are looked at: what the right decision is worth, and how likely it changes something."""

from shopkeeper.customers.contracts import ProposalKind

KNOWN = 1.0
"""Every pair is worth something, so that among people who never bought the likelier comes first."""
CONTESTED_CONSENT = 50.0
"""One allowed what the other refused: until it is decided, somebody may be written to who said no."""


def worth_of_pair(one: float, other: float, *, probability: float, kind: ProposalKind, contested: bool) -> float:
    """The points of both customers, times how likely it is that what is proposed is right."""
    likely = probability if kind is ProposalKind.JOIN else 1 - probability
    return round((KNOWN + one + other + (CONTESTED_CONSENT if contested else 0.0)) * likely, 2)
