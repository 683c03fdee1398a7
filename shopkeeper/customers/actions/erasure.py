"""A person is erased: nothing that tells who they were remains in any module, and no import brings them back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers import facts
from shopkeeper.customers.actions.filing import take_out
from shopkeeper.customers.actions.gathering import OTHERS, TEXTS
from shopkeeper.customers.actions.locking import lock_deciders
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.actions.profiles import forget_profiles
from shopkeeper.customers.contracts import ErasureReceipt, ProposalOutcome
from shopkeeper.customers.errors import CustomerNotFound
from shopkeeper.customers.events import CustomerErased
from shopkeeper.customers.models import (
    Customer,
    ErasedContact,
    ErasedKey,
    Erasure,
    FormerVersion,
    HouseholdPair,
    MatchKey,
    Proposal,
    Relation,
    SourceRecord,
    ValueTrial,
)
from shopkeeper.customers.queries.identity import ids_of, records_of
from shopkeeper.customers.rules.erased_contacts import list_hashes
from shopkeeper.customers.rules.erased_keys import digest_of_key
from shopkeeper.customers.rules.traces import Traces, collect_traces


@action
def erase_customer(*, customer_id: UUID, by: Actor, now: datetime) -> ErasureReceipt:
    """Erase a person for ever: names, addresses, numbers and words go, what was sold and delivered stays nameless.

    :raises CustomerNotFound: when there is no such customer, or they were erased already
    """
    lock_deciders()
    ids = ids_of(customer_id)
    survivor = Customer.objects.select_for_update().filter(pk=ids[0], merged_into=None).first()
    if survivor is None or Erasure.objects.filter(customer__in=ids).exists():
        raise CustomerNotFound(key=customer_id)
    records = records_of(survivor.id)
    reached = facts.reach_everything(ids, _traces(records))
    counts = {**facts.blank_held(ids), **reached, "Source records": len(records)}
    erasure = Erasure.objects.create(customer=survivor, carried_out_at=now, decided_by=sign(by), receipt=counts)
    _remember(erasure, records)
    _blank_records(records, now=now)
    MatchKey.objects.filter(record__in=records).delete()
    ValueTrial.objects.filter(record__in=records).delete()
    take_out(records)
    asked = Proposal.objects.filter(Q(one__in=records) | Q(other__in=records))
    asked.settle(ProposalOutcome.OVERTAKEN, by=sign(by), at=now)
    forget_profiles(ids)
    for related in (Relation, HouseholdPair):
        related.objects.filter(Q(one__in=ids) | Q(other__in=ids)).delete()
    announce(CustomerErased(customer_id=survivor.id, erasure_id=erasure.id), by=by, now=now)
    return ErasureReceipt(
        erasure_id=erasure.id, customer_number=survivor.number, carried_out_at=now, rows=counts, kept=count_kept(ids)
    )  # fmt: skip


def count_kept(ids: Sequence[UUID]) -> dict[str, int]:
    """What other modules keep of somebody without a name: what was sold, delivered, paid and put right."""
    ours = {held.label for part in facts.list_facts() if part.name == "customers" for held in part.held}
    return {label: count for label, count in facts.count_held(ids) if label not in ours}


def _traces(records: list[UUID]) -> Traces:
    return collect_traces(_list_said(records))


def _list_said(records: list[UUID]) -> list[dict[str, Any]]:
    """What the records say, and what they said before a correction."""
    former = FormerVersion.objects.filter(record__in=records).values_list("said", flat=True)
    return [*SourceRecord.objects.filter(pk__in=records).values(), *former]


def _remember(erasure: Erasure, records: list[UUID]) -> None:
    """Keep keyed hashes of the records' keys, and of all addresses and numbers that they say or said."""
    named = SourceRecord.objects.filter(pk__in=records).values_list("source", "source_key")
    digests = {digest_of_key(source, key, secret=settings.ERASURE_KEY) for source, key in named}
    ErasedKey.objects.filter(digest__in=digests, by_contact=True).delete()
    ErasedKey.objects.bulk_create(ErasedKey(erasure=erasure, digest=digest) for digest in digests)
    ErasedContact.objects.bulk_create(
        ErasedContact(erasure=erasure, digest=digest, name_digest=beside)
        for digest, beside in list_hashes(_list_said(records), secret=settings.ERASURE_KEY)
    )


def _blank_records(records: list[UUID], *, now: datetime) -> None:
    nothing = dict.fromkeys(TEXTS, "") | dict.fromkeys(OTHERS)
    nameless = Concat(Value("erased:"), Cast(F("id"), TextField()))  # the key itself is often an e-mail address
    SourceRecord.objects.filter(pk__in=records).update(**nothing, erased_at=now, source_key=nameless)
