"""Orders that customers collect: what has to be found, and how they show that it is theirs."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shopkeeper.catalog.public import ComponentCard
from shopkeeper.orders.contracts.book import PickupCard


class Proof(StrEnum):
    """How somebody at the counter showed that the order is theirs."""

    CODE = "code"
    """The code that the customer was sent."""
    IDENTITY = "identity"
    """A paper with the name of the customer, or of whom they named."""
    SIGNATURE = "signature"
    """They signed for it on paper."""


@dataclass(frozen=True, slots=True)
class Handover:
    """What somebody at the counter showed: the code, or a paper or a signature with their name."""

    proof: Proof
    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class PickLine:
    """A line to be found: `wanted` pieces of it are to be collected here, `found` of them were scanned.

    `waiting` ones are to be had nowhere: somebody has to decide. `coming` ones are on their way here. `parts` are what
    is in a bundle of another system's order, which lies on no shelf of its own.
    """

    line_id: UUID
    sku: str
    name: str
    category: str
    wanted: int
    found: int
    waiting: int = 0
    coming: int = 0
    parts: tuple[ComponentCard, ...] = ()

    @property
    def left(self) -> int:
        """Pieces that nobody has scanned yet."""
        return self.wanted - self.found


@dataclass(frozen=True, slots=True)
class Pick:
    """An order to be collected, with all that has to be found."""

    pickup: PickupCard
    lines: tuple[PickLine, ...]

    @property
    def left(self) -> int:
        """Pieces that keep the order from being ready."""
        return sum(line.left + line.waiting + line.coming for line in self.lines)

    @property
    def lacks(self) -> bool:
        """Whether its store has not got pieces that nobody else has either."""
        return any(line.waiting for line in self.lines)

    @property
    def coming(self) -> int:
        """Pieces that are on their way to its store: nobody looks for the order before they are there."""
        return sum(line.coming for line in self.lines)

    @property
    def wanted(self) -> int:
        """Pieces to be found in all."""
        return sum(line.wanted for line in self.lines)

    @property
    def asked(self) -> int:
        """Pieces that the customer waits for, to be had here or not."""
        return sum(line.wanted + line.waiting + line.coming for line in self.lines)

    @property
    def found(self) -> int:
        """Those that were scanned."""
        return sum(line.found for line in self.lines)
