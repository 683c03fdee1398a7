"""How many people marketing may reach: a look at what every one of them allowed, kept with the time of its counting."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from shopkeeper.customers.contracts import NightWork, Purpose
from shopkeeper.customers.models import RelinkRun, SourceRecord
from shopkeeper.customers.queries.identity import list_ids
from shopkeeper.customers.queries.statements import Spoken, hear_each
from shopkeeper.customers.rules.consents import is_allowed
from shopkeeper.customers.sql import read

# One look at all people. Who never said but yes may be reached by every law; of whom said both, the law is asked.
_PEOPLE = """
WITH said AS (
    SELECT coalesce(c.merged_into_id, s.customer_id) AS owner,
           bool_or(s.state = 'granted') FILTER (WHERE s.channel <> 'sms') AS mail_yes,
           bool_and(s.state = 'granted') FILTER (WHERE s.channel <> 'sms') AS mail_sure,
           bool_or(s.state = 'granted') FILTER (WHERE s.channel <> 'email') AS sms_yes,
           bool_and(s.state = 'granted') FILTER (WHERE s.channel <> 'email') AS sms_sure
    FROM customers_consent AS s
    LEFT JOIN customers_customer AS c ON c.id = s.customer_id AND c.merged_into_id IS NOT NULL
    WHERE s.purpose = 'marketing' AND s.channel IN ('', 'email', 'sms') GROUP BY 1
), asked AS (
    SELECT owner, p.email <> '' AND mail_sure OR p.phone <> '' AND sms_sure AS sure,
           NOT (coalesce(mail_sure, true) AND coalesce(sms_sure, true)) AND (mail_yes OR sms_yes) AS is_torn,
           array_remove(ARRAY[CASE WHEN p.email <> '' AND mail_yes THEN 'email' END,
                              CASE WHEN p.phone <> '' AND sms_yes THEN 'sms' END], NULL) AS channels, p.records
    FROM customers_profile AS p LEFT JOIN said ON p.customer_id = owner
)
SELECT count(*), coalesce(sum(records), 0), count(*) FILTER (WHERE sure),
       jsonb_object_agg(owner, to_jsonb(channels)) FILTER (WHERE is_torn AND sure IS NOT TRUE AND channels <> '{}')
FROM asked
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of all people marketing may reach by e-mail or text message, when that was counted."""

    reachable: int
    people: int
    records: int
    counted_at: datetime
    described: int | None = None
    """Records that say something of somebody; None where nobody counted them."""
    newest: UUID | None = None
    """The last record that was there."""

    @property
    def share(self) -> float | None:
        """Of all people; None where there were none."""
        return self.reachable / self.people if self.people else None


def find_last_reach() -> Reach | None:
    """What was counted last; None before the first time."""
    run = RelinkRun.objects.filter(work=NightWork.REACH, came_of_it__has_key="records").order_by("-finished_at").first()
    if run is None or run.finished_at is None:
        return None
    counted = run.came_of_it
    figures = (counted["reachable"], counted["people"], counted["records"])
    newest = UUID(counted["newest"]) if counted.get("newest") else None
    return Reach(*figures, counted_at=run.finished_at, described=counted.get("described"), newest=newest)


def recall_described() -> int:
    """Records that say something of somebody: those that were counted last and those that came since."""
    reach = find_last_reach()
    if reach is None or reach.described is None or reach.newest is None:
        return count_described()
    return reach.described + count_described(after=reach.newest)


def count_described(*, after: UUID | None = None) -> int:
    """Records that say something of somebody, now: a look at all of them, or at those that came after this one."""
    described = SourceRecord.objects.filter(described=True, erased_at=None)
    return (described.filter(pk__gt=after) if after else described).count()


def measure_reach(now: datetime) -> Reach:
    """How many marketing may reach now, of how many people and records: seconds, where these are a million."""
    [(people, records, sure, torn)] = read(_PEOPLE)
    newest = SourceRecord.objects.order_by("-pk").values_list("pk", flat=True).first()
    reachable = sure + _count_reachable(torn)
    return Reach(reachable, people, int(records), counted_at=now, described=count_described(), newest=newest)


def _count_reachable(torn: str | None) -> int:
    """How many marketing may reach of those who said yes and no: person -> channels on which they may be."""
    channels = {UUID(owner): theirs for owner, theirs in json.loads(torn or "{}").items()}
    spoken = hear_each(list_ids(channels), Q(purpose=Purpose.MARKETING))
    return sum(any(_allows(spoken[owner], channel) for channel in theirs) for owner, theirs in channels.items())


def _allows(spoken: Spoken, channel: str) -> bool:
    return is_allowed(Purpose.MARKETING, spoken.about(Purpose.MARKETING, channel).decide())
