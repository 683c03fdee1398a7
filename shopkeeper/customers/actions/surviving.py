"""Somebody decides by which rule an attribute is chosen, and the profiles follow."""

from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers.actions.locking import lock_everybody
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.actions.profiles import refresh_profiles
from shopkeeper.customers.errors import RuleNotOffered, SourcesMissing
from shopkeeper.customers.events import SurvivorshipChanged
from shopkeeper.customers.models import Profile, Survivorship
from shopkeeper.customers.queries.survivorship import list_sources
from shopkeeper.customers.rules.survivorship import Choice, is_offered, lacks_sources, tidy_sources

_AT_ONCE = 5_000


@action
def choose_rule(*, choice: Choice, reason: str, by: Actor, now: datetime) -> None:
    """Choose an attribute by another rule from now on; what was in force until now is kept.

    :raises RuleNotOffered: when there is no such attribute or the rule makes no sense for it
    :raises SourcesMissing: when the rule goes by sources and none that exists is named
    """
    if not is_offered(choice):
        raise RuleNotOffered
    wanted = tidy_sources(choice, list_sources())
    if lacks_sources(wanted):
        raise SourcesMissing
    current = Survivorship.objects.select_for_update().filter(attribute=choice.attribute, ends_at=None).first()
    if current and (current.rule, tuple(current.sources)) == (wanted.rule, wanted.sources):
        return
    Survivorship.objects.filter(attribute=choice.attribute, ends_at=None).update(ends_at=now)
    Survivorship.objects.create(
        attribute=wanted.attribute, rule=wanted.rule, sources=list(wanted.sources), reason=reason[:300],
        decided_by=sign(by), starts_at=now,
    )  # fmt: skip
    announce(SurvivorshipChanged(attribute=wanted.attribute, rule=wanted.rule), by=by, now=now)


def rework_profiles(*, by: Actor, now: datetime) -> int:
    """Work out again every profile that more than one record speaks for, some thousands at a time; gives how many."""
    worked, after = 0, UUID(int=0)
    while True:
        count, after = rework_some(after=after, by=by, now=now)
        worked += count
        if count < _AT_ONCE:
            return worked


@action
def rework_some(*, after: UUID, by: Actor, now: datetime) -> tuple[int, UUID]:
    """The next profiles behind this customer."""
    lock_everybody()
    found = Profile.objects.filter(customer__gt=after, records__gt=1).order_by("customer")
    customers = list(found.values_list("customer", flat=True)[:_AT_ONCE])
    if customers:
        refresh_profiles(customers, now=now)
    return len(customers), customers[-1] if customers else after
