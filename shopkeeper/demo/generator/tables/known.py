"""What was known at a moment: times after it are blank, rows after it are not there yet."""

from dataclasses import dataclass, field

from shopkeeper.demo.generator.days import Days
from shopkeeper.demo.generator.retailer import Story
from shopkeeper.demo.generator.world import Order
from shopkeeper.demo.scenario import Scenario

HEAD_OFFICE, CATALOG, TILL, ORDER_DESK = "head_office", "catalog", "till", "order_desk"
SOURCE_OF_CHANNEL = {"store": TILL, "web": "web", "marketplace": "marketplace", "phone": ORDER_DESK}
OUTLET_OF_CHANNEL = {"web": "WEB", "marketplace": "MKT", "phone": "CARE"}

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The story as it was known at second `until`."""

    story: Story
    until: int
    orders: list[Order] = field(init=False)

    def __post_init__(self) -> None:
        placed = [order for order in self.story.orders if order.at < self.until]
        object.__setattr__(self, "orders", placed)

    @property
    def days(self) -> Days:
        """The calendar."""
        return self.story.days

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.story.scenario

    def at(self, moment: int | None) -> str:
        """An instant, or nothing while it lies ahead."""
        return "" if moment is None or moment >= self.until else self.days.instant(moment)

    def has(self, moment: int | None) -> bool:
        """Whether it has happened."""
        return moment is not None and moment < self.until


def pounds(pence: int) -> str:
    """Pence as a decimal number."""
    return f"{pence // 100}.{pence % 100:02}"
