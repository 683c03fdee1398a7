"""Which pairs of records would be compared is told rule by rule, before anybody compares them, with its age."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from click.testing import CliRunner

from shopkeeper.core import schedule
from shopkeeper.core.actors import system_actor
from shopkeeper.customers import timers
from shopkeeper.customers.actions.blocking import count_comparisons, recount_comparisons
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.relinking import relink
from shopkeeper.customers.commands import customers as commands
from shopkeeper.customers.contracts import RuleCount
from shopkeeper.customers.models import SourceRecord
from shopkeeper.customers.queries.blocking import find_comparisons
from shopkeeper.customers.rules.matching.forms import KEYS
from shopkeeper.customers.words import BLOCKING
from shopkeeper.engines.linkage import count_crowd
from tests.cast import with_cast
from tests.customers.population import make_town
from tests.customers.test_online import customer_of
from tests.customers.test_rest import Machine
from tests.customers.trained import train_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
FAMILY = [
    {"source_key": "1", "full_name": "Ann Moor", "email": "moors@mail.test", "phone": "07700 900100"},
    {"source_key": "2", "full_name": "Bob Moor", "email": "moors@mail.test", "phone": "07700 900100"},
    {"source_key": "3", "full_name": "Cy Moor", "email": "moors@mail.test", "phone": "07700 900200"},
]
PAGE = "/customers/quality/"


def test_each_rule_says_how_many_records_have_a_key_and_how_many_pairs_share_one() -> None:
    take_in("customers", FAMILY, now=NOW)
    counted = count_comparisons(by=BY, now=NOW)
    rules = {rule.rule: rule for rule in counted.rules}
    assert (counted.records, counted.all_pairs) == (3, 3)
    assert rules["email"] == RuleCount("email", records=3, pairs=3, passed_over=0)
    assert rules["phone"] == RuleCount("phone", records=3, pairs=1, passed_over=0)
    assert rules["family"] == RuleCount("family", records=3, pairs=3, passed_over=0)
    assert "born" not in rules, "nobody has a date of birth"
    assert find_comparisons() == counted


def test_what_too_many_share_is_passed_over_and_makes_no_pair() -> None:
    assert count_crowd([7] * 60).pairs == 60 * 59 // 2
    crowd = count_crowd([7] * 61 + [8, 8])
    assert (crowd.records, crowd.pairs, crowd.passed_over) == (63, 1, 1)


@pytest.mark.parametrize("filed", [True, False])
def test_what_is_told_is_what_a_look_at_all_records_compares(filed: bool) -> None:
    records, _ = make_town(120)
    take_in("customers", [{"source_key": str(place), **said} for place, said in enumerate(records)], now=NOW)
    told: list[tuple[int, int]] = []
    train_for_use(by=BY, now=NOW)
    if not filed:
        take_in("customers", [{"source_key": "0", **records[0], "city": "Bath"}], now=NOW)
    counted = count_comparisons(by=BY, now=NOW)
    relink(by=BY, now=NOW, only_look=True, tell=lambda size, pairs: told.append((size, pairs)))
    assert told == [(counted.records, counted.pairs)]


def test_it_is_counted_once_a_day_and_after_an_import() -> None:
    assert recount_comparisons(by=BY, now=NOW) == 0
    assert find_comparisons() is None
    take_in("customers", FAMILY, now=NOW)
    assert recount_comparisons(by=BY, now=NOW) > 0
    later = NOW + timedelta(hours=23)
    assert recount_comparisons(by=BY, now=later) == 0
    take_in("customers", [{**FAMILY[0], "source_key": "4"}], now=NOW)
    assert recount_comparisons(by=BY, now=later) > 0
    erase_customer(customer_id=customer_of("3"), by=BY, now=later)
    assert recount_comparisons(by=BY, now=later + timedelta(days=2)) > 0
    found = find_comparisons()
    assert found is not None
    assert (found.records, found.counted_at) == (3, later + timedelta(days=2))
    assert schedule.is_registered(timers.PAIRS)


def test_the_page_the_machine_and_the_command_line_tell_it() -> None:
    steward = with_cast().sign_in("data_steward")
    had = SourceRecord.objects.count()
    take_in("customers", FAMILY, now=NOW)
    assert "Pairs by rule" not in steward.get(PAGE).content.decode()
    assert Machine().client.get("/api/customers/comparisons").json() == {"counted": None}
    said = CliRunner().invoke(commands, ["comparisons"])
    found = find_comparisons()
    assert found is not None
    [phone] = [rule for rule in found.rules if rule.rule == "phone"]
    rows = [row.split(maxsplit=3) for row in said.output.splitlines()]
    assert ["1", str(phone.records), "0", "the same telephone"] in rows
    page = unescape(steward.get(PAGE).content.decode())
    all_pairs = (had + 3) * (had + 2) // 2
    assert f"of the {all_pairs} pairs that {had + 3} records make" in page
    assert "the same e-mail address" in page
    told = Machine().client.get("/api/customers/comparisons").json()
    assert told["all_pairs"] == all_pairs
    assert {"rule": "phone", "records": phone.records, "pairs": 1, "passed_over": 0} in told["counted"]["rules"]


def test_every_rule_has_words() -> None:
    assert set(BLOCKING) == set(KEYS)
