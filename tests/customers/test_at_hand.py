"""What an import has at hand finds whom the database would find."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from shopkeeper.core.actors import system_actor
from shopkeeper.customers.actions import arrivals
from shopkeeper.customers.actions.at_hand import start_at_hand
from shopkeeper.customers.actions.filing import file_records
from shopkeeper.customers.actions.training import keep_model
from shopkeeper.customers.contracts import Judgment
from shopkeeper.customers.models import Profile, Proposal
from shopkeeper.customers.queries.matching import stream_links
from shopkeeper.customers.rules.matching.forms import standardize
from shopkeeper.customers.rules.matching.people import train_on
from tests.customers.population import Said, make_town
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
STRANGER: Said = {"full_name": "Xerxes Quiroga", "phone": "07700 900 123"}
KIOSK = {"phone": "0113 496 0999"}


def make_rows() -> list[dict[str, str | None]]:
    """Six share the number of a kiosk; the first ten are corrected at the end of the same file."""
    rows = [{"source_key": str(place), **said} for place, said in enumerate(make_town(90)[0])]
    shared = [row | KIOSK if place % 20 == 3 else row for place, row in enumerate(rows)]
    corrected = [{**rows[place + 20], "source_key": str(place)} for place in range(10)]
    return [*shared, *corrected]


def outcome_of(*, stored: list[dict[str, str | None]]) -> tuple[object, ...]:
    """The people, what stands in doubt and the profiles once all rows came; nothing of it stays."""
    with transaction.atomic():
        if stored:
            take_in("customers", stored, source="till", now=NOW)
        assert (start_at_hand() is None) == bool(stored)
        take_in("customers", make_rows(), now=NOW)
        groups: dict[str, set[str]] = {}
        for source, key, customer in stream_links():
            if source == "shop":
                groups.setdefault(customer, set()).add(key)
        doubts = {
            (frozenset(keys), round(bits, 6))
            for *keys, bits in Proposal.objects.values_list("one__source_key", "other__source_key", "probability")
        }
        profiles = sorted(Profile.objects.exclude(name="Xerxes Quiroga").values_list("name", "email", "phone"))
        transaction.set_rollback(True)
    return {frozenset(group) for group in groups.values()}, doubts, profiles


def test_an_import_into_an_empty_system_ends_as_one_beside_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    model = train_on([standardize(record) for record in make_town(240)[0]])
    keep_model(model=model, judgment=Judgment(), by=BY, now=NOW)
    file_records(by=BY, now=NOW)
    monkeypatch.setattr(arrivals, "_AT_ONCE", 25)
    assert outcome_of(stored=[]) == outcome_of(stored=[{"source_key": "1", **STRANGER}])
