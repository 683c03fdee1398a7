"""What the customer record announces."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.events import event


@event
class RecordArrived:
    """A record came in by itself, not in a file, and is on somebody's record; `RowsImported` tells of files."""

    record_id: UUID
    customer_id: UUID
    source: str


@event
class CustomersMerged:
    """Two customers turned out to be one person."""

    survivor_id: UUID
    merged_id: UUID
    reason: str


@event
class CustomersParted:
    """A merge was undone, or records were found to be another person's."""

    customer_id: UUID
    parted_id: UUID


@event
class CustomersDistinguished:
    """Somebody decided that two customers are two people."""

    first_id: UUID
    second_id: UUID


@event
class DistinctionWithdrawn:
    """Somebody took back the decision that two customers are two people."""

    first_id: UUID
    second_id: UUID


@event
class ConsentStated:
    """Somebody allowed or refused to be written to."""

    customer_id: UUID
    purpose: str
    channel: str
    state: str
    occurred_at: datetime


@event
class OptInAsked:
    """A yes waits until the person confirms it themselves."""

    opt_in_id: UUID
    customer_id: UUID
    purpose: str
    channel: str


@event
class OwnLinkAsked:
    """Somebody is to be sent the link to their own page."""

    link_id: UUID
    customer_id: UUID


@event
class RequestOpened:
    """Somebody asked for what is held of them, for a correction, or to be erased."""

    request_id: UUID
    customer_id: UUID
    kind: str


@event
class RequestChecked:
    """It is known that it is really they who ask; now somebody has to act."""

    request_id: UUID
    customer_id: UUID
    kind: str


@event
class RequestSettled:
    """A request was done or refused."""

    request_id: UUID
    customer_id: UUID
    kind: str
    outcome: str


@event
class CustomerErased:
    """A person was erased from every module."""

    customer_id: UUID
    erasure_id: UUID


@event
class ModelActivated:
    """Another model says who is who from now on."""

    version: int


@event
class TrainingRequested:
    """Somebody wants a model trained on today's records, in the background."""

    reason: str


@event
class EffectRequested:
    """Somebody wants to see what a model would change before it is switched on."""

    version: int


@event
class MatchingRuleWritten:
    """Somebody wrote a matching rule, or wants to see anew what it would change."""

    number: int


@event
class MatchingRuleSwitchedOn:
    """A matching rule of the retailer's own joins records from now on."""

    number: int


@event
class MatchingRuleEnded:
    """A matching rule joins nobody any more."""

    number: int


@event
class ValueFailed:
    """A contact point of a customer failed in life."""

    customer_id: UUID
    kind: str
    ref: str


@event
class SourceTrustLost:
    """Too many values of a kind failed that were typed at one place."""

    source: str
    prefix: str
    kind: str
    tried: int
    failed: int


@event
class ValuePinned:
    """Somebody set a value of a customer by hand."""

    customer_id: UUID
    pin_id: UUID
    attribute: str


@event
class PinTakenBack:
    """A value that was set by hand stands no more, by somebody's decision."""

    customer_id: UUID
    pin_id: UUID
    attribute: str


@event
class SurvivorshipChanged:
    """An attribute of the golden record is chosen by another rule from now on; profiles follow in the background."""

    attribute: str
    rule: str


@event
class PeopleRelinked:
    """Records were looked at again, and these people are put together otherwise now. One event a batch."""

    version: int
    """Of the model; 0 where a rule of the retailer's own joined them."""
    customer_ids: tuple[UUID, ...]
