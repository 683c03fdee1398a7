"""From where an order comes: the rules by examples, the published vector, and against every other way to do it."""

import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.orders.rules.sourcing import Need, Place, Plan, SplitPolicy, plan_sources
from shopkeeper.orders.words import explain

TODAY, TOMORROW = date(2026, 5, 4), date(2026, 5, 5)
NEEDS = [Need(1, "LAMP", 2, Decimal(40)), Need(2, "RUG", 1, Decimal(80))]


def place(code: str, lamps: int = 0, rugs: int = 0, km: float = 10, **more: object) -> Place:
    return Place(code, code.title(), {"LAMP": lamps, "RUG": rugs}, km, TODAY, **more)  # type: ignore[arg-type]


def plan(*places: Place, needs: list[Need] = NEEDS, **policy: object) -> Plan:
    return plan_sources(needs, places, SplitPolicy(**policy))  # type: ignore[arg-type]


def told(found: Plan) -> list[str]:
    return [f"{part.place.code} {dict(part.pieces)}" for part in found.parts]


def test_the_nearest_with_all_lines_sends_everything() -> None:
    found = plan(place("york", 2, 1, km=30), place("leeds", 5, 5, km=12), place("hull", 2, 0, km=1))
    assert told(found) == ["leeds {1: 2, 2: 1}"]


def test_else_the_fewest_parcels_and_the_nearest_first() -> None:
    found = plan(place("a", 1, 0, km=1), place("b", 1, 0, km=2), place("c", 2, 0, km=9), place("d", 0, 1, km=5))
    assert told(found) == ["d {2: 1}", "c {1: 2}"]


def test_a_place_that_is_full_off_or_may_not_be_trusted_comes_last_or_never() -> None:
    near = place("near", 9, 9, km=1, doubt=2)
    assert told(plan(near, place("far", 9, 9, km=90))) == ["far {1: 2, 2: 1}"]
    assert told(plan(near)) == ["near {1: 2, 2: 1}"]
    assert told(plan(place("full", 9, 9, room=0), place("off", 9, 9, is_on=False))) == []


def test_the_earlier_day_comes_before_the_nearer_place() -> None:
    late = Place("late", "Late", {"LAMP": 9, "RUG": 9}, 1, TOMORROW)
    assert told(plan(late, place("soon", 9, 9, km=50))) == ["soon {1: 2, 2: 1}"]


def test_both_parts_have_to_be_worth_a_parcel_of_their_own() -> None:
    """HotWax: parts of 80 and 160 with the threshold between them are not split."""
    needs = [Need(1, "LAMP", 2, Decimal(40)), Need(2, "RUG", 2, Decimal(80))]
    shelves = (place("a", 2, 0), place("b", 0, 2))
    assert told(plan(*shelves, needs=needs, least_value=Decimal(80))) == ["a {1: 2}", "b {2: 2}"]
    assert told(plan(*shelves, needs=needs, least_value=Decimal(100))) == []
    assert told(plan(*shelves, needs=needs, least_value=Decimal(161))) == []


def test_what_may_not_be_split_comes_from_one_place_or_not_at_all() -> None:
    shelves = (place("a", 2, 0), place("b", 0, 1))
    assert told(plan(*shelves, may_split=False)) == []
    assert plan(*shelves, may_split=False).missing == ((1, 2), (2, 1))
    assert plan(place("a", 1, 0)).missing == ((1, 1), (2, 1))
    ones = [place(name, 1, 0) for name in "abcd"]
    assert told(plan(*ones, needs=[Need(1, "LAMP", 4)], most_parts=3)) == []


def test_two_lines_of_one_product_share_its_pieces() -> None:
    needs = [Need(1, "LAMP", 2), Need(2, "LAMP", 2)]
    assert told(plan(place("a", 3), place("b", 1, km=20), needs=needs)) == ["a {1: 2, 2: 1}", "b {2: 1}"]


def test_a_decision_is_put_in_words() -> None:
    lines = [{"name": name, "pieces": 1} for name in ("Lamp", "Rug", "Mug")]
    leeds = {"name": "Leeds", "whole": True, "lines": lines, "day": "2026-05-05", "km": 2.1, "doubt": 0}
    assert explain([leeds]) == ("Leeds: all three lines, one parcel, for Tue 5 May, 2.1 km away",)
    parts = [{"name": "York", "lines": lines[:1], "doubt": 1, "collect": True}]
    assert explain(parts, lines[1:2]) == (
        "York: 1 × Lamp, to be collected, a record that is probably right", "Nobody can send 1 × Rug.",
    )  # fmt: skip


def test_of_what_is_to_be_collected_only_its_store_is_said_to_lack_pieces() -> None:
    assert explain([], [{"name": "Rug", "pieces": 1, "place": "York"}]) == ("York has not got 1 × Rug.",)


def test_a_network_of_hundreds_finds_the_nearest_that_has_all() -> None:
    many = [place(f"s{n}", n % 3, n % 2, km=float(n)) for n in range(1, 400)]
    assert told(plan(*many)) == ["s5 {1: 2, 2: 1}"]


def shares(pieces: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every way to divide pieces over places."""
    if places == 1:
        yield (pieces,)
        return
    for first in range(pieces + 1):
        yield from ((first, *rest) for rest in shares(pieces - first, places - 1))


def best_by_trying_everything(needs: list[Need], places: list[Place], policy: SplitPolicy) -> tuple | None:
    """What is best about the best of all divisions of all pieces over all places, doubtful ones if it must be."""
    for doubt in (1, 2):
        able = [p for p in places if p.is_on and p.room != 0 and p.doubt <= doubt]
        best = None
        for division in product(*(list(shares(need.quantity, len(able))) for need in needs) if able else ()):
            used = [p for n, p in enumerate(able) if any(share[n] for share in division)]
            fits = all(
                sum(share[n] for share, need in zip(division, needs, strict=True) if need.sku == sku) <= free
                for n, p in enumerate(able)
                for sku, free in p.free.items()
            )
            if not used or not fits or len(used) > (policy.most_parts if policy.may_split else 1):
                continue
            burden = (len(used), max(p.arrives for p in used), max(p.doubt for p in used), sum(p.km for p in used))
            best = burden if best is None else min(best, burden)
        if best is not None:
            return best
    return None


PLACES = st.lists(
    st.builds(
        lambda lamps, rugs, km, day, doubt, room, on: (lamps, rugs, km, day, doubt, room, on),
        st.integers(0, 3), st.integers(0, 3), st.integers(1, 9), st.sampled_from([TODAY, TOMORROW]),
        st.sampled_from([0, 0, 1, 2]), st.sampled_from([None, None, None, 0, 2]), st.sampled_from([True, True, False]),
    ),
    min_size=0, max_size=6,
)  # fmt: skip


@settings(max_examples=1000 if "SHOPKEEPER_LONG_RUNS" in os.environ else 40, derandomize=True)
@given(PLACES, st.integers(1, 3), st.integers(0, 2), st.integers(1, 6), st.booleans(), st.sampled_from(["RUG", "LAMP"]))
def test_nothing_beats_the_rules_with_up_to_six_places(
    drawn: list[tuple], first: int, second: int, most: int, may_split: bool, other: str
) -> None:
    places = [
        Place(f"p{n}", f"P{n}", {"LAMP": lamps, "RUG": rugs}, float(km), day, doubt, room, on)
        for n, (lamps, rugs, km, day, doubt, room, on) in enumerate(drawn)
    ]
    needs = [Need(1, "LAMP", first), *([Need(2, other, second)] if second else [])]
    policy = SplitPolicy(may_split, most)
    found = plan_sources(needs, places, policy)
    best = best_by_trying_everything(needs, places, policy)
    assert found.is_possible == (best is not None)
    if best is not None:
        used = [part.place for part in found.parts]
        sent: dict[int, int] = {}
        for part in found.parts:
            for line, pieces in part.pieces:
                sent[line] = sent.get(line, 0) + pieces
        assert sent == {need.line: need.quantity for need in needs}
        assert (
            len(used), max(p.arrives for p in used), max(p.doubt for p in used), sum(p.km for p in used)
        ) == best  # fmt: skip
