"""What must not be mistaken for news: a total that falls by mix alone, three stores that were low by chance."""

from random import Random

from shopkeeper.demo.generator.days import DAY
from shopkeeper.demo.generator.voice import STORE
from shopkeeper.demo.generator.world import Response
from shopkeeper.demo.scenario import Scenario

_SATISFIED, _NOT_SATISFIED = (4, 5), (2, 3, 3)
_LOW_BY_CHANCE = 0.24


def set_traps(responses: list[Response], scenario: Scenario, chance: Random) -> None:
    """Move scores of people to whom nothing happened, few enough to leave everything else as it is."""
    surveys = [r for r in responses if r.scale == "csat" and r.invitation]
    smile = scenario.traps.smile_training
    for store in smile.stores:
        weeks = [r for r in surveys if r.outlet == store and r.touchpoint == STORE
                 and smile.measured_from <= r.at // DAY < smile.trained]  # fmt: skip
        _settle(weeks, round(len(weeks) * (1 - _LOW_BY_CHANCE)), chance)
    _level_touchpoints(surveys, scenario.traps.mix.since, chance)


def _level_touchpoints(surveys: list[Response], since: int, chance: Random) -> None:
    """Within each touchpoint as many are satisfied since then as in the same time before: only the mix moves."""
    for touchpoint in sorted({response.touchpoint for response in surveys}):
        own = [r for r in surveys if r.touchpoint == touchpoint]
        before = [r for r in own if 2 * since <= r.at // DAY < since]
        after = [r for r in own if since <= r.at // DAY < 0]
        if before:
            share = sum(_is_satisfied(r) for r in before) / len(before)
            _settle(after, round(len(after) * share), chance)


def _settle(responses: list[Response], satisfied: int, chance: Random) -> None:
    surplus = sum(_is_satisfied(r) for r in responses) - satisfied
    from_these = [r for r in responses if not r.hurt and _is_satisfied(r) == (surplus > 0)]
    for response in chance.sample(from_these, min(abs(surplus), len(from_these))):
        response.score = chance.choice(_NOT_SATISFIED if surplus > 0 else _SATISFIED)


def _is_satisfied(response: Response) -> bool:
    return (response.score or 0) >= 4
