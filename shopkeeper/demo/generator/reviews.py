"""Product reviews with stars, complaints in writing, and thanks: what people say without having been asked."""

from random import Random

from shopkeeper.demo.generator.days import DAY, HOUR, Days
from shopkeeper.demo.generator.dice import apportion, uneven
from shopkeeper.demo.generator.voice import tone_of
from shopkeeper.demo.generator.world import Contact, Hurt, Order, Product, Response
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import SmallBatch
from shopkeeper.demo.words import Words

_STARS = (6, 5, 10, 25, 54)
_SMALL_STARS = (25, 30, 20, 15, 10)
_IN_WRITING = 0.35
_THANKS_A_DAY = 0.8


class Reviews:
    """Writes the reviews of every day but those on which the feed was dead."""

    def __init__(self, scenario: Scenario, words: Words, orders: list[Order], days: Days, chance: Random) -> None:
        self._scenario, self._words, self._days, self._chance = scenario, words, days, chance
        self._small = scenario.find(SmallBatch)
        self._bought: dict[int, list[Order]] = {}
        for order in orders:
            if order.channel in {"web", "marketplace"} and order.person and order.canceled_at is None:
                self._bought.setdefault(order.day, []).append(order)

    def write(self) -> list[Response]:
        """Reviews of what was bought some ten days before."""
        span, dead = range(self._days.first + 14, self._days.last + 1), self._scenario.traps.silent_feed
        counts = apportion(self._scenario.daily.reviews * len(span), uneven(self._chance, [1.0] * len(span), 0.3))
        made = []
        for day, count in zip(span, counts, strict=True):
            bought = self._bought.get(day - self._chance.randint(8, 12), [])
            for order in self._chance.sample(bought, min(count, len(bought))):
                if order.person and order.person.silent_from // DAY > day and not dead.first <= day <= dead.last:
                    made.append(self._review(order, day))
        return made

    def _review(self, order: Order, day: int) -> Response:
        chance = self._chance
        line = chance.choice(order.lines)
        is_small = self._small is not None and line.batch == self._small.batch
        stars = chance.choices(range(1, 6), _SMALL_STARS if is_small else _STARS)[0]
        said = "too_small" if is_small and stars <= 3 else tone_of(stars)
        return Response(
            "review", "product", day * DAY + int(chance.uniform(7, 23) * HOUR), "stars", stars, "WEB", "web",
            order.person, order, line.product, chance.choice(self._words.says[said]), _title(line.product),
        )  # fmt: skip


def _title(product: Product) -> str:
    return product.name


def write_complaints(contacts: list[Contact], hurts: list[Hurt], words: Words, chance: Random) -> list[Response]:
    """Some of those who got in touch about harm also put it in writing."""
    spoke = {(contact.person.number, id(contact.order)): contact for contact in contacts if contact.order}
    made = []
    for hurt in hurts:
        contact = spoke.get((hurt.person.number, id(hurt.order)))
        if hurt.complains and contact and contact.at >= hurt.at and chance.random() < _IN_WRITING:
            at = contact.at + int(chance.uniform(1, 30) * HOUR)
            outlet = hurt.order.store if hurt.kind in {"not_found", "desk_wait"} else "WEB"
            text = chance.choice(words.says[hurt.kind])
            made.append(
                Response("complaint", hurt.kind, at, "", None, outlet, "email", hurt.person, hurt.order, text=text,
                         hurt=True)
            )  # fmt: skip
    return made


def write_thanks(orders: list[Order], days: Days, words: Words, chance: Random) -> list[Response]:
    """Now and then somebody writes to thank a store."""
    by_day: dict[int, list[Order]] = {}
    for order in orders:
        if order.channel == "store" and order.person and days.first <= order.day:
            by_day.setdefault(order.day, []).append(order)
    made = []
    for bought in by_day.values():
        if chance.random() < _THANKS_A_DAY:
            order = chance.choice(bought)
            at = order.at + int(chance.uniform(1, 9) * HOUR)
            if order.person and at < order.person.silent_from:
                text = chance.choice(words.says["kind_staff"])
                made.append(
                    Response("mention", "store_purchase", at, "", None, order.store, "web", order.person, order,
                             text=text, title="Thank you")
                )  # fmt: skip
    return made
