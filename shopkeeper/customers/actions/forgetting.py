"""Somebody typed an address and never confirmed it: whoever that may be, nothing of them stays."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers import facts
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.models import SourceRecord
from shopkeeper.customers.queries.identity import ids_of, records_of

_OURS = "customers"


@action
def erase_unconfirmed(
    *, customer_id: UUID, record_ids: Collection[UUID], besides: Collection[str], by: Actor, now: datetime
) -> bool:
    """Erase somebody of whom nothing is known but records that they never confirmed; gives whether they were.

    `besides` names the parts of the customer facts that may hold rows of them, since those go with the request: the
    request itself, and the letter that asked for a confirmation.
    """
    ids = ids_of(customer_id)
    records = set(records_of(ids[0]))
    if not records <= set(record_ids) or SourceRecord.objects.filter(pk__in=records, erased_at__isnull=False).exists():
        return False
    others = [part for part in facts.list_facts() if part.name not in (_OURS, *besides)]
    if any(held.of_customers(ids).exists() for part in others for held in part.held if held.customer):
        return False
    erase_customer(customer_id=customer_id, by=by, now=now)
    return True
