"""What was known at a moment: times after it are blank, rows after it are not there yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

from shopkeeper.demo.generator.days import DAY, LIVED_DAYS, Days
from shopkeeper.demo.generator.retailer import Story
from shopkeeper.demo.generator.world import NEVER, Order
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
    orders: Sequence[Order]
    """Those placed so far, or those of them that are asked about."""
    since: int = -NEVER
    """Touches before this second are left out."""

    @classmethod
    def at_second(cls, story: Story, until: int) -> Self:
        """All that was known at second `until`."""
        return cls(story, until, [order for order in story.orders if order.at < until])

    @property
    def days(self) -> Days:
        """The calendar."""
        return self.story.days

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.story.scenario

    @property
    def region_of(self) -> dict[str, str]:
        """The region's name by store."""
        return self.story.regions

    def at(self, moment: int | None) -> str:
        """An instant, or nothing while it lies ahead."""
        return "" if moment is None or moment >= self.until else self.days.instant(moment)

    @property
    def is_lived(self) -> bool:
        """Whether it is about days that are lived, on which the product itself asks for opinions."""
        return self.since >= -LIVED_DAYS * DAY

    def covers(self, moment: int) -> bool:
        """Whether a touch of that second is asked about."""
        return self.since <= moment < self.until

    def has(self, moment: int | None) -> bool:
        """Whether it has happened."""
        return moment is not None and moment < self.until


@cache
def pounds(pence: int) -> str:
    """Pence as a decimal number."""
    return f"{pence // 100}.{pence % 100:02}"
