"""Records that say nothing of people teach no model, and nothing fails over that."""

from datetime import UTC, datetime

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.customers.actions import first_model
from shopkeeper.customers.actions.first_model import propose_first_model
from shopkeeper.customers.actions.training import train_model
from shopkeeper.customers.models import MatchingModel
from shopkeeper.engines.linkage import TooLittleToLearn
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
BY = system_actor("test")


def test_customers_of_whom_only_a_number_and_a_country_is_known_are_left_to_fixed_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(first_model, "ENOUGH", 60)
    take_in("customers", [{"source_key": str(place), "country": "GB"} for place in range(60)], now=NOW)
    with pytest.raises(TooLittleToLearn, match="too little to learn from in 60 records"):
        train_model(by=BY, now=NOW)
    assert propose_first_model(by=BY, now=NOW) == 0
    assert not MatchingModel.objects.exists()
