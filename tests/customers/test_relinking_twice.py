"""Looking at all records twice does what looking once did: whatever was wrong before, whoever decided."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from shopkeeper.core.actors import system_actor
from shopkeeper.customers.actions.merging import merge_customers, part_records
from shopkeeper.customers.actions.relinking import relink
from shopkeeper.customers.contracts import LinkReason
from shopkeeper.customers.models import Customer, Link, Merge, Profile, Proposal
from shopkeeper.customers.queries.identity import ids_of
from tests.customers.population import make_town
from tests.customers.trained import train_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
RUNS, SEED = 3, 20_260_504
_REASONS = (LinkReason.EMAIL, LinkReason.PHONE_AND_NAME, LinkReason.PERSON_KEY, LinkReason.MODEL)


@pytest.fixture
def town() -> None:
    records, _ = make_town(40)
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(records)], now=NOW)
    train_for_use(by=BY, now=NOW)


def test_a_second_relink_changes_nothing(town: None) -> None:
    changed = 0
    for run in range(RUNS):
        with transaction.atomic():
            _tangle(random.Random(SEED + run))
            first = relink(by=BY, now=NOW + timedelta(days=1))
            before = _everything()
            second = relink(by=BY, now=NOW + timedelta(days=2))
            assert (second.merged, second.moved, second.skipped, second.proposed) == (0, 0, 0, 0), SEED + run
            assert second.people == first.people, SEED + run
            assert _everything() == before, SEED + run
            changed += first.merged + first.moved
            transaction.set_rollback(True)
    assert changed, "nothing had to be put right, so nothing was tried"


def _tangle(dice: random.Random) -> None:
    """Put records with strangers as rules, sources and models might have; and let people join and part a few."""
    links = list(Link.objects.filter(ends_at=None).order_by("id"))
    for link in dice.sample(links, 10):
        link.customer_id, link.reason = dice.choice(links).customer_id, dice.choice(_REASONS)
        link.starts_at = NOW + timedelta(hours=dice.randrange(-9, 9))
        link.save()
    for one, other in zip(*[iter(dice.sample(links, 6))] * 2, strict=True):
        if other.customer_id not in ids_of(one.customer_id):
            merge_customers(one=one.customer_id, other=other.customer_id, by=BY, now=NOW)
    for link in dice.sample(links, 3):
        family = Link.objects.filter(customer__in=ids_of(link.customer_id), ends_at=None)
        if family.count() > 1:
            part_records(customer_id=link.customer_id, record_ids=[link.record_id], by=BY, now=NOW)


def _everything() -> dict[str, list[Any]]:
    """Who is who, as far as rows say it."""
    return {
        "customers": list(Customer.objects.order_by("id").values_list("id", "merged_into")),
        "links": list(Link.objects.order_by("id").values()),
        "merges": list(Merge.objects.order_by("id").values()),
        "proposals": list(Proposal.objects.order_by("id").values()),
        "profiles": [_of(row) for row in Profile.objects.order_by("customer").values()],
    }


def _of(row: dict[str, Any]) -> dict[str, UUID | str]:
    return {name: value for name, value in row.items() if name != "written_xid"}
