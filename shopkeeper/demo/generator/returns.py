"""What came back: when, to which desk, why, and how long the customer waited there."""

from random import Random

from shopkeeper.demo.generator.days import DAY, HOUR, SATURDAY, Days
from shopkeeper.demo.generator.dice import Wheel, flags
from shopkeeper.demo.generator.world import CARRIED, HOME, PICKUP, Line, Order, Return
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import SlowDesk, SmallBatch
from shopkeeper.demo.words import Words

BY_POST = "WEB"
LONG_WAIT = 900
_TO_A_STORE = 0.55
_COMMENTS = 0.15
_REASONS = ("changed_mind", "not_as_described", "too_large", "too_small", "faulty", "damaged")
_CLOTHING = (30, 15, 20, 20, 10, 5)
_OTHERS = (40, 25, 0, 0, 20, 15)
_SIZED = "clothing"


class Returns:
    """Brings pieces back."""

    def __init__(self, scenario: Scenario, words: Words, orders: list[Order], days: Days, chance: Random) -> None:
        self._scenario, self._words, self._days, self._chance = scenario, words, days, chance
        self._orders = orders
        self._small = scenario.find(SmallBatch)
        self._of_clothing = Wheel(chance, _REASONS, _CLOTHING)
        self._of_others = Wheel(chance, _REASONS, _OTHERS)

    def bring(self) -> list[tuple[Order, Line]]:
        """Returned lines with their orders: by the product's share, and the bad batch in its exact number."""
        batch: list[tuple[Order, Line]] = []
        for order in self._orders:
            for line in order.lines:
                if self._small and line.batch == self._small.batch:
                    batch.append((order, line))
                elif self._chance.random() < line.product.share_returned:
                    self._bring_back(order, line)
        if self._small:
            self._bring_batch(batch, self._small)
        returned = [(order, line) for order in self._orders for line in order.lines if line.returned]
        if desk := self._scenario.find(SlowDesk):
            self._slow_down(returned, desk)
        return returned

    def _bring_back(self, order: Order, line: Line, *, by: int | None = None) -> None:
        had_at = received_at(order, line)
        if had_at is None:
            return
        day = had_at // DAY + int(self._chance.triangular(1, 26, 6))
        day = day if by is None else max(had_at // DAY + 1, min(day, by))
        if day <= self._days.last:
            line.returned = self._return(order, line, day)

    def _return(self, order: Order, line: Line, day: int) -> Return:
        chance = self._chance
        reason = (self._of_clothing if line.product.department == _SIZED else self._of_others).spin()
        in_store = order.mode == CARRIED or chance.random() < _TO_A_STORE
        at = day * DAY + int(chance.uniform(9.3 * HOUR, 18.3 * HOUR))
        comment = self._comment(reason) if chance.random() < _COMMENTS else ""
        return Return(order.store if in_store else BY_POST, at, reason, self._wait(in_store), comment)

    def _wait(self, in_store: bool) -> int | None:
        """Seconds at the desk; one in eight over a quarter of an hour."""
        if not in_store:
            return None
        return self._long() if self._chance.random() < 0.12 else self._short()

    def _long(self) -> int:
        return int(self._chance.triangular(LONG_WAIT + 5, 2300, 1200))

    def _short(self) -> int:
        return int(self._chance.triangular(40, LONG_WAIT - 60, 260))

    def _comment(self, reason: str) -> str:
        return self._chance.choice(self._words.says["too_small" if reason == "too_small" else "bad"])

    def _bring_batch(self, lines: list[tuple[Order, Line]], trouble: SmallBatch) -> None:
        old = [pair for pair in lines if (received_at(*pair) or 0) < -5 * DAY and received_at(*pair) is not None]
        back = self._chance.sample(old, trouble.returned)
        for order, line in back:
            self._bring_back(order, line, by=-1)
        usual = round(trouble.lines * trouble.returned_before)
        for place, (_, line) in enumerate(back):
            assert line.returned
            if place >= usual:
                line.returned.reason = "too_small"
            line.returned.comment = ""
        speaking = self._chance.sample(back, trouble.comments)
        for (_, line), small in zip(
            speaking, flags(self._chance, trouble.comments_too_small, trouble.comments), strict=True
        ):
            assert line.returned
            line.returned.reason = "too_small" if small else line.returned.reason
            line.returned.comment = self._chance.choice(self._words.says["too_small" if small else "bad"])

    def _slow_down(self, returned: list[tuple[Order, Line]], desk: SlowDesk) -> None:
        """Mark the slow hours of the desk; about half of its returns fall into them."""
        for _, line in returned:
            back = line.returned
            assert back
            if back.outlet != desk.store or back.at < desk.since * DAY:
                continue
            if self._days.weekday(back.at // DAY) == SATURDAY or self._is_between(back.at, desk.hours):
                back.from_slow_hours = True
                back.waited = self._long() if self._chance.random() < desk.waited_long else self._short()

    @staticmethod
    def _is_between(at: int, hours: tuple[int, int]) -> bool:
        return hours[0] * HOUR <= at % DAY < hours[1] * HOUR


def received_at(order: Order, line: Line) -> int | None:
    """When the buyer had the piece in hand; None where they never did."""
    if line.refused_at is not None or order.canceled_at is not None:
        return None
    if order.mode == HOME:
        return order.parcel.delivered_at if order.parcel else None
    if order.mode == PICKUP:
        return order.pickup.came_at + order.pickup.waited if order.pickup and order.pickup.collected else None
    return order.at
