"""How good the customer record is: how much it joins, how right it is, how many wait, how many can be reached."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from shopkeeper.customers.contracts import Judgment, Purpose
from shopkeeper.customers.models import Link, SourceRecord
from shopkeeper.customers.queries.identity import list_ids
from shopkeeper.customers.queries.matching import list_apart, list_joined
from shopkeeper.customers.queries.pairs import counted_forms, find_scorer
from shopkeeper.customers.queries.proposals import Waiting, count_waiting
from shopkeeper.customers.queries.statements import Spoken, hear_each
from shopkeeper.customers.rules.consents import is_allowed
from shopkeeper.customers.rules.matching.configuration import SURE
from shopkeeper.customers.sql import read
from shopkeeper.engines.linkage import Scorer, bits_of

_SAMPLE = 400
"""The pairs that people decided last: enough to judge a model, few enough to weigh while somebody waits."""

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
_RECORD = "SELECT count(*), coalesce(sum(records), 0) FROM customers_profile"


@dataclass(frozen=True, slots=True)
class RecordQuality:
    """How well records are joined into people today: what a steward answers for."""

    people: int
    records: int
    waiting: Waiting
    judgment: Judgment

    @property
    def consolidation(self) -> float | None:
        """The share of records that were found to be somebody known already: 1 - people / records."""
        return 1 - self.people / self.records if self.records else None

    def queue_days(self, now: datetime) -> float:
        """How long the oldest pair waits, in days."""
        return (now - self.waiting.oldest_at).total_seconds() / 86_400 if self.waiting.oldest_at else 0.0


@dataclass(frozen=True, slots=True)
class Quality(RecordQuality):
    """The same, with how many people marketing may reach: a look at what every one of them allowed."""

    reachable: int

    @property
    def reachable_share(self) -> float | None:
        """The share of people whom marketing may reach by e-mail or text message."""
        return self.reachable / self.people if self.people else None


def measure_record() -> RecordQuality:
    """How well records are joined, without asking what people allow."""
    [(people, records)] = read(_RECORD)
    return RecordQuality(people, records, count_waiting(), judge_model_in_force())


def measure_quality() -> Quality:
    """All figures at once."""
    [(people, records, sure, torn)] = read(_PEOPLE)
    return Quality(people, records, count_waiting(), judge_model_in_force(), sure + _count_reachable(torn))


def _count_reachable(torn: str | None) -> int:
    """How many marketing may reach of those who said yes and no: person -> channels on which they may be."""
    channels = {UUID(owner): theirs for owner, theirs in json.loads(torn or "{}").items()}
    spoken = hear_each(list_ids(channels), Q(purpose=Purpose.MARKETING))
    return sum(any(_allows(spoken[owner], channel) for channel in theirs) for owner, theirs in channels.items())


def _allows(spoken: Spoken, channel: str) -> bool:
    return is_allowed(Purpose.MARKETING, spoken.about(Purpose.MARKETING, channel).decide())


def judge_model_in_force() -> Judgment:
    """What the model in force says of the pairs that people decided last; nothing without a model."""
    scorer = find_scorer(None)
    if scorer is None:
        return Judgment()
    joined, apart = list_joined()[-_SAMPLE:], list_apart()[-_SAMPLE:]
    records = _records_of({customer for pair in (*joined, *apart) for customer in pair})
    ones = [_says_one(scorer, records.get(a, []), records.get(b, [])) for a, b in joined]
    twos = [_says_one(scorer, records.get(a, []), records.get(b, [])) for a, b in apart]
    return Judgment(ones.count(True), ones.count(False), twos.count(False), twos.count(True))


def _records_of(customers: set[UUID]) -> dict[UUID, list[SourceRecord]]:
    found: dict[UUID, list[SourceRecord]] = {}
    links = Link.objects.filter(customer__in=customers, ends_at=None, record__described=True, record__erased_at=None)
    for link in links.select_related("record"):
        found.setdefault(link.customer_id, []).append(link.record)
    return found


def _says_one(scorer: Scorer, ones: Sequence[SourceRecord], others: Sequence[SourceRecord]) -> bool | None:
    forms = counted_forms([*ones, *others])
    weights = [scorer.weigh(forms[one.id], forms[other.id]) for one in ones for other in others]
    return max(weights) >= bits_of(SURE) if weights else None
