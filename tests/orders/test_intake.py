"""Orders, lines, cancellations, returns and pick-ups as files bring them."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from shopkeeper.orders.models import Cancellation, Order, OrderLine, Pickup, Return
from shopkeeper.promises.models import Promise
from tests.connectors.importing import counts, import_rows

pytestmark = pytest.mark.django_db

OUTLETS = [{"source_key": "s1", "code": "LDS", "name": "Leeds", "kind": "store"}]
ORDER = {"channel": "store", "outlet_key": "LDS", "currency": "GBP", "customer_key": "ann"}
LINE = {"order_key": "o1", "sku": "lamp", "unit_price": "20", "quantity": 3}


def order(key: str, day: str, **others: object) -> dict[str, object]:
    return {"source_key": key, **ORDER, "placed_at": f"2026-03-{day} 12:00", **others}


def line() -> OrderLine:
    return OrderLine.objects.get(source_key="l1")


def counters() -> tuple[int, int, int, int, int]:
    row = line()
    return (row.ordered, row.shipped, row.delivered, row.canceled, row.returned)


def test_an_outlet_is_found_by_its_code(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS, orders=[order("o1", "01")])
    assert Order.objects.get().outlet.code == "LDS"


def test_orders_count_up_in_the_history_of_their_customer_whatever_the_order_of_files(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS, orders=[order("late", "09"), order("other", "02", customer_key="bob")])
    import_rows(tmp_path, orders=[order("early", "01"), order("anonymous", "03", customer_key=None)])
    places = dict(Order.objects.values_list("source_key", "sequence"))
    assert places == {"early": 1, "late": 2, "other": 1, "anonymous": None}


def test_lines_are_as_old_as_their_order_whichever_comes_first_and_however_it_is_corrected(tmp_path: Path) -> None:
    days = []
    for told in (
        {"outlets": OUTLETS, "order_lines": [{"source_key": "l1", **LINE}]},
        {"orders": [order("o1", "01")]},
        {"orders": [order("o1", "05")]},
        {"order_lines": [{"source_key": "l1", **LINE, "quantity": 4}]},
    ):
        import_rows(tmp_path, **told)
        assert line().placed_at == Order.objects.get().placed_at
        days.append(line().placed_at.date().isoformat())
    assert days[1:] == ["2026-03-01", "2026-03-05", "2026-03-05"]


def test_pieces_that_nobody_canceled_have_left_and_arrived(tmp_path: Path) -> None:
    import_rows(tmp_path, outlets=OUTLETS, orders=[order("o1", "01")], order_lines=[{"source_key": "l1", **LINE}])
    assert counters() == (3, 3, 3, 0, 0)


def test_a_canceled_order_has_shipped_nothing(tmp_path: Path) -> None:
    orders = [order("o1", "01", canceled_at="2026-03-02")]
    import_rows(tmp_path, outlets=OUTLETS, orders=orders, order_lines=[{"source_key": "l1", **LINE}])
    assert counters() == (3, 0, 0, 3, 0)


def test_the_goods_total_is_what_the_lines_cost_less_their_discounts(tmp_path: Path) -> None:
    lines = [{"source_key": "l1", **LINE}, {"source_key": "l2", **LINE, "quantity": 1, "discount": "2.50"}]
    import_rows(tmp_path, outlets=OUTLETS, orders=[order("o1", "01")], order_lines=lines)
    assert Order.objects.get().goods_total == Decimal("77.50")
    import_rows(tmp_path, order_lines=[{**lines[0], "quantity": 2}])
    assert Order.objects.get().goods_total == Decimal("57.50")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"quantity": -1}, "negative"),
        ({"shipped": 2, "canceled": 2}, "counts_do_not_add_up"),
        ({"shipped": 1, "delivered": 2}, "counts_do_not_add_up"),
        ({"unit_price": "99999999", "quantity": 99}, "too_large"),
    ],
)
def test_lines_that_do_not_add_up_are_refused(tmp_path: Path, given: dict[str, object], code: str) -> None:
    run = import_rows(tmp_path, order_lines=[{"source_key": "l1", **LINE, **given}, {"source_key": "l2", **LINE}])
    assert [refusal.code for refusal in run.parts[0].refusals] == [code]
    assert list(OrderLine.objects.values_list("source_key", flat=True)) == ["l2"]


def test_cancellations_count_on_their_line_and_stay_when_the_lines_come_again(tmp_path: Path) -> None:
    files = {
        "outlets": OUTLETS,
        "orders": [order("o1", "01")],
        "order_lines": [{"source_key": "l1", **LINE}],
        "cancellations": [
            {
                "source_key": "c1",
                "line_key": "l1",
                "quantity": 1,
                "reason_code": "sold_out",
                "occurred_at": "2026-03-01",
            },
            {"source_key": "c2", "line_key": "l1", "quantity": 4, "occurred_at": "2026-03-01"},
            {"source_key": "c3", "line_key": "gone", "quantity": 1, "occurred_at": "2026-03-01"},
        ],
    }
    run = import_rows(tmp_path, **files)
    assert counts(run)["cancellations"] == (1, 0, 0, 2)
    assert {refusal.code for refusal in run.parts[-1].refusals} == {"more_than_ordered", "unknown_line"}
    assert counters() == (3, 2, 2, 1, 0)
    assert counts(import_rows(tmp_path, **files))["order_lines"] == (0, 0, 1, 0)
    assert counters() == (3, 2, 2, 1, 0)
    assert Cancellation.objects.get().reason.kind == "cancellation_reason"


def test_returns_count_on_their_line_and_learn_who_and_where_from_it(tmp_path: Path) -> None:
    files = {
        "outlets": OUTLETS,
        "orders": [order("o1", "01")],
        "order_lines": [{"source_key": "l1", **LINE}],
        "returns": [
            {
                "source_key": "r1",
                "line_key": "l1",
                "quantity": 2,
                "reason_code": "too_small",
                "occurred_at": "2026-03-09",
            },
            {"source_key": "r2", "line_key": "l1", "quantity": 5, "occurred_at": "2026-03-09"},
        ],
    }
    run = import_rows(tmp_path, **files)
    assert [(r.code, r.rows) for r in run.parts[-1].refusals] == [("more_than_delivered", 1)]
    assert counters() == (3, 3, 3, 0, 2)
    back = Return.objects.get()
    assert (back.product.sku, back.outlet.code, back.customer_id) == ("lamp", "LDS", Order.objects.get().customer_id)
    assert counts(import_rows(tmp_path, **files))["returns"] == (0, 0, 1, 1)


def test_a_return_without_an_order_needs_to_say_what_came_back(tmp_path: Path) -> None:
    back = {"quantity": 1, "occurred_at": "2026-03-09"}
    rows = [
        {"source_key": "r1", "sku": "rake", **back},
        {"source_key": "r2", **back},
        {"source_key": "r3", "line_key": "x", **back},
    ]
    run = import_rows(tmp_path, returns=rows)
    assert {(r.code, r.rows) for r in run.parts[0].refusals} == {("missing", 1), ("unknown_line", 1)}
    assert Return.objects.get().product.sku == "rake"


def test_a_pickup_is_a_promise_that_is_kept_when_it_is_ready(tmp_path: Path) -> None:
    pickup = {"order_key": "o1", "promised_at": "2026-03-01 14:00", "shelf": "B4"}
    rows = [
        {"source_key": "p1", **pickup, "ready_at": "2026-03-01 13:20", "collected_at": "2026-03-01 17:00"},
        {"source_key": "p2", **pickup, "not_found_at": "2026-03-01 15:00"},
        {
            "source_key": "p3",
            **pickup,
            "ready_at": "2026-03-01 13:00",
            "not_found_at": "2026-03-01 15:00",
            "collected_at": "2026-03-01 15:20",
        },
        {"source_key": "p4", **pickup, "not_found_at": "2026-03-01 12:00", "ready_at": "2026-03-01 13:00"},
    ]
    import_rows(tmp_path, outlets=OUTLETS, orders=[order("o1", "01")], pickups=rows)
    assert Pickup.objects.get(source_key="p1").outlet.code == "LDS"
    kept, broken, in_vain, too_early = Promise.objects.filter(kind="pickup").order_by("source_key")
    assert kept.ref == broken.ref == f"order:{Order.objects.get().id}"
    assert kept.fulfilled_at == datetime(2026, 3, 1, 13, 20, tzinfo=UTC)
    assert (broken.fulfilled_at, broken.breach_announced_at is None) == (None, False)
    assert (in_vain.is_short, in_vain.fulfilled_at) == (True, datetime(2026, 3, 1, 15, 20, tzinfo=UTC))
    assert (too_early.is_short, too_early.fulfilled_at) == (False, datetime(2026, 3, 1, 13, tzinfo=UTC))
