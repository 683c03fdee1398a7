"""Two thresholds, three zones: records are one person, people are asked, records are two."""

from dataclasses import dataclass

from shopkeeper.customers.rules.matching.configuration import IN_DOUBT, SURE
from shopkeeper.engines.linkage import bits_of


@dataclass(frozen=True, slots=True)
class Zones:
    """From which probability on two records are joined without asking, and from which on people are asked."""

    sure: float = SURE
    in_doubt: float = IN_DOUBT

    @property
    def sure_bits(self) -> float:
        """As the model weighs."""
        return bits_of(self.sure)

    @property
    def least_bits(self) -> float:
        """Whatever weighs less is not worth a look."""
        return bits_of(self.in_doubt)


STANDARD = Zones()
