"""One record is taken as it arrives: who waits for whom, what is known, whose it is, and all that follows."""

from collections.abc import Sequence
from datetime import datetime

from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.customers.actions import locking
from shopkeeper.customers.actions.concluding import Doubt
from shopkeeper.customers.actions.joining import join_arrivals
from shopkeeper.customers.actions.merging import join_customers
from shopkeeper.customers.actions.proposing import propose_pairs
from shopkeeper.customers.actions.refusing import check_news
from shopkeeper.customers.actions.rule_keys import file_arrivals
from shopkeeper.customers.actions.single import reading, writing
from shopkeeper.customers.actions.single.deciding import Arrival, Decision, decide
from shopkeeper.customers.actions.single.golden import refresh_profile
from shopkeeper.customers.actions.single.reading import Said, Stored
from shopkeeper.customers.contracts import ProposalKind, ProposalOrigin, ProposedPair, RecordCard, RecordData
from shopkeeper.customers.errors import PersonErased
from shopkeeper.customers.events import CustomersMerged, RecordArrived
from shopkeeper.customers.queries.matching import OnlineModel
from shopkeeper.customers.queries.matching_rules import list_kept_rules
from shopkeeper.customers.rules.matching.forms import Form, list_keys, standardize
from shopkeeper.customers.rules.matching_rules import KeptRule


def take_by_model(data: RecordData, *, by: Actor, now: datetime) -> RecordCard | None:
    """Resolve and write one record; None, with nothing done, where no model decides.

    :raises PersonErased: when this record was erased
    :raises ErasedContactTold: when somebody with its address or number was, and it does not say that it is newer
    """
    online = reading.find_model()
    if online is None:
        return None
    said = reading.say(data)
    form = standardize(said)
    filed = list(list_keys(form).values())
    reading.enter(said, filed)
    rules = list_kept_rules()
    if any(rule.is_in_force for rule in rules):
        locking.lock_mergers()  # before any row: the rules may join whomever this record is alike
    stored = reading.look_up(said)
    if stored.erased:
        raise PersonErased
    if stored.is_in_question:
        check_news(said, now=now)
    if stored.record and stored.linked and stored.same:
        return RecordCard(stored.record, stored.linked)
    arrival, decision = _resolve(online, said, form, filed, stored, now=now)
    card = _write(said, arrival, decision, by=by, now=now)
    card = _join_by_rules(rules, card, form, by=by, now=now)
    propose_doubts(decision[1], online.version, by=by, now=now)
    announce(
        RecordArrived(record_id=card.record_id, customer_id=card.customer_id, source=said["source"]), by=by, now=now
    )
    return card


def _resolve(
    online: OnlineModel, said: Said, form: Form, filed: list[int], stored: Stored, *, now: datetime
) -> tuple[Arrival, Decision]:
    keys = reading.read_keys(said, own=stored.record)
    arrival = Arrival(stored.record or new_id(), form, filed, keys, stored)
    writing.write_noticed(arrival.record, arrival.noticed, now=now)
    decision = decide(online, arrival)
    if decision[0].mergers:
        locking.lock_mergers()  # somebody else may have joined one of these customers a moment ago: look again
        arrival = Arrival(
            arrival.record, form, filed, reading.read_keys(said, own=stored.record), reading.look_up(said)
        )
        decision = decide(online, arrival)
    return arrival, decision


def _write(said: Said, arrival: Arrival, decision: Decision, *, by: Actor, now: datetime) -> RecordCard:
    verdict, _ = decision
    locking.lock_people(owner for owner in verdict.owners if owner)
    customer = writing.write_record(said, arrival, verdict, by=by, now=now)
    join_customers([(one, other, reason.value) for one, other, reason in verdict.mergers], by=by, now=now)
    refresh_profile(customer, now=now)
    for survivor, merged, reason in verdict.mergers:
        announce(CustomersMerged(survivor_id=survivor, merged_id=merged, reason=reason.value), by=by, now=now)
    return RecordCard(arrival.record, customer)


def _join_by_rules(
    rules: Sequence[KeptRule], card: RecordCard, form: Form, *, by: Actor, now: datetime
) -> RecordCard:  # fmt: skip
    """The same for the rules of the retailer's own: whoever says the same to one is the same person."""
    mergers = join_arrivals(file_arrivals(rules, {card.record_id: form}), by=by, now=now)
    for survivor, merged, reason in mergers:
        announce(CustomersMerged(survivor_id=survivor, merged_id=merged, reason=reason.value), by=by, now=now)
    led_to = {merged: survivor for survivor, merged, _ in mergers}
    return RecordCard(card.record_id, led_to.get(card.customer_id, card.customer_id))


def propose_doubts(doubts: Sequence[Doubt], version: int, *, by: Actor, now: datetime) -> None:
    """Lay before people what this version of the model is not sure of."""
    origin, kind = ProposalOrigin.ARRIVAL, ProposalKind.JOIN
    pairs = [ProposedPair(doubt.one, doubt.other, doubt.probability, version, origin, kind) for doubt in doubts]
    propose_pairs(pairs=pairs, by=by, now=now)
