"""The question, asked where somebody serves a customer, whether another record is the same person."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.core.panels import Context
from shopkeeper.core.words import write_list
from shopkeeper.customers.queries.pairs import Pair, get_pair
from shopkeeper.customers.queries.proposals import find_proposal_of
from shopkeeper.customers.queries.telling import name_attribute, tell_against, tell_for
from shopkeeper.customers.rules.pairs import Verdict
from shopkeeper.customers.words import write_sure


def gather_likely_duplicate(customer_id: UUID, *, by: Actor, now: datetime) -> Context:
    """What the panel wants: the pair and what speaks for and against it; None when nobody is alike."""
    proposal = find_proposal_of(customer_id)
    return describe_likely(proposal, by=by, now=now) if proposal else None


def describe_likely(proposal_id: UUID, *, by: Actor, now: datetime) -> dict[str, object]:
    """One pair in few words."""
    pair = get_pair(proposal_id, by=by, now=now)
    speaks_for, against = tell_reasons(pair)
    return {"pair": pair, "sure": write_sure(pair.probability), "speaks_for": speaks_for, "speaks_against": against}


def tell_reasons(pair: Pair) -> tuple[str, str]:
    """What speaks for one person and what against, each as a few words; by plain comparison without a model."""
    if pair.rungs:
        steps = [rung.step for rung in pair.rungs]
        return write_list(tell_for(steps)), write_list(tell_against(steps))
    same = [name_attribute(c.judged.attribute) for c in pair.comparisons if c.judged.verdict is Verdict.SAME]
    other = [name_attribute(c.judged.attribute) for c in pair.comparisons if c.judged.verdict is Verdict.DIFFERENT]
    return write_list(same), write_list(other)
