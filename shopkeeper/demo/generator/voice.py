"""Surveys after a purchase, a delivery, a collection and a contact: who is asked, who answers, and what."""

from collections.abc import Iterator
from random import Random

from shopkeeper.demo.generator.days import DAY, HOUR, LIVED_DAYS, Days
from shopkeeper.demo.generator.world import CARRIED, HOME, NEVER, Contact, Hurt, Invitation, Order, Person, Response
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.words import Words

STORE, DELIVERY, COLLECTION, CONTACT = "store_purchase", "delivery", "pickup", "contact"
ASKED_BY_US = {DELIVERY, COLLECTION}
"""Where the product asks by itself, once the days are lived: everybody, after each order."""
_REST_DAYS = 30
_WRITES = 0.45
# The scores 1 to 5 of those to whom nothing happened. Web buyers are harder to please: the mix matters.
USUAL = {
    STORE: (2, 3, 6, 33, 56),
    DELIVERY: (5, 8, 17, 40, 30),
    COLLECTION: (3, 5, 12, 38, 42),
    CONTACT: (3, 5, 12, 40, 40),
}
_HURT = (38, 30, 18, 10, 4)
_TIRED_OF_ASKING = (22, 24, 22, 20, 12)


class Surveys:
    """Asks after touches, lets one in eight answer, and harm speak in the scores."""

    def __init__(self, scenario: Scenario, words: Words, hurts: list[Hurt], days: Days, chance: Random) -> None:
        self._scenario, self._words, self._days, self._chance = scenario, words, days, chance
        self._hurt_by_order = {id(hurt.order): hurt for hurt in hurts}
        self._asked: dict[int, int] = {}
        self.invitations: list[Invitation] = []
        self.responses: list[Response] = []

    def ask(self, orders: list[Order], contacts: list[Contact]) -> None:
        """Go through all touches in the order of time."""
        touches = sorted([*_touches_of_orders(orders), *_touches_of_contacts(contacts)], key=lambda t: t[0])
        for at, touchpoint, person, order, outlet, tired in touches:
            told = order is not None and order.told
            if at // DAY <= self._days.last and (told or self._may_ask(person, at, touchpoint)):
                self._invite(at, touchpoint, person, order, outlet, tired)

    def _may_ask(self, person: Person, at: int, touchpoint: str) -> bool:
        if at >= -LIVED_DAYS * DAY and touchpoint in ASKED_BY_US:
            return True
        mix = self._scenario.traps.mix
        more = touchpoint == DELIVERY and at >= mix.since * DAY
        if self._chance.random() >= (mix.web_invited if more else self._scenario.shares.invited):
            return False
        return at - self._asked.get(person.number, -NEVER) > _REST_DAYS * DAY

    def _invite(
        self, at: int, touchpoint: str, person: Person, order: Order | None, outlet: str, tired: bool
    ) -> None:  # fmt: skip
        sent = at + int(self._chance.uniform(2, 20) * HOUR)
        self._asked[person.number] = at
        key = f"inv-{len(self.invitations) + 1:06}"
        self.invitations.append(Invitation(key, person, touchpoint, sent, outlet, order))
        hurt = self._hurt_by_order.get(id(order)) if order else None
        answers = sent + int(self._chance.uniform(0.5, 40) * HOUR)
        if (order and order.told) or self._answers(person, answers):
            self.responses.append(self._response(key, answers, touchpoint, person, order, outlet, tired, hurt))

    def _answers(self, person: Person, at: int) -> bool:
        return self._chance.random() < self._scenario.shares.responds and at < person.silent_from

    def _response(
        self, key: str, at: int, touchpoint: str, person: Person, order: Order | None, outlet: str, tired: bool,
        hurt: Hurt | None,
    ) -> Response:  # fmt: skip
        weights = _HURT if hurt and hurt.at < at else _TIRED_OF_ASKING if tired else USUAL[touchpoint]
        score = 2 if order and order.told else self._chance.choices(range(1, 6), weights)[0]
        said = hurt.kind if hurt and score <= 2 else "called_again" if tired and score <= 2 else tone_of(score)
        writes = self._chance.random() < _WRITES or (order is not None and order.told)
        text = self._chance.choice(self._words.says[said]) if writes else ""
        return Response(
            "survey", touchpoint, at, "csat", score, outlet, "email", person, order, None, text,
            invitation=key, hurt=hurt is not None or tired,
        )  # fmt: skip


def tone_of(score: int, *, of: int = 5) -> str:
    """How somebody with this score writes."""
    share = score / of
    return "bad" if share <= 0.4 else "fine" if share <= 0.6 else "good"


Touch = tuple[int, str, Person, Order | None, str, bool]


def _touches_of_orders(orders: list[Order]) -> Iterator[Touch]:
    for order in orders:
        if order.person is None:
            continue
        if order.mode == CARRIED:
            yield order.at, STORE, order.person, order, order.store, False
        elif order.mode == HOME and order.parcel:
            yield order.parcel.delivered_at, DELIVERY, order.person, order, "WEB", False
        elif order.pickup:
            yield order.pickup.came_at + order.pickup.waited, COLLECTION, order.person, order, order.store, False


def _touches_of_contacts(contacts: list[Contact]) -> Iterator[Touch]:
    for contact in contacts:
        if contact.outcome != "abandoned":
            yield contact.at + contact.handle, CONTACT, contact.person, None, "CARE", contact.follows
