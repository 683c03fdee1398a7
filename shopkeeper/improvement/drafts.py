"""A problem as a cause suggests it: who owns it, what has to hold, in words that people change before they open it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from shopkeeper.core.actors import system_actor
from shopkeeper.improvement.contracts import Direction, Level, ProblemDraft, WatchPlan
from shopkeeper.improvement.queries.standings import PLACES
from shopkeeper.improvement.rules.plans import propose_terms
from shopkeeper.improvement.words import words_of
from shopkeeper.insight import public as insight
from shopkeeper.organization import public as organization

ALL_OF_IT = timedelta(days=540)
"""How long a cause without a beginning is taken to have been there."""


def draft_from_cause(card: insight.CauseCard, *, now: datetime) -> ProblemDraft:
    """What a cause suggests: back to the share that is to be expected, watched where the cause was found."""
    words = words_of(card.metric)
    looked_at = insight.find_window_looked_at(card.metric)
    ends_on = looked_at.ends_on if looked_at else card.seen_at.date()
    since_on = card.since_on or (looked_at.starts_on if looked_at else ends_on - ALL_OF_IT)
    days = max(7, (ends_on - since_on).days)
    expected = Decimal(str(card.share_expected)).quantize(PLACES)
    terms = propose_terms(
        usual=expected, direction=Direction.AT_MOST, records_a_week=card.n * 7 // days, present=Decimal(str(card.share))
    )
    outlet = outlet_of_cause(card)
    person = organization.get_person_for(organization.Role(card.owner_role), outlet_id=outlet, now=now)
    return ProblemDraft(
        title=insight.title_of_cause(card),
        story=insight.finding_of_cause(card),
        level=Level(card.level) if card.level != Level.OUTLET or outlet else Level.COMPANY,
        watch=WatchPlan(
            metric=card.metric, terms=terms, what=_(words.what), noun=_(words.noun), filters=card.filters,
            complement=insight.get_metric(card.metric).direction == "up", baseline=expected, baseline_n=card.n,
        ),
        owner_role=card.owner_role,
        owner_id=person.id,
        outlet_id=outlet,
        since_on=since_on,
        cause_id=str(card.id),
        cost_a_year=Decimal(str(card.money)).quantize(Decimal(1)) if card.money else None,
    )  # fmt: skip


def read_filters(text: str) -> Mapping[str, str]:
    """`carrier=Swift, region=North` as names and values; a part without a name under no name, which nobody knows."""
    parts = (part.strip().rpartition("=") for part in text.split(",") if part.strip())
    return {name.strip(): value.strip() for name, _sign, value in parts}


def outlet_of_cause(card: insight.CauseCard) -> UUID | None:
    """The one outlet that a cause names."""
    name = card.filters.get("outlet", "")
    everybody = organization.list_outlets(by=system_actor("improvement.drafts"))
    return next((outlet.id for outlet in everybody if outlet.name == name), None) if name else None
