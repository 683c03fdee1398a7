"""Orders that are given to particular people: the story that is told, and the first receipts of new members."""

from random import Random

from shopkeeper.demo.generator.days import DAY
from shopkeeper.demo.generator.people import LOYALTY, People
from shopkeeper.demo.generator.sales import give
from shopkeeper.demo.generator.world import CARRIED, HOME, WEB, Order
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import PlaceholderCards

STORY_DAY = -9
_HER_RECEIPTS = (-470, -390, -305, -221, -160, -95, -41, -17)
_HER_PARCELS = (-350, -140, -60)
_KNOWN_BY = -4


def tell_of_heroine(orders: list[Order], people: People, chance: Random) -> None:
    """A member of many years who buys in the store and on the web, until a parcel comes late."""
    person = people.heroine
    near = [order for order in orders if order.store == person.store and order.canceled_at is None]
    for day in _HER_RECEIPTS:
        give(next(o for o in near if o.day >= day and o.mode == CARRIED), person, chance)
    for day in (*_HER_PARCELS, STORY_DAY):
        given = next(o for o in near if o.day >= day and o.mode == HOME and o.channel == WEB)
        give(given, person, chance)
        given.told = day == STORY_DAY


def welcome_newcomers(orders: list[Order], people: People, scenario: Scenario, chance: Random) -> None:
    """Each new member's card is made at the till, with a receipt of somebody who was unknown until then."""
    trouble = scenario.find(PlaceholderCards)
    for store, persons in people.newcomers.items():
        receipts = [
            order
            for order in orders
            if order.store == store and order.mode == CARRIED and order.person is None
            and trouble and trouble.since <= order.day < _KNOWN_BY
        ]  # fmt: skip
        for person, order in zip(persons, sorted(chance.sample(receipts, len(persons)), key=_moment), strict=True):
            give(order, person, chance)
            person.records[LOYALTY][0].made_at = order.at - DAY // 288


def _moment(order: Order) -> int:
    return order.at
