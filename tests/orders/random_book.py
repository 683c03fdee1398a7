"""What may happen to placed orders, step by step, beside a plain model of what should be true then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shopkeeper.core.refusals import Refusal
from tests.orders.random_arrivals import Arrivals


@dataclass
class Book(Arrivals):
    """The model: what was asked for and not refused, and nothing else."""

    done: int = 0

    def step(self, at: datetime) -> None:
        """Something happens, or is refused; then nothing has happened."""
        often: list[Callable[[datetime], None]] = [
            self.place, self.cancel, self.undo, self.ship, self.ship, self.deliver, self.find, self.collect, self.miss,
            self.ask_to_return, self.receive, self.look_at,
        ]  # fmt: skip
        seldom: list[Callable[[datetime], None]] = [
            self.cancel_all, self.refuse, self.change, self.look_again, self.hear_of_money, self.let_go,
            self.give_back, self.undo_return, self.withdraw, self.be_generous, self.come_otherwise, self.change_back,
            self.expect, self.receive_expected, self.wait, self.answer,
            self.say_where, self.come_as_offered, self.move_expected, self.place_to_be_sent,
            self.take_parcel_back, self.take_pickup_back,
            self.place_to_be_sent, self.place_to_be_sent, self.send_transfer, self.send_transfer,
        ]  # fmt: skip
        steps = [*often, *often, *seldom]
        try:
            (self.chance.choice(steps) if self.placed else self.place)(at)
            self.done += 1
        except Refusal:
            pass
