"""What broken promises cost is counted once, and said with what is uncertain of it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shopkeeper.desk.company import add_up, rows_of, sentences_of, working_of
from shopkeeper.insight.public import CauseCard

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def cause(number: int, **facts: Any) -> CauseCard:
    """A cause that costs 10,000 a year and hurts ten people, three of whom told us."""
    known: dict[str, Any] = {
        "id": UUID(int=number), "metric": "on_time_delivery", "filters": {"carrier": f"C{number}"}, "kind": "change",
        "direction": "worse", "level": "company", "since_on": None, "until_on": None,
        "n": 100, "bad": 20, "expected": 5.0, "share": 0.2,
        "share_expected": 0.05, "difference_low": 0.1, "difference_high": 0.2, "people_hurt": 10, "people_silent": 7,
        "money": 10_000.0, "money_low": 6_000.0, "money_high": 14_000.0, "owner_role": "supply_chain_manager",
        "is_certain": True, "seen_at": NOW,
    }  # fmt: skip
    return CauseCard(**(known | facts))


def test_each_amount_is_counted_once() -> None:
    said_of_it = cause(2, metric="low_score_share")
    over = cause(3, kind="episode")
    uncertain = cause(4, is_certain=False)
    always = cause(5, kind="standing")
    loss = add_up([cause(1), said_of_it, over, uncertain, always], margin=0)
    assert (loss.total, loss.low, loss.high, loss.people, loss.silent) == (10_000, 6_000, 14_000, 10, 7)


def test_the_company_is_told_what_it_costs_how_few_causes_and_how_many_never_spoke() -> None:
    dear, cheap = cause(1, money=98_765.0, money_low=61_000.0, money_high=141_000.0), cause(2)
    loss = add_up([dear, cheap], margin=3_000_000)
    assert sentences_of(loss, owners={}, currency="GBP") == [
        "Broken promises cost about £110,000 a year (£67,000 to £160,000), 3.6% of margin.",
        "1 cause makes 91% of it.",
        "7 of 10 people hurt never told us.",
    ]


def test_causes_have_owners_only_where_somebody_has_taken_each_of_them_up() -> None:
    loss = add_up([cause(1), cause(2)], margin=0)
    both, one = {UUID(int=1): "Gareth Pugh", UUID(int=2): "Priya Nair"}, {UUID(int=1): "Gareth Pugh"}
    assert sentences_of(loss, owners=both, currency="GBP")[1] == "2 causes make 100% of it, each with an owner."
    assert sentences_of(loss, owners=one, currency="GBP")[1] == "2 causes make 100% of it."
    assert [(row.title, row.owner, row.role) for row in rows_of(loss, owners=one)] == [
        ("Late parcels: C1", "Gareth Pugh", "Supply chain manager"),
        ("Late parcels: C2", "", "Supply chain manager"),
    ]


def test_amounts_are_drawn_as_shares_of_the_widest_range() -> None:
    (row,) = rows_of(add_up([cause(1)], margin=0), owners={})
    assert [round(share, 3) for share in (row.low, row.share, row.high)] == [0.429, 0.714, 1.0]


def test_without_known_margins_causes_are_shown_by_people() -> None:
    free = {"money": 0.0, "money_low": 0.0, "money_high": 0.0}
    loss = add_up([cause(1, **free), cause(2, **free, people_hurt=40)], margin=0)
    assert sentences_of(loss, owners={}, currency="GBP") == ["3 of 10 people hurt never told us."]
    assert [(row.title, row.share) for row in rows_of(loss, owners={})] == [
        ("Late parcels: C2", 1.0),
        ("Late parcels: C1", 0.25),
    ]


def test_an_untroubled_company_is_told_nothing() -> None:
    loss = add_up([], margin=1000)
    assert (sentences_of(loss, owners={}, currency="GBP"), rows_of(loss, owners={})) == ([], [])


def test_what_always_was_so_counts_only_where_nothing_changed() -> None:
    assert add_up([cause(1, kind="standing")], margin=0).total == 10_000
    assert add_up([cause(1, kind="standing"), cause(2, kind="new", money=1.0)], margin=0).total == 1.0


def test_whoever_has_to_believe_the_amount_is_told_how_it_was_worked_out_and_what_is_not_in_it() -> None:
    loss = add_up([cause(1), cause(2), cause(3, kind="standing", money=33_210.0)], margin=3_041_000)
    added, spread, margin, left_out = working_of(loss, currency="GBP")
    assert added.startswith("2 causes are added up, each counted once")
    assert spread.endswith("is an association, not a proof.")
    assert margin == "Margin: about £3,000,000 on the orders of the last 365 days."
    assert left_out == (
        "Not in it: what is over, what the data cannot tell, and low scores for what is counted already. "
        "Nor 1 cause that has always been there, about £33,000 a year."
    )


def test_what_always_was_so_is_not_said_to_be_left_out_where_it_is_counted() -> None:
    added, _spread, left_out = working_of(add_up([cause(1, kind="standing")], margin=0), currency="GBP")
    assert added.startswith("1 cause is counted")
    assert left_out.endswith("low scores for what is counted already.")
    assert working_of(add_up([], margin=1000), currency="GBP") == []
