"""Two records side by side: what agrees, what differs, what is missing, and how each changes how sure one can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shopkeeper.customers.rules.matching.forms import DETAILS
from shopkeeper.engines.linkage import CONTRADICTED, TOO_BARE, Step, combine, probability_of

Form = Mapping[str, str | None]
_LIMITS = (TOO_BARE, CONTRADICTED)


class Verdict(StrEnum):
    """How two values of an attribute stand to each other."""

    SAME = "same"
    ALIKE = "alike"
    DIFFERENT = "different"
    ONE_MISSING = "one_missing"
    BOTH_MISSING = "both_missing"


COMPARED = {
    "name": (("given", "family"), ("given", "initial", "middle", "family", "generation")),
    "born_on": (("born",), ("born",)),
    "email": (("email",), ("email",)),
    "phone": (("phone",), ("phone",)),
    "card_number": (("card",), ("card",)),
    "street": (("number", "street"), ("street",)),
    "city": (("postcode", "city"), ("area",)),
    **{name: ((name,), (name,)) for name in ("gender", "birth_place", "occupation", *DETAILS)},
}
"""What people see -> the columns of the standard form behind it, and the comparisons that judge it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How an attribute stands, with the steps of the model that say so."""

    attribute: str
    verdict: Verdict
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """One step on the way to the score: from and to, in bits; and how sure one is after it."""

    step: Step
    start: float
    end: float

    @property
    def factor(self) -> float:
        """How many times likelier the step makes it that they are one; below 1 it speaks against it."""
        return float(2.0 ** (self.end - self.start))

    @property
    def probability(self) -> float:
        """How sure one is after this step."""
        return probability_of(self.end)


def judge_attributes(one: Form, other: Form, steps: Sequence[Step]) -> list[Judged]:
    """Each attribute that people see, judged by the model's own steps, or without a model by plain equality."""
    known = {step.comparison: step for step in steps[1:]}
    return [
        _judge(name, columns, tuple(known[c] for c in comparisons if c in known), one, other)
        for name, (columns, comparisons) in COMPARED.items()
    ]


def _judge(name: str, columns: tuple[str, ...], steps: tuple[Step, ...], one: Form, other: Form) -> Judged:
    mine, theirs = any(one[column] for column in columns), any(other[column] for column in columns)
    if not mine or not theirs:
        verdict = Verdict.ONE_MISSING if mine or theirs else Verdict.BOTH_MISSING
    elif all(one[column] == other[column] for column in columns):
        verdict = Verdict.SAME
    elif any(step.level == "other" for step in steps) or not steps:
        verdict = Verdict.DIFFERENT
    else:
        verdict = Verdict.ALIKE
    return Judged(name, verdict, steps)


def climb(steps: Sequence[Step]) -> list[Rung]:
    """The way from knowing nothing of a pair to its score: what speaks for it, the strongest first, then what against,
    and last what is taken off since all of it is not enough to be sure.

    Evidence stands against strangers and against close ones at once, so what a step adds depends on those before it;
    the last rung ends at the score whatever their order.
    """
    if not steps:
        return []
    given, *told = steps
    strangers, close = given.strangers, given.close
    rungs = [Rung(given, 0.0, combine(strangers, close))]
    for step in sorted(told, key=lambda step: ((step.comparison, step.level) in _LIMITS, -step.strangers)):
        strangers, close = strangers + step.strangers, close + step.close
        rungs.append(Rung(step, rungs[-1].end, combine(strangers, close)))
    return rungs
