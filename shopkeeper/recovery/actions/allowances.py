"""How much a team may give, and how many people it can carry."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.recovery.contracts import Team
from shopkeeper.recovery.errors import NotForOnePlace, WrongAmount, WrongLimit
from shopkeeper.recovery.events import CapacitySet
from shopkeeper.recovery.models import Allowance, Capacity, RecoveryBudget
from shopkeeper.recovery.queries.budgets import month_of


@action
def set_allowance(*, team: Team, monthly: Decimal, ceiling: Decimal, by: Actor, now: datetime) -> None:
    """What a team may give in a month and in one case; without an outlet, each outlet's team by itself.

    The running month follows, but never below what is reserved or given already.

    :raises WrongAmount: for less than nothing, or a ceiling above the month
    :raises NotForOnePlace: for a team that the actor does not answer for
    """
    _require_to_answer_for(team, by=by)
    if monthly < 0 or not 0 <= ceiling <= monthly:
        raise WrongAmount
    _change_allowances()
    limits = {"monthly": monthly, "ceiling": ceiling}
    Allowance.objects.update_or_create(**asdict(team), defaults=limits)
    months = RecoveryBudget.objects.filter(role=team.role, month=month_of(now))
    own = Allowance.objects.filter(role=team.role).exclude(outlet=None).values("outlet_id")
    months = months.filter(outlet_id=team.outlet_id) if team.outlet_id else months.exclude(outlet_id__in=own)
    months.update(allowed=Greatest(F("reserved") + F("given"), monthly))


@action
def set_capacity(*, team: Team, new_a_day: int, open_at_once: int, by: Actor, now: datetime) -> None:
    """How many cases one person of a team can take on in a day, and have open at once.

    :raises WrongLimit: for less than nothing, or more a day than at once
    :raises NotForOnePlace: for a team that the actor does not answer for
    """
    _require_to_answer_for(team, by=by)
    if not 0 <= new_a_day <= open_at_once <= 1000:
        raise WrongLimit
    limits = {"new_a_day": new_a_day, "open_at_once": open_at_once}
    Capacity.objects.update_or_create(**asdict(team), defaults=limits)
    announce(
        CapacitySet(role=team.role, outlet_id=team.outlet_id, new_a_day=new_a_day, open_at_once=open_at_once),
        by=by, now=now,
    )  # fmt: skip


@action
def drop_capacity(*, team: Team, by: Actor, now: datetime) -> None:
    """Let a team carry what its role carries elsewhere again.

    :raises NotForOnePlace: for a team that the actor does not answer for
    """
    _require_to_answer_for(team, by=by)
    Capacity.objects.filter(**asdict(team)).delete()


def hold_allowances() -> None:
    """Keep what teams may give as it is to the end of the transaction: a month that begins is given what they may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext('recovery.allowances'))")


def _change_allowances() -> None:
    """Wait until no month begins by what was said before: it would miss the change, and the change would miss it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('recovery.allowances'))")


def _require_to_answer_for(team: Team, *, by: Actor) -> None:
    by.require("recovery.manage_playbooks")
    if not by.scopes.company_wide and not (team.outlet_id and by.scopes.allows("outlet_id", team.outlet_id)):
        raise NotForOnePlace
