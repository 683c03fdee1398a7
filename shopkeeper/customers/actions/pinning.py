"""Somebody knows better than the records and sets a value by hand, takes it back, or looks at what came of it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.actions.pinned import SAYS
from shopkeeper.customers.actions.profiles import refresh_profiles
from shopkeeper.customers.contracts import LONGEST_TEXT
from shopkeeper.customers.errors import CustomerNotFound, PinNotFound, ReasonMissing, ValueUnfit
from shopkeeper.customers.events import PinTakenBack, ValuePinned
from shopkeeper.customers.models import Customer, Pin, Profile
from shopkeeper.customers.queries.identity import ids_of, records_of
from shopkeeper.customers.rules.survivorship import PinEnd, columns_of, is_fit
from shopkeeper.customers.sql import read

_SAID = f"SELECT r.id, {SAYS} FROM customers_sourcerecord AS r WHERE r.id = ANY(%(records)s)"  # noqa: S608  built from constants of this module


@action
def pin_value(
    *, customer_id: UUID, attribute: str, value: Mapping[str, str], reason: str, by: Actor, now: datetime
) -> UUID:
    """Set a value by hand, above every rule, until a record that it overrules says something new.

    Of people who were merged nobody can tell later which of them was meant, so it stays with the survivor.

    :raises CustomerNotFound: when there is no such customer
    :raises ValueUnfit: when nobody can have this value
    :raises ReasonMissing: when nobody says why
    """
    plain = {name: " ".join(text.split())[:LONGEST_TEXT] for name, text in value.items()}
    if not is_fit(attribute, plain):
        raise ValueUnfit
    if not reason.strip():
        raise ReasonMissing
    ids = ids_of(customer_id)
    if not Customer.objects.select_for_update().filter(pk=ids[0]).exists():
        raise CustomerNotFound(key=customer_id)
    pin = Pin.objects.create(
        customer_id=ids[0], record_id=_overruled(ids[0], attribute) if len(ids) == 1 else None, attribute=attribute,
        value=dict.fromkeys(columns_of(attribute), "") | plain, said=_what_is_said(ids[0], attribute),
        reason=reason.strip()[:300], pinned_by=sign(by), at=now,
    )  # fmt: skip
    refresh_profiles([ids[0]], now=now)
    announce(ValuePinned(customer_id=ids[0], pin_id=pin.id, attribute=attribute), by=by, now=now)
    return pin.id


@action
def unpin_value(*, pin_id: UUID, by: Actor, now: datetime) -> None:
    """Take a value set by hand back: the rules choose again.

    :raises PinNotFound: when it does not stand
    """
    pin = _lock(pin_id, ended_at=None)
    Pin.objects.filter(pk=pin.pk).update(ended_at=now, ended_why=PinEnd.TAKEN_BACK, ended_by=sign(by))
    refresh_profiles([pin.customer_id], now=now)
    announce(PinTakenBack(customer_id=pin.customer_id, pin_id=pin.id, attribute=pin.attribute), by=by, now=now)


@action
def pin_again(*, pin_id: UUID, by: Actor, now: datetime) -> UUID:
    """Set a value once more that a source's new word had ended.

    :raises PinNotFound: when it stands, was blanked, or another one was set since
    """
    pin = _lock(pin_id, ended_at__isnull=False)
    value = {name: text for name, text in pin.value.items() if text}
    if not value:
        raise PinNotFound
    Pin.objects.filter(pk=pin.pk).update(seen_at=now)
    return pin_value(
        customer_id=pin.customer_id, attribute=pin.attribute, value=value, reason=pin.reason, by=by, now=now
    )


@action
def leave_retired(*, pin_id: UUID, by: Actor, now: datetime) -> None:
    """What the source says now is right: nobody needs to look again.

    :raises PinNotFound: when there is no such pin that ended
    """
    _lock(pin_id, ended_at__isnull=False)
    Pin.objects.filter(pk=pin_id).update(seen_at=now)


def _lock(pin_id: UUID, **state: object) -> Pin:
    pin = Pin.objects.not_overtaken().select_for_update().filter(pk=pin_id, **state).first()
    if pin is None:
        raise PinNotFound
    return pin


def _overruled(customer_id: UUID, attribute: str) -> UUID | None:
    lineage = Profile.objects.filter(customer=customer_id).values_list("lineage", flat=True).first() or {}
    return UUID(lineage[attribute]) if attribute in lineage else None


def _what_is_said(customer_id: UUID, attribute: str) -> dict[str, str]:
    facts = {"records": records_of(customer_id), "attribute": attribute}
    return {str(record): said for record, said in read(_SAID.format(attribute="%(attribute)s"), facts)}
