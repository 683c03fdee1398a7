"""Who was hurt by what, who says so, and what it does: a hurt customer orders less, and others take the place."""

from random import Random

import msgspec

from shopkeeper.demo.generator.days import DAY, HOUR
from shopkeeper.demo.generator.people import People
from shopkeeper.demo.generator.returns import LONG_WAIT
from shopkeeper.demo.generator.sales import SOURCE_OF, give
from shopkeeper.demo.generator.world import NEVER, Hurt, Line, Order, Person
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import LateCarrier

_COMPLAINS = {"not_found": 0.35, "refused_line": 0.3, "desk_wait": 0.12, "too_small": 0.06}
_EVENING = 20 * HOUR


def list_hurts(
    orders: list[Order], returned: list[tuple[Order, Line]], scenario: Scenario, chance: Random
) -> list[Hurt]:
    """Everything bad that happened to people we know, in the order of time."""
    hurts = [hurt for order in orders if order.person for hurt in _of_order(order, order.person)]
    for order, line in returned:
        if order.person and line.returned:
            if line.returned.from_slow_hours and (line.returned.waited or 0) > LONG_WAIT:
                hurts.append(Hurt(order.person, line.returned.at, "desk_wait", order))
            elif line.returned.reason == "too_small":
                hurts.append(Hurt(order.person, line.returned.at, "too_small", order))
    hurts.sort(key=lambda hurt: hurt.at)
    _decide_who_complains(hurts, scenario, chance)
    return hurts


def _of_order(order: Order, person: Person) -> list[Hurt]:
    found = []
    if order.parcel and order.parcel.is_late:
        found.append(Hurt(person, order.parcel.promised * DAY + _EVENING, "late_parcel", order))
    if order.pickup and order.pickup.not_found:
        found.append(Hurt(person, order.pickup.came_at, "not_found", order))
    refused = [line.refused_at for line in order.lines if line.refused_at is not None]
    if refused:
        found.append(Hurt(person, refused[0], "refused_line", order))
    return found


def _decide_who_complains(hurts: list[Hurt], scenario: Scenario, chance: Random) -> None:
    """Some people speak and most do not: exactly so many of the late carrier's victims, of the others their share."""
    trouble = scenario.find(LateCarrier)
    victims = [hurt.person.number for hurt in hurts if trouble and _is_victim(hurt, trouble, scenario)]
    told = [hurt.person.number for hurt in hurts if hurt.order.told]
    others = [number for number in victims if number not in told]
    loud = {*told, *chance.sample(others, trouble.complained - len(told))} if trouble else set(told)
    speaks = {number: number in loud for number in victims}
    shares = _COMPLAINS | {"late_parcel": scenario.shares.late_complains}
    for hurt in hurts:
        person = hurt.person
        hurt.complains = speaks.setdefault(person.number, chance.random() < shares[hurt.kind])
        person.hurt_at = min(person.hurt_at, hurt.at)
        if not hurt.complains:
            person.silent_from = min(person.silent_from, hurt.order.at)


def _is_victim(hurt: Hurt, trouble: LateCarrier, scenario: Scenario) -> bool:
    parcel = hurt.order.parcel
    return (
        hurt.kind == "late_parcel"
        and parcel is not None
        and parcel.carrier == trouble.carrier
        and scenario.stores[hurt.order.store].region == trouble.region
        and trouble.since <= parcel.promised < 0
    )


def lose_orders(hurts: list[Hurt], people: People, orders: list[Order], scenario: Scenario, chance: Random) -> None:
    """Let hurt people place fewer orders for a while: somebody unhurt of the same store and channel does instead."""
    lost = msgspec.structs.asdict(scenario.harm)
    harmed: dict[int, list[Hurt]] = {}
    for hurt in hurts:
        harmed.setdefault(hurt.person.number, []).append(hurt)
    fixed = {id(hurt.order) for hurt in hurts} | {id(o) for o in orders if o.told or any(x.returned for x in o.lines)}
    unhurt = {key: [p for p in pool if p.hurt_at == NEVER] for key, pool in people.pools.items()}
    for order in orders:
        if order.person and order.person.hurt_at < order.at and id(order) not in fixed:
            recent = [h for h in harmed[order.person.number] if h.at < order.at <= h.at + scenario.harm.days * DAY]
            if recent and chance.random() < max(lost[hurt.kind] for hurt in recent):
                give(order, chance.choice(unhurt[SOURCE_OF[order.channel], order.store]), chance)
