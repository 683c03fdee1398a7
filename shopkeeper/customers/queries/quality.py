"""How good the customer record is: how much it joins, how right it is, how many wait, how many can be reached."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from shopkeeper.customers.contracts import Judgment
from shopkeeper.customers.models import Link, SourceRecord
from shopkeeper.customers.queries.matching import list_apart, list_joined
from shopkeeper.customers.queries.pairs import counted_forms, find_scorer
from shopkeeper.customers.queries.proposals import Waiting, count_waiting
from shopkeeper.customers.queries.reach import Reach, find_last_reach
from shopkeeper.customers.queries.zones import find_zones
from shopkeeper.customers.rules.matching.zones import Zones
from shopkeeper.customers.sql import read
from shopkeeper.engines.linkage import Scorer

_SAMPLE = 400
"""The pairs that people decided last: enough to judge a model, few enough to weigh while somebody waits."""

_RECORD = "SELECT count(*), coalesce(sum(records), 0) FROM customers_profile"

# Which records are whose, in which version, and what counts for nobody: anything else leaves a judgment as it was.
_STATE = """
SELECT concat(
    (SELECT md5(string_agg(l.customer_id::text || r.id || r.version, ',' ORDER BY l.id))
     FROM customers_link AS l JOIN customers_sourcerecord AS r ON r.id = l.record_id
     WHERE l.customer_id = ANY(%(customers)s) AND l.ends_at IS NULL AND r.described AND r.erased_at IS NULL),
    (SELECT count(*) FROM customers_sharedvalue), (SELECT max(noticed_at) FROM customers_sharedvalue))
"""

type _Pairs = tuple[tuple[UUID, UUID], ...]


@dataclass(frozen=True, slots=True)
class RecordQuality:
    """How well records are joined into people today: what a steward answers for."""

    people: int
    records: int
    waiting: Waiting
    judgment: Judgment
    counted_at: datetime | None
    """When people and records were counted; None where it was just now."""

    @property
    def consolidation(self) -> float | None:
        """The share of records that were found to be somebody known already: 1 - people / records."""
        return 1 - self.people / self.records if self.records else None

    def queue_days(self, now: datetime) -> float:
        """How long the oldest pair waits, in days."""
        return (now - self.waiting.oldest_at).total_seconds() / 86_400 if self.waiting.oldest_at else 0.0


@dataclass(frozen=True, slots=True)
class Quality(RecordQuality):
    """The same, with how many people marketing may reach, as it was counted last."""

    reach: Reach | None


def measure_record() -> RecordQuality:
    """How well records are joined, without asking what people allow."""
    return RecordQuality(**_count(find_last_reach()), waiting=count_waiting(), judgment=judge_model_in_force())


def measure_quality() -> Quality:
    """All figures at once."""
    reach = find_last_reach()
    return Quality(**_count(reach), waiting=count_waiting(), judgment=judge_model_in_force(), reach=reach)


def _count(reach: Reach | None) -> dict[str, Any]:
    """People and records as they were counted last, since a million take longer than a page may; at first, now."""
    if reach:
        return {"people": reach.people, "records": reach.records, "counted_at": reach.counted_at}
    [(people, records)] = read(_RECORD)
    return {"people": people, "records": records, "counted_at": None}


def judge_model_in_force() -> Judgment:
    """What the model in force says of the pairs that people decided last; nothing without a model.

    Weighing some hundred pairs takes longer than a page may: it is done again once anything of them has changed.
    """
    scorer = find_scorer(None)
    if scorer is None:
        return Judgment()
    joined, apart = tuple(list_joined()[-_SAMPLE:]), tuple(list_apart()[-_SAMPLE:])
    customers = list({customer for pair in (*joined, *apart) for customer in pair})
    [(state,)] = read(_STATE, {"customers": customers})
    return _judge(scorer, joined, apart, state, find_zones())


@lru_cache(maxsize=2)
def _judge(scorer: Scorer, joined: _Pairs, apart: _Pairs, state: str, zones: Zones) -> Judgment:
    """The judgment as of a `state` of the records and of the values that count for nobody."""
    records = _records_of({customer for pair in (*joined, *apart) for customer in pair})
    forms = counted_forms([record for theirs in records.values() for record in theirs])

    def says_one(pair: tuple[UUID, UUID]) -> bool | None:
        one, other = ([forms[record.id] for record in records.get(customer, [])] for customer in pair)
        weights = [scorer.weigh(left, right) for left in one for right in other]
        return max(weights) >= zones.sure_bits if weights else None

    ones, twos = [says_one(pair) for pair in joined], [says_one(pair) for pair in apart]
    return Judgment(ones.count(True), ones.count(False), twos.count(False), twos.count(True))


def _records_of(customers: set[UUID]) -> dict[UUID, list[SourceRecord]]:
    found: dict[UUID, list[SourceRecord]] = {}
    links = Link.objects.filter(customer__in=customers, ends_at=None, record__described=True, record__erased_at=None)
    for link in links.select_related("record"):
        found.setdefault(link.customer_id, []).append(link.record)
    return found
