"""The tablet at the returns desk: about every other customer taps a face there."""

from random import Random

from shopkeeper.demo.generator.dice import flags
from shopkeeper.demo.generator.returns import LONG_WAIT
from shopkeeper.demo.generator.world import Line, Order, Response
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import SlowDesk
from shopkeeper.demo.words import Words

RETURNS_DESK = "returns_desk"
_FINE = (4, 4, 5, 5, 5)
_WRITES = 0.25

Returned = tuple[Order, Line]


def tap_faces(returned: list[Returned], scenario: Scenario, words: Words, chance: Random) -> list[Response]:
    """Responses of all desks, those of the slow one in their exact number."""
    desk = scenario.find(SlowDesk)
    at_desks = [pair for pair in returned if pair[1].returned and pair[1].returned.outlet in scenario.tablets]
    slow = [pair for pair in at_desks if pair[1].returned and pair[1].returned.from_slow_hours]
    usual = [pair for pair in at_desks if pair[1].returned and not pair[1].returned.from_slow_hours]
    asked = [pair for pair in usual if chance.random() < scenario.shares.desk_responds]
    low = round(len(asked) * (desk.low_before if desk else 0.1))
    responses = _responses(asked, low, words, chance)
    if desk:
        past = [pair for pair in slow if pair[1].returned and pair[1].returned.at < 0]
        ahead = [pair for pair in slow if pair[1].returned and pair[1].returned.at >= 0]
        responses += _slow_responses(past, desk.responses, desk, words, chance)
        count = round(len(ahead) * scenario.shares.desk_responds)
        responses += _slow_responses(ahead, count, desk, words, chance)
    return responses


def _slow_responses(pairs: list[Returned], count: int, desk: SlowDesk, words: Words, chance: Random) -> list[Response]:
    """`count` of the slow hours' customers answer; of them so many waited long, and so many score low."""
    long = [pair for pair in pairs if _waited_long(pair)]
    short = [pair for pair in pairs if not _waited_long(pair)]
    waited = min(round(count * desk.waited_long), len(long))
    chosen = chance.sample(long, waited) + chance.sample(short, count - waited)
    return _responses(chosen, round(count * desk.low / desk.responses), words, chance)


def _waited_long(pair: Returned) -> bool:
    back = pair[1].returned
    return back is not None and (back.waited or 0) > LONG_WAIT


def _responses(pairs: list[Returned], low: int, words: Words, chance: Random) -> list[Response]:
    """One response each; the low scores come from those who waited long, as far as they reach."""
    patient = sorted(chance.sample(pairs, len(pairs)), key=lambda pair: not _waited_long(pair))
    unhappy = flags(chance, min(low, len(pairs)), min(len(pairs), round(low * 1.25)))
    unhappy += [False] * (len(pairs) - len(unhappy))
    return [_response(pair, is_low, words, chance) for pair, is_low in zip(patient, unhappy, strict=True)]


def _response(pair: Returned, is_low: bool, words: Words, chance: Random) -> Response:
    order, line = pair
    back = line.returned
    assert back
    waited = _waited_long(pair)
    score = chance.choice((1, 1, 2, 2, 2)) if is_low else 3 if waited else chance.choice(_FINE)
    said = ("desk_wait" if waited else "bad") if is_low else "good"
    text = chance.choice(words.says[said]) if chance.random() < _WRITES else ""
    person = order.person if order.person and back.at < order.person.silent_from else None
    return Response(
        "survey", RETURNS_DESK, back.at, "csat", score, back.outlet, "store", person, order if person else None,
        text=text, hurt=is_low and waited,
    )  # fmt: skip
