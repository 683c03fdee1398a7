"""What must not be mistaken for news is really only what the answer key says."""

from collections import Counter, defaultdict
from typing import Any

import pytest

from tests.demo.books import Books

TOUCHPOINTS = ("store_purchase", "delivery", "pickup", "contact")


def _trap(answer_key: dict[str, Any], number: int) -> dict[str, Any]:
    return next(trap for trap in answer_key["traps"] if trap["trap"] == number)


def test_the_lowest_store_has_31_responses(books: Books, answer_key: dict[str, Any]) -> None:
    scores: dict[str, list[int]] = defaultdict(list)
    for row in books.rows("feedback"):
        if row["scale"] == "nps":
            scores[row["outlet_key"]].append(int(row["score"]))
    net = {code: 100 * (sum(s >= 9 for s in given) - sum(s <= 6 for s in given)) / len(given)
           for code, given in scores.items()}  # fmt: skip
    lowest, *others = sorted(net, key=net.__getitem__)
    assert (lowest, len(scores[lowest])) == ("NCL", _trap(answer_key, 1)["n"])
    assert max(net[code] for code in others) - min(net[code] for code in others) < 3


def test_the_reviews_feed_was_dead_for_a_week(books: Books, answer_key: dict[str, Any]) -> None:
    trap = _trap(answer_key, 2)
    days = Counter(books.day(row["occurred_at"]) for row in books.rows("feedback") if row["kind"] == "review")
    assert [day for day in range(-30, 0) if not days[day]] == list(range(trap["from"], trap["until"] + 1))


def test_satisfaction_falls_by_mix_alone(books: Books, answer_key: dict[str, Any]) -> None:
    since = _trap(answer_key, 3)["since"]
    satisfied: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for row in books.rows("feedback"):
        if (
            row["touchpoint"] in TOUCHPOINTS
            and row["scale"] == "csat"
            and books.is_between(row["occurred_at"], 2 * since)
        ):
            satisfied[row["touchpoint"], books.day(row["occurred_at"]) >= since].append(int(row["score"]) >= 4)
    for touchpoint in TOUCHPOINTS:
        before, after = satisfied[touchpoint, False], satisfied[touchpoint, True]
        assert sum(after) / len(after) == pytest.approx(sum(before) / len(before), abs=0.012)
    totals = {
        when: [yes for (_, after), given in satisfied.items() if after == when for yes in given]
        for when in (False, True)
    }
    fall = sum(totals[False]) / len(totals[False]) - sum(totals[True]) / len(totals[True])
    assert fall > 0.01


def test_smile_training_brought_the_stores_back_to_where_they_were(books: Books) -> None:
    trained = {"LEI", "RIC", "EDI"}
    given: dict[str, list[bool]] = defaultdict(list)
    for row in books.rows("feedback"):
        if row["touchpoint"] == "store_purchase" and row["scale"] == "csat" and row["outlet_key"] in trained:
            day = books.day(row["occurred_at"])
            when = "before" if day < -250 else "chosen" if day < -200 else "after"
            given[when].append(int(row["score"]) >= 4)
    share = {when: sum(yes) / len(yes) for when, yes in given.items()}
    assert share["chosen"] < 0.78
    assert share["after"] == pytest.approx(share["before"], abs=0.05)


def test_christmas_and_one_week_of_snow_were_late_everywhere(books: Books) -> None:
    late: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for parcel in books.parcels:
        month_day = parcel["promised_on"][5:]
        when = "christmas" if "12-11" <= month_day <= "12-26" else "usual" if "05-01" <= month_day < "09-01" else ""
        late[when, parcel["carrier_key"]].append(bool(parcel["is_late"]))
    for carrier in ("fleetline", "meridian", "two_rivers"):
        at_christmas, usual = late["christmas", carrier], late["usual", carrier]
        assert sum(at_christmas) / len(at_christmas) > 2.5 * sum(usual) / len(usual)
    snowy: dict[str, list[bool]] = defaultdict(list)
    for parcel in books.parcels:
        if -312 <= books.day(parcel["promised_on"]) < -305:
            snowy[parcel["carrier_key"]].append(bool(parcel["is_late"]))
    assert {carrier for carrier, late_ones in snowy.items() if sum(late_ones) / len(late_ones) > 0.3} == set(snowy)
    assert len(snowy) == 3
