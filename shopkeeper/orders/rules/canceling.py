"""Which pieces of a line can be canceled at once, and of whom the others have to be asked."""

from dataclasses import dataclass, field

from shopkeeper.orders.errors import AlreadyShipped, NoQuantity


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the pieces of a line are that have not left: with nobody or at our places, and at suppliers, less
    those that they were asked for already."""

    ours: int
    suppliers: tuple[tuple[str, int], ...] = ()

    @property
    def left(self) -> int:
        """All that can be canceled or asked for."""
        return self.ours + sum(pieces for _node, pieces in self.suppliers)


@dataclass(frozen=True, slots=True)
class Asking:
    """How many are canceled at once, and how many each supplier is asked for."""

    at_once: int
    by_supplier: tuple[tuple[str, int], ...] = field(default=())


def plan_cancellation(stage: Stage, quantity: int) -> Asking:
    """Ours first, since nobody has to be asked.

    :raises NoQuantity: when no piece is meant
    :raises AlreadyShipped: when fewer are left
    """
    if quantity < 1:
        raise NoQuantity
    if quantity > stage.left:
        raise AlreadyShipped(left=stage.left)
    at_once, rest, asked = min(quantity, stage.ours), quantity - min(quantity, stage.ours), []
    for node, pieces in stage.suppliers:
        part = min(rest, pieces)
        if part:
            asked.append((node, part))
            rest -= part
    return Asking(at_once, tuple(asked))
