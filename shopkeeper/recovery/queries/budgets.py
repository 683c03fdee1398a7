"""What a team may still give this month."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Q

from shopkeeper.organization import public as organization
from shopkeeper.recovery.contracts import Room, Team
from shopkeeper.recovery.models import Allowance, RecoveryBudget

NOTHING = Decimal(0)


def month_of(now: datetime) -> date:
    """The first day of the month, by the retailer's clock."""
    return now.astimezone(ZoneInfo(organization.get_retailer().time_zone)).date().replace(day=1)


def find_allowance(team: Team) -> Allowance | None:
    """What a team may give: its own allowance, else that of its role."""
    rows = Allowance.objects.filter(Q(outlet_id=team.outlet_id) | Q(outlet=None), role=team.role)
    return min(rows, key=lambda row: row.outlet_id is None, default=None)


def get_room(team: Team, *, now: datetime) -> Room:
    """What is left for a team this month; nothing where nobody gave it an allowance."""
    allowance = find_allowance(team)
    month = RecoveryBudget.objects.filter(Q(outlet_id=team.outlet_id), role=team.role, month=month_of(now)).first()
    monthly = month.allowed if month else allowance.monthly if allowance else NOTHING
    spent = month.reserved + month.given if month else NOTHING
    return Room(
        team=team,
        currency=organization.get_retailer().currency,
        monthly=monthly,
        left=monthly - spent,
        ceiling=allowance.ceiling if allowance else NOTHING,
    )
