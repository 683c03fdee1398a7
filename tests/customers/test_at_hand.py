"""What an import has at hand finds whom the database would find."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction

from shopkeeper.core.actors import system_actor
from shopkeeper.core.ids import new_id
from shopkeeper.customers.actions import arrivals
from shopkeeper.customers.actions.at_hand import AtHand, start_at_hand
from shopkeeper.customers.actions.comparing import sign
from shopkeeper.customers.actions.concluding import Sheet
from shopkeeper.customers.actions.filing import file_records
from shopkeeper.customers.actions.resolution import Verdict
from shopkeeper.customers.contracts import LinkReason
from shopkeeper.customers.models import Profile, Proposal
from shopkeeper.customers.queries.matching import stream_links
from shopkeeper.customers.rules.matching.forms import standardize
from shopkeeper.customers.rules.matching.people import train_on
from tests.customers.population import Said, make_town
from tests.customers.trained import keep_for_use
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
NOTHING = standardize({})
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
        assert start_at_hand().is_all == (not stored)
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
    keep_for_use(model, by=BY, now=NOW)
    file_records(by=BY, now=NOW)
    monkeypatch.setattr(arrivals, "_AT_ONCE", 25)
    assert outcome_of(stored=[]) == outcome_of(stored=[{"source_key": "1", **STRANGER}])


def test_a_file_that_corrects_what_is_stored_ends_as_one_into_an_empty_system(monkeypatch: pytest.MonkeyPatch) -> None:
    model = train_on([standardize(record) for record in make_town(240)[0]])
    keep_for_use(model, by=BY, now=NOW)
    file_records(by=BY, now=NOW)
    monkeypatch.setattr(arrivals, "_AT_ONCE", 25)
    at_once = people_of(make_rows())
    assert people_of(make_rows()[:40], make_rows()[40:]) == at_once
    assert people_of(make_rows()[:90], make_rows()[30:]) == at_once


def people_of(*files: list[dict[str, str | None]]) -> set[frozenset[str]]:
    """Whose the records are once these files came one after the other; nothing of it stays."""
    with transaction.atomic():
        for rows in files:
            take_in("customers", rows, now=NOW)
        groups: dict[str, set[str]] = {}
        for _, key, customer in stream_links():
            groups.setdefault(customer, set()).add(key)
        transaction.set_rollback(True)
    return {frozenset(group) for group in groups.values()}


def test_a_key_under_which_the_database_has_too_many_is_of_no_use() -> None:
    at_hand, record = AtHand(is_all=False), new_id()
    at_hand.take_in([(1, None), (2, record.bytes)])
    assert at_hand.list_unknown([1, 2, 3]) == [3]
    near, far = at_hand.share({10: [1, 2], 11: [1]}, [])
    assert {line: [at_hand.record_at(place) for place in places] for line, places in far.items()} == {10: [record]}
    assert not any(near.values())


def test_what_a_record_said_before_it_was_corrected_leads_nowhere() -> None:
    at_hand, record = AtHand(is_all=False), new_id()
    at_hand.take_in([(1, record.bytes), (2, record.bytes)])
    assert at_hand.share({10: [1]}, [record]) == ({}, {})
    at_hand.file(Sheet({10: {}}, {10: [2]}, {10: record}, {10: None}), {10: {}}, sign({10: NOTHING}))
    _, far = at_hand.share({20: [1], 21: [2]}, [])
    assert {line: [at_hand.record_at(place) for place in places] for line, places in far.items()} == {21: [record]}


def make_sheet(*records: UUID) -> Sheet:
    """A line for each record, the first of them 1."""
    lines = dict(enumerate(records, start=1))
    return Sheet({line: {} for line in lines}, {line: [] for line in lines}, lines, dict.fromkeys(lines))


def file_all(at_hand: AtHand, sheet: Sheet) -> None:
    """All lines of a sheet, which say nothing."""
    at_hand.file(sheet, sheet.forms, sign(dict.fromkeys(sheet.forms, NOTHING)))


def test_around_customers_that_became_one_stand_the_records_of_both() -> None:
    at_hand, [one, other, late, anna, bert] = AtHand(is_all=True), [new_id() for _ in range(5)]
    file_all(at_hand, first := make_sheet(one, other))
    at_hand.settle(first, Verdict([[1], [2]], [anna, bert], {}, [], newcomers=[anna, bert]))
    file_all(at_hand, second := make_sheet(late))
    at_hand.settle(second, Verdict([[1]], [bert], {}, [(bert, anna, LinkReason.MODEL)]))
    around = at_hand.look_around([one], [])
    assert around is not None
    assert around.standing.owners == {one: bert, other: bert, late: bert}
    assert around.standing.forms == {one: {}, other: {}, late: {}}


def test_the_customer_with_more_records_lives_on() -> None:
    at_hand, [one, other, more, anna, bert] = AtHand(is_all=True), [new_id() for _ in range(5)]
    file_all(at_hand, sheet := make_sheet(one, other, more))
    at_hand.settle(sheet, Verdict([[1], [2, 3]], [anna, bert], {}, [], newcomers=[anna, bert]))
    around = at_hand.look_around([one, more], [])
    assert around is not None
    assert around.ranks == {bert: 0, anna: 1}


def test_the_database_is_asked_about_customers_of_whom_it_knows_more() -> None:
    at_hand, [one, other, anna, bert, stub] = AtHand(is_all=True), [new_id() for _ in range(5)]
    file_all(at_hand, sheet := make_sheet(one, other))
    at_hand.settle(sheet, Verdict([[1], [2]], [anna, bert], {}, [(anna, stub, LinkReason.MODEL)], [anna, bert]))
    assert at_hand.look_around([one], []) is None
    assert at_hand.look_around([], [stub]) is None
    assert at_hand.look_around([other], []) is not None
